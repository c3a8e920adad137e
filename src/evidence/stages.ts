import { setImmediate } from 'node:timers/promises'
import { breakable } from '#kernel'
import type { Claim, Reading, StudyOrigin, Verdict } from './bundle/claims.ts'
import type { RankedPassage } from './bundle/passages.ts'
import type { Protocol } from './bundle/protocol.ts'
import type { Synthesis } from './bundle/synthesis.ts'
import type { TextDocument } from './bundle/texts.ts'
import type { Screening, Search, Work } from './bundle/works.ts'
import { extractClaims } from './claims/extract.ts'
import { synthesize } from './synthesis/synthesize.ts'
import type { Candidate } from './verdicts/candidate.ts'
import { indexPassages } from './verdicts/candidates.ts'
import { openVerifier, type Verifier } from './verdicts/verifier.ts'

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

/** Claims of the works that were read, the nearest to the question first, then measured ones. */
export function claimsOf(
  protocol: Protocol,
  works: readonly Work[],
  passages: readonly RankedPassage[],
  measured: readonly Claim[],
): Claim[] {
  return [...extractClaims(protocol, works, passages), ...measured]
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

/**
 * What the claims of works say to the statement that is asked, as the verifier reads them; nothing where no statement is
 * asked or nobody reads.
 */
export async function readingsOf(
  { form, statement }: Protocol,
  claims: readonly Claim[],
  { verifier, signal }: Pick<VerifyOptions, 'verifier' | 'signal'>,
): Promise<Reading[]> {
  if (statement === null) return []
  const reads = verifier.mode === 'nli' || verifier.mode === 'llm'
  // What a sentence says word for word, or with another number, rules see without a model.
  const reader = reads ? verifier : form === 'claim' ? openVerifier({ mode: 'checks' }) : null
  if (reader === null) return []
  const asked = {
    id: 'statement',
    text: statement,
    origin: { from: 'report', file: 'question', line: 1 },
  } as const
  const readings: Reading[] = []
  for (const claim of claims) {
    if (claim.origin.from !== 'work') continue
    signal?.throwIfAborted()
    const { findings, reason } = await reader.verify(asked, [candidateOf(claim)], signal)
    const [finding] = findings
    if (finding === undefined) continue
    const confidence = finding.tier === 'model' ? (finding.scores[finding.label] ?? 1) : 1
    readings.push({
      claim: claim.id,
      label: finding.label,
      confidence: finding.tier === 'related' ? 0 : confidence,
      reason,
    })
  }
  return readings
}

function candidateOf({ text, context, origin }: Claim): Candidate {
  if (origin.from !== 'work') throw new TypeError('only a claim of a work is a passage')
  const { work, sha256, section, start, end } = origin
  const quote = context.before === null ? text : `${context.before} ${text}`
  const sentence = { start, end, text }
  return { work, sha256, section, start, end, quote, sentence, title: null, retracted: false, bm25: 0 }
}

/** The answer, from works that were read; the sources that failed have nothing to say. */
export function synthesisOf(
  protocol: Protocol,
  searches: readonly Search[],
  works: readonly Work[],
  claims: readonly Claim[],
  verdicts: readonly Verdict[],
  readings: readonly Reading[],
): Synthesis {
  const sources = protocol.sources.filter((id) =>
    searches.some(({ source, stopped }) => source === id && stopped !== 'failed'),
  )
  return synthesize({ ...protocol, sources }, works, claims, verdicts, readings)
}
