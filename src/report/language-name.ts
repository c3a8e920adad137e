import { language, languages } from '#catalog'

const CODES = new Set(languages().map((each) => each.code))
const names = new Intl.DisplayNames('en', { type: 'language' })

/** English name of a language: the catalogue's, else Unicode's, else the code. */
export function languageName(code: string): string {
  return CODES.has(code) ? language(code).name : (names.of(code) ?? code)
}
