import { contentKey } from '#kernel'
import type { Claim } from '../bundle/claims.ts'
import type { RankedPassage } from '../bundle/passages.ts'
import type { Protocol } from '../bundle/protocol.ts'
import type { Work } from '../bundle/works.ts'
import { contentStems } from '../language/stems.ts'
import { nameOf } from '../works/name.ts'
import { contextOf } from './context.ts'
import { readClaim } from './read.ts'
import { readTitle, TITLE } from './title.ts'

/** Most of the claims that one work may give while others have claims left. */
const MOST_PER_WORK = 0.15
/** Share of common words above which two claims of a work are one. */
const NEAR_DUPLICATE = 0.85
/** Where a result is asked for, what is told of a method, a term or another work stands this much further from the question. */
const NO_RESULT = 2.5

/**
 * What the included works say about the question: the passages nearest to it, word for word, with what is needed beside
 * them, at most `protocol.limits.claims`, the nearest first. No work gives more than 15 % of the claims while others
 * have some left. Retracted works give none.
 */
export function extractClaims(
  protocol: Protocol,
  works: readonly Work[],
  passages: readonly RankedPassage[],
): Claim[] {
  const sound = new Map(
    works
      .filter(({ retracted, type }) => !retracted && type !== 'retraction-notice')
      .map((work) => [work.id, work]),
  )
  const wantsResult = protocol.form !== 'open'
  const ranked = passages
    .flatMap((passage) => {
      const work = sound.get(passage.work)
      if (work === undefined) return []
      const claim = claimOf(passage, work)
      const weight = wantsResult && (claim.kind !== 'result' || claim.attributed) ? NO_RESULT : 1
      return [
        {
          claim,
          work: work.id,
          distance: passage.rank * weight,
          stems: new Set(contentStems(passage.quote)),
        },
      ]
    })
    .sort((a, b) => a.distance - b.distance || (a.claim.id < b.claim.id ? -1 : 1))
  const distinct: typeof ranked = []
  for (const each of ranked)
    if (
      !distinct.some(
        (other) => other.work === each.work && overlap(each.stems, other.stems) >= NEAR_DUPLICATE,
      )
    )
      distinct.push(each)
  return shareOut(distinct, protocol.limits.claims).map(({ claim }) => claim)
}

function claimOf({ work, sha256, section, start, end, quote, before }: RankedPassage, from: Work): Claim {
  return {
    id: contentKey({ text: quote, work, sha256, start, end }).slice(0, 16),
    text: quote,
    context: contextOf(quote, before, nameOf(from)),
    ...((section[0] === TITLE ? readTitle(quote) : null) ?? readClaim(quote)),
    origin: { from: 'work', work, sha256, section, start, end, quote },
  }
}

function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const common = [...one].filter((word) => other.has(word)).length
  return common / Math.max(one.size, other.size, 1)
}

/** The nearest over all works; a work that has had its share waits until the others have no claim left. */
function shareOut<T extends { readonly work: string }>(ranked: readonly T[], most: number): T[] {
  const share = Math.max(1, Math.floor(MOST_PER_WORK * most))
  const counts = new Map<string, number>()
  const within = new Set<T>()
  for (const each of ranked) {
    const count = counts.get(each.work) ?? 0
    if (count < share && within.size < most) within.add(each)
    counts.set(each.work, count + 1)
  }
  const beyond = ranked.filter((each) => !within.has(each)).slice(0, most - within.size)
  const chosen = new Set([...within, ...beyond])
  return ranked.filter((each) => chosen.has(each))
}
