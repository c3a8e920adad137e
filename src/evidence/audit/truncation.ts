import { isWhole } from '../language/whole-sentences.ts'
import { printKey } from './alignment.ts'

/** How a claim shows that it was cut. */
export type CutSign = 'no-full-stop' | 'common-length' | 'longer-elsewhere' | 'mid-word'

const LENGTHS = 3

/** The length at which texts were cut: the three neighbouring lengths that at least half of the cut ones have. */
export function commonCut(lengths: readonly number[]): { readonly from: number; readonly to: number } | null {
  if (lengths.length < 4) return null
  const within = (from: number) => lengths.filter((each) => each >= from && each < from + LENGTHS).length
  const best = [...new Set(lengths)].sort((a, b) => within(b) - within(a) || a - b)[0]!
  return within(best) * 2 >= lengths.length && within(best) >= 4
    ? { from: best, to: best + LENGTHS - 1 }
    : null
}

/**
 * Signs of a cut for each text of each report, in order; empty for a whole one. A sentence without a full stop is cut
 * unless its report writes none at all: then a second sign is needed. `known` are whole sentences that a cut one may begin.
 */
export function cutSigns(reports: readonly (readonly string[])[], known: readonly string[]): CutSign[][][] {
  const open = reports.flat().filter((text) => !isWhole(text))
  const common = commonCut(open.map((text) => text.length))
  const keys = known.map(printKey)
  const vocabulary = new Set(keys.flatMap((key) => key.split(' ')))
  const signsOf = (text: string, writesStops: boolean): CutSign[] => {
    if (isWhole(text)) return []
    const key = printKey(text)
    const last = key.split(' ').at(-1)!
    const signs: CutSign[] = ['no-full-stop']
    if (common !== null && text.length >= common.from && text.length <= common.to) signs.push('common-length')
    const continued = keys.filter((each) => key !== '' && each.length > key.length && each.startsWith(key))
    if (continued.length > 0) signs.push('longer-elsewhere')
    const midWord =
      continued.some((each) => each[key.length] !== ' ') ||
      (!vocabulary.has(last) && [...vocabulary].some((word) => word.startsWith(last)))
    if (midWord) signs.push('mid-word')
    return writesStops || signs.length > 1 ? signs : []
  }
  return reports.map((texts) => {
    const writesStops = texts.some(isWhole)
    return texts.map((text) => signsOf(text, writesStops))
  })
}
