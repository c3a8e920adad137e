/**
 * What each example contributed, one column a statistic, one value an example: the sufficient statistics of a metric.
 * Counts and marks are exact in single precision; values that need not be, such as gold similarities, are double.
 * Kept beside every score, so that arms can be compared on the same examples without opening predictions again.
 */
export type Outcomes = Readonly<Record<string, Float32Array | Float64Array>>

/** Unit of a metric: 0 to 100, or -100 to 100 for correlations. */
export type Unit = 'percent' | 'correlation x 100'

/** A number that sums up predictions on one dataset in one language. */
export interface Metric {
  readonly id: string
  readonly title: string
  readonly unit: Unit
  /** Paper, section or official script that defines it, with version. */
  readonly source: string
  /** Raised whenever the same predictions would give another value: part of the key of a score. Default 1. */
  readonly version?: number
  /** Columns of the outcomes that `value` reads. */
  readonly columns: readonly string[]
  /** Metric that benchmarks report in its place, such as the mean of exact match and F1 for F1. Default: itself. */
  readonly reportedAs?: string
  /**
   * The metric over the examples, each counted `counts[i]` times (all once when absent).
   * @returns 0 to 100 (correlations -100 to 100). NaN never: no examples throws a RangeError.
   */
  value(outcomes: Outcomes, counts?: Int32Array): number
  /**
   * The metric without the examples of each cluster in turn. Shapes: `clusters` [examples], places below `size`.
   * @returns [size]; a cluster without examples leaves the metric of all. One that holds every example throws a RangeError.
   */
  withoutEach(outcomes: Outcomes, clusters: Int32Array, size: number): Float64Array
}

/** What a prediction without any learning scores on the same examples. */
export interface Chance {
  /** In the metric's unit. */
  readonly value: number
  /** How it was made, such as "always the most frequent label of the English training data". */
  readonly method: string
}

/**
 * Which examples stand together, as numbers that mean nothing but "the same"; one an example, in their order. Numbers are
 * whole, below 2^48, and equal for the same thing in every language, run and process.
 */
export interface Dependence {
  /** Translations of one test example have one number in all languages of the target; in a language no two examples do. */
  readonly item: Float64Array
  /**
   * Examples of one premise, paragraph, article or document have one number. Two languages have one in common only where
   * the cluster is the same thing in both (an entity): translated clusters are told by the items they share.
   */
  readonly cluster: Float64Array
}

/** One target in one language, scored for one checkpoint. */
export interface Score {
  readonly task: string
  readonly language: string
  readonly examples: number
  /** Metric id -> value; the task's main metric first. */
  readonly metrics: Readonly<Record<string, number>>
  /** Metric id -> chance level, where one is defined. */
  readonly chance: Readonly<Record<string, Chance>>
  readonly outcomes: Outcomes
  /** Absent where every example stands alone, in all languages. */
  readonly dependence?: Dependence
  /** What every example was answered with, where that was one and the same and the gold answers differ: no real prediction. */
  readonly collapsed?: string
  /** What a reader of the numbers must know about how they were made, such as a threshold and where it was chosen. */
  readonly details?: Readonly<Record<string, string | number>>
}
