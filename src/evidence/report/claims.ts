import type { Bundle } from '../bundle/bundle.ts'
import type { Finding, Passage } from '../bundle/claims.ts'
import type { TextDocument } from '../bundle/texts.ts'
import { saidBy } from '../claims/said.ts'
import { speaksOf } from '../protocol/match.ts'
import type { EvidenceReport } from './schema.ts'
import { webAddress } from './web-pages.ts'

type Row = EvidenceReport['claims'][number]

const decides = ({ label }: Finding): boolean => label !== 'insufficient'

/** Whether the quote stands at its offsets in the text that it names. */
const isFound = (passage: Passage, texts: ReadonlyMap<string, TextDocument>): boolean =>
  texts.get(passage.sha256)?.text.slice(passage.start, passage.end) === passage.quote

/** Every claim with its verdict and the quotes that it rests on, or the closest passage where nothing decides it. */
export function claimRows({ protocol, claims, verdicts, texts, synthesis }: Bundle): Row[] {
  const standOf = new Map(synthesis.stands.map((stand) => [stand.claim, stand]))
  const verdictOf = new Map(verdicts.map((verdict) => [verdict.claim, verdict]))
  const textOf = new Map(texts.map((text) => [text.sha256, text]))
  const evidence = (finding: Finding): Row['evidence'][number] => {
    const text = textOf.get(finding.sha256)
    const cell = text?.cells.find(({ start, end }) => start < finding.end && finding.start < end)
    return {
      reference: finding.work,
      label: finding.label,
      tier: finding.tier,
      quote: finding.quote,
      section: finding.section,
      sha256: finding.sha256,
      start: finding.start,
      end: finding.end,
      kind: text?.kind ?? null,
      version: text?.version ?? null,
      url: webAddress(text?.url ?? null),
      cell: cell?.table ?? null,
      found: isFound(finding, textOf),
      checks: finding.checks,
    }
  }
  return claims.map((claim, at) => {
    const verdict = verdictOf.get(claim.id)
    const deciding = verdict?.findings.filter(decides) ?? []
    const shown = deciding.length > 0 ? deciding : (verdict?.findings.slice(0, 1) ?? [])
    return {
      number: at + 1,
      id: claim.id,
      text: claim.text,
      context: claim.context,
      parts: protocol.parts.filter((part) => speaksOf(part, saidBy(claim))).map(({ id }) => id),
      stand: standOf.get(claim.id)?.stand ?? null,
      readBy: standOf.get(claim.id)?.by ?? null,
      standWhy: standOf.get(claim.id)?.why ?? null,
      kind: claim.kind,
      polarity: claim.polarity,
      hedged: claim.hedged,
      attributed: claim.attributed,
      origin: claim.origin,
      found: claim.origin.from === 'work' ? isFound(claim.origin, textOf) : null,
      label: verdict?.label ?? 'insufficient',
      verified: verdict?.verified ?? false,
      confidence: verdict === undefined || verdict.label === 'insufficient' ? null : verdict.confidence,
      mode: verdict?.mode ?? null,
      calibration: verdict?.calibration ?? null,
      supportedBy: verdict?.supportedBy ?? [],
      contradictedBy: verdict?.contradictedBy ?? [],
      reason: verdict?.reason ?? 'Not checked.',
      evidence: shown.map(evidence),
    }
  })
}

/** Works that a row cites: the one it was taken from, and those that are quoted. */
export const worksOf = ({ origin, evidence }: Pick<Row, 'origin' | 'evidence'>): string[] => [
  ...new Set([
    ...(origin.from === 'work' ? [origin.work] : []),
    ...evidence.map(({ reference }) => reference),
  ]),
]
