/** How one predicted answer did against the gold answers of its question. */
export interface AnswerOutcome {
  readonly exact: boolean
  /** Token counts with the gold answer of the highest F1. */
  readonly overlap: number
  readonly predicted: number
  readonly gold: number
}

/** The rules of an official scorer for extracted answers. */
export interface AnswerRules {
  /** Compares with every gold answer and keeps the best of each measure. */
  compare(prediction: string, golds: readonly string[]): AnswerOutcome
}
