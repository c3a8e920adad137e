import type { Key } from '#kernel'
import { type Architecture, parameterCount } from './architecture.ts'
import type { FeatureSize } from './feature-size.ts'
import { buildGraph, demandOf, spentOf } from './graph.ts'
import { type Keep, Keep as keeps, lastingFiles } from './keep.ts'
import type { PlannedPhase } from './phase.ts'
import type { Plan } from './plan.ts'

/** Bytes that artifacts of a study take on the disk, under one policy. */
export interface DiskUse {
  /** Most at any time of a run, the state of its trainings included. */
  readonly peak: number
  /** When the run is over. */
  readonly left: number
}

/** What a tokenizer takes, for a piece of its vocabulary: XLM-R's 250,000 take 17 MB. */
const PIECE_BYTES = 70
/** What a score takes for an example: outcomes and places. */
const SCORED_BYTES = 40
/** fp32 */
const VALUE_BYTES = 4
/** Weights and two moments, of the last state and of the one that is written; the best weights, of then and of now. */
const STATE_WEIGHTS = 3 + 3 + 2

/**
 * Disk that a study takes until it is complete, by policy: what is in the store of it already at its size there, the rest
 * estimated from the architecture and the sizes of features. One phase at a time: each further worker adds the state of
 * a training.
 */
export function diskUse(
  plan: Plan,
  sizeOf: (features: Key) => FeatureSize,
  storedBytes: (key: Key) => number | undefined,
): Record<Keep, DiskUse> {
  const bytes = new Map<Key, number>()
  const featuresOf = new Map<Key, Key>()
  for (const phase of plan.phases) {
    if (phase.operation === 'embed') featuresOf.set(phase.key, phase.inputs.features!)
    bytes.set(phase.key, storedBytes(phase.key) ?? estimate(phase, plan.architecture, sizeOf, featuresOf))
  }
  const has = (key: Key) => storedBytes(key) !== undefined
  return Object.fromEntries(keeps.options.map((keep) => [keep, walk(plan, keep, bytes, has)])) as Record<
    Keep,
    DiskUse
  >
}

/** Runs the plan in thought, in the order in which a run that spares the disk goes. */
function walk(
  { phases, architecture }: Plan,
  keep: Keep,
  bytes: ReadonlyMap<Key, number>,
  has: (key: Key) => boolean,
): DiskUse {
  const graph = buildGraph(phases)
  const toRun = new Set(demandOf(graph, has).run)
  const there = new Set([...graph.phases.keys()].filter(has))
  const total = () => [...there].reduce((sum, key) => sum + bytes.get(key)!, 0)
  let held = total()
  const drop = (candidates: Iterable<Key>) => {
    for (const key of candidates) {
      if (lastingFiles(graph.phases.get(key)!.operation, keep) === null || !there.delete(key)) continue
      held -= bytes.get(key)!
    }
  }
  const isToRun = (key: Key) => toRun.has(key)
  drop(spentOf(graph, (key) => there.has(key), isToRun))
  let peak = held
  const state = STATE_WEIGHTS * VALUE_BYTES * parameterCount(architecture)
  for (const { key, operation } of phases) {
    if (!toRun.has(key)) continue
    held += bytes.get(key)!
    there.add(key)
    peak = Math.max(peak, held + (operation === 'train' ? state : 0))
    toRun.delete(key)
    drop(graph.inputsOf.get(key)!.filter((input) => !graph.dependentsOf.get(input)!.some(isToRun)))
  }
  return { peak, left: held }
}

/** Bytes of one artifact. */
function estimate(
  phase: PlannedPhase,
  model: Architecture,
  sizeOf: (features: Key) => FeatureSize,
  featuresOf: ReadonlyMap<Key, Key>,
): number {
  const items = (key: Key | undefined) => sizeOf(key!).items
  switch (phase.operation) {
    case 'initialize':
    case 'train':
      // Tokenizers are shared.
      return VALUE_BYTES * parameterCount(model)
    case 'tokenizer':
      return PIECE_BYTES * model.vocabulary
    case 'featurize':
      return VALUE_BYTES * (2 * sizeOf(phase.key).tokens + 4 * sizeOf(phase.key).items)
    case 'embed': {
      const outputs = phase.parameters.outputs === 'selected' ? 1 : phase.parameters.outputs.length
      return VALUE_BYTES * outputs * items(phase.inputs.features) * model.hidden
    }
    case 'predict':
      return 2 * VALUE_BYTES * items(phase.inputs.features)
    case 'neighbours': {
      const [queries, candidates] = [phase.inputs.queries!, phase.inputs.candidates!].map((embedded) =>
        items(featuresOf.get(embedded)),
      )
      const rows = queries! + (phase.parameters.backward ? candidates! : 0)
      return 2 * VALUE_BYTES * phase.parameters.k * rows
    }
    case 'score': {
      const read = phase.inputs.features
      return read === undefined ? 0 : SCORED_BYTES * items(read)
    }
    case 'masked-lm-loss':
      return VALUE_BYTES * sizeOf(phase.inputs.features!).tokens * phase.parameters.masking.probability
    case 'select':
    case 'overlap':
      return 0
  }
}
