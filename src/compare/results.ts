import type { Score } from '#score'

/** The score of one arm's checkpoint of one seed on one target in one language. */
export interface Cell {
  readonly arm: string
  readonly target: string
  readonly language: string
  readonly seed: number
  /** Key of the score: seeds share one where their encoder is the same, as where an arm trains nothing for a target. */
  readonly run: string
  readonly score: Score
}

/** A cell of the study that has no score, and why. */
export interface MissingCell {
  readonly arm: string
  readonly target: string
  readonly language: string
  readonly seed: number
  readonly reason: string
}

/** Everything measured in a study. Cells of a target and language share examples, in the same order. */
export interface Results {
  /** Arm names in the order of the study file; the baseline is the arm without intermediate stages. */
  readonly arms: readonly string[]
  readonly baseline: string
  readonly targets: readonly string[]
  readonly seeds: readonly number[]
  readonly cells: readonly Cell[]
  readonly missing: readonly MissingCell[]
}
