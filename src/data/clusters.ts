import { type Cluster, kinds } from '#catalog'
import { type Dataset, type Example, subject } from './examples.ts'

/**
 * The cluster of each example, by a name that is its own in the dataset's language.
 * `placeholders` are texts that are no sentence.
 */
export function clusterNames(
  { kind, examples }: Pick<Dataset, 'kind' | 'examples'>,
  cluster: Cluster,
  placeholders: readonly string[],
): readonly string[] {
  if (cluster === 'example') return examples.map(({ id }) => id)
  if (cluster === 'sentence') return sharedSentences(examples.map(textsOf), new Set(placeholders))
  const form = kinds[kind].examples
  return examples.map((example) => toldCluster(example) ?? subject(form, example))
}

const toldCluster = (example: Example) => ('cluster' in example ? example.cluster : undefined)

function textsOf(example: Example): string[] {
  const texts = 'text' in example ? [example.text] : []
  return 'pair' in example && example.pair !== undefined ? [...texts, example.pair] : texts
}

/** Pairs that share a sentence have one name, and so have those that others tie together: the first of their sentences. */
function sharedSentences(pairs: readonly (readonly string[])[], none: ReadonlySet<string>): string[] {
  const parents = new Map<string, string>()
  const rootOf = (text: string): string => {
    let root = text
    for (let above = parents.get(root); above !== undefined && above !== root; above = parents.get(root))
      root = above
    parents.set(text, root)
    return root
  }
  const firsts = pairs.map((texts, at) => {
    const [first = `pair ${at}`, ...others] = texts.filter((text) => !none.has(text))
    for (const other of others) parents.set(rootOf(other), rootOf(first))
    return first
  })
  return firsts.map(rootOf)
}
