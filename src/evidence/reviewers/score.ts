import { percent } from '#kernel'
import { type Assessment, DIMENSIONS, type Dimension, type Review } from '../bundle/reviews.ts'
import {
  exactAgreement,
  gwetAC2,
  intraclassCorrelation,
  krippendorffAlpha,
  type Ratings,
} from './agreement.ts'
import { RATED, RULE_RATERS, WEIGHTS } from './rubric.ts'

export type Cap = Assessment['caps'][number]

/** What the caps look at; null where it cannot be known. */
export interface CapFacts {
  /** The question has an answer. */
  readonly answered: boolean
  /** Claims that are cut. */
  readonly truncated: number
  /** References that the searches did not find. */
  readonly outsideReferences: number
  /** Retracted works that a supported claim rests on. */
  readonly retracted: number
  /** Share of claims from the work with most of them. */
  readonly largestShare: number | null
  /** Share of claims of works whose full text was not read. */
  readonly withoutFullText: number | null
  /** Mean score of attribution, 0 to 5. */
  readonly attribution: number | null
}

/** Hard limits of the score, whatever the raters say. Each comes with its reason. */
export function capsFor(facts: CapFacts): Cap[] {
  const { answered, truncated, outsideReferences, retracted, largestShare, withoutFullText, attribution } =
    facts
  const caps: (Cap | false)[] = [
    !answered && { id: 'unanswered', most: 4, reason: 'The question is not answered.' },
    truncated > 0 && {
      id: 'truncated',
      most: 5,
      reason: truncated === 1 ? 'One claim is cut.' : `${truncated} claims are cut.`,
    },
    outsideReferences > 0 && {
      id: 'outside-reference',
      most: 5,
      reason: `${outsideReferences === 1 ? 'One reference is' : `${outsideReferences} references are`} not among the works found.`,
    },
    retracted > 0 && {
      id: 'retracted',
      most: 5,
      reason: `${retracted === 1 ? 'One retracted work counts' : `${retracted} retracted works count`} as support.`,
    },
    largestShare !== null &&
      largestShare > 0.6 && {
        id: 'one-work',
        most: 6,
        reason: `One work gives ${percent(largestShare)} of the claims.`,
      },
    attribution !== null &&
      attribution < 3 && {
        id: 'attribution',
        most: 6,
        reason: `Attribution is rated ${attribution.toFixed(1)} of 5, below 3.`,
      },
    withoutFullText !== null &&
      withoutFullText > 0.5 && {
        id: 'no-full-text',
        most: 7,
        reason: `No full text was read for ${percent(withoutFullText)} of the claims.`,
      },
  ]
  return caps.filter((cap): cap is Cap => cap !== false)
}

const SCALE = [0, 1, 2, 3, 4, 5]
const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length
const rounded = (ratings: Ratings): Ratings =>
  ratings.map((row) => row.map((each) => (each === null ? null : Math.round(each))))

type Scores = ReadonlyMap<string, ReadonlyMap<Dimension, number>>

const scoresByRater = (reviews: readonly Review[]): Scores => {
  const scores = new Map<string, Map<Dimension, number>>()
  for (const { rater, dimension, score } of reviews) {
    const own = scores.get(rater) ?? new Map<Dimension, number>()
    if (score !== null) own.set(dimension, score)
    scores.set(rater, own)
  }
  return scores
}

/** Points of ten; what a rater has not rated is filled in, and nothing is given for what nobody could rate. */
const outOfTen = (score: (dimension: Dimension) => number | null) => {
  const weights = DIMENSIONS.reduce((sum, each) => sum + WEIGHTS[each], 0)
  return (2 * DIMENSIONS.reduce((sum, each) => sum + WEIGHTS[each] * (score(each) ?? 0), 0)) / weights
}

const quantile = (sorted: readonly number[], share: number) => {
  const place = share * (sorted.length - 1)
  const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!]
  return below + (above - below) * (place - Math.floor(place))
}

/** Ratings of a dimension's items, one row an item. */
function itemRatings(reviews: readonly Review[], raters: readonly string[], dimension: Dimension): Ratings {
  const own = reviews.filter((review) => review.dimension === dimension)
  const items = [...new Set(own.flatMap(({ measures }) => Object.keys(measures)))]
    .filter((name) => name.startsWith(RATED))
    .sort()
  const rate = (rater: string, item: string) =>
    own.find((review) => review.rater === rater)?.measures[item] ?? null
  const rows = items.map((item) => raters.map((rater) => rate(rater, item)))
  return rows.length > 0
    ? rounded(rows)
    : rounded([raters.map((rater) => own.find((review) => review.rater === rater)?.score ?? null)])
}

const describeRater = (id: string, kind: Review['kind']) => {
  if (kind === 'rules' && RULE_RATERS.some((rater) => rater === id))
    return `Rules with ${id} thresholds, no peer`
  return kind === 'person' ? 'A person' : kind === 'llm' ? 'A language model' : 'Rules'
}

/**
 * The score of a report out of ten: twice the weighted mean of the dimensions, cut by the caps. A dimension that nobody
 * could rate counts 0. No single number where AC2 over dimensions (whole points) is below 0.4 or unknown.
 * `draws`: ratings under resampled claims, by rater, for the spread; they are moved to the mean of the real ratings,
 * because a draw holds fewer different claims.
 */
export function scoreOf(
  reviews: readonly Review[],
  facts: Omit<CapFacts, 'attribution'>,
  draws: readonly (readonly Review[])[] = [],
): Assessment {
  const byRater = scoresByRater(reviews)
  const raters = [...byRater.keys()]
  const rated = (rater: string, dimension: Dimension) => byRater.get(rater)?.get(dimension) ?? null
  const means = new Map(
    DIMENSIONS.map((dimension) => {
      const scores = raters.map((rater) => rated(rater, dimension)).filter((each) => each !== null)
      return [dimension, scores.length === 0 ? null : mean(scores)] as const
    }),
  )
  const meanOf = (dimension: Dimension) => means.get(dimension) ?? null
  const caps = capsFor({ ...facts, attribution: meanOf('attribution') })
  const most = Math.min(10, ...caps.map((cap) => cap.most))
  const uncapped = outOfTen(meanOf)
  const drawn = draws.map(scoresByRater)
  const totals = raters.flatMap((rater) => {
    const own = outOfTen((dimension) => rated(rater, dimension) ?? meanOf(dimension))
    const moved = drawn.flatMap((draw) => {
      const scores = draw.get(rater)
      return scores === undefined
        ? []
        : [outOfTen((dimension) => scores.get(dimension) ?? rated(rater, dimension) ?? meanOf(dimension))]
    })
    if (moved.length === 0) return [own]
    const middle = mean(moved)
    return moved.map((each) => own + each - middle)
  })
  const capped = totals.map((each) => Math.min(most, Math.max(0, each))).sort((a, b) => a - b)
  const middle = capped.length === 0 ? 0 : mean(capped)
  const ratings = DIMENSIONS.map((dimension) => raters.map((rater) => rated(rater, dimension)))
  const ac2 = gwetAC2(rounded(ratings), SCALE)
  return {
    score: ac2 === null || ac2 < 0.4 ? null : Math.min(most, uncapped),
    spread: capped.length < 2 ? null : Math.sqrt(mean(capped.map((each) => (each - middle) ** 2))),
    low: capped.length === 0 ? 0 : quantile(capped, 0.025),
    high: capped.length === 0 ? 0 : quantile(capped, 0.975),
    uncapped,
    caps,
    dimensions: DIMENSIONS.map((dimension) => {
      const items = itemRatings(reviews, raters, dimension)
      return {
        dimension,
        mean: meanOf(dimension),
        exact: exactAgreement(items),
        alpha: krippendorffAlpha(items),
        ac2: gwetAC2(items, SCALE),
      }
    }),
    agreement: {
      exact: exactAgreement(rounded(ratings)),
      alpha: krippendorffAlpha(rounded(ratings)),
      ac2,
      icc: intraclassCorrelation(ratings),
    },
    raters: raters.map((id) => {
      const { kind } = reviews.find(({ rater }) => rater === id)!
      return { id, kind, description: describeRater(id, kind) }
    }),
  }
}
