import { groupOf, type LanguageGroup, language, languages } from '#catalog'
import type { Grouping } from '#compare'

interface Description {
  readonly title: string
  readonly source: string
}

type Read = NonNullable<Grouping['columns']>[string]

const CODES = new Set(languages().map((each) => each.code))

/** What each group is called and where its column of the language table comes from. */
const DESCRIPTIONS: Readonly<Record<LanguageGroup, Description>> = {
  'resource-class': {
    title: 'resource class',
    source: 'classes of Joshi et al. 2020, 0 (no data) to 5 (most)',
  },
  morphology: {
    title: 'morphological type',
    source:
      'the traditional four-way label, assigned by the authors of the language table without a source; unclear languages have none',
  },
  script: { title: 'script', source: 'ISO 15924' },
  family: { title: 'family', source: 'WALS 2020.4, named as in XTREME' },
  'seen-in-pretraining': {
    title: 'pretraining text of XLM-R',
    source: 'Conneau et al. 2020, table 6; another encoder has read other text',
  },
  'case-count': {
    title: 'number of cases',
    source: 'WALS 2020.4, feature 49A, known for 34 of 50 languages',
  },
  'lexical-diversity': {
    title: 'lexical diversity',
    source:
      'mean type-token ratio over 500 tokens of XQuAD-R, measured for nine languages; cut at 0.49 and 0.58',
  },
}

/** Ordered columns that a group is also looked at by. */
const COLUMNS: { readonly [G in LanguageGroup]?: Readonly<Record<string, Read>> } = {
  'resource-class': {
    'resource class': (code) => (CODES.has(code) ? language(code).joshiClass : null),
  },
  'seen-in-pretraining': {
    'size of the XLM-R pretraining text': (code) => (CODES.has(code) ? (language(code).cc100GiB ?? 0) : null),
  },
  'lexical-diversity': {
    'lexical diversity (MATTR)': (code) => (CODES.has(code) ? language(code).mattr500 : null),
  },
}

export function describeGroup(by: string): Description {
  return DESCRIPTIONS[by as LanguageGroup] ?? { title: by, source: '' }
}

const scripts = new Intl.DisplayNames('en', { type: 'script' })

/** Group of a language, scripts by their English name. */
function nameOf(code: string, by: LanguageGroup): string | null {
  if (!CODES.has(code)) return null
  const group = groupOf(language(code), by)
  return group !== null && by === 'script' ? (scripts.of(group) ?? group) : group
}

/** The groups of a study over the languages of the catalogue; other languages belong to none. */
export function groupingsOf(groups: readonly LanguageGroup[]): Grouping[] {
  return groups.map((by) => ({
    by,
    groupOf: (code) => nameOf(code, by),
    columns: COLUMNS[by] ?? {},
  }))
}

/** Family of a language; one without is its own. */
export const familyOf = (code: string): string => nameOf(code, 'family') ?? code
