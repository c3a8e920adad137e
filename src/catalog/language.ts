import { UnknownLanguageError } from './errors.ts'
import { type Morphology, ROWS } from './languages.ts'

/** What the product knows about a language. Sources of each field: `languages.ts`. */
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
