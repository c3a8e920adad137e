import type { Label } from '../../src/evidence/bundle/claims.ts'

/** What a verifier said of a pair, beside what people say. */
export interface Said {
  readonly gold: Label
  readonly label: Label
  readonly confidence: number
  readonly verified: boolean
}

export interface Measures {
  readonly pairs: number
  readonly accuracy: number
  readonly macroF1: number
  /** Share of pairs labelled "supported" that are. null: it never says so. */
  readonly supportedPrecision: number | null
  readonly supportedCoverage: number
  readonly verifiedPrecision: number | null
  /** Share of pairs that are verified. */
  readonly verifiedCoverage: number
  /** Share of pairs for which it says anything but "insufficient". */
  readonly decided: number
  /** Mean gap of confidence and share that is right over ten bins of equal width. */
  readonly ece: number
  /** Mean squared gap of confidence and whether the label is right. */
  readonly brier: number
  /** Share that is wrong among the surest part of the pairs. */
  readonly risk: readonly { readonly coverage: number; readonly risk: number }[]
}

const LABELS: readonly Label[] = ['supported', 'contradicted', 'insufficient']
const COVERAGES = [0.1, 0.25, 0.5, 0.75, 1]
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const right = ({ gold, label }: Said) => (gold === label ? 1 : 0)

function f1(said: readonly Said[], label: Label): number {
  const both = said.filter((one) => one.gold === label && one.label === label).length
  const either =
    said.filter((one) => one.gold === label).length + said.filter((one) => one.label === label).length
  return either === 0 ? 0 : (2 * both) / either
}

function calibrationError(said: readonly Said[]): number {
  const bins = Array.from({ length: 10 }, () => ({ sure: 0, right: 0 }))
  for (const one of said) {
    const bin = bins[Math.min(9, Math.floor(one.confidence * 10))]!
    bin.sure += one.confidence
    bin.right += right(one)
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.sure - bin.right), 0) / said.length
}

const precision = (list: readonly Said[]) =>
  list.length === 0 ? null : list.filter(({ gold }) => gold === 'supported').length / list.length

/** Where confidences are equal, a part of the ties is taken at their mean risk: order does not matter. */
function riskAt(said: readonly Said[], coverage: number): number {
  const wanted = coverage * said.length
  const byConfidence = new Map<number, Said[]>()
  for (const one of said) byConfidence.set(one.confidence, [...(byConfidence.get(one.confidence) ?? []), one])
  let taken = 0
  let wrong = 0
  for (const [, ties] of [...byConfidence].sort(([one], [other]) => other - one)) {
    const part = Math.min(ties.length, wanted - taken)
    if (part <= 0) break
    wrong += part * (1 - mean(ties.map(right)))
    taken += part
  }
  return wrong / taken
}

export function measure(said: readonly Said[]): Measures {
  const supported = said.filter(({ label }) => label === 'supported')
  const verified = said.filter((one) => one.verified)
  return {
    pairs: said.length,
    accuracy: mean(said.map(right)),
    macroF1: mean(LABELS.map((label) => f1(said, label))),
    supportedPrecision: precision(supported),
    supportedCoverage: supported.length / said.length,
    verifiedPrecision: precision(verified),
    verifiedCoverage: verified.length / said.length,
    decided: said.filter(({ label }) => label !== 'insufficient').length / said.length,
    ece: calibrationError(said),
    brier: mean(said.map((one) => (one.confidence - right(one)) ** 2)),
    risk: COVERAGES.map((coverage) => ({ coverage, risk: riskAt(said, coverage) })),
  }
}
