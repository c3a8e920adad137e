import type { Chance } from '../metric.ts'
import { MAP_DEPTH } from '../metrics/average-precision.ts'

/** What a random order of N candidates, R of them right, gives on average: exact, 0 to 1. */
interface RandomOrder {
  readonly candidates: number
  readonly right: number
}

/** Chance that the first right candidate stands at each rank up to `depth`: of those before it none is right. */
function* firstRight({ candidates, right }: RandomOrder, depth: number): Iterable<number> {
  let noneBefore = right
  for (let left = candidates; left > candidates - Math.min(depth, candidates); left--) {
    yield noneBefore / left
    noneBefore *= Math.max(0, left - right) / left
  }
}

/** Chance that a right candidate is among the first `depth`. */
function recall(order: RandomOrder, depth: number): number {
  if (order.right === 1) return Math.min(depth, order.candidates) / order.candidates
  let sum = 0
  for (const chance of firstRight(order, depth)) sum += chance
  return sum
}

/** Mean of 1 / rank of the first right candidate, of which `depth` are looked at. */
function reciprocalRank(order: RandomOrder, depth: number): number {
  let rank = 0
  let sum = 0
  for (const chance of firstRight(order, depth)) sum += chance / ++rank
  return sum
}

/** Mean average precision at 20: the candidate at rank i is right with R / N, and with it each before with (R - 1) / (N - 1). */
function averagePrecision({ candidates, right }: RandomOrder): number {
  const others = candidates > 1 ? (right - 1) / (candidates - 1) : 0
  let sum = 0
  for (let rank = 1; rank <= Math.min(MAP_DEPTH, candidates); rank++)
    sum += ((right / candidates) * (1 + (rank - 1) * others)) / rank
  return sum / Math.min(right, MAP_DEPTH)
}

/** Chance levels of a retrieval in which query q has `right[q]` right ones among the candidates. */
export class RandomRetrieval {
  private readonly candidates: number
  private readonly queries: number
  /** Right candidates -> queries that have so many. */
  private readonly queriesByRight = new Map<number, number>()

  constructor(candidates: number, right: Iterable<number>) {
    this.candidates = candidates
    let queries = 0
    for (const each of right) {
      this.queriesByRight.set(each, (this.queriesByRight.get(each) ?? 0) + 1)
      queries++
    }
    this.queries = queries
  }

  recall(depth: number): Chance {
    return this.mean((order) => recall(order, depth))
  }

  reciprocalRank(depth: number): Chance {
    return this.mean((order) => reciprocalRank(order, depth))
  }

  averagePrecision(): Chance {
    return this.mean(averagePrecision)
  }

  private mean(expected: (order: RandomOrder) => number): Chance {
    let sum = 0
    for (const [right, queries] of this.queriesByRight)
      sum += queries * expected({ candidates: this.candidates, right })
    return { value: (100 * sum) / this.queries, method: `a random order of ${this.candidates} candidates` }
  }
}
