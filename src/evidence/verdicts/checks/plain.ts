/** Words that join a sentence to the one before it, and where a paper says that it is the paper that speaks. */
const OPENERS = [
  /^(?:however|moreover|furthermore|additionally|nevertheless|nonetheless|specifically|notably|interestingly|surprisingly|importantly|finally|overall|in addition|in particular|in contrast|by contrast|on the other hand|on the contrary|as a result|consequently|therefore|thus|hence|besides|meanwhile|first|second|third|firstly|secondly|lastly|also|similarly|in summary|to summarize|in conclusion|in fact|indeed|accordingly|conversely|more importantly|most importantly|remarkably|empirically|here|still),\s+(?=\S)/iu,
  /^(?:and|but|yet|thus|therefore|hence)\s+(?=\S)/iu,
  /^(?:in (?:this|our) (?:paper|work|study|article|research|survey)|in the present (?:work|study)),\s+/iu,
]

const FINDING_VERB =
  '(?:show|shows|showed|find|finds|found|demonstrate|demonstrates|demonstrated|observe|observes|observed|report|reports|reported|see|confirm|confirms|confirmed|reveal|reveals|revealed|verify|establish|conclude|concludes|concluded|prove|proves)'
const SPEAKER =
  '(?:we|the authors|(?:this|our|the) (?:paper|work|study|analysis|evaluation|experiment)|(?:our |the |these |extensive |experimental |empirical |evaluation |main |further |comprehensive |quantitative |human |automatic |and ){0,4}(?:results|experiments|findings|analyses|evaluations|analysis|evaluation))'
const FRAME = new RegExp(
  String.raw`^${SPEAKER}\s+(?:(?:also|further|clearly|then|empirically|experimentally|consistently|additionally|thus)\s+){0,2}(?:have\s+|has\s+)?${FINDING_VERB}\s+(?:(?:also|further|clearly)\s+)?that\s+(?=\S)`,
  'iu',
)
const CITATION =
  /\s*\((?:(?:see|e\.g\.,?|cf\.)\s+)?(?:(?:[^()]*?\p{Lu}[^()]*?|[^()]*?\bet al[^()]*?),?\s(?:19|20)\d{2}[a-z]?(?:;\s*)?)+\)|\s*\[\d+(?:\s*[,–-]\s*\d+)*\]|(?<=et al\.)\s*\((?:19|20)\d{2}[a-z]?\)/gu

/**
 * The statement of a sentence alone: without citations, without what links it to its neighbours and without "we find
 * that". Only frames that assert go; "we ask whether" and "prior work shows that" say something else and stay.
 */
export function plainStatement(sentence: string): string {
  let text = sentence
    .normalize('NFKC')
    .replace(/[‐‑‒]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(CITATION, '')
    .trim()
  for (let round = 0; round < 3; round++) {
    const before = text
    for (const opener of OPENERS) text = text.replace(opener, '')
    text = text.replace(FRAME, '')
    if (text === before) break
  }
  return text === '' ? sentence : text
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
