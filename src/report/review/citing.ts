import type { EvidenceReport } from '#evidence'
import { inRow, link, type Text } from '../document/model.ts'
import { signed } from '../numbers.ts'

/** How claims and works are named and linked within a review's report. */

export type ReportedClaim = EvidenceReport['claims'][number]

export const anchorOf = ({ number }: Pick<ReportedClaim, 'number'>) => `c${number}`

/** `C1`, with a link to the claim; an id that is none of the report stays as it is. */
export function claimLink({ claims }: EvidenceReport, id: string): Text {
  const claim = claims.find((each) => each.id === id)
  return claim === undefined ? id : link(`#${anchorOf(claim)}`, `C${claim.number}`)
}

/** `C1, C2 and C3`. */
export const claimLinks = (report: EvidenceReport, ids: readonly string[]): Text =>
  inRow(ids.map((id) => claimLink(report, id)))

/** Text of our own in which names of claims become links. */
export const withClaimLinks = ({ claims }: EvidenceReport, text: string): Text =>
  text
    .split(/\b(C[1-9]\d*)\b/)
    .map((part, at) =>
      at % 2 === 1 && Number(part.slice(1)) <= claims.length ? link(`#${part.toLowerCase()}`, part) : part,
    )

/** `[1]`, with a link to the reference; a work that is none keeps its id. */
export function citation({ references }: EvidenceReport, work: string): Text {
  const reference = references.find((each) => each.work === work)
  if (reference === undefined) return work
  return [
    link(`#ref-${reference.number}`, `[${reference.number}]`),
    reference.retracted ? ' (retracted)' : '',
  ]
}

/** Where a claim was taken from, in a few words. */
export function originOf(report: EvidenceReport, { origin }: ReportedClaim): Text {
  switch (origin.from) {
    case 'work':
      return [citation(report, origin.work), `, ${origin.section.at(-1) ?? 'text'}`]
    case 'study':
      return `study, ${origin.arm} against ${origin.against}, ${origin.seeds} seeds, ${signed(origin.low)} to ${signed(origin.high)}`
    case 'report':
      return `${origin.file}, line ${origin.line}`
    case 'library':
      return [origin.source, ...(origin.section === null ? [] : [origin.section])].join(', ')
  }
}

/** A sentence of a work is quoted until another work has something to say to it. */
export function claimLabel({ words }: EvidenceReport, { origin, verified, label }: ReportedClaim): string {
  if (origin.from === 'study') return 'measured'
  if (verified) return 'verified'
  return origin.from === 'work' && label === 'insufficient' ? 'quoted' : words.labels[label]
}
