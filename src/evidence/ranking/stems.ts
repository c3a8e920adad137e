import { tokens } from '../language/tokens.ts'

/** Words too common to search for, those that questions are asked with among them. */
const STOP = new Set(
  `a an the of in on at to for with by from and or but be is are was were been being it its this that these those we our
  they their as than which who such also can has have had do does did no so into over there here both more most how what why
  when where whether much many far well extent if will would could should may might best better`.split(/\s+/),
)

const known = new Map<string, readonly string[]>()

/** Content words of a text by their stems, in order; names with hyphens whole and in their pieces. */
export function contentStems(text: string): string[] {
  const out: string[] = []
  for (const word of text.split(/\s+/)) {
    let stems = known.get(word)
    if (stems === undefined) {
      stems = tokens(word)
        .filter(({ norm }) => !STOP.has(norm))
        .flatMap(({ norm, stem }) => {
          const pieces = norm.split('-').filter((piece) => piece.length > 1 && !STOP.has(piece))
          return pieces.length < 2
            ? [stem]
            : [norm, ...pieces.flatMap((piece) => tokens(piece).map((each) => each.stem))]
        })
      known.set(word, stems)
    }
    out.push(...stems)
  }
  return out
}
