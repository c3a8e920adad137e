import { type Cluster, COMMON_CLUSTERS, type Parallel } from '#catalog'
import { clusterNames, type Dataset } from '#data'
import { nameNumber } from '#kernel'
import type { Dependence } from './metric.ts'

/** What decides which examples of a target stand together: part of the key of a score. */
export interface DependenceRule {
  readonly cluster: Cluster
  /** Texts that are no sentence. */
  readonly placeholders: readonly string[]
  /** null: the languages are not translations of one another. */
  readonly parallel: Parallel | null
  /** Which examples these are: only among the same ones does an id mean the same in two languages. */
  readonly items: string
}

/** Which of some examples stand together; undefined where each stands alone, in all languages. */
export function dependenceOf(
  dataset: Pick<Dataset, 'kind' | 'language' | 'examples'>,
  { cluster, placeholders, parallel, items }: DependenceRule,
): Dependence | undefined {
  if (cluster === 'example' && parallel === null) return undefined
  const { language, examples } = dataset
  const own = COMMON_CLUSTERS.has(cluster) ? [] : [language]
  return {
    item: numbersOf(
      parallel === 'english'
        ? numbered(examples.map((example) => englishOf(example)))
        : examples.map(({ id }) => (parallel === 'id' ? [items, id] : [items, language, id])),
    ),
    cluster: numbersOf(clusterNames(dataset, cluster, placeholders).map((name) => [...own, name])),
  }
}

const numbersOf = (names: readonly (readonly string[])[]) => Float64Array.from(names, nameNumber)

function englishOf(example: Dataset['examples'][number]): string {
  if (!('english' in example)) throw new TypeError('parallel by English sentence needs translations')
  return example.english
}

/** A text with how often it came before: two examples of a language are never one item. */
function numbered(texts: readonly string[]): [string, string][] {
  const seen = new Map<string, number>()
  return texts.map((text) => {
    const before = seen.get(text) ?? 0
    seen.set(text, before + 1)
    return [text, String(before)]
  })
}
