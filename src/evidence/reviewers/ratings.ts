import { z } from 'zod'
import { messageOf, readPlainText } from '#kernel'
import { Dimension, type Review } from '../bundle/reviews.ts'
import { RatingsUnreadableError } from './errors.ts'

/** A line of a file of ratings, as people write it. */
const Rating = z.strictObject({
  dimension: Dimension,
  rater: z.string().min(1),
  score: z.number().min(0).max(5).nullable(),
  rationale: z.string().default(''),
})

const MOST_BYTES = 16 * 2 ** 20

/** Ratings of people: JSON lines of dimension, rater, score and rationale. Throws RATINGS_UNREADABLE with the line. */
export async function readRatings(file: string): Promise<Review[]> {
  let text: string
  try {
    text = readPlainText(file, MOST_BYTES)
  } catch (thrown) {
    throw new RatingsUnreadableError(file, undefined, messageOf(thrown), thrown)
  }
  return text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return []
    try {
      return [{ ...Rating.parse(JSON.parse(line)), kind: 'person' as const, measures: {} }]
    } catch (thrown) {
      const reason = thrown instanceof z.ZodError ? z.prettifyError(thrown) : messageOf(thrown)
      throw new RatingsUnreadableError(file, at + 1, reason, thrown)
    }
  })
}
