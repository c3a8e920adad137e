import type { Label } from '../../src/evidence/bundle/claims.ts'
import type { LabelProbabilities } from '../../src/evidence/verdicts/entailment.ts'
import type { ClaimPair, JudgedPair } from './pairs.ts'

const ORDER: readonly Label[] = ['supported', 'contradicted', 'insufficient']
const CUES = {
  negation: /\b(no|not|never|without|neither|nor|cannot|fail(s|ed)?|lack(s|ed|ing)?|absence|unlikely)\b/g,
  up: /\b(increas\w+|higher|more|greater|improv\w+|elevat\w+|promot\w+|upregulat\w+|rais\w+)\b/g,
  down: /\b(decreas\w+|lower|less|fewer|reduc\w+|inhibit\w+|suppress\w+|downregulat\w+|declin\w+)\b/g,
  hedge: /\b(may|might|could|can|possibl\w+|potential\w*|suggest\w*|likely|unclear|unknown)\b/g,
} as const

const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}.]+/gu) ?? []
const count = (text: string, cue: RegExp) => text.toLowerCase().match(cue)?.length ?? 0

/** Overlap, length, and whether the two texts agree in cue words and numbers: what can be told without understanding. */
function features({ claim, passage }: JudgedPair): number[] {
  const [own, other] = [new Set(words(claim)), new Set(words(passage))]
  const shared = [...own].filter((word) => other.has(word)).length
  const numbers = [...own].filter((word) => /\d/.test(word))
  return [
    1,
    shared / Math.max(1, own.size),
    shared / Math.max(1, own.size + other.size - shared),
    Math.log(1 + own.size),
    Math.log(1 + other.size),
    numbers.length === 0 ? 0 : numbers.filter((word) => other.has(word)).length / numbers.length,
    Math.min(1, numbers.length),
    ...Object.values(CUES).flatMap((cue) => {
      const [here, there] = [Math.min(1, count(claim, cue)), Math.min(1, count(passage, cue))]
      return [here, there, here * there]
    }),
  ]
}

const softmax = (scores: readonly number[]) => {
  const top = Math.max(...scores)
  const weights = scores.map((score) => Math.exp(score - top))
  const sum = weights.reduce((a, b) => a + b, 0)
  return weights.map((weight) => weight / sum)
}

/** Multinomial logistic regression on surface features: the floor that a reader of the pairs must beat. */
export function surfaceFloor(fit: readonly ClaimPair[], test: readonly JudgedPair[]): LabelProbabilities[] {
  const raw = fit.map(features)
  const scale = raw[0]!.map((_, at) => {
    const values = raw.map((row) => row[at]!)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
    return { mean: spread > 0 ? mean : 0, spread: spread > 0 ? spread : 1 }
  })
  const scaled = (row: readonly number[]) =>
    row.map((value, at) => (value - scale[at]!.mean) / scale[at]!.spread)
  const rows = raw.map(scaled)
  const gold = fit.map(({ label }) => ORDER.indexOf(label))
  const width = rows[0]!.length
  const weights = ORDER.map(() => new Array<number>(width).fill(0))
  const say = (row: readonly number[]) =>
    softmax(weights.map((own) => own.reduce((sum, weight, at) => sum + weight * row[at]!, 0)))
  for (let step = 0; step < 500; step++) {
    const slopes = ORDER.map((_, label) =>
      weights[label]!.map((weight, at) => (at === 0 ? 0 : 0.001 * weight)),
    )
    for (const [index, row] of rows.entries()) {
      const said = say(row)
      for (const [label, slope] of slopes.entries()) {
        const gap = (said[label]! - (gold[index] === label ? 1 : 0)) / rows.length
        for (let at = 0; at < width; at++) slope[at]! += gap * row[at]!
      }
    }
    for (const [label, slope] of slopes.entries())
      for (let at = 0; at < width; at++) weights[label]![at]! -= 0.5 * slope[at]!
  }
  return test.map((pair) => {
    const [supported, contradicted, insufficient] = say(scaled(features(pair))) as [number, number, number]
    return { supported, contradicted, insufficient }
  })
}
