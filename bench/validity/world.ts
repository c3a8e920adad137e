import type { Cell, Results } from '#compare'
import { metric, type Outcomes, type Score } from '#score'
import { type Chance, chance, expectation } from './chance.ts'
import { MEASURES, type Measure, type MeasureName, solve } from './measures.ts'
import { type Parts, type Structure, TestSet } from './test-set.ts'

/** Ten languages of several families and scripts, with what each is above or below the usual value, in points. */
const LANGUAGES = { en: 8, de: 4, es: 4, ru: 2, ar: -1, hi: -2, th: -3, sw: -6, vi: 1, zh: 1 }
type Language = keyof typeof LANGUAGES

export interface Target extends Structure {
  readonly name: string
  readonly measure: MeasureName
  /** Nothing is fine-tuned for it: the baseline is one and the same model, whatever the seed. */
  readonly untrained?: boolean
  readonly withoutEnglish?: boolean
}

export interface World {
  readonly targets: readonly Target[]
  readonly arms: number
  readonly seeds: number
  /** How many of the ten languages. Default all. */
  readonly languages?: number
  /** Items of a test set in a language. */
  readonly items: number
  /** Standard deviation between training runs of an arm in one language, in points. */
  readonly noise: number
  /** What each arm multiplies the noise by. Default 1 each. */
  readonly noiseOf?: readonly number[]
  /** Share of the variance between runs that all arms of one seed have together. Default 0. */
  readonly sharedSeed?: number
  /** True gain in points of the first arm after the baseline; all others have none. Default 0. */
  readonly gain?: number
  /** Standard deviation between languages of the true gains of every arm, in points. Default 0. */
  readonly gainSpread?: number
}

/** Results with their truth. */
export interface Study {
  readonly results: Results
  readonly mainMetric: Readonly<Record<string, string>>
  /** True gain of an arm over the baseline: its expectation over training runs and items. In points. */
  gain(arm: string, target: string, language: string): number
}

/** Of the variance of ease between items: what everyone finds hard, what one arm does, what one run does. Sums to 1. */
const VARIANCE = {
  everyone: { cluster: 0.15, item: 0.3, cell: 0.3 },
  arm: { cluster: 0.02, item: 0.02, cell: 0.01 },
  run: { cluster: 0.04, item: 0.05, cell: 0.11 },
} satisfies Record<string, Parts>

/**
 * Of the variance between training runs: a good run may be good on all targets, as those share an intermediate stage, on all
 * languages of a target, or in one language. Sums to 1.
 */
const RUN_VARIANCE = { study: 0.3, target: 0.35, language: 0.35 }

const SEED = 1

/** Draws a study. The same names give the same one. */
export function drawStudy(world: World, ...names: string[]): Study {
  const random = chance(SEED, ...names)
  const gains = new Map<string, number>()
  const ofStudy = runEffects(world, RUN_VARIANCE.study, random)
  const cells = world.targets.flatMap((target) => drawTarget(world, target, ofStudy, gains, random))
  return {
    results: {
      arms: armsOf(world),
      baseline: armsOf(world)[0]!,
      targets: world.targets.map(({ name }) => name),
      seeds: seedsOf(world),
      cells,
      missing: [],
    },
    mainMetric: Object.fromEntries(
      world.targets.map(({ name, measure }) => [name, MEASURES[measure].metric]),
    ),
    gain: (...cell) => gains.get(JSON.stringify(cell))!,
  }
}

const armsOf = ({ arms }: World) =>
  Array.from({ length: arms }, (_, at) => (at === 0 ? 'baseline' : `arm-${at}`))
const seedsOf = ({ seeds }: World) => Array.from({ length: seeds }, (_, at) => at + 1)

/** Cells of a target; notes the true gains in `gains`. */
function drawTarget(
  world: World,
  target: Target,
  ofStudy: RunEffects,
  gains: Map<string, number>,
  random: Chance,
): Cell[] {
  const measure = MEASURES[target.measure]
  const languages = (Object.keys(LANGUAGES) as Language[])
    .slice(0, world.languages)
    .filter((code) => !(target.withoutEnglish && code === 'en'))
  const items = new TestSet(target, world.items, languages.length, random)
  const facts = items.facts()
  const everyone = items.effects(VARIANCE.everyone)
  const ofTarget = runEffects(world, RUN_VARIANCE.target, random)
  const ofLanguage = languages.map(() => runEffects(world, RUN_VARIANCE.language, random))
  return armsOf(world).flatMap((arm, a) => {
    const isOneModel = target.untrained === true && a === 0
    const noise = isOneModel ? 0 : world.noise * (world.noiseOf?.[a] ?? 1)
    const ofArm = items.effects(VARIANCE.arm)
    const ofRuns = seedsOf(world).map(() => items.effects(VARIANCE.run))
    return languages.flatMap((language, l) => {
      const gain = a === 0 ? 0 : (a === 1 ? (world.gain ?? 0) : 0) + (world.gainSpread ?? 0) * random.normal()
      gains.set(JSON.stringify([arm, target.name, language]), gain)
      const ease = easeOf(measure, measure.usual + LANGUAGES[language], gain, noise)
      return seedsOf(world).map((seed, s): Cell => {
        const ofRun = ofRuns[isOneModel ? 0 : s]![l]!
        const deviation = ofRun.map((each, at) => each + ofArm[l]![at]! + everyone[l]![at]!)
        const skill = ease(ofStudy[a]![s]! + ofTarget[a]![s]! + ofLanguage[l]![a]![s]!)
        const outcomes = measure.outcomes(skill, deviation, facts[l]!)
        return {
          arm,
          target: target.name,
          language,
          seed,
          run: `${arm} ${isOneModel ? 'as it is' : seed}`,
          score: scoreOf(target, language, outcomes, items.dependence[l]!),
        }
      })
    })
  })
}

/** [arms][seeds]. */
type RunEffects = readonly Float64Array[]

/** Normal effects of the training runs; where a seed is shared, part of them is the same for all arms. */
function runEffects({ arms, seeds, sharedSeed = 0 }: World, variance: number, random: Chance): RunEffects {
  const draw = (part: number) => Float64Array.from({ length: seeds }, () => Math.sqrt(part) * random.normal())
  const ofSeed = draw(variance * sharedSeed)
  return Array.from({ length: arms }, () =>
    draw(variance * (1 - sharedSeed)).map((each, at) => each + ofSeed[at]!),
  )
}

/**
 * Skill of a training run by its luck, which is standard normal over runs, such that runs have `noise` points between them
 * and the mean of the metric over runs is `value + gain` exactly.
 */
function easeOf(measure: Measure, value: number, gain: number, noise: number): (luck: number) => number {
  const usual = solve(measure.mean, value, -4, 4)
  const slope = (measure.mean(usual + 0.05) - measure.mean(usual - 0.05)) / 0.1
  const scale = noise / slope
  const mean = (skill: number) =>
    noise === 0 ? measure.mean(skill) : expectation((luck) => measure.mean(skill + scale * luck))
  const skill = solve(mean, value + gain, usual - 1, usual + 1)
  return (luck) => skill + scale * luck
}

function scoreOf(
  { name, measure }: Target,
  language: string,
  outcomes: Outcomes,
  dependence: NonNullable<Score['dependence']>,
): Score {
  const { metric: id, chanceLevel } = MEASURES[measure]
  return {
    task: name,
    language,
    examples: dependence.item.length,
    metrics: { [id]: metric(id).value(outcomes) },
    chance: chanceLevel === undefined ? {} : { [id]: { value: chanceLevel, method: 'guessing' } },
    outcomes,
    dependence,
  }
}
