import { type RandomStream, randomStream } from '#kernel'
import { MOST_SEEDS, POWER } from './power.ts'
import { NO_NOISE, type RunSpread, runNoise, type Squares } from './run-noise.ts'
import { tQuantile } from './student.ts'
import { type Uncertainty, uncertaintyOfBoth } from './uncertainty.ts'

/** A comparison of two arms that has not been made, and the chance it would meet. */
export interface PlannedTest {
  /** Trained arms of the study. */
  readonly arms: number
  readonly seeds: number
  /** Those of the two that are trained. */
  readonly trained: 0 | 1 | 2
  readonly runs: RunSpread
  /** Of the difference over other test examples, which more seeds do not lessen. */
  readonly examples: Uncertainty
  /** That it is adjusted among, by Holm. */
  readonly tests: number
  /** Of the interval, such as 0.95. */
  readonly level: number
}

/** Standard error of a power of 80 %: 1.3 %. */
const STUDIES = 1000

/**
 * Size of a true difference whose test would be significant with a chance of 80 %; null with one seed, which tests nothing.
 *
 * @remarks The test itself is run on 1,000 simulated studies: it takes the larger of two variances, so that formulas for one
 * variance promise 80 % where it finds 50 to 75 % with few seeds. Drawn are sums of squares, as normal runs have them.
 */
export function detectableDifference(test: PlannedTest): number | null {
  if (test.seeds < 2) return null
  const random = randomStream(1, 'detectable difference')
  const least = Float64Array.from({ length: STUDIES }, () => leastSignificant(test, random)).sort()
  return least[Math.ceil(POWER * STUDIES) - 1]!
}

/** The smallest true difference that would be significant in one simulated study. */
function leastSignificant(test: PlannedTest, random: RandomStream): number {
  const { seeds, trained, runs, examples, tests, level } = test
  const ofRuns = [0, runs.own + runs.shared, 2 * runs.own][trained]! / seeds
  const chance = Math.sqrt(ofRuns + examples.variance) * normal(random)
  const noise = trained === 0 ? NO_NOISE : runNoise(trained, drawSquares(test, random))
  const { variance, df } = uncertaintyOfBoth(noise, seeds, examples)
  if (variance === 0) return -chance
  return tQuantile(1 - (1 - level) / tests / 2, df) * Math.sqrt(variance) - chance
}

/**
 * Of a study whose runs are normal. The difference of two arms is one of the arms - 1 independent contrasts of the residual.
 * One arm is the mean of all (the part between seeds) and its own residual, which is such a contrast too; the sums of squares
 * and products of the two are drawn by Bartlett's decomposition of a Wishart matrix.
 */
function drawSquares({ arms, seeds, trained, runs }: PlannedTest, random: RandomStream): Squares {
  const df = seeds - 1
  const others = runs.own * chiSquared(Math.max(0, arms - 2) * df, random)
  if (trained !== 1) {
    const residual = runs.own * chiSquared(df, random)
    return { arms, seeds, residual: residual + others, between: 0, own: 2 * residual }
  }
  const ofMean = Math.sqrt(runs.shared + runs.own / arms)
  const ofRest = Math.sqrt((runs.own * (arms - 1)) / arms)
  const root = Math.sqrt(chiSquared(df, random))
  const product = normal(random)
  const rest = product ** 2 + chiSquared(df - 1, random)
  return {
    arms,
    seeds,
    residual: runs.own * rest + others,
    between: arms * (ofMean * root) ** 2,
    own: (ofMean * root) ** 2 + ofRest ** 2 * rest + 2 * ofMean * ofRest * root * product,
  }
}

/** Box and Muller 1958. */
const normal = (random: RandomStream): number =>
  Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform())

/** A sum of `df` squares of normal numbers: from 3 on by Marsaglia and Tsang 2000, A simple method for generating gamma variables. */
function chiSquared(df: number, random: RandomStream): number {
  if (df < 3)
    return Array.from({ length: df }, () => normal(random) ** 2).reduce((sum, each) => sum + each, 0)
  const d = df / 2 - 1 / 3
  for (;;) {
    const x = normal(random)
    const v = (1 + x / Math.sqrt(9 * d)) ** 3
    if (v > 0 && Math.log(1 - random.uniform()) < x ** 2 / 2 + d - d * v + d * Math.log(v)) return 2 * d * v
  }
}

/** Fewest seeds with which a difference of `size` would be significant with a chance of 80 %; null where a hundred would not do. */
export function seedsToDetect(size: number, test: PlannedTest): number | null {
  const finds = (seeds: number) => detectableDifference({ ...test, seeds })! <= size
  let few = 1
  let enough = 2
  while (!finds(enough)) {
    if (enough === MOST_SEEDS) return null
    few = enough
    enough = Math.min(2 * enough, MOST_SEEDS)
  }
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2)
    if (finds(middle)) enough = middle
    else few = middle
  }
  return enough
}
