import { UnknownLanguageError } from './errors.ts'
import { type Morphology, ROWS } from './languages.ts'
import { LEXICAL_DIVERSITY, WALS, type WalsFeature } from './typology.ts'

/** What the product knows about a language. Sources of each field: `languages.ts`, `typology.ts`. */
export interface Language {
  /** BCP 47. */
  readonly code: string
  /** ISO 639-3, as in Tatoeba's file names (fa is pes, sw is swh, zh is cmn). */
  readonly iso3: string
  readonly name: string
  readonly family: string
  readonly genus: string
  /** ISO 15924. */
  readonly script: string
  readonly morphology: Morphology | null
  /** Resource class of Joshi et al. 2020, 0 (left behind) to 5 (winners). */
  readonly joshiClass: 0 | 1 | 2 | 3 | 4 | 5
  /** Text in the pretraining data of XLM-R, GiB; null where there was none. */
  readonly cc100GiB: number | null
  /** One of the 40 languages of XTREME. */
  readonly xtreme: boolean
  /** Values of WALS by feature number; sparse. */
  readonly wals: Partial<Readonly<Record<WalsFeature, string>>>
  /** Type-token ratio on XQuAD-R; null where it was not measured. */
  readonly typeTokenRatio: number | null
  /** Mean type-token ratio over windows of 500 tokens on XQuAD-R; null where it was not measured. */
  readonly mattr500: number | null
}

const TABLE: readonly Language[] = ROWS.map(
  ([code, iso3, name, family, genus, script, morphology, joshiClass, cc100GiB, xtreme]) => ({
    code,
    iso3,
    name,
    family,
    genus,
    script,
    morphology,
    joshiClass,
    cc100GiB,
    xtreme,
    wals: walsOf(code),
    typeTokenRatio: LEXICAL_DIVERSITY[code]?.[0] ?? null,
    mattr500: LEXICAL_DIVERSITY[code]?.[1] ?? null,
  }),
)
const BY_CODE = new Map(TABLE.map((language) => [language.code, language]))

/** Every language of the catalogue, by code. */
export function languages(): readonly Language[] {
  return TABLE
}

/** The language of a BCP 47 code. Throws UNKNOWN_LANGUAGE, with the code that was probably meant. */
export function language(code: string): Language {
  const found = BY_CODE.get(code)
  if (found === undefined) throw new UnknownLanguageError(code, TABLE)
  return found
}

function walsOf(code: string): Language['wals'] {
  return Object.fromEntries(
    Object.entries(WALS).flatMap(([feature, { values }]) =>
      Object.entries(values)
        .filter(([, codes]) => codes.split(' ').includes(code))
        .map(([value]) => [feature, value]),
    ),
  )
}
