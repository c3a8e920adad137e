import { withoutCitations } from './citations.ts'

/** Words that join a sentence to the one before it and add nothing to it. */
const NEUTRAL = [
  /^(?:however|moreover|furthermore|additionally|nevertheless|nonetheless|specifically|notably|interestingly|surprisingly|importantly|finally|overall|in addition|in particular|besides|meanwhile|first|second|third|firstly|secondly|lastly|also|in summary|to summarize|in conclusion|in fact|indeed|more importantly|most importantly|remarkably|here|still),\s+(?=\S)/iu,
  /^(?:and|but|yet)\s+(?=\S)/iu,
]
/** What a claim may leave out, but not bring: how the sentence follows from others, and where it is told. */
const OPENERS = [
  /^(?:in contrast|by contrast|on the other hand|on the contrary|as a result|consequently|therefore|thus|hence|similarly|accordingly|conversely|empirically),\s+(?=\S)/iu,
  /^(?:thus|therefore|hence)\s+(?=\S)/iu,
  /^(?:in (?:this|our) (?:paper|work|study|article|research|survey)|in the present (?:work|study)),\s+/iu,
]

const FINDING_VERB =
  '(?:show|shows|showed|find|finds|found|demonstrate|demonstrates|demonstrated|observe|observes|observed|report|reports|reported|see|confirm|confirms|confirmed|reveal|reveals|revealed|verify|establish|conclude|concludes|concluded|prove|proves)'
const SPEAKER =
  '(?:we|the authors|(?:this|our|the) (?:paper|work|study|analysis|evaluation|experiment)|(?:our |the |these |extensive |experimental |empirical |evaluation |main |further |comprehensive |and ){0,4}(?:results|experiments|findings|analyses|evaluations|analysis|evaluation))'
const FRAME = new RegExp(
  String.raw`^${SPEAKER}\s+(?:(?:also|further|clearly|then|empirically|experimentally|consistently|additionally|thus)\s+){0,2}(?:have\s+|has\s+)?${FINDING_VERB}\s+(?:(?:also|further|clearly)\s+)?that\s+(?=\S)`,
  'iu',
)
/** A sentence without citations and without neutral words that link it to its neighbours. */
export function unlinked(sentence: string): string {
  const text = stripped(
    withoutCitations(withPowers(sentence).normalize('NFKC').replace(/[‐‑‒]/g, '-').replace(/\s+/g, ' ')),
    NEUTRAL,
  )
  return text === '' ? sentence : text
}

/**
 * The statement of a sentence of a passage alone: also without "therefore" and without "we find that". Only frames that
 * assert go; "we ask whether" and "prior work shows that" say something else and stay.
 */
export function plainStatement(sentence: string): string {
  const text = stripped(unlinked(sentence), [...NEUTRAL, ...OPENERS, FRAME])
  return text === '' ? sentence : text
}

function stripped(sentence: string, patterns: readonly RegExp[]): string {
  let text = sentence.trim()
  for (let round = 0; round < 3; round++) {
    const before = text
    for (const pattern of patterns) text = text.replace(pattern, '')
    if (text === before) break
  }
  return text
}

const isWithin = (short: string, long: string): boolean => {
  let at = 0
  for (const letter of long) if (letter === short.charAt(at)) at += 1
  return at === short.length
}

/**
 * Whether a bracket holds the short form of the words before it: the initials of these words are letters of it, in order,
 * and its letters are letters of theirs, in order.
 */
function isShortFor(short: string, before: readonly string[]): boolean {
  const letters = short
    .toLowerCase()
    .replace(/[^\p{L}]/gu, '')
    .replace(/(?<=..)s$/, '')
  for (let count = 1; count <= Math.min(before.length, letters.length + 2); count++) {
    const words = before.slice(-count).map((word) => word.toLowerCase())
    const initials = words
      .filter((word) => !/^(?:of|and|for|the|in|to|a|on|with|by)$/.test(word))
      .map((word) => word.charAt(0))
      .join('')
    if (
      words[0]!.startsWith(letters.charAt(0)) &&
      isWithin(initials, letters) &&
      isWithin(letters, words.join(''))
    )
      return true
  }
  return false
}

/**
 * "machine translation (MT)" in two readings: without the bracket, and with the short form alone. A claim may use the short
 * form of its source; what the claim itself spells out must stay.
 */
export function shortForms(text: string): { readonly without: string; readonly only: string } {
  let without = text
  let only = text
  for (const [bracket, short] of text.matchAll(/\s*\((\p{L}[\p{L}\d-]{1,9})\)/gu)) {
    const place = only.indexOf(bracket)
    const before = [...only.slice(0, place).matchAll(/[\p{L}\d]+/gu)]
    if (
      !isShortFor(
        short!,
        before.map(([word]) => word),
      )
    )
      continue
    without = without.replace(bracket, '')
    const letters = [...short!.replace(/[^\p{L}]/gu, '').toLowerCase()]
    const words = before.slice(-letters.length)
    const spelled =
      words.length === letters.length && words.every(([word], at) => word[0]!.toLowerCase() === letters[at])
    if (spelled) only = only.slice(0, words[0]!.index) + short + only.slice(place + bracket.length)
    else only = only.replace(bracket, '')
  }
  return { without, only }
}

const RAISED: Readonly<Record<string, string>> = Object.fromEntries(
  [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺'].map((sign, at) => [sign, '0123456789-+'[at]!]),
)

/** `10⁻³` as `10^-3`: in NFKC it would be 10-3. */
const withPowers = (text: string): string =>
  text.replace(
    /(?<=\d)[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/gu,
    (power) => `^${[...power].map((sign) => RAISED[sign]).join('')}`,
  )
