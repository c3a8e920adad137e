import { randomStream } from '#kernel'
import type { Assessment, Review } from '../bundle/reviews.ts'
import { citedWorks, decides, type Frozen, gatherFacts, isAnswered } from './bundle-facts.ts'
import { RatingsInvalidError } from './errors.ts'
import { largestShare, measuresOf } from './measures.ts'
import { rateMeasures } from './raters.ts'
import { RULE_RATERS } from './rubric.ts'
import { type CapFacts, scoreOf } from './score.ts'
import { isWhole } from './whole-sentences.ts'

const SEED = 1
const DRAWS = 200

interface ReviewOptions {
  /** Ratings of people or of language models, beside the rules. */
  readonly ratings?: readonly Review[]
  /** Draws of claims for the spread. */
  readonly draws?: number
}

/**
 * Rates a frozen review on six dimensions by three rule-based raters and those given, with a bootstrap over claims.
 * The same bundle gives the same ratings. Throws RATINGS_INVALID for a given rater with a name or dimension twice.
 */
export function reviewBundle(
  bundle: Frozen,
  { ratings = [], draws = DRAWS }: ReviewOptions = {},
): { reviews: Review[]; assessment: Assessment } {
  checkRatings(ratings)
  const facts = gatherFacts(bundle)
  const reviews = [...rateMeasures(measuresOf(facts, facts.claims)), ...ratings]
  const random = randomStream(SEED, 'reviewers', 'claims')
  const drawn = Array.from({ length: facts.claims.length === 0 ? 0 : draws }, () => {
    const claims = facts.claims.map(() => facts.claims[random.below(facts.claims.length)]!)
    return rateMeasures(measuresOf(facts, claims))
  })
  return { reviews, assessment: scoreOf(reviews, capFacts(bundle), drawn) }
}

/** What the caps look at, in a bundle. */
export function capFacts(bundle: Frozen): Omit<CapFacts, 'attribution'> {
  const { claims, verdicts, works, texts } = bundle
  const verdictOf = new Map(verdicts.map((verdict) => [verdict.claim, verdict]))
  const known = new Set(works.map(({ id }) => id))
  const retracted = new Set(works.filter((work) => work.retracted).map(({ id }) => id))
  const kinds = new Map(texts.map(({ sha256, kind }) => [sha256, kind]))
  const cited = new Set(claims.flatMap((claim) => citedWorks(claim, verdictOf.get(claim.id))))
  const support = new Set(
    verdicts
      .filter(({ label }) => label === 'supported')
      .flatMap(({ findings }) => findings.filter((each) => decides(each) && each.label === 'supported'))
      .map(({ work }) => work),
  )
  const origins = claims.flatMap(({ origin }) => (origin.from === 'work' ? [origin] : []))
  const unread = origins.filter(({ sha256 }) => (kinds.get(sha256) ?? 'abstract') === 'abstract')
  return {
    answered: isAnswered(bundle),
    truncated: claims.filter(({ text }) => !isWhole(text)).length,
    outsideReferences: [...cited].filter((id) => !known.has(id)).length,
    retracted: [...support].filter((id) => retracted.has(id)).length,
    largestShare: largestShare(
      claims.map(({ origin }) => ({
        source:
          origin.from === 'work' ? origin.work : origin.from === 'study' ? `study:${origin.study}` : null,
      })),
    ),
    withoutFullText: origins.length === 0 ? null : unread.length / origins.length,
  }
}

function checkRatings(ratings: readonly Review[]): void {
  const seen = new Set<string>()
  for (const { rater, dimension } of ratings) {
    if (RULE_RATERS.some((rule) => rule === rater))
      throw new RatingsInvalidError(rater, 'that is the name of a rule-based rater')
    if (seen.has(`${dimension} ${rater}`))
      throw new RatingsInvalidError(rater, `the dimension ${dimension} is rated twice`)
    seen.add(`${dimension} ${rater}`)
  }
}
