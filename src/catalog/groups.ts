import type { Language } from './language.ts'

/**
 * Ways to take languages together. Each is a column of the language table; its source stands there. Morphology has no
 * source; case count is WALS 49A, known for 34 of 50 languages; lexical diversity is measured for nine, and cut in the
 * two widest gaps between them (0.49 and 0.58).
 */
export const LANGUAGE_GROUPS = [
  'resource-class',
  'morphology',
  'script',
  'family',
  'seen-in-pretraining',
  'case-count',
  'lexical-diversity',
] as const
export type LanguageGroup = (typeof LANGUAGE_GROUPS)[number]

const NAMES: { readonly [G in LanguageGroup]: (language: Language) => string | null } = {
  'resource-class': ({ joshiClass }) => `class ${joshiClass}`,
  morphology: ({ morphology }) => morphology,
  script: ({ script }) => script,
  family: ({ family }) => family,
  'seen-in-pretraining': ({ cc100GiB }) => (cc100GiB === null ? 'not in CC-100' : 'in CC-100'),
  'case-count': ({ wals }) => (wals['49A'] === undefined ? null : casesOf(wals['49A'])),
  'lexical-diversity': ({ mattr500 }) =>
    mattr500 === null ? null : mattr500 < 0.49 ? 'low' : mattr500 < 0.58 ? 'mid' : 'high',
}

/** Number of cases, WALS 49A, in four classes. */
function casesOf(value: string): string {
  const cases = Number.parseInt(value, 10)
  if (Number.isNaN(cases)) return 'no case'
  return cases >= 10 ? '10 or more cases' : cases >= 6 ? '6 to 9 cases' : '2 to 5 cases'
}

/** The group of a language; null where the table has no value for it. */
export function groupOf(language: Language, by: LanguageGroup): string | null {
  return NAMES[by](language)
}
