import { tokens } from './tokens.ts'

const set = (words: string): string[] => words.split(/\s+/)

/** Words too common to search for. */
const COMMON = set(
  `a an the of in on at to for with by from and or but be is are was were been being it its this that these those we our
  they their as than which who such also can has have had do does did no so into over there here both more most`,
)
const OF_CLAIMS = new Set([...COMMON, 'not'])
/** With the words that questions are asked with. */
const OF_QUESTIONS = new Set([
  ...COMMON,
  ...set(
    'how what why when where whether much many far well extent if will would could should may might best better',
  ),
])

/** Stems of the words of a text, in order. A stemmer run is dear and words repeat, so each word is done once. */
function stemmer(stemsOf: (word: string) => readonly string[]): (text: string) => string[] {
  const known = new Map<string, readonly string[]>()
  return (text) => {
    const out: string[] = []
    for (const word of text.split(/\s+/)) {
      let stems = known.get(word)
      if (stems === undefined) {
        stems = stemsOf(word)
        known.set(word, stems)
      }
      out.push(...stems)
    }
    return out
  }
}

/** Content words of a claim or passage by their stems, in order. The memory of words lasts as long as the function. */
export const claimStemmer = (): ((text: string) => string[]) =>
  stemmer((word) =>
    tokens(word)
      .filter(({ norm }) => !OF_CLAIMS.has(norm))
      .map(({ stem }) => stem),
  )

/** Content words of a question or a text by their stems, in order; names with hyphens whole and in their pieces. */
export const contentStems: (text: string) => string[] = stemmer((word) =>
  tokens(word)
    .filter(({ norm }) => !OF_QUESTIONS.has(norm))
    .flatMap(({ norm, stem }) => {
      const pieces = norm.split('-').filter((piece) => piece.length > 1 && !OF_QUESTIONS.has(piece))
      return pieces.length < 2
        ? [stem]
        : [norm, ...pieces.flatMap((piece) => tokens(piece).map((each) => each.stem))]
    }),
)
