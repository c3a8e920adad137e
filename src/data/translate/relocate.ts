import type { GoldAnswer } from '../examples.ts'

/** How an answer was found again: as it is, or only without regard to case and spacing. */
export interface Relocated extends GoldAnswer {
  readonly by: 'exact' | 'normalised'
}

/**
 * Finds a translated answer in its translated context. As it is if it can be, else without regard to case and spacing.
 * Of several occurrences: those that cut no word off before those that do ("5" in "1995"), then the one whose middle is
 * nearest to `place`, the middle of the original answer as a share of the original context. The text returned is that of
 * the context. Positions are UTF-16 code units. Null when it is not there.
 */
export function relocate(context: string, answer: string, place: number): Relocated | null {
  if (answer.trim() === '') return null
  const wanted = place * context.length
  const exact = nearest(context, occurrences(context, answer), wanted)
  if (exact !== null) return { ...exact, by: 'exact' }
  const normal = normalise(context)
  const found = occurrences(normal.text, normalise(answer).text.trim()).map(({ start, end }) => ({
    start: normal.starts[start]!,
    end: normal.ends[end - 1]!,
  }))
  const loose = nearest(context, found, wanted)
  return loose === null ? null : { ...loose, by: 'normalised' }
}

interface Range {
  readonly start: number
  readonly end: number
}

/** Overlapping ones too. */
function occurrences(text: string, part: string): Range[] {
  const found: Range[] = []
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1))
    found.push({ start: at, end: at + part.length })
  return found
}

function nearest(context: string, found: readonly Range[], wanted: number): GoldAnswer | null {
  const whole = found.filter((range) => cutsNoWord(context, range))
  const distance = ({ start, end }: Range) => Math.abs((start + end) / 2 - wanted)
  const best = (whole.length > 0 ? whole : found).reduce<Range | null>(
    (least, range) => (least === null || distance(range) < distance(least) ? range : least),
    null,
  )
  return best === null ? null : { text: context.slice(best.start, best.end), start: best.start }
}

const ENDS_IN_WORD = /[\p{L}\p{M}\p{N}]$/u
const BEGINS_IN_WORD = /^[\p{L}\p{M}\p{N}]/u

/** Two code units hold any one character. */
function cutsNoWord(context: string, { start, end }: Range): boolean {
  const cutBefore =
    ENDS_IN_WORD.test(context.slice(Math.max(0, start - 2), start)) &&
    BEGINS_IN_WORD.test(context.slice(start, start + 2))
  const cutAfter =
    ENDS_IN_WORD.test(context.slice(Math.max(start, end - 2), end)) &&
    BEGINS_IN_WORD.test(context.slice(end, end + 2))
  return !cutBefore && !cutAfter
}

/** Lower case, white space as single spaces; with the source range of each of its code units. */
function normalise(source: string): { text: string; starts: number[]; ends: number[] } {
  let text = ''
  const starts: number[] = []
  const ends: number[] = []
  let at = 0
  for (const character of source) {
    const end = at + character.length
    const blank = /\s/.test(character)
    if (blank && text.endsWith(' ')) ends[ends.length - 1] = end
    else {
      // One character at a time, so that a letter reads the same wherever it stands (final sigma).
      const lower = blank ? ' ' : character.toLowerCase()
      text += lower
      for (let unit = 0; unit < lower.length; unit++) {
        starts.push(at)
        ends.push(end)
      }
    }
    at = end
  }
  return { text, starts, ends }
}
