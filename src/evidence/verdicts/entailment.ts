/** Probabilities of the three labels; they add up to 1. */
export interface LabelProbabilities {
  readonly supported: number
  readonly contradicted: number
  readonly insufficient: number
}

/** A model that reads a passage and a claim. */
export interface EntailmentScorer {
  /** Names the weights; goes into the manifest and into cache keys. */
  readonly id: string
  /** One result a pair, in order. */
  score(
    pairs: readonly { readonly premise: string; readonly hypothesis: string }[],
    signal?: AbortSignal,
  ): Promise<LabelProbabilities[]>
}
