import { sha256 } from '#kernel'
import type { Bundle } from './bundle/bundle.ts'
import type { Passage } from './bundle/claims.ts'
import { checkPrisma, prismaFlow } from './screening/prisma.ts'

export interface ReviewCheck {
  readonly counted: { readonly quotes: number; readonly texts: number; readonly claims: number }
  /** What is wrong, a sentence each. */
  readonly problems: readonly string[]
}

/**
 * Looks up everything that a review claims about itself: hashes of texts, quotes at their offsets, claims that are
 * whole, sums of the flow, references to works and claims that exist.
 */
export function checkReview(bundle: Bundle): ReviewCheck {
  const { texts, claims, verdicts, works, synthesis, retrievals } = bundle
  const problems: string[] = []
  const byHash = new Map(texts.map((text) => [text.sha256, text.text]))
  const knownWorks = new Set(works.map(({ id }) => id))
  const knownClaims = new Set(claims.map(({ id }) => id))
  let quotes = 0

  for (const { sha256: hash, text, work } of texts)
    if (sha256(text) !== hash) problems.push(`The text of ${work} has not the hash ${hash}.`)
  for (const { work, sha256: hash } of retrievals)
    if (hash !== null && !byHash.has(hash)) problems.push(`The text ${hash} of ${work} is missing.`)

  const find = ({ work, sha256: hash, start, end, quote }: Passage, what: string) => {
    quotes++
    if (!knownWorks.has(work)) problems.push(`${what} cites ${work}, which is not among the works.`)
    if (byHash.get(hash)?.slice(start, end) !== quote)
      problems.push(`${what}: "${quote}" is not at ${start} to ${end} of the text of ${work}.`)
  }
  for (const { id, text, origin } of claims) {
    if (origin.from === 'work') find(origin, `Claim ${id}`)
    if (!/[.!?。।؟][)"”’\]]*$/u.test(text)) problems.push(`Claim ${id} does not end as a sentence: "${text}"`)
  }
  for (const { claim, findings } of verdicts) {
    if (!knownClaims.has(claim)) problems.push(`A verdict is about claim ${claim}, which does not exist.`)
    for (const finding of findings) find(finding, `The verdict on claim ${claim}`)
  }
  for (const claim of [synthesis.answer, ...synthesis.facets].flatMap((answer) => answer.claims))
    if (!knownClaims.has(claim)) problems.push(`The answer rests on claim ${claim}, which does not exist.`)
  problems.push(...checkPrisma(prismaFlow(bundle)))
  return { counted: { quotes, texts: texts.length, claims: claims.length }, problems }
}
