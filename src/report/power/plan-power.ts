import { detectableDifference, LEVEL, type Pair, type PlannedTest, POWER, seedsToDetect } from '#compare'
import { expandTarget, isFineTuned, type Plan, targetTask } from '#plan'
import { stagesOf } from '#study'
import { pairsOf } from '../declared.ts'
import { type KnownNoise, nearest, type Origin, spreadOf, targetsOf, type WantedTarget } from './sources.ts'

/** What a study can detect, before it has run: what `polyvia plan --json` prints as `power`. */
export interface PlannedPower {
  readonly seeds: number
  /** Pairs of arms that are compared. */
  readonly pairs: number
  /** Chance with which a difference of the detectable size is found. */
  readonly power: number
  /** Mean over the targets; null where there is only one. */
  readonly mean: DetectableOn | null
  readonly targets: readonly (DetectableOn & { readonly target: string })[]
  /** Made-up noise, on one target, for want of noise that was measured; empty where there is enough of that. */
  readonly assumed: readonly (Detected & { readonly runs: number })[]
}

interface Detected {
  /** Size of a true difference that is found with that chance, in the unit of the metric; null with one seed. */
  readonly detectable: number | null
  /** Null where a hundred would not find 1 point. */
  readonly seedsForOnePoint: number | null
}

export interface DetectableOn {
  /** Null where no finished study in the store tells it. */
  readonly noise: MeasuredNoise | null
  /** With this noise; null without. */
  readonly detected: Detected | null
}

interface MeasuredNoise extends Origin {
  /** Standard deviation of the number of one run. */
  readonly runs: number
  /** Part of it that a seed does to all arms alike, which cancels between two that were trained. */
  readonly shared: number
  /** Standard error of a difference over other test examples. */
  readonly examples: number
}

/** Arms and seeds of a comparison of the study, and its family. */
interface Design extends Pick<PlannedTest, 'arms' | 'seeds' | 'tests'> {
  /** How many arms are trained in its pairs: the least favourable pair counts. */
  readonly kinds: readonly PlannedTest['trained'][]
}

const ASSUMED = [0.3, 0.7, 1.5]

/** Null where a study compares nothing. */
export function planPower(plan: Plan, known: KnownNoise): PlannedPower | null {
  const pairs = pairsOf(plan.study, { arms: Object.keys(plan.study.arms), baseline: plan.baseline })
  if (pairs.length === 0) return null
  const wanted = targetsOf(plan)
  const design = (targets: readonly WantedTarget[], tests: number) => designOf(plan, pairs, targets, tests)
  const targets = wanted.map((target) => {
    const ofTarget = design([target], pairs.length * wanted.length)
    return { target: target.task, design: ofTarget, ...detectedOn(ofTarget, [target], plan, known) }
  })
  const unknown = targets.find(({ noise }) => noise === null)
  return {
    seeds: plan.seeds.length,
    pairs: pairs.length,
    power: POWER,
    mean: wanted.length < 2 ? null : detectedOn(design(wanted, pairs.length), wanted, plan, known),
    targets: targets.map(({ design: _, ...target }) => target),
    assumed:
      unknown === undefined
        ? []
        : ASSUMED.map((runs) => ({
            runs,
            ...detect(unknown.design, { own: runs ** 2, shared: 0 }, { variance: 0, df: 1 }),
          })),
  }
}

function designOf(
  { study, tasks, seeds }: Plan,
  pairs: readonly Pair[],
  targets: readonly WantedTarget[],
  tests: number,
): Design {
  const fineTuned = study.targets
    .filter((target) => targets.some(({ task }) => task === targetTask(target)))
    .some((target) => isFineTuned(tasks[targetTask(target)]!.kind, expandTarget(target)))
  const isTrained = (arm: string) => fineTuned || stagesOf(study, arm).length > 0
  const trainedIn = ({ arm, against }: Pair) =>
    [arm, against].filter(isTrained).length as PlannedTest['trained']
  return {
    arms: Object.keys(study.arms).filter(isTrained).length,
    seeds: seeds.length,
    tests,
    kinds: [...new Set(pairs.map(trainedIn))],
  }
}

function detectedOn(
  design: Design,
  targets: readonly WantedTarget[],
  plan: Plan,
  known: KnownNoise,
): DetectableOn {
  const source = nearest(targets, plan, known)
  if (source === null) return { noise: null, detected: null }
  const { noise, origin } = source
  const spread = spreadOf(noise)
  return {
    noise: {
      ...origin,
      runs: Math.sqrt(spread.own + spread.shared),
      shared: Math.sqrt(spread.shared),
      examples: Math.sqrt(noise.examples.variance),
    },
    detected: detect(design, spread, noise.examples),
  }
}

function detect(
  { kinds, ...design }: Design,
  runs: PlannedTest['runs'],
  examples: PlannedTest['examples'],
): Detected {
  const tests = kinds.map((trained): PlannedTest => ({ ...design, trained, runs, examples, level: LEVEL }))
  return {
    detectable: largest(tests.map(detectableDifference)),
    seedsForOnePoint: largest(tests.map((test) => seedsToDetect(1, test))),
  }
}

const largest = (values: readonly (number | null)[]): number | null =>
  values.includes(null) ? null : Math.max(...(values as number[]))
