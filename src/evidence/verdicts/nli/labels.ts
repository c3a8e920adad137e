import type { Label } from '../../bundle/claims.ts'

/** What a passage says about a claim, in the words of the NLI tasks: premise = passage, hypothesis = claim. */
export const NLI_LABELS = {
  supported: 'entailment',
  contradicted: 'contradiction',
  insufficient: 'neutral',
} as const satisfies Record<Label, string>

/** Places of the three labels in a head, or null where its labels are others. */
export function labelPlaces(labels: readonly string[] | null): Readonly<Record<Label, number>> | null {
  if (labels === null || labels.length !== 3) return null
  const places = {
    supported: labels.indexOf(NLI_LABELS.supported),
    contradicted: labels.indexOf(NLI_LABELS.contradicted),
    insufficient: labels.indexOf(NLI_LABELS.insufficient),
  }
  return Object.values(places).includes(-1) ? null : places
}

/** A passage, a claim, and what people say that the passage says about it. */
export interface LabelledPair {
  readonly premise: string
  readonly hypothesis: string
  readonly label: Label
}
