import type { Claim } from '../bundle/claims.ts'

const OF_THE_AUTHORS =
  /\b(?:we|us|our|ours|ourselves|I|my|(?:this|the present|the current|the proposed) (?:\p{L}+ )?(?:paper|work|study|article|thesis|research|method|approach|model|framework|system)s?)\b/iu

/** Words at the start, or before a noun, that point to what was said before. */
const POINTS_BACK =
  /^(?:(?:however|moreover|furthermore|therefore|thus|hence|also|finally|in (?:addition|contrast|particular)|[\p{L} ]+ly), )?(?:it|its|they|their|this|these|those|that|such|he|she|his|her|the (?:former|latter|others?|same|above|aforementioned|resulting|corresponding|proposed|second|first)|both|neither|either|another|others?|one|so|which)\b|\b(?:this|these|those|such an?)\s+\p{Ll}{3,}|\b(?:the (?:former|latter)|aforementioned|respectively)\b/iu

/** What a reader needs beside a quote: who "we" are, and the sentence before where this one points to it. */
export function contextOf(sentence: string, before: string | null, authors: string): Claim['context'] {
  return {
    authors: OF_THE_AUTHORS.test(sentence) ? authors : null,
    before: before !== null && POINTS_BACK.test(sentence) ? before : null,
  }
}
