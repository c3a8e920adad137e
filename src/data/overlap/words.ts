/** Runs of letters, marks and digits: what is between them never counts. */
const RUN = /[\p{L}\p{M}\p{N}]+/gu
/** Joiners, soft hyphens, direction marks: they are seen by nobody and not in every copy of a text. */
const UNSEEN = /\p{Cf}+/gu
/** Scripts that put no space between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/** Dictionaries of the ICU in Node. They go by script: any locale gives the same words. */
const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

/**
 * Words of a text in the form in which texts are compared: NFKC, lower case, without punctuation, symbols and spaces.
 * Where a script has no spaces words are those of `Intl.Segmenter`, so that a number of words says as much as elsewhere.
 */
export function wordsOf(text: string): string[] {
  const runs = text.normalize('NFKC').replace(UNSEEN, '').toLowerCase().match(RUN) ?? []
  return UNSPACED.test(text)
    ? runs.flatMap((run) =>
        UNSPACED.test(run) ? Array.from(segmenter.segment(run), ({ segment }) => segment) : run,
      )
    : runs
}
