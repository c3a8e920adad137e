import { withoutCitations } from './citations.ts'

/** Words that join a sentence to the one before it and add nothing to it. */
const LINKS = [
  /^(?:however|moreover|furthermore|additionally|nevertheless|nonetheless|specifically|notably|interestingly|surprisingly|importantly|finally|overall|in addition|in particular|besides|meanwhile|first|second|third|firstly|secondly|lastly|also|in summary|in conclusion|in fact|indeed|remarkably|here|still),\s+(?=\S)/iu,
  /^(?:and|but|yet)\s+(?=\S)/iu,
]
/** What a claim may leave out, but not bring: how the sentence follows from others, where it is told, and that it was found. */
const FRAMES = [
  /^(?:in contrast|by contrast|on the other hand|on the contrary|as a result|consequently|therefore|thus|hence|similarly|accordingly|conversely),\s+(?=\S)/iu,
  /^(?:in (?:this|our) (?:paper|work|study|article)),\s+/iu,
  /^(?:we|the authors|(?:our |the |these |experimental )*(?:results|experiments|findings))\s+(?:also |further )?(?:show|find|found|demonstrate|observe|report|see)s?(?:ed|d)?\s+that\s+(?=\S)/iu,
]

const RAISED: Readonly<Record<string, string>> = Object.fromEntries(
  [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺'].map((sign, at) => [sign, '0123456789-+'[at]!]),
)

/** `10⁻³` as `10^-3`: in NFKC it would be 10-3. */
const withPowers = (text: string): string =>
  text.replace(
    /(?<=\d)[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/gu,
    (power) => `^${[...power].map((sign) => RAISED[sign]).join('')}`,
  )

function stripped(sentence: string, patterns: readonly RegExp[]): string {
  let text = sentence.trim()
  for (const pattern of [...patterns, ...patterns]) text = text.replace(pattern, '')
  return text === '' ? sentence : text
}

/** A sentence without citations and without words that link it to its neighbours. */
export const unlinked = (sentence: string): string =>
  stripped(
    withoutCitations(withPowers(sentence).normalize('NFKC').replace(/[‐‑‒]/g, '-').replace(/\s+/g, ' ')),
    LINKS,
  )

/** The statement of a sentence of a passage alone: also without "therefore" and without "we find that". */
export const plainStatement = (sentence: string): string =>
  stripped(unlinked(sentence), [...LINKS, ...FRAMES])
