import type { TextDocument } from '../bundle/texts.ts'
import type { Work } from '../bundle/works.ts'
import { indexPassages } from '../verdicts/candidates.ts'
import { openVerifier } from '../verdicts/verifier.ts'
import type { Restored } from './attribution.ts'
import type { AuditedClaim } from './audit-schema.ts'

type Judgement = AuditedClaim['verdict']

const MOST_PASSAGES = 20

/**
 * Decides claims of a report: by the rules of the verifier where a given text decides, else by what the library knows. A cut
 * claim is decided as the whole sentence that it was; one that cannot be restored stays open.
 */
export function openJudge(works: readonly Work[], documents: readonly TextDocument[]) {
  const passages = documents.length === 0 ? null : indexPassages(works, documents)
  const verifier = openVerifier({ mode: 'checks' })
  return async (
    place: { readonly file: string; readonly line: number },
    text: string,
    cut: boolean,
    whole: Restored | null,
    signal?: AbortSignal,
  ): Promise<Judgement> => {
    const wordings = [...(cut ? [] : [text]), ...(whole === null ? [] : [whole.text])]
    let open: Judgement | null = null
    for (const wording of passages === null ? [] : wordings) {
      const claim = {
        id: `${place.file}:${place.line}`,
        text: wording,
        origin: { from: 'report', ...place } as const,
      }
      const found = passages!.find(wording, { most: MOST_PASSAGES })
      const { label, confidence, findings, reason } = await verifier.verify(claim, found, signal)
      const told: Judgement = { label, confidence, from: 'texts', quote: findings[0]?.quote ?? null, reason }
      if (label !== 'insufficient') return told
      open ??= told
    }
    return whole?.entry == null ? (open ?? NOTHING) : byLibrary(whole.entry)
  }
}

const NOTHING: Judgement = {
  label: 'insufficient',
  confidence: null,
  from: 'nothing',
  quote: null,
  reason: 'Nothing at hand speaks of it.',
}

/** How far the words of a claim of the library are backed by its source. */
function byLibrary(entry: NonNullable<Restored['entry']>): Judgement {
  const basis = entry.basis ?? `${entry.source}, word for word`
  const told = {
    full: ['supported', `Backed by ${basis}.`],
    weaker: ['insufficient', `The source says less, by ${basis}.`],
    reported: ['insufficient', `Not checked at the source: it rests on ${basis}.`],
  } as const
  const [label, reason] = told[entry.support]
  return { label, confidence: null, from: 'library', quote: null, reason }
}
