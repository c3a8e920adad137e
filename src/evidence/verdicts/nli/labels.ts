import type { Label } from '../../bundle/claims.ts'

/** What a passage says about a claim, in the words of the NLI tasks: premise = passage, hypothesis = claim. */
export const NLI_LABELS = {
  supported: 'entailment',
  contradicted: 'contradiction',
  insufficient: 'neutral',
} as const satisfies Record<Label, string>

/** Outputs of a head by what they say; null: it has none for that, and can never say it. */
export interface LabelPlaces {
  readonly supported: number
  readonly contradicted: number | null
  readonly insufficient: number
}

/** How classifiers of the hub call their outputs, in small letters and without anything between them. */
const SPELLINGS: Readonly<Record<Label, readonly string[]>> = {
  supported: ['entailment', 'entails', 'entailed', 'support', 'supports', 'supported', 'consistent'],
  contradicted: ['contradiction', 'contradicts', 'contradicted', 'contradictory', 'refutes', 'refuted'],
  insufficient: [
    'neutral',
    'nei',
    'notenoughinfo',
    'notenoughinformation',
    'insufficient',
    'notentailment',
    'notentailed',
    'nonentailment',
    'unsupported',
    'notsupported',
    'inconsistent',
  ],
}
const MEANINGS = new Map(
  Object.entries(SPELLINGS).flatMap(([label, names]) => names.map((name) => [name, label as Label])),
)

/**
 * What the outputs of a head mean, by their names in order: entailment, neutral and contradiction in any order, or
 * entailment and not. Null where a name means nothing, or two mean the same.
 */
export function labelPlaces(names: readonly string[] | null): LabelPlaces | null {
  const meanings = (names ?? []).map((name) => MEANINGS.get(name.toLowerCase().replace(/[^a-z]/g, '')))
  if (meanings.includes(undefined) || new Set(meanings).size < meanings.length) return null
  const [supported, contradicted, insufficient] = (
    ['supported', 'contradicted', 'insufficient'] as const
  ).map((label) => meanings.indexOf(label)) as [number, number, number]
  if (supported < 0 || insufficient < 0) return null
  return { supported, contradicted: contradicted < 0 ? null : contradicted, insufficient }
}

/** A passage, a claim, and what people say that the passage says about it. */
export interface LabelledPair {
  readonly premise: string
  readonly hypothesis: string
  readonly label: Label
}
