import type { Language } from './language.ts'

/** Ways to take languages together. Each is a column of the language table; its source stands there. */
export const LANGUAGE_GROUPS = [
  'resource-class',
  'morphology',
  'script',
  'family',
  'seen-in-pretraining',
] as const
export type LanguageGroup = (typeof LANGUAGE_GROUPS)[number]

const NAMES: { readonly [G in LanguageGroup]: (language: Language) => string | null } = {
  'resource-class': ({ joshiClass }) => `class ${joshiClass}`,
  morphology: ({ morphology }) => morphology,
  script: ({ script }) => script,
  family: ({ family }) => family,
  'seen-in-pretraining': ({ cc100GiB }) => (cc100GiB === null ? 'not in CC-100' : 'in CC-100'),
}

/** The group of a language; null where the table has no value for it. */
export function groupOf(language: Language, by: LanguageGroup): string | null {
  return NAMES[by](language)
}
