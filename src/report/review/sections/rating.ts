import type { EvidenceReport } from '#evidence'
import { percent, plural } from '#kernel'
import {
  list,
  numberColumn,
  paragraph,
  type Section,
  section,
  type Table,
  table,
  textColumn,
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
      ...(assessment.caps.length === 0
        ? [paragraph('No cap applies.')]
        : [
            paragraph('Caps:'),
            list(assessment.caps.map(({ most, reason }) => `At most ${most}: ${reason}`)),
          ]),
      table('Scores by dimension and rater', raterTable(report)),
      paragraph(agreementLine(report), 'note'),
      list(assessment.raters.map(({ id, description }) => `${id}: ${description}.`)),
      ...(capture === null ? [] : [paragraph(capture)]),
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

const raterTable = ({ review }: EvidenceReport): Table => {
  const { assessment, reviews, weights } = review
  return {
    columns: [
      textColumn('Dimension'),
      numberColumn('Weight'),
      ...assessment.raters.map(({ id }) => numberColumn(id)),
      numberColumn('Mean'),
      numberColumn('Exact'),
      numberColumn('Alpha'),
      numberColumn('AC2'),
    ],
    rows: assessment.dimensions.map(({ dimension, mean, exact, alpha, ac2 }) => [
      dimension.replaceAll('-', ' '),
      String(weights.find((each) => each.dimension === dimension)?.weight ?? 0),
      ...assessment.raters.map(({ id }) =>
        score(reviews.find((each) => each.dimension === dimension && each.rater === id)?.score ?? null),
      ),
      score(mean),
      exact === null ? 'none' : percent(exact),
      coefficient(alpha),
      coefficient(ac2),
    ]),
  }
}

const agreementLine = ({ review }: EvidenceReport): string => {
  const { exact, alpha, ac2, icc } = review.assessment.agreement
  return `Over the dimensions, in whole points: ${exact === null ? 'no' : percent(exact)} exact agreement, Krippendorff's alpha ${coefficient(alpha)}, Gwet's AC2 ${coefficient(ac2)}; ICC(2,k) ${coefficient(icc)}. In the table, agreement is over the items of each dimension. With AC2 below 0.4 no single number is given.`
}

const itemTable = ({ review }: EvidenceReport): Table => {
  const raters = review.assessment.raters.filter(({ id }) =>
    review.items.some(({ points }) => points.some(({ rater }) => rater === id)),
  )
  return {
    columns: [
      textColumn('Dimension'),
      textColumn('Measure'),
      numberColumn('Weight'),
      numberColumn('Value'),
      ...raters.map(({ id }) => textColumn(`${id}: points, and what 1 to 5 take`)),
    ],
    rows: review.items.map(({ dimension, measure, weight, better, value, points, steps }) => [
      dimension.replaceAll('-', ' '),
      measure,
      String(weight),
      value === null ? 'none' : decimal(value, 2),
      ...raters.map(({ id }) => {
        const got = String(points.find(({ rater }) => rater === id)?.points ?? 'none')
        const own = steps.find(({ rater }) => rater === id)
        if (own === undefined) return got
        const needed = new Set(own.steps).size === 1 ? String(own.steps[0]) : own.steps.join(', ')
        return `${got} (${better === 'more' ? '≥' : '≤'} ${needed})`
      }),
    ]),
  }
}

/** How many works may exist, where two sources overlap enough to tell. */
const captureLine = ({ review, words, counts }: EvidenceReport): string | null => {
  const { capture } = review
  return capture === null
    ? null
    : `Works that may exist, by Chapman's capture-recapture estimate: ${Math.round(capture.estimate)} (95 % interval ${Math.round(capture.low)} to ${Math.round(capture.high)}), against ${counts.works} found. ${words.sources[capture.sources[0]!]} has ${capture.first} of them and ${words.sources[capture.sources[1]!]} ${capture.second}; ${capture.both} are in both.`
}
