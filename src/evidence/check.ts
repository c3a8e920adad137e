import { canonicalJson, sha256 } from '#kernel'
import type { Bundle } from './bundle/bundle.ts'
import type { Passage } from './bundle/claims.ts'
import { rankPassages } from './ranking/passages.ts'
import { fuse, wordScores } from './ranking/rank.ts'
import { checkPrisma, prismaFlow } from './screening/prisma.ts'
import { rankedText, screenAbstracts, screenTexts } from './screening/screen.ts'
import { claimsOf, included, synthesisOf, textsOfWorks, verdictsOn } from './stages.ts'
import { openVerifier } from './verdicts/verifier.ts'
import { clusterRecords } from './works/cluster.ts'

export interface ReviewCheck {
  readonly counted: { readonly quotes: number; readonly texts: number; readonly claims: number }
  /** What is wrong, a sentence each. */
  readonly problems: readonly string[]
}

/**
 * Looks up everything that a review claims about itself: hashes of texts, quotes at their offsets, sums of the flow, references to works and claims that exist. Then does anew all that needs no network and no
 * model, from the records on, and compares: who edits a row would have to edit the rules.
 */
export async function checkReview(bundle: Bundle): Promise<ReviewCheck> {
  const { texts, passages, claims, verdicts, works, synthesis, retrievals } = bundle
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
  for (const passage of passages) find(passage, `Passage ${passage.rank}`)
  for (const { id, origin } of claims) if (origin.from === 'work') find(origin, `Claim ${id}`)
  for (const { claim, findings } of verdicts) {
    if (!knownClaims.has(claim)) problems.push(`A verdict is about claim ${claim}, which does not exist.`)
    for (const finding of findings) find(finding, `The verdict on claim ${claim}`)
  }
  for (const claim of [...synthesis.answer.claims, ...synthesis.groups.flat()])
    if (!knownClaims.has(claim)) problems.push(`The answer rests on claim ${claim}, which does not exist.`)
  problems.push(
    ...repeated(
      claims.map(({ id }) => id),
      'Claim',
    ),
  )
  problems.push(
    ...repeated(
      verdicts.map(({ claim }) => claim),
      'The verdict on claim',
    ),
  )
  problems.push(
    ...repeated(
      retrievals.map(({ work }) => work),
      'The text of',
    ),
  )
  problems.push(...checkPrisma(prismaFlow(bundle)), ...(await differences(bundle)))
  return { counted: { quotes, texts: texts.length, claims: claims.length }, problems }
}

const repeated = (ids: readonly string[], what: string): string[] =>
  [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))].map((id) => `${what} ${id} is there twice.`)

/** Where doing it anew gives other rows. What models have said of meaning and of claims is taken as it is. */
async function differences(bundle: Bundle): Promise<string[]> {
  const {
    protocol,
    searches,
    records,
    works,
    screening,
    texts,
    passages,
    claims,
    verdicts,
    readings,
    synthesis,
  } = bundle
  const problems: string[] = []
  const compare = (what: string, stored: unknown, anew: unknown) => {
    if (canonicalJson(stored) !== canonicalJson(anew)) problems.push(`Done anew, ${what} come out otherwise.`)
  }
  compare('the works', works, clusterRecords(records))
  const abstracts = screening.filter(({ stage }) => stage === 'title-abstract')
  const meaningOf = new Map(abstracts.map(({ work, meaning }) => [work, meaning]))
  const near = fuse(
    wordScores(protocol, works.map(rankedText)),
    works.map(({ id }) => meaningOf.get(id) ?? null),
  )
  const first = screenAbstracts(protocol, works, near)
  const sought = included(works, first)
  const second = screenTexts(sought, texts, passages)
  compare('the decisions of screening', screening, [...first, ...second])
  if (protocol.meaning === null)
    compare('the passages', passages, await rankPassages(protocol, texts, { meaning: null, screened: first }))
  const read = included(works, second)
  const documents = textsOfWorks(read, texts)
  const measured = claims.filter(({ origin }) => origin.from === 'study')
  compare('the claims', claims, claimsOf(protocol, read, passages, measured))
  if (verdicts.every(({ mode }) => mode === 'quotes')) {
    const verifier = openVerifier({ mode: 'quotes' })
    compare('the verdicts', verdicts, await verdictsOn(claims, read, documents, { verifier }))
  }
  compare('the answers', synthesis, synthesisOf(protocol, searches, read, claims, verdicts, readings))
  return problems
}
