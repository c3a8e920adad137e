import { type DataFile, dataFile } from '../document/model.ts'
import type { Report, ReportedDifference } from '../schema.ts'
import { controlsOf } from './lookup.ts'

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

/** What every file with differences says of each; `prefix` where a row has several. No value is an empty field. */
const differenceColumns = <Row>(
  of: (row: Row) => ReportedDifference | null,
  level: number,
  prefix = '',
): (readonly [string, (row: Row) => string | number | boolean | null])[] => {
  const column = (
    name: string,
    read: (difference: ReportedDifference) => string | number | boolean | null,
  ): readonly [string, (row: Row) => string | number | boolean | null] => [
    `${prefix}${name}`,
    (row) => {
      const difference = of(row)
      return difference && read(difference)
    },
  ]
  return [
    column('difference', ({ value }) => value),
    column('low', ({ low }) => low),
    column('high', ({ high }) => high),
    column('level', () => level),
    column('covers', ({ covers }) => covers),
    column('se_examples', ({ errors }) => errors.examples),
    column('se_runs', ({ errors }) => errors.runs),
    column('spread', ({ spread }) => spread),
    column('p', ({ p }) => p),
    column('adjusted_p', ({ adjusted }) => adjusted),
    column('clear', ({ clear }) => clear),
  ]
}

/**
 * One row a difference of a declared comparison; `language` is `mean` for the mean over a target's languages, `target` too
 * for that over the deciding targets. `adjusted_p` is empty where nothing was tested; `clear` is what the report marks.
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
      ['control', ({ target, language }) => language !== null && isControl(targetOf(target), language)],
      ['metric', ({ target }) => targetOf(target)?.metric.id ?? ''],
      ...differenceColumns(({ difference }: { difference: ReportedDifference }) => difference, level),
      ['adjusted_by', ({ language, difference }) => adjustedBy(difference, language === null)],
      ['detectable', ({ difference }) => difference.detectable],
      ['seeds_for_one_point', ({ difference }) => difference.seedsForOnePoint],
      ['target_decides', ({ target }) => targetOf(target)?.decides ?? true],
      ['doubts', ({ difference }) => difference.doubts.join('; ')],
    ],
  )
}

const isControl = (target: Report['targets'][number] | undefined, language: string) =>
  target !== undefined && controlsOf(target).includes(language)

const adjustedBy = ({ adjusted }: ReportedDifference, declared: boolean) =>
  adjusted === null ? null : declared ? 'Holm' : 'Benjamini-Hochberg'

/** One row a comparison, language group and target (`mean`: over the deciding ones), then how it differs from other languages. */
export function groupsFile({ groups, level }: Report): DataFile {
  const rows = groups.flatMap(({ by, differences }) => differences.map((each) => ({ by, ...each })))
  type Row = (typeof rows)[number]
  return dataFile('groups.csv', rows, [
    'by',
    'group',
    'arm',
    'against',
    ['target', ({ target }) => target ?? MEAN],
    ['languages', ({ languages }) => languages.join(' ')],
    ...differenceColumns(({ difference }: Row) => difference, level),
    ...differenceColumns(({ others }: Row) => others, level, 'to_others_'),
    ['to_others_declared', ({ others, declared }) => others && declared],
  ])
}

/** One row an arm and target with a control: how far the other languages lie behind, and the change from the baseline. */
export function transferGapsFile({ transferGaps, level }: Report): DataFile {
  const rows = transferGaps.flatMap(({ arms, target, control }) =>
    arms.map((each) => ({ target, control, ...each })),
  )
  type Row = (typeof rows)[number]
  return dataFile('transfer-gaps.csv', rows, [
    'target',
    'control',
    'arm',
    ['gap', ({ value }) => value.value],
    ['gap_low', ({ value }) => value.low],
    ['gap_high', ({ value }) => value.high],
    ...differenceColumns(({ difference }: Row) => difference, level, 'change_'),
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

/** One row a target, language and training data of which something is among the test items, or (`scored` false) candidates. */
export const overlapsFile = ({ overlaps }: Report): DataFile =>
  dataFile('overlaps.csv', overlaps.found, [
    'target',
    'language',
    'scored',
    ['trained_on', ({ trained }) => trained.join('; ')],
    ['arms', ({ arms }) => arms.join(' ')],
    'items',
    'whole',
    ['one_text', ({ text }) => text],
    'ngrams',
  ])

/** One row an arm, target and language (`mean`: over those that means are over) with and without items that were seen. */
export const withoutOverlapFile = ({ overlaps }: Report): DataFile =>
  dataFile('scores-without-overlap.csv', overlaps.scores, [
    'arm',
    'target',
    ['language', ({ language }) => language ?? MEAN],
    ['left_out', ({ leftOut }) => leftOut],
    'value',
    'without',
    'difference',
    ['difference_without', ({ differenceWithout }) => differenceWithout],
  ])
