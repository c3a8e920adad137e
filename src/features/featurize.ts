import type { TaskKind } from '#catalog'
import type { Dataset } from '#data'
import { sha256 } from '#kernel'
import { FEATURES, type FeatureSet } from './feature-set.ts'
import type { FeaturizeOptions } from './formats/format.ts'
import { formats } from './formats/index.ts'
import type { Tokenizer } from './tokenizer.ts'

/** Hash of the ids of examples, so that predictions are never read against other examples. */
export const examplesHash = (examples: readonly { readonly id: string }[]): string =>
  sha256(examples.map(({ id }) => id).join('\n'))

/** Turns the examples of a dataset into token ids, labels and alignments. The same input gives the same bytes. */
export async function featurize<T extends TaskKind>(
  dataset: Pick<Dataset<T>, 'kind' | 'examples' | 'split'>,
  tokenizer: Tokenizer,
  options: FeaturizeOptions,
): Promise<FeatureSet<T>> {
  const { kind, examples, split } = dataset
  const { writer, tensors, itemExample, alignment, notes } = await formats[kind].encode(
    examples,
    tokenizer,
    options,
    split,
  )
  return {
    kind,
    tensors: { ...writer.tensors(), ...tensors },
    alignment: { item_example: { data: itemExample, shape: [itemExample.length] }, ...alignment },
    summary: {
      version: FEATURES,
      kind,
      tokenizer: tokenizer.hash,
      maxLength: options.maxLength,
      labels: options.labels === undefined ? null : [...options.labels],
      examples: examplesHash(examples),
      counts: {
        examples: examples.length,
        items: itemExample.length,
        sequences: writer.sequences,
        tokens: writer.ids.length,
        longest: writer.longest,
        truncated: writer.truncated,
        cut: writer.cut,
        unknown: countOf(writer.ids.data.subarray(0, writer.ids.length), tokenizer.specials.unknown),
        notes: Object.fromEntries(Object.entries(notes ?? {}).filter(([, count]) => count > 0)),
      },
    },
  }
}

function countOf(ids: Int32Array, id: number | null): number {
  let count = 0
  for (let at = 0; at < ids.length; at++) if (ids[at] === id) count++
  return count
}
