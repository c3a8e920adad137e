import type { Passage } from '../bundle/claims.ts'

/** A passage that may decide a claim: a sentence with its neighbours. */
export interface Candidate extends Passage {
  /** The sentence that was found; the passage is it with one neighbour on each side where there is one. */
  readonly sentence: { readonly start: number; readonly end: number; readonly text: string }
  readonly title: string | null
  readonly retracted: boolean
  readonly bm25: number
  /** Caption or number of the table, where the sentence is one of its cells. */
  readonly table?: string
}
