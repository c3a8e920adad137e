import { chunksOf, countChunks, type SeqevalBehaviour } from '../chunks.ts'
import type { Chance, Outcomes } from '../metric.ts'
import { metric } from '../metrics/index.ts'

export type Tags = readonly (readonly string[])[]

export const TAGGING_METRICS = ['chunk-f1', 'token-accuracy']

/**
 * What tagging without reading a word scores, the larger of two, for each metric:
 *
 * - one tag for every word, the tag that scores highest;
 * - every sentence tagged as another sentence of its length is, each of them alike likely: the gold tags shuffled among
 *   sentences of one length. It knows how many tags there are of each kind, how they follow each other and where they
 *   stand, and nothing of what stands there.
 *
 * @remarks The second in closed form. Of the n > 1 sentences of a length, k have a chunk of one type, begin and end: each
 * of these finds it in k - 1 of the n - 1 others, so k (k - 1) / (n - 1) chunks are expected correct. A shuffle predicts as
 * many chunks as there are, G, so expected F1 = expected correct / G; token accuracy likewise, word by word. Sentences of a
 * length of their own are left out, since none could stand in for them; without any two of a length there is no shuffle.
 */
export function tagChance(gold: Tags, behaviour: SeqevalBehaviour): Record<string, Chance> {
  const shuffled = shuffledTags(gold, behaviour)
  const constant = [...new Set(gold.flat())].sort().map((tag) => ({
    tag,
    outcomes: outcomesOf(
      gold.map((tags) => tags.map(() => tag)),
      gold,
      behaviour,
    ),
  }))
  return Object.fromEntries(
    TAGGING_METRICS.map((id) => {
      const [one, ...others] = constant.map(({ tag, outcomes }) => ({
        value: metric(id).value(outcomes),
        method: `"${tag}" for every word, the tag that scores highest so`,
      }))
      const best = others.reduce((most, each) => (each.value > most.value ? each : most), one!)
      const value = shuffled?.[id] ?? 0
      return [id, value > best.value ? { value, method: SHUFFLED } : best]
    }),
  )
}

const SHUFFLED = 'the gold tags shuffled among sentences of one length'

/** Expected value of each metric in percent; null where no two sentences have a length in common. */
function shuffledTags(gold: Tags, behaviour: SeqevalBehaviour): Readonly<Record<string, number>> | null {
  const ofLength = countBy(gold.map(({ length }) => length))
  const isShared = ({ length }: Tags[number]) => length > 0 && ofLength.get(length)! > 1
  if (!gold.some(isShared)) return null
  const chunks = new Expected(ofLength)
  for (const { sentence, type, begin, end } of chunksOf(gold, behaviour))
    if (isShared(gold[sentence]!)) chunks.add(gold[sentence]!.length, `${begin} ${end} ${type}`)
  const words = new Expected(ofLength)
  for (const tags of gold.filter(isShared))
    for (let at = 0; at < tags.length; at++) words.add(tags.length, `${at} ${tags[at]!}`)
  return { 'chunk-f1': chunks.percent(), 'token-accuracy': words.percent() }
}

/** Share of things in sentences that are expected to be found, alike, in another sentence of the same length. */
class Expected {
  private readonly counts = new Map<number, Map<string, number>>()

  private readonly ofLength: ReadonlyMap<number, number>

  constructor(ofLength: ReadonlyMap<number, number>) {
    this.ofLength = ofLength
  }

  add(length: number, what: string): void {
    const known = this.counts.get(length) ?? new Map<string, number>()
    this.counts.set(length, known.set(what, (known.get(what) ?? 0) + 1))
  }

  percent(): number {
    let [all, found] = [0, 0]
    for (const [length, alike] of this.counts)
      for (const count of alike.values()) {
        all += count
        found += (count * (count - 1)) / (this.ofLength.get(length)! - 1)
      }
    return all === 0 ? 0 : (100 * found) / all
  }
}

function countBy<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

/** Outcomes by sentence: chunks correct, predicted, gold; words correct, all words. */
export function outcomesOf(predicted: Tags, gold: Tags, behaviour: SeqevalBehaviour): Outcomes {
  const chunks = countChunks(predicted, gold, behaviour)
  return {
    chunks_correct: chunks.correct,
    chunks_predicted: chunks.predicted,
    chunks_gold: chunks.gold,
    tokens_correct: Float32Array.from(
      gold,
      (tags, at) => tags.filter((tag, word) => tag === predicted[at]![word]).length,
    ),
    tokens: Float32Array.from(gold, (tags) => tags.length),
  }
}
