import type { EvidenceReport } from '#evidence'
import { count, day, listed, percent } from '#kernel'
import { decimal, signed } from '../numbers.ts'
import type { Table } from '../schema.ts'

const text = (title: string) => ({ title, numeric: false })
const number = (title: string) => ({ title, numeric: true })
const or = (value: string | null, none = 'none') => (value === null || value === '' ? none : value)

/** Short names of claims by id: `C1`. */
export const claimNames = (report: EvidenceReport) =>
  new Map(report.claims.map(({ id, number }) => [id, `C${number}`]))

/** Numbers of references by work: `[1]`; works that are not among them keep their id. */
export function citation(report: EvidenceReport, work: string): string {
  const reference = report.references.find((each) => each.work === work)
  return reference === undefined ? work : `[${reference.number}]`
}

const named = (report: EvidenceReport, ids: readonly string[]) => {
  const names = claimNames(report)
  return listed(ids.map((id) => names.get(id) ?? id))
}

/** `verified, 0.97`. */
export function verdictOf(report: EvidenceReport, claim: EvidenceReport['claims'][number]): string {
  const label = claim.verified ? 'verified' : report.words.labels[claim.label]
  return claim.confidence === null ? label : `${label}, ${claim.confidence.toFixed(2)}`
}

/** Where a claim was taken from, in a few words. */
export function originOf(report: EvidenceReport, { origin }: EvidenceReport['claims'][number]): string {
  switch (origin.from) {
    case 'work':
      return [citation(report, origin.work), ...origin.section.slice(-1)].join(', ')
    case 'study':
      return `study, ${origin.arm} against ${origin.against}, ${origin.seeds} seeds, ${signed(origin.low)} to ${signed(origin.high)}`
    case 'report':
      return `${origin.file}, line ${origin.line}`
    case 'library':
      return [origin.source, ...(origin.section === null ? [] : [origin.section])].join(', ')
  }
}

/** `Mixed. Two works gain, one loses.`; the stance only once. */
export function answerText(
  { words }: EvidenceReport,
  { stance, sentence }: Pick<EvidenceReport['answer'], 'stance' | 'sentence'>,
): string {
  const said = words.stances[stance]
  return sentence.toLowerCase().startsWith(said)
    ? sentence
    : `${said.charAt(0).toUpperCase()}${said.slice(1)}. ${sentence}`
}

export const answerTable = (report: EvidenceReport): Table => ({
  columns: [text('Part of the question'), text('Answer'), text('Certainty'), text('Claims'), text('Why')],
  rows: report.facetAnswers.map((facet) => [
    facet.label,
    answerText(report, facet),
    facet.certainty.replace('-', ' '),
    or(named(report, facet.claims)),
    or(facet.why.join('; ')),
  ]),
})

export const claimTable = (report: EvidenceReport): Table => ({
  columns: [
    text('No.'),
    text('Claim'),
    text('Verdict'),
    number('Confidence'),
    number('Other works in support'),
    text('From'),
  ],
  rows: report.claims.map((claim) => [
    `C${claim.number}`,
    claim.text,
    claim.verified ? 'verified' : report.words.labels[claim.label],
    claim.confidence === null ? 'none' : claim.confidence.toFixed(2),
    String(claim.independentSupport),
    originOf(report, claim),
  ]),
})

export const findingTable = (report: EvidenceReport): Table => ({
  columns: [
    text('Claim'),
    text('Finding'),
    text('Quote'),
    text('Work'),
    text('Section'),
    text('Place in the stored text'),
  ],
  rows: report.claims.flatMap((claim) =>
    claim.evidence.map((each) => [
      `C${claim.number}`,
      `${report.words.labels[each.label]} (${each.tier})`,
      each.quote,
      citation(report, each.reference),
      each.section.join(' › '),
      placeOf(each),
    ]),
  ),
})

type Evidence = EvidenceReport['claims'][number]['evidence'][number]

/** What finds a quote again. */
export const placeOf = (each: Evidence): string =>
  [
    `${each.start} to ${each.end} of ${each.sha256.slice(0, 12)}`,
    ...(each.kind === null ? [] : [each.kind]),
    ...(each.version === null ? [] : [`version ${each.version}`]),
    ...(each.cell === null ? [] : [`cell of ${each.cell}`]),
    ...(each.found ? [] : ['not found again']),
  ].join(', ')

export const coverageTable = (report: EvidenceReport): Table => ({
  columns: [
    text('Part of the question'),
    number('Claims'),
    number('Supported'),
    number('Contradicted'),
    number('Undecided'),
    number('Works that decide'),
  ],
  rows: report.coverage.map((row) => [
    row.label,
    ...[row.claims, row.supported, row.contradicted, row.insufficient, row.works].map(String),
  ]),
})

export const concentrationTable = (report: EvidenceReport): Table => ({
  columns: [text('Source'), number('Claims'), number('Share')],
  rows: report.concentration.map(({ source, title, claims, share: of }) => {
    const name = citation(report, source)
    return [name === source ? title : `${name} ${title}`, String(claims), percent(of)]
  }),
})

export const effectTable = (report: EvidenceReport): Table => {
  const names = claimNames(report)
  return {
    columns: [
      text('Claim'),
      text('What'),
      text('Against'),
      text('Task'),
      text('Languages'),
      text('Model'),
      text('Metric'),
      number('Difference, points'),
      number('Interval'),
      text('Source'),
    ],
    rows: report.effects.map((effect) => [
      names.get(effect.claim) ?? effect.claim,
      effect.subject,
      or(effect.comparator, 'not said'),
      or(effect.task, 'mean over tasks'),
      or(effect.languages.join(', '), 'not said'),
      or(effect.model, 'not said'),
      or(effect.metric, 'not said'),
      `${signed(effect.difference)}${effect.unit === 'percent' ? ' %' : ''}`,
      effect.low === null || effect.high === null
        ? 'not reported'
        : `${signed(effect.low)} to ${signed(effect.high)}`,
      effect.source.startsWith('study:') ? 'study' : citation(report, effect.source),
    ]),
  }
}

export const pooledLines = (report: EvidenceReport): string[] =>
  report.pooled.map(
    (each) =>
      `${each.about}: ${signed(each.difference)} (95 % interval ${signed(each.low)} to ${signed(each.high)}), random effects over ${named(report, each.claims)}; between-study variance ${decimal(each.tauSquared)}, I² ${percent(each.iSquared)}.`,
  )

export const contradictionLines = (report: EvidenceReport): string[] =>
  report.contradictions.map(
    ({ claims, about, factors }) =>
      `${named(report, claims)} disagree on ${about}. ${
        factors.length === 0
          ? 'Nothing that we read explains it.'
          : `They differ in ${listed(factors.map(({ name, one, other }) => `${name} (${one}; ${other})`))}, which may explain it.`
      }`,
  )

export const searchTable = (report: EvidenceReport): Table => ({
  columns: [
    text('Source'),
    text('Platform'),
    text('Query as sent'),
    text('Filters'),
    text('When'),
    number('Requests'),
    number('Hits reported'),
    number('Records read'),
    text('Ended'),
  ],
  rows: report.searches.map((search) => [
    report.words.sources[search.source],
    search.platform,
    search.query,
    or(
      Object.entries(search.filters)
        .map(([name, value]) => `${name} = ${value}`)
        .join('; '),
    ),
    search.from === null
      ? search.requests === 0 && search.stopped === 'failed'
        ? 'no answer'
        : 'local files'
      : `${day(search.from)}, ${search.from.slice(11, 16)} UTC`,
    String(search.requests),
    search.reported === null ? 'not said' : count(search.reported),
    String(search.retrieved),
    search.stopped === 'failed'
      ? `failed: ${search.problem ?? 'no reason known'}`
      : search.stopped === 'limit'
        ? 'at the limit'
        : 'complete',
  ]),
})

export const criteriaTable = (report: EvidenceReport): Table => ({
  columns: [text('Stage'), text('Rule'), text('Code')],
  rows: report.criteria.map(({ stage, kind, text: rule, code }) => [
    stage === 'title-abstract' ? 'title and abstract' : 'full text',
    `${kind === 'include' ? 'In' : 'Out'}: ${rule}`,
    code,
  ]),
})

const score = (value: number | null) => (value === null ? 'none' : decimal(value))
const coefficient = (value: number | null) => (value === null ? 'none' : decimal(value, 2))

export const raterTable = ({ review }: EvidenceReport): Table => {
  const { assessment, reviews, weights } = review
  return {
    columns: [
      text('Dimension'),
      number('Weight'),
      ...assessment.raters.map(({ id }) => number(id)),
      number('Mean'),
      number('Exact'),
      number('Alpha'),
      number('AC2'),
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

export const agreementLine = ({ review }: EvidenceReport): string => {
  const { exact, alpha, ac2, icc } = review.assessment.agreement
  return `Over the dimensions, in whole points: ${exact === null ? 'no' : percent(exact)} exact agreement, Krippendorff's alpha ${coefficient(alpha)}, Gwet's AC2 ${coefficient(ac2)}; ICC(2,k) ${coefficient(icc)}. In the table, agreement is over the items of each dimension. With AC2 below 0.4 no single number is given.`
}

export const raterLines = ({ review }: EvidenceReport): string[] =>
  review.assessment.raters.map(({ id, description }) => `${id}: ${description}.`)

export const capLines = ({ review }: EvidenceReport): string[] =>
  review.assessment.caps.map(({ most, reason }) => `At most ${most}: ${reason}`)

export const itemTable = ({ review }: EvidenceReport): Table => {
  const raters = review.assessment.raters.filter(({ id }) =>
    review.items.some(({ points }) => points.some(({ rater }) => rater === id)),
  )
  return {
    columns: [
      text('Dimension'),
      text('Measure'),
      number('Weight'),
      number('Value'),
      ...raters.map(({ id }) => text(`${id}: points, and what 1 to 5 take`)),
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

export const leftOutTable = (rows: EvidenceReport['excluded']): Table => ({
  columns: [text('Work'), text('Why')],
  rows: rows.map(({ title, year, work, reason }) => [
    `${title}${year === null ? '' : ` (${year})`}, ${work}`,
    reason,
  ]),
})

export const captureLine = ({ review, words, counts }: EvidenceReport): string | null => {
  const { capture } = review
  return capture === null
    ? null
    : `Works that may exist, by Chapman's capture-recapture estimate: ${Math.round(capture.estimate)} (95 % interval ${Math.round(capture.low)} to ${Math.round(capture.high)}), against ${counts.works} found. ${words.sources[capture.sources[0]!]} has ${capture.first} of them and ${words.sources[capture.sources[1]!]} ${capture.second}; ${capture.both} are in both.`
}

/** `Łucja Żółtowska, Ánh Nguyễn (2021): Title. Venue.` */
export function referenceText(reference: EvidenceReport['references'][number]): string {
  const { authors, year, title, venue, type, work } = reference
  const names = authors.map(({ given, family }) => [given, family].filter(Boolean).join(' '))
  const shown = names.length > 6 ? [...names.slice(0, 5), 'others'] : names
  return [
    `${listed(shown) || 'No author named'} (${year ?? 'no year'}):`,
    `${title.replace(/[.?!]$/, '')}.`,
    venue !== null && venue !== '' ? `${venue}.` : type === 'preprint' ? 'Preprint.' : '',
    `${work}.`,
    reference.retracted ? 'RETRACTED.' : reference.notices.length > 0 ? 'Corrected since.' : '',
  ]
    .filter(Boolean)
    .join(' ')
}

/** What a reference is for: the text that was read, and the claims that cite it. */
export const referenceUse = (
  report: EvidenceReport,
  { read, claims }: EvidenceReport['references'][number],
): string => `read: ${read ?? 'nothing'}; cited by ${named(report, claims)}`

export const factsOf = (report: EvidenceReport): { label: string; value: string }[] => {
  const { counts, answer, review } = report
  const { score: points } = review.assessment
  return [
    { label: 'Certainty', value: answer.certainty.replace('-', ' ') },
    { label: 'Works included, of those found', value: `${counts.included} of ${counts.works}` },
    {
      label: `Claims verified, of those extracted; ${counts.claims.independent} by another work, too`,
      value: `${counts.claims.verified} of ${counts.claims.extracted}`,
    },
    {
      label: 'Rating by rules, of 10',
      value:
        points === null
          ? `${decimal(review.assessment.low)} to ${decimal(review.assessment.high)}`
          : decimal(points),
    },
  ]
}
