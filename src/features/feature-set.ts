import { readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { TASK_KINDS, type TaskKind } from '#catalog'
import { canonicalJson, messageOf, readSafetensors, type Tensors, writeSafetensors } from '#kernel'
import { FeaturesInvalidError } from './errors.ts'

/** Raised whenever the same examples would give other features or another file layout: part of their key. */
export const FEATURES = 3

const Counts = z.strictObject({
  examples: z.int().describe('Examples of the dataset'),
  items: z.int().describe('What a batch is made of: an example, a window of one, or a piece of one'),
  sequences: z.int(),
  tokens: z.int().describe('Real tokens, specials included, no padding'),
  longest: z.int().describe('Tokens of the longest sequence'),
  truncated: z.int().describe('Sequences that lost tokens to the maximum length'),
  cut: z.int().describe('Tokens lost so'),
  unknown: z.int().describe('Tokens the vocabulary has no piece for'),
  notes: z.record(z.string(), z.int()).describe('What the format did to some examples, and to how many'),
})

const Summary = z.strictObject({
  version: z.literal(FEATURES),
  kind: z.enum(TASK_KINDS),
  tokenizer: z.string().describe('SHA-256 of tokenizer.json'),
  maxLength: z.int(),
  labels: z.array(z.string()).nullable().describe('Label set, in head order'),
  examples: z.string().describe('SHA-256 of the example ids, one a line'),
  counts: Counts,
})
/** What `features.json` holds. */
export type FeatureSummary = z.infer<typeof Summary>

/** Examples turned into token ids, and what it takes to turn predictions back. */
export interface FeatureSet<T extends TaskKind = TaskKind> {
  readonly kind: T
  /** For the worker, in the layout of the engine contract: `ids`, `sequence_offsets`, labels, ... */
  readonly tensors: Tensors
  /**
   * For decoding only.
   * - `item_example` I32 [N]: example that an item belongs to, never descending
   * - span-extraction: `token_starts`, `token_ends` I32 [T]: UTF-16 code units of the context that a token covers, 0,0 outside it
   * - tagging: `item_word` I32 [N]: first word of the piece
   */
  readonly alignment: Tensors
  readonly summary: FeatureSummary
}

/** Example that each item belongs to. */
export function itemExample(features: FeatureSet): Int32Array {
  return features.alignment.item_example!.data as Int32Array
}

/** Tokens of each item: its sequence, or all sequences of its choices. */
export function itemLengths({ tensors }: Pick<FeatureSet, 'tensors'>): Int32Array {
  const sequences = tensors.sequence_offsets!.data as Int32Array
  const items = tensors.item_offsets?.data as Int32Array | undefined
  const count = (items ?? sequences).length - 1
  const at =
    items === undefined ? (item: number) => sequences[item]! : (item: number) => sequences[items[item]!]!
  return Int32Array.from({ length: count }, (_, item) => at(item + 1) - at(item))
}

const FILES = {
  tensors: 'features.safetensors',
  alignment: 'alignment.safetensors',
  summary: 'features.json',
} as const

/** Path of the file that the worker reads. */
export const featuresPath = (folder: string): string => join(folder, FILES.tensors)

/** Writes `features.safetensors`, `alignment.safetensors` and `features.json` into an existing folder. */
export async function writeFeatures(folder: string, features: FeatureSet): Promise<void> {
  await writeSafetensors(join(folder, FILES.tensors), features.tensors)
  await writeSafetensors(join(folder, FILES.alignment), features.alignment)
  const file = await open(join(folder, FILES.summary), 'w')
  try {
    await file.writeFile(`${canonicalJson(features.summary)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Reads `features.json` alone: counts without the arrays. */
export function readFeatureSummary(folder: string): FeatureSummary {
  try {
    return Summary.parse(JSON.parse(readFileSync(join(folder, FILES.summary), 'utf8')))
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : messageOf(cause)
    throw new FeaturesInvalidError(folder, reason, cause)
  }
}

/** Reads what `writeFeatures` wrote. */
export function readFeatures(folder: string): FeatureSet {
  const summary = readFeatureSummary(folder)
  const tensors = readSafetensors(join(folder, FILES.tensors))
  const alignment = readSafetensors(join(folder, FILES.alignment))
  if (alignment.item_example?.data.length !== summary.counts.items)
    throw new FeaturesInvalidError(folder, 'its files do not belong together')
  return { kind: summary.kind, tensors, alignment, summary }
}
