/** Half-open range of UTF-16 code units. */
export interface Range {
  readonly start: number
  readonly end: number
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })

/** What ends in a full stop without ending a sentence, as it stands before the break. */
const OPEN_END =
  /(?:^|[\s([])(?:et al|e\.g|i\.e|cf|vs|viz|etc|resp|approx|ca|Fig|Figs|Sec|Secs|Tab|Eq|Eqs|No|Nos|Dr|Prof|Mr|Mrs|Ms|St|Vol|pp?|Ch|App|Ref|Refs|w\.r\.t|[A-Z])\.$/u

/**
 * Sentences of one paragraph, white space around them left out. Breaks of `Intl.Segmenter` after abbreviations and
 * initials, and before a small letter or a digit after a full stop, are taken back. Call it paragraph by paragraph: the
 * segmenter's time grows faster than the length.
 */
export function sentences(paragraph: string): Range[] {
  const ranges: { start: number; end: number }[] = []
  for (const { index, segment } of segmenter.segment(paragraph)) {
    const text = segment.trimEnd()
    const start = index + (text.length - text.trimStart().length)
    const end = index + text.length
    if (start >= end) continue
    const last = ranges.at(-1)
    const before = last === undefined ? '' : paragraph.slice(last.start, last.end)
    if (
      last !== undefined &&
      (OPEN_END.test(before) || (/\.$/.test(before) && /^[\p{Ll}\d]/u.test(text.trimStart())))
    )
      last.end = end
    else ranges.push({ start, end })
  }
  return ranges
}
