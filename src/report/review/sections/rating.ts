import type { EvidenceReport } from '#evidence'
import { percent, plural } from '#kernel'
import { type Block, type ColumnOf, list, paragraph, section, table } from '../../document/model.ts'
import { decimal } from '../../numbers.ts'

/** How the raters score this review, what that follows from, and how much they agree. */
export function ratingSection(report: EvidenceReport) {
  const { shown, assessment, items } = report.review
  const { caps, raters } = assessment
  return section({ title: 'Rating', id: 'rating' }, [
    paragraph(shown, 'lead'),
    ...(caps.length === 0
      ? ['No cap applies.']
      : ['Caps:', list(caps.map(({ most, reason }) => `At most ${most}: ${reason}`))]),
    raterTable(report),
    paragraph(agreementLine(report), 'note'),
    list(raters.map(({ id, description }) => `${id}: ${description}.`)),
    captureLine(report),
    section({ title: 'What was measured', fold: 'closed', note: plural(items.length, 'measure') }, [
      itemTable(report),
    ]),
  ])
}

const orNone = <Value>(value: Value | null, print: (value: Value) => string) =>
  value === null ? 'none' : print(value)
const score = (value: number | null) => orNone(value, decimal)
const coefficient = (value: number | null) => orNone(value, (known) => decimal(known, 2))

function raterTable({ review: { assessment, reviews, weights } }: EvidenceReport): Block {
  type Row = (typeof assessment.dimensions)[number]
  const weightOf = ({ dimension }: Row) => weights.find((each) => each.dimension === dimension)?.weight ?? 0
  const scoreBy = ({ dimension }: Row, id: string) =>
    reviews.find((each) => each.dimension === dimension && each.rater === id)?.score ?? null
  return table('Scores by dimension and rater', assessment.dimensions, [
    ['Dimension', ({ dimension }) => dimension.replaceAll('-', ' ')],
    ['Weight', (row) => String(weightOf(row)), 'number'],
    ...assessment.raters.map(({ id }): ColumnOf<Row> => [id, (row) => score(scoreBy(row, id)), 'number']),
    ['Mean', ({ mean }) => score(mean), 'number'],
    ['Exact', ({ exact }) => orNone(exact, percent), 'number'],
    ['Alpha', ({ alpha }) => coefficient(alpha), 'number'],
    ['AC2', ({ ac2 }) => coefficient(ac2), 'number'],
  ])
}

const agreementLine = ({ review }: EvidenceReport): string => {
  const { exact, alpha, ac2, icc } = review.assessment.agreement
  return `Over the dimensions, in whole points: ${exact === null ? 'no' : percent(exact)} exact agreement, Krippendorff's alpha ${coefficient(alpha)}, Gwet's AC2 ${coefficient(ac2)}; ICC(2,k) ${coefficient(icc)}. In the table, agreement is over the items of each dimension. With AC2 below 0.4 no single number is given.`
}

function itemTable({ review: { assessment, items } }: EvidenceReport): Block {
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
  return table('Measures', items, [
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
function captureLine({ review: { capture }, words, counts }: EvidenceReport): string | null {
  if (capture === null) return null
  const [one, other] = capture.sources.map((source) => words.sources[source])
  return `Works that may exist, by Chapman's capture-recapture estimate: ${Math.round(capture.estimate)} (95 % interval ${Math.round(capture.low)} to ${Math.round(capture.high)}), against ${counts.works} found. ${one} has ${capture.first} of them and ${other} ${capture.second}; ${capture.both} are in both.`
}
