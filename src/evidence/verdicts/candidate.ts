import type { Passage } from '../bundle/claims.ts'

/** A passage that may decide a claim: a sentence with its neighbours. */
export interface Candidate extends Passage {
  /** The sentence that was found; the passage is it with one neighbour on each side where there is one. */
  readonly sentence: { readonly start: number; readonly end: number; readonly text: string }
  readonly title: string | null
  readonly retracted: boolean
  readonly bm25: number
  /** The sentence with "we" and short forms spelled out, as claims of this very work would say it; and its parts. */
  readonly explicit?: readonly string[]
  /** Caption or number of the table, where the sentence is one of its cells. */
  readonly table?: string
}
