import { PolyviaError } from '#kernel'

/** Ratings of people or models that cannot stand beside the rules. */
export class RatingsInvalidError extends PolyviaError {
  readonly code = 'RATINGS_INVALID'
  readonly exitCode = 2
  constructor(rater: string, problem: string) {
    super(`The ratings of "${rater}" cannot be used: ${problem}`, {
      hint: 'Give each rater a name of its own and at most one rating for each dimension.',
    })
  }
}

export class RatingsUnreadableError extends PolyviaError {
  readonly code = 'RATINGS_UNREADABLE'
  readonly exitCode = 2
  constructor(file: string, line: number | undefined, reason: string, cause: unknown) {
    super(`Cannot read ratings: ${reason}`, {
      hint: 'Write a line a rating: {"dimension": "coverage", "rater": "Ada", "score": 3, "rationale": "..."}.',
      place: line === undefined ? { file } : { file, line },
      cause,
    })
  }
}
