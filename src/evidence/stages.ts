import { setImmediate } from 'node:timers/promises'
import { breakable } from '#kernel'
import type { Claim, StudyOrigin, Verdict } from './bundle/claims.ts'
import type { Protocol } from './bundle/protocol.ts'
import type { Synthesis } from './bundle/synthesis.ts'
import type { TextDocument } from './bundle/texts.ts'
import type { Screening, Search, Work } from './bundle/works.ts'
import { extractClaims } from './claims/extract.ts'
import { facetsIn } from './protocol/match.ts'
import { synthesize } from './synthesis/synthesize.ts'
import { indexPassages } from './verdicts/candidates.ts'
import type { Verifier } from './verdicts/verifier.ts'

/** Works that a screening lets in. */
export function included(works: readonly Work[], screening: readonly Screening[]): Work[] {
  const ids = new Set(screening.filter(({ decision }) => decision === 'include').map(({ work }) => work))
  return works.filter(({ id }) => ids.has(id))
}

/** Texts of works. */
export function textsOfWorks(works: readonly Work[], texts: readonly TextDocument[]): TextDocument[] {
  const ids = new Set(works.map(({ id }) => id))
  return texts.filter(({ work }) => ids.has(work))
}

/** Claims of the works that were read, then measured ones with the parts of the question that they speak of. */
export function claimsOf(
  protocol: Protocol,
  works: readonly Work[],
  documents: readonly TextDocument[],
  measured: readonly Claim[],
): Claim[] {
  const placed = measured.map((claim) => {
    // A study's claims are about what it asks, too.
    const asked = claim.origin.from === 'study' ? claim.origin.question : ''
    return { ...claim, facets: facetsIn(protocol, `${claim.text} ${asked}`) }
  })
  return [...extractClaims(protocol, works, documents), ...placed]
}

interface VerifyOptions {
  readonly verifier: Verifier
  readonly signal?: AbortSignal | undefined
  readonly onVerdict?: (done: number) => void
}

/** Each claim against the passages of all other works that were read. */
export async function verdictsOn(
  claims: readonly Claim[],
  works: readonly Work[],
  documents: readonly TextDocument[],
  { verifier, signal, onVerdict }: VerifyOptions,
): Promise<Verdict[]> {
  const passages = breakable(() => indexPassages(works, documents))
  const verdicts: Verdict[] = []
  for (const claim of claims) {
    // Rules judge without a pause of their own.
    await setImmediate()
    signal?.throwIfAborted()
    const own = claim.origin.from === 'work' ? claim.origin.work : undefined
    const found = breakable(() => passages.find(claim.text, { except: own }))
    const verdict = await verifier.verify(claim, found, signal)
    verdicts.push(claim.origin.from === 'study' ? measuredVerdict(claim, claim.origin, verdict) : verdict)
    onVerdict?.(verdicts.length)
  }
  return verdicts
}

/** A measurement needs no passage to be what was measured; what the literature has to say about it stays beside it. */
function measuredVerdict(claim: Claim, origin: StudyOrigin, literature: Verdict): Verdict {
  return {
    ...literature,
    claim: claim.id,
    label: 'supported',
    confidence: MEASURED_CONFIDENCE,
    verified: true,
    calibration: 'measured',
    reason: `Measured with ${origin.model} over ${origin.seeds} ${origin.seeds === 1 ? 'seed' : 'seeds'}: interval ${origin.low} to ${origin.high}.`,
  }
}

/** Level of the intervals of a study. */
const MEASURED_CONFIDENCE = 0.95

/** The answer, from works that were read; the sources that failed have nothing to say. */
export function synthesisOf(
  protocol: Protocol,
  searches: readonly Search[],
  works: readonly Work[],
  claims: readonly Claim[],
  verdicts: readonly Verdict[],
): Synthesis {
  const sources = protocol.sources.filter((id) =>
    searches.some(({ source, stopped }) => source === id && stopped !== 'failed'),
  )
  return synthesize({ ...protocol, sources }, works, claims, verdicts)
}
