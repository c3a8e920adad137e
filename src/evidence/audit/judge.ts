import type { TextDocument } from '../bundle/texts.ts'
import type { Work } from '../bundle/works.ts'
import { isWhole } from '../reviewers/whole.ts'
import type { Restored } from './attribution.ts'
import type { AuditedClaim } from './audit-schema.ts'

type Verdict = AuditedClaim['verdict']

/** Decides claims of a report. */
export function openJudge(_works: readonly Work[], _documents: readonly TextDocument[]) {
  return async (
    _text: string,
    _cut: boolean,
    whole: Restored | null,
    _signal?: AbortSignal,
  ): Promise<Verdict> => byLibrary(whole)
}

/** What the library knows of a claim: how far its words are backed by the source. */
function byLibrary(whole: Restored | null): Verdict {
  const entry = whole?.entry ?? null
  if (entry === null)
    return {
      label: 'insufficient',
      confidence: null,
      from: 'nothing',
      quote: null,
      reason: 'Nothing at hand speaks of it.',
    }
  const basis = entry.basis ?? `${entry.source}, word for word`
  const told = {
    full: ['supported', `Backed by ${basis}.`],
    weaker: ['insufficient', `Its basis says less: ${basis}.`],
    reported: ['insufficient', `Nothing but reports says so: ${basis}.`],
  } as const
  const [label, reason] = told[entry.support]
  return { label, confidence: null, from: 'library', quote: isWhole(entry.text) ? entry.text : null, reason }
}
