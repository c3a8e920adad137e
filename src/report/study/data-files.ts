import { type DataFile, dataFile } from '../document/model.ts'
import type { Report } from '../schema.ts'

/** One row a score: every metric of every arm, target, language and seed. No chance level is an empty field. */
export const scoresFile = ({ scores }: Report): DataFile =>
  dataFile('scores.csv', scores, [
    'arm',
    'target',
    'language',
    'seed',
    'metric',
    'value',
    'chance',
    'examples',
  ])

/** A difference over several things is one on `mean`. */
const MEAN = 'mean'

/**
 * One row a difference of a declared comparison; `language` is `mean` for the mean over a target's languages, `target` too
 * for that over the deciding targets. `holm_p` is empty where nothing was adjusted; `clear` is what the report marks.
 */
export function differencesFile({ comparisons, pairs, targets, level }: Report): DataFile {
  const overall = comparisons.flatMap(({ arm, against, difference }) =>
    difference ? [{ arm, against, target: MEAN, language: null, difference }] : [],
  )
  const targetOf = (id: string) => targets.find((target) => target.id === id)
  return dataFile(
    'differences.csv',
    [...overall, ...pairs],
    [
      'arm',
      'against',
      'target',
      ['language', ({ language }) => language ?? MEAN],
      ['metric', ({ target }) => targetOf(target)?.metric.id ?? ''],
      ['difference', ({ difference }) => difference.value],
      ['low', ({ difference }) => difference.low],
      ['high', ({ difference }) => difference.high],
      ['level', () => level],
      ['excludes_zero', ({ difference }) => difference.significant],
      ['holm_p', ({ difference }) => difference.adjusted],
      ['clear', ({ difference }) => difference.clear],
      ['target_decides', ({ target }) => targetOf(target)?.decides ?? true],
    ],
  )
}

/** One row a comparison, language group and target (`mean`: over the deciding ones), then how it differs from other languages. */
export function groupsFile({ groups, level }: Report): DataFile {
  const rows = groups.flatMap(({ by, differences }) => differences.map((each) => ({ by, ...each })))
  return dataFile('groups.csv', rows, [
    'by',
    'group',
    'arm',
    'against',
    ['target', ({ target }) => target ?? MEAN],
    ['languages', ({ languages }) => languages.join(' ')],
    ['difference', ({ difference }) => difference.value],
    ['low', ({ difference }) => difference.low],
    ['high', ({ difference }) => difference.high],
    ['level', () => level],
    ['to_others', ({ others }) => others?.value ?? null],
    ['to_others_low', ({ others }) => others?.low ?? null],
    ['to_others_high', ({ others }) => others?.high ?? null],
  ])
}

/**
 * One row a step of an arm (stages `from` to `to`), measure (a retrieval target, or `masked-lm-loss`) and language, or `mean`
 * of those but English.
 */
export function forgettingFile({ forgetting }: Report): DataFile {
  const rows = forgetting.steps.flatMap(({ changes, ...step }) =>
    changes.flatMap(({ target, mean, languages }) =>
      [...(mean === null ? [] : [{ language: MEAN, ...mean }]), ...languages].map((change) => ({
        ...step,
        ...change,
        measure: target ?? 'masked-lm-loss',
      })),
    ),
  )
  return dataFile('forgetting.csv', rows, [
    'arm',
    'from',
    'to',
    'measure',
    'language',
    'before',
    'after',
    'change',
    ['sd_between_seeds', ({ spread }) => spread],
    'seeds',
  ])
}
