import type { Outcomes } from '#score'
import { averagePrecision, packRanks } from '../../src/score/metrics/average-precision.ts'
import { phi } from './chance.ts'

/** What the items of a test set are, whoever answers them. Shapes: [items]. */
export interface Items {
  /** Standard normal. */
  readonly normal: Float64Array
  /** The same as shares: phi(normal). */
  readonly first: Float64Array
  /** Uniform on (0, 1), independent of the first. */
  readonly second: Float64Array
}

/**
 * How a run's ease with each item becomes outcomes. Ease is `skill + deviation`, where deviation is standard normal over the
 * items; higher ease never gives a worse answer.
 */
export interface Measure {
  readonly metric: string
  /** What the metric is over infinitely many items, by skill. Exact, and increasing. In the metric's unit. */
  mean(skill: number): number
  /** Of a run with this skill. Shape of `deviation`: [items]. */
  outcomes(skill: number, deviation: Float64Array, items: Items): Outcomes
  /** Value of an average language. */
  readonly usual: number
  readonly chanceLevel?: number
}

const column = (length: number, value: (at: number) => number) =>
  Float32Array.from({ length }, (_, at) => value(at))

const accuracy: Measure = {
  metric: 'accuracy',
  usual: 72,
  chanceLevel: 100 / 3,
  mean: (skill) => 100 * phi(skill),
  outcomes: (skill, deviation) => ({
    correct: column(deviation.length, (at) => (skill + deviation[at]! > 0 ? 1 : 0)),
  }),
}

// E floor(y + u) = y for uniform u. E phi(k Z) = phi(k x / sqrt(1 + k^2)) for normal Z of mean x and variance 1.
const MOST_CHUNKS = 4
const FALSE_CHUNKS = 0.3

/** A sentence has 0 to 4 chunks; of them a share phi(ease) is found, and with less ease more are made up. */
const chunkF1: Measure = {
  metric: 'chunk-f1',
  usual: 65,
  mean(skill) {
    const found = phi(skill * Math.SQRT1_2)
    const gold = MOST_CHUNKS / 2
    return (200 * gold * found) / (gold * found + FALSE_CHUNKS * (gold + 1) * (1 - found) + gold)
  },
  outcomes(skill, deviation, { first, second }) {
    const n = deviation.length
    const [correct, predicted, gold] = [new Float32Array(n), new Float32Array(n), new Float32Array(n)]
    for (let at = 0; at < n; at++) {
      const share = phi(skill + deviation[at]!)
      gold[at] = Math.floor((MOST_CHUNKS + 1) * first[at]!)
      correct[at] = Math.floor(gold[at]! * share + second[at]!)
      predicted[at] =
        correct[at]! + Math.floor(FALSE_CHUNKS * (gold[at]! + 1) * (1 - share) + 1 - second[at]!)
    }
    return { chunks_correct: correct, chunks_predicted: predicted, chunks_gold: gold }
  },
}

const ANSWER_LENGTHS = [1, 2, 3, 4]
const EXTRA_TOKENS = [0, 1, 2]
const LONGEST_SHARE =
  ANSWER_LENGTHS.flatMap((gold) => EXTRA_TOKENS.map((extra) => (2 * gold) / (2 * gold + extra))).reduce(
    (sum, each) => sum + each,
  ) /
  (ANSWER_LENGTHS.length * EXTRA_TOKENS.length)

/** Most answers are wholly right or wholly wrong; an item's prediction is 0 to 2 tokens longer than the gold answer. */
const answerF1: Measure = {
  metric: 'squad-f1',
  usual: 68,
  mean: (skill) => 100 * LONGEST_SHARE * phi((2 * skill) / Math.sqrt(5)),
  outcomes(skill, deviation, { first, second }) {
    const n = deviation.length
    const [exact, overlap, predicted, gold] = [0, 1, 2, 3].map(() => new Float32Array(n)) as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ]
    for (let at = 0; at < n; at++) {
      const kind = Math.floor(first[at]! * ANSWER_LENGTHS.length * EXTRA_TOKENS.length)
      gold[at] = ANSWER_LENGTHS[Math.floor(kind / EXTRA_TOKENS.length)]!
      predicted[at] = gold[at]! + EXTRA_TOKENS[kind % EXTRA_TOKENS.length]!
      overlap[at] = Math.floor(gold[at]! * phi(2 * (skill + deviation[at]!)) + second[at]!)
      exact[at] = overlap[at] === predicted[at] ? 1 : 0
    }
    return { exact, overlap_tokens: overlap, predicted_tokens: predicted, gold_tokens: gold }
  },
}

/** P(rank <= k) is phi(skill - log(8 / k) / 1.5). */
const rankOf = (ease: number) => Math.max(1, Math.ceil(8 * Math.exp(-1.5 * ease)))
const within = (rank: number, skill: number) => phi(skill - Math.log(8 / rank) / 1.5)
const DEEPEST = 50

const recall: Measure = {
  metric: 'recall@10',
  usual: 70,
  chanceLevel: 1,
  mean: (skill) => 100 * within(10, skill),
  outcomes: (skill, deviation) => ({
    rank: column(deviation.length, (at) => {
      const rank = rankOf(skill + deviation[at]!)
      return rank > DEEPEST ? 0 : rank
    }),
  }),
}

/** Steps from the first right candidate to the next ones; a query has one to three. */
const LATER = [[0], [0, 2], [0, 2, 5]]
const precisionOf = (rank: number, later: readonly number[]) =>
  averagePrecision(packRanks(later.map((step) => rank + step)), later.length)

const meanAveragePrecision: Measure = {
  metric: 'map@20',
  usual: 55,
  mean(skill) {
    let sum = 0
    for (let rank = 1; rank <= 20; rank++) {
      const share = within(rank, skill) - (rank === 1 ? 0 : within(rank - 1, skill))
      for (const later of LATER) sum += (share * precisionOf(rank, later)) / LATER.length
    }
    return 100 * sum
  },
  outcomes(skill, deviation, { first }) {
    const later = (at: number) => LATER[Math.floor(first[at]! * LATER.length)]!
    return {
      right_ranks: column(deviation.length, (at) => {
        const rank = rankOf(skill + deviation[at]!)
        return packRanks(later(at).map((step) => rank + step))
      }),
      right_candidates: column(deviation.length, (at) => later(at).length),
    }
  },
}

const WITH_GOLD = 0.6
const NEARLY = 0.3
const CAREFUL = 0.8

/** Six in ten sentences have a partner. It is mined above ease 0, a wrong one just below; lone sentences get one at low ease. */
const miningF1: Measure = {
  metric: 'mining-f1',
  usual: 78,
  mean(skill) {
    const predicted = WITH_GOLD * phi(skill + NEARLY) + (1 - WITH_GOLD) * phi(-CAREFUL - skill)
    return (200 * WITH_GOLD * phi(skill)) / (predicted + WITH_GOLD)
  },
  outcomes(skill, deviation, { first }) {
    const n = deviation.length
    const ease = (at: number) => skill + deviation[at]!
    const hasGold = (at: number) => first[at]! < WITH_GOLD
    return {
      pairs_correct: column(n, (at) => (hasGold(at) && ease(at) > 0 ? 1 : 0)),
      pairs_predicted: column(n, (at) => ((hasGold(at) ? ease(at) > -NEARLY : ease(at) < -CAREFUL) ? 1 : 0)),
      pairs_gold: column(n, (at) => (hasGold(at) ? 1 : 0)),
    }
  },
}

/** Gold similarities are 0 to 5 in steps of a half. */
const LEVELS = Array.from({ length: 11 }, (_, at) => (at + 0.5) / 11)
const levelOf = (uniform: number) => Math.floor(uniform * LEVELS.length)

/**
 * Gold and prediction are correlated normal numbers, gold cut into eleven levels of equal size. What is correlated are ranks:
 * phi of the prediction, and the middle of the gold's level. E [phi(prediction) | gold] = phi(r g / sqrt(2 - r^2)).
 */
const correlationOf = (skill: number) => Math.tanh(skill)

const spearman: Measure = {
  metric: 'spearman',
  usual: 70,
  mean: tabulated((skill) => {
    const r = correlationOf(skill)
    const slope = r / Math.sqrt(2 - r * r)
    const steps = 2200
    let covariance = 0
    let variance = 0
    for (let at = 0; at < steps; at++) {
      const uniform = (at + 0.5) / steps
      const middle = LEVELS[levelOf(uniform)]! - 0.5
      covariance += (middle * (phi(slope * quantile(uniform)) - 0.5)) / steps
      variance += (middle * middle) / steps
    }
    return (100 * covariance) / Math.sqrt(variance / 12)
  }),
  outcomes(skill, deviation, { normal, first }) {
    const r = correlationOf(skill)
    const rest = Math.sqrt(1 - r * r)
    return {
      predicted: Float64Array.from(deviation, (each, at) => r * normal[at]! + rest * each),
      gold: Float64Array.from(first, (uniform) => levelOf(uniform) / 2),
    }
  },
}

/** Inverse of `phi`, by bisection. */
function quantile(share: number): number {
  return solve(phi, share, -6, 6)
}

/** Where an increasing function has a value. */
export function solve(f: (x: number) => number, value: number, low: number, high: number): number {
  let [below, above] = [low, high]
  for (let step = 0; step < 45; step++) {
    const middle = (below + above) / 2
    if (f(middle) < value) below = middle
    else above = middle
  }
  return (below + above) / 2
}

/** A slow function, from its values 0.01 apart and straight lines between; wrong by less than 0.001 here. */
function tabulated(f: (x: number) => number): (x: number) => number {
  const known = new Map<number, number>()
  const at = (step: number) => {
    const value = known.get(step) ?? f(step / 100)
    known.set(step, value)
    return value
  }
  return (x) => {
    const step = Math.floor(100 * x)
    const share = 100 * x - step
    return (1 - share) * at(step) + share * at(step + 1)
  }
}

export const MEASURES = { accuracy, chunkF1, answerF1, spearman, recall, meanAveragePrecision, miningF1 }
export type MeasureName = keyof typeof MEASURES
