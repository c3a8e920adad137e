import type { Example } from '#data'
import { own } from '#kernel'
import { type DatasetRef, readDataset } from './dataset.ts'

/** Size of a features artifact: exact when it is there, else estimated from the characters of the data. */
export interface FeatureSize {
  readonly items: number
  readonly tokens: number
  /** Sum of squared sequence lengths, for the cost of attention. */
  readonly squares: number
  readonly exact: boolean
  /** Datasets that are not here and whose size the catalogue does not know: not counted. */
  readonly unknown?: readonly string[]
}

/** Characters a token covers on average, used only before the text has been tokenized. */
const CHARACTERS_PER_TOKEN = 4

/**
 * Estimates the size of features: from the characters of the data, or, where it is not here, from the catalogue's
 * number of examples and their mean tokens.
 */
export async function estimateFeatures(
  datasets: readonly DatasetRef[],
  maxLength: number,
  folders: readonly string[],
): Promise<FeatureSize> {
  let items = 0
  let tokens = 0
  let squares = 0
  const unknown: string[] = []
  for (const ref of datasets) {
    if (ref.absent !== null) {
      const size = catalogueSize(ref, maxLength)
      if (size === null) unknown.push(`${ref.entry.id} ${ref.language} ${ref.split}`)
      else {
        items += size.items
        tokens += size.items * size.sequences * size.length
        squares += size.items * size.sequences * size.length ** 2
      }
      continue
    }
    const { examples } = await readDataset(ref, folders)
    for (const example of examples) {
      items++
      for (const characters of sequencesOf(example)) {
        const length = Math.min(maxLength, Math.ceil(characters / CHARACTERS_PER_TOKEN) + 2)
        tokens += length
        squares += length ** 2
      }
    }
  }
  return { items, tokens, squares, exact: false, unknown }
}

/** Examples that the catalogue promises, and their mean length. */
function catalogueSize(
  { entry, language, split, subset }: DatasetRef,
  maxLength: number,
): { items: number; sequences: number; length: number } | null {
  const published = own(entry.sizes[split] ?? {}, language) ?? entry.sizes[split]?.each
  if (published === undefined || entry.meanTokens === undefined) return null
  const most = subset === null ? Infinity : 'first' in subset ? subset.first : subset.drawn
  const { value, sequences } = entry.meanTokens
  return { items: Math.min(published, most), sequences, length: Math.min(maxLength, value) }
}

/** Characters of each sequence of an example: one for every choice, query and passages apart, else all its text. */
function sequencesOf(example: Example): number[] {
  if ('choices' in example) return example.choices.map((choice) => example.context.length + choice.length)
  if ('passages' in example && example.passages !== undefined)
    return [example.text.length, ...example.passages.map(charactersOf)]
  return [Object.values(example).reduce((sum: number, value) => sum + charactersOf(value), 0)]
}

function charactersOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + charactersOf(each) + 1, 0)
  return typeof value === 'object' && value !== null && 'text' in value && !('start' in value)
    ? Object.values(value).reduce((sum: number, each) => sum + charactersOf(each), 0)
    : 0
}
