import type { EvidenceReport } from '#evidence'
import { percent, plural } from '#kernel'
import {
  type ColumnOf,
  list,
  paragraph,
  type Section,
  section,
  type Table,
  table,
  tableOf,
} from '../../document/model.ts'
import { decimal } from '../../numbers.ts'

/** How the raters score this review, what that follows from, and how much they agree. */
export function ratingSection(report: EvidenceReport): Section {
  const { shown, assessment, items } = report.review
  const capture = captureLine(report)
  return section(
    'Rating',
    [
      paragraph(shown, 'lead'),
      paragraph(assessment.caps.length === 0 ? 'No cap applies.' : 'Caps:'),
      assessment.caps.length === 0
        ? null
        : list(assessment.caps.map(({ most, reason }) => `At most ${most}: ${reason}`)),
      table('Scores by dimension and rater', raterTable(report)),
      paragraph(agreementLine(report), 'note'),
      list(assessment.raters.map(({ id, description }) => `${id}: ${description}.`)),
      capture === null ? null : paragraph(capture),
      section('What was measured', [table('Measures', itemTable(report))], {
        fold: 'closed',
        note: plural(items.length, 'measure'),
      }),
    ],
    { id: 'rating' },
  )
}

const score = (value: number | null) => (value === null ? 'none' : decimal(value))
const coefficient = (value: number | null) => (value === null ? 'none' : decimal(value, 2))

function raterTable({ review: { assessment, reviews, weights } }: EvidenceReport): Table {
  type Row = (typeof assessment.dimensions)[number]
  const scoreBy = (dimension: Row['dimension'], id: string) =>
    reviews.find((each) => each.dimension === dimension && each.rater === id)?.score ?? null
  return tableOf(assessment.dimensions, [
    ['Dimension', ({ dimension }) => dimension.replaceAll('-', ' ')],
    [
      'Weight',
      ({ dimension }) => String(weights.find((each) => each.dimension === dimension)?.weight ?? 0),
      'number',
    ],
    ...assessment.raters.map(
      ({ id }): ColumnOf<Row> => [id, ({ dimension }) => score(scoreBy(dimension, id)), 'number'],
    ),
    ['Mean', ({ mean }) => score(mean), 'number'],
    ['Exact', ({ exact }) => (exact === null ? 'none' : percent(exact)), 'number'],
    ['Alpha', ({ alpha }) => coefficient(alpha), 'number'],
    ['AC2', ({ ac2 }) => coefficient(ac2), 'number'],
  ])
}

const agreementLine = ({ review }: EvidenceReport): string => {
  const { exact, alpha, ac2, icc } = review.assessment.agreement
  return `Over the dimensions, in whole points: ${exact === null ? 'no' : percent(exact)} exact agreement, Krippendorff's alpha ${coefficient(alpha)}, Gwet's AC2 ${coefficient(ac2)}; ICC(2,k) ${coefficient(icc)}. In the table, agreement is over the items of each dimension. With AC2 below 0.4 no single number is given.`
}

function itemTable({ review: { assessment, items } }: EvidenceReport): Table {
  type Row = (typeof items)[number]
  const raters = assessment.raters.filter(({ id }) =>
    items.some(({ points }) => points.some(({ rater }) => rater === id)),
  )
  const pointsBy = ({ better, points, steps }: Row, id: string) => {
    const got = String(points.find(({ rater }) => rater === id)?.points ?? 'none')
    const own = steps.find(({ rater }) => rater === id)
    if (own === undefined) return got
    const needed = new Set(own.steps).size === 1 ? String(own.steps[0]) : own.steps.join(', ')
    return `${got} (${better === 'more' ? '≥' : '≤'} ${needed})`
  }
  return tableOf(items, [
    ['Dimension', ({ dimension }) => dimension.replaceAll('-', ' ')],
    ['Measure', ({ measure }) => measure],
    ['Weight', ({ weight }) => String(weight), 'number'],
    ['Value', ({ value }) => coefficient(value), 'number'],
    ...raters.map(
      ({ id }): ColumnOf<Row> => [`${id}: points, and what 1 to 5 take`, (item) => pointsBy(item, id)],
    ),
  ])
}

/** How many works may exist, where two sources overlap enough to tell. */
const captureLine = ({ review, words, counts }: EvidenceReport): string | null => {
  const { capture } = review
  return capture === null
    ? null
    : `Works that may exist, by Chapman's capture-recapture estimate: ${Math.round(capture.estimate)} (95 % interval ${Math.round(capture.low)} to ${Math.round(capture.high)}), against ${counts.works} found. ${words.sources[capture.sources[0]!]} has ${capture.first} of them and ${words.sources[capture.sources[1]!]} ${capture.second}; ${capture.both} are in both.`
}
