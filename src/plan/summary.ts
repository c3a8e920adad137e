import type { Key } from '#kernel'
import { scratchRecipe, stagesOf } from '#study'
import { type Cost, costs } from './cost.ts'
import { type DiskUse, diskUse } from './disk.ts'
import { estimateFeatures, type FeatureSize } from './feature-size.ts'
import type { Keep } from './keep.ts'
import type { PlannedPhase } from './phase.ts'
import type { MaterialFolders } from './pins.ts'
import type { Plan } from './plan.ts'
import { expandTarget, isFineTuned } from './targets.ts'
import { secondsByDevice } from './time.ts'
import { explainPhases, type InStore, type PhaseState } from './why.ts'

/** A plan in numbers: what `polyvia plan --json` prints. */
export interface PlanSummary {
  readonly phases: readonly {
    readonly key: Key
    readonly operation: string
    readonly labels: readonly string[]
    readonly inputs: Readonly<Record<string, Key>>
    readonly state: PhaseState['state']
    readonly because: string | null
    readonly cost: Cost | null
  }[]
  readonly training: {
    /** Trained phases of the graph. */
    readonly trained: number
    /** Trained phases if every arm, seed and target were run on its own. */
    readonly withoutSharing: number
    /** Trained phases that this run would compute. */
    readonly toRun: number
  }
  readonly cells: number
  /** What is measured of encoders on the way of an arm, beside its targets. */
  readonly forgetting: {
    /** Tasks whose text the masked-LM loss is measured on; none: it is not. */
    readonly text: readonly string[]
    readonly languages: number
    /** Encoders whose masked-LM loss is measured. */
    readonly encoders: number
    /** Encoders between two stages, with which sentences are retrieved. */
    readonly betweenStages: number
  }
  readonly toRun: {
    readonly phases: number
    readonly tokens: number
    readonly flops: number
    readonly exact: boolean
    /** Datasets that are neither here nor of a size that the catalogue knows: not counted. */
    readonly unknown: readonly string[]
  }
  /** What this machine lacks: the study can be counted and priced, not run. */
  readonly absent: readonly { readonly name: string; readonly what: string }[]
  readonly overlaps: Plan['overlaps']
  /** Seconds to run what is left with one worker, by device: starting, loading and writing included. */
  readonly seconds: Readonly<Record<string, number>>
  /** Disk that the study takes in the store, by what is kept of it. */
  readonly disk: Readonly<Record<Keep, DiskUse>>
}

interface Known extends InStore {
  /** Size of an artifact in the store, if it is there. */
  readonly storedBytes: (key: Key) => number | undefined
  /** Size of a features artifact in the store, if it is there. */
  readonly featureSize: (key: Key) => FeatureSize | undefined
  /** Seconds that a phase of the store took, if it is there. */
  readonly secondsOf: (key: Key) => number | undefined
  readonly places: MaterialFolders
}

/** Counts, prices and explains a plan. Sizes are exact where features are in the store, else estimated from the text. */
export async function summarizePlan(plan: Plan, known: Known): Promise<PlanSummary> {
  const sizes = new Map<Key, FeatureSize>()
  for (const phase of plan.phases)
    if (phase.operation === 'featurize')
      sizes.set(phase.key, known.featureSize(phase.key) ?? (await estimate(phase, known.places)))
  const priced = costs(plan, (key) => sizes.get(key)!)
  const states = explainPhases(plan, known)
  const phases = plan.phases.map((phase) => {
    const state = states.get(phase.key)!
    return {
      key: phase.key,
      operation: phase.operation,
      labels: phase.labels,
      inputs: phase.inputs,
      state: state.state,
      because: state.state === 'runs' ? state.because : null,
      cost: priced.get(phase.key) ?? null,
    }
  })
  const left = phases.filter(({ state }) => state === 'new' || state === 'runs')
  const prices = left.flatMap((phase) => (phase.cost ? [phase.cost] : []))
  return {
    phases,
    training: {
      ...trainingCounts(plan),
      toRun: left.filter((phase) => phase.operation === 'train').length,
    },
    cells: plan.cells.length,
    forgetting: forgettingCounts(plan),
    toRun: {
      phases: left.length,
      tokens: prices.reduce((sum, cost) => sum + cost.tokens, 0),
      flops: prices.reduce((sum, cost) => sum + cost.flops, 0),
      exact: prices.every((cost) => cost.exact),
      unknown: [...new Set([...sizes.values()].flatMap((size) => size.unknown ?? []))],
    },
    absent: plan.absent.map(({ name, what }) => ({ name, what })),
    overlaps: plan.overlaps,
    disk: diskUse(plan, (key) => sizes.get(key)!, known.storedBytes),
    seconds: secondsByDevice(prices, priced, known.secondsOf),
  }
}

const estimate = ({ local, parameters }: PlannedPhase<'featurize'>, places: MaterialFolders) =>
  estimateFeatures(local.datasets, parameters.maxLength, places.data)

/** Trained phases of the graph, and as many as there would be without sharing. */
export const trainingCounts = (plan: Plan) => ({
  trained: plan.phases.filter((phase) => phase.operation === 'train').length,
  withoutSharing: trainingsWithoutSharing(plan),
})

/** Every arm x seed x target as a chain of its own: the pretraining, the stages, and the target's fine-tunings. */
function trainingsWithoutSharing({ study, tasks, seeds }: Plan): number {
  const recipe = scratchRecipe(study)
  const pretraining = recipe === null ? 0 : 1 + recipe.stages.length
  const own = study.targets.map(expandTarget).map((target) => {
    const { kind, trainFirst } = tasks[target.task]!
    return isFineTuned(kind, target) ? trainFirst.length + 1 : 0
  })
  const fineTunings = own.reduce((sum, each) => sum + each, 0)
  const chains = Object.keys(study.arms).map(
    (arm) => (pretraining + stagesOf(study, arm).length) * own.length + fineTunings,
  )
  return seeds.length * chains.reduce((sum, each) => sum + each, 0)
}

function forgettingCounts({ study, phases, forgetting }: Plan): PlanSummary['forgetting'] {
  const measured = phases.filter(
    (phase): phase is PlannedPhase<'masked-lm-loss'> => phase.operation === 'masked-lm-loss',
  )
  const between = forgetting.encoders.filter(
    ({ arm, stage, retrieval }) => stage < stagesOf(study, arm).length && retrieval.length > 0,
  )
  return {
    text: forgetting.text,
    languages: new Set(measured.map(({ inputs }) => inputs.features)).size,
    encoders: new Set(measured.map(({ inputs }) => inputs.checkpoint)).size,
    betweenStages: between.length,
  }
}
