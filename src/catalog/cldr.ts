import { languages } from './language.ts'

/** Languages of the catalogue that CLDR 48 annotates: all but Haitian. Wolof covers four fifths of the emoji. */
export const CLDR_LANGUAGES: readonly string[] = languages()
  .map((language) => language.code)
  .filter((code) => code !== 'ht')

/** CLDR files Tagalog as Filipino. */
export const CLDR_CODES = { tl: 'fil' }

const annotations = (code: string) => `npm:cldr-annotations-full/annotations/${code}/annotations.json`

/** Own language, English and the emoji groups: from installed packages, so no download is needed. */
export const CLDR_FILES = {
  annotations: annotations('{code}'),
  english: annotations('en'),
  emoji: 'npm:unicode-emoji-json/data-by-emoji.json',
}
export const CLDR_OTHERS = { ...CLDR_FILES, others: annotations('{all:code}') }

export const CLDR_CITATION =
  'Unicode CLDR 48 annotations (cldr-annotations-full 48.2.0); emoji groups: unicode-emoji-json 0.9.0'
export const CLDR_LICENCE = 'Unicode-3.0; unicode-emoji-json: MIT'
