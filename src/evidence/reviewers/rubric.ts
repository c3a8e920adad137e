import type { Dimension } from '../bundle/reviews.ts'

/** The declared rule-based raters: the same measures, other thresholds. */
export const RULE_RATERS = ['strict', 'standard', 'lenient'] as const
export type RuleRater = (typeof RULE_RATERS)[number]

/** What has to be reached for 1, 2, 3, 4 and 5 points. */
type Steps = readonly [number, number, number, number, number]

interface Item {
  readonly dimension: Dimension
  /** Within its dimension. */
  readonly weight: number
  /** Whether a larger measure is the better one. */
  readonly better: 'more' | 'less'
  /** What is measured, as a reader would recompute it. */
  readonly measure: string
  readonly steps: Readonly<Record<RuleRater, Steps>>
}

const SHARE = {
  strict: [0.3, 0.5, 0.7, 0.85, 0.95],
  standard: [0.2, 0.4, 0.6, 0.75, 0.9],
  lenient: [0.1, 0.25, 0.5, 0.65, 0.8],
} as const

/** For what should never fail. */
const NEARLY_ALL = {
  strict: [0.6, 0.75, 0.9, 0.98, 1],
  standard: [0.5, 0.65, 0.8, 0.9, 0.98],
  lenient: [0.4, 0.55, 0.7, 0.85, 0.95],
} as const

/** For what is desirable and rare. */
const SOME = {
  strict: [0.1, 0.2, 0.35, 0.5, 0.7],
  standard: [0.05, 0.1, 0.2, 0.35, 0.5],
  lenient: [0.02, 0.05, 0.1, 0.2, 0.35],
} as const

const YES_OR_NO = { strict: [1, 1, 1, 1, 1], standard: [1, 1, 1, 1, 1], lenient: [1, 1, 1, 1, 1] } as const

/** Everything that is rated, 0 to 5 each. A dimension's score is the weighted mean of its items. */
export const RUBRIC = {
  'facets-covered': {
    dimension: 'coverage',
    weight: 3,
    better: 'more',
    measure: 'share of facets on which at least two works have a decided claim',
    steps: {
      strict: [0.2, 0.4, 0.6, 0.9, 1],
      standard: [0.01, 0.25, 0.5, 0.75, 1],
      lenient: [0.01, 0.2, 0.4, 0.65, 0.85],
    },
  },
  saturation: {
    dimension: 'coverage',
    weight: 2,
    better: 'more',
    measure: 'works found, of those that Chapman’s capture-recapture estimate expects',
    steps: SHARE,
  },
  'known-items': {
    dimension: 'coverage',
    weight: 2,
    better: 'more',
    measure: 'share of the known items of the protocol that the searches found',
    steps: SHARE,
  },
  'searches-answered': {
    dimension: 'coverage',
    weight: 1,
    better: 'more',
    measure: 'share of searches that did not fail',
    steps: NEARLY_ALL,
  },
  'claims-on-facet': {
    dimension: 'relevance',
    weight: 2,
    better: 'more',
    measure: 'share of claims that belong to a facet',
    steps: SHARE,
  },
  'works-on-topic': {
    dimension: 'relevance',
    weight: 2,
    better: 'more',
    measure: 'share of cited works whose title or abstract names two facets, or the only one there is',
    steps: SHARE,
  },
  answered: {
    dimension: 'relevance',
    weight: 2,
    better: 'more',
    measure: '1 if the question has an answer that rests on a claim, else 0',
    steps: YES_OR_NO,
  },
  'quotes-found': {
    dimension: 'attribution',
    weight: 3,
    better: 'more',
    measure: 'share of quotes that stand at their offsets in the stored text',
    steps: NEARLY_ALL,
  },
  'claims-cited': {
    dimension: 'attribution',
    weight: 2,
    better: 'more',
    measure: 'citation recall: share of decided claims with a quote for the decision that is found again',
    steps: NEARLY_ALL,
  },
  'citations-apt': {
    dimension: 'attribution',
    weight: 3,
    better: 'more',
    measure: 'citation precision: share of deciding quotes that share enough content words with their claim',
    steps: NEARLY_ALL,
  },
  independent: {
    dimension: 'attribution',
    weight: 1,
    better: 'more',
    measure: 'share of supported claims that a second work supports',
    steps: SOME,
  },
  primary: {
    dimension: 'attribution',
    weight: 1,
    better: 'more',
    measure: 'share of claims that are their source’s own, not told of other works',
    steps: SHARE,
  },
  'numbers-agree': {
    dimension: 'consistency',
    weight: 3,
    better: 'more',
    measure: 'share of claims with numbers whose every number stands where the claim was taken from',
    steps: NEARLY_ALL,
  },
  'conflicts-listed': {
    dimension: 'consistency',
    weight: 2,
    better: 'more',
    measure:
      'share of claims with both supporting and contradicting quotes that name the contradicting works',
    steps: NEARLY_ALL,
  },
  'conflicts-explained': {
    dimension: 'consistency',
    weight: 1,
    better: 'more',
    measure: 'share of listed contradictions with a difference that may reconcile them',
    steps: SHARE,
  },
  'verdicts-follow': {
    dimension: 'consistency',
    weight: 2,
    better: 'more',
    measure: 'share of verdicts that a finding with the same label stands behind',
    steps: NEARLY_ALL,
  },
  'sums-hold': {
    dimension: 'consistency',
    weight: 2,
    better: 'more',
    measure: '1 if all counts of the PRISMA flow add up, else 0',
    steps: YES_OR_NO,
  },
  'median-age': {
    dimension: 'recency',
    weight: 2,
    better: 'less',
    measure: 'median age of cited works in years',
    steps: { strict: [15, 10, 6, 4, 2], standard: [20, 12, 8, 5, 3], lenient: [25, 16, 10, 7, 5] },
  },
  'age-against-found': {
    dimension: 'recency',
    weight: 1,
    better: 'less',
    measure: 'years by which the median cited work is older than the median work found',
    steps: { strict: [5, 3, 2, 1, 0], standard: [6, 4, 3, 2, 1], lenient: [8, 6, 4, 3, 2] },
  },
  'not-retracted': {
    dimension: 'recency',
    weight: 2,
    better: 'more',
    measure: 'share of cited works that are neither retracted nor corrected',
    steps: NEARLY_ALL,
  },
  'current-version': {
    dimension: 'recency',
    weight: 1,
    better: 'more',
    measure: 'share of arXiv texts read in the newest version known',
    steps: SHARE,
  },
  'works-effective': {
    dimension: 'risk-of-bias',
    weight: 2,
    better: 'more',
    measure: 'effective number of works, 1 / sum of squared shares of claims',
    steps: { strict: [2, 3, 4, 6, 9], standard: [1.5, 2, 3, 4.5, 7], lenient: [1.2, 1.6, 2.2, 3.5, 5] },
  },
  'largest-share': {
    dimension: 'risk-of-bias',
    weight: 1,
    better: 'less',
    measure: 'share of claims from the work with most',
    steps: {
      strict: [0.8, 0.6, 0.4, 0.3, 0.2],
      standard: [0.9, 0.75, 0.5, 0.4, 0.25],
      lenient: [0.95, 0.8, 0.6, 0.5, 0.35],
    },
  },
  'groups-effective': {
    dimension: 'risk-of-bias',
    weight: 1,
    better: 'more',
    measure: 'effective number of author groups, works with a common author being one group',
    steps: { strict: [2, 3, 4, 6, 9], standard: [1.5, 2, 3, 4.5, 7], lenient: [1.2, 1.6, 2.2, 3.5, 5] },
  },
  published: {
    dimension: 'risk-of-bias',
    weight: 1,
    better: 'more',
    measure: 'share of cited works that are more than a preprint',
    steps: SHARE,
  },
  'variance-reported': {
    dimension: 'risk-of-bias',
    weight: 1,
    better: 'more',
    measure: 'share of cited full texts that report seeds, deviations, intervals or tests',
    steps: SHARE,
  },
  compared: {
    dimension: 'risk-of-bias',
    weight: 1,
    better: 'more',
    measure: 'share of claims about results that name what they compare with',
    steps: SHARE,
  },
  open: {
    dimension: 'risk-of-bias',
    weight: 1,
    better: 'more',
    measure: 'share of cited full texts that offer code or data',
    steps: SOME,
  },
} as const satisfies Record<string, Item>

export type ItemId = keyof typeof RUBRIC
export const ITEMS = Object.entries(RUBRIC) as [ItemId, Item][]

/** A measured value for each item; null or absent where there is nothing to measure. */
export type Measures = Readonly<Partial<Record<ItemId, number | null>>>

/** Weights of the dimensions in the score. */
export const WEIGHTS: Readonly<Record<Dimension, number>> = {
  coverage: 2,
  relevance: 2,
  attribution: 3,
  consistency: 2,
  recency: 1,
  'risk-of-bias': 2,
}

/** Prefix of an item's rating among the measures of a review: raters that are no rules rate the items with it too. */
export const RATED = 'rated:'
