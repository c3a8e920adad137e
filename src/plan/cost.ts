import type { Key } from '#kernel'
import { type Architecture, layerParameters, parameterCount } from './architecture.ts'
import type { FeatureSize } from './feature-size.ts'
import type { PlannedPhase } from './phase.ts'
import type { Plan } from './plan.ts'

/** Cost of one phase. */
export interface Cost {
  readonly steps: number | null
  /** Real tokens through the encoder (no padding). */
  readonly tokens: number
  readonly flops: number
  /** Bytes of weights, gradients and moments that the optimiser moves through memory. */
  readonly moved: number
  /** Bytes of weights that are read from the disk or written to it. */
  readonly stored: number
  readonly exact: boolean
}

/**
 * Cost of every phase that runs on a device, by key.
 * Training: T (6 N + 12 L h s) + 6 T_masked h V FLOPs over T tokens, N non-embedding parameters, s = sum of squared
 * lengths over sum of lengths; a forward pass is a third of that (Kaplan et al. 2020, section 2.1, with attention). Frozen
 * layers have a forward pass only, a frozen word embedding no gradient as decoder of masked-LM.
 * Search: 2 h FLOPs for each query and candidate. Development data count as predicted at every evaluation.
 */
export function costs(plan: Plan, sizeOf: (features: Key) => FeatureSize): Map<Key, Cost> {
  const result = new Map<Key, Cost>()
  const featuresOf = new Map<Key, Key>()
  const loaded = new Set<Key>()
  for (const phase of plan.phases) {
    if (phase.operation === 'embed') featuresOf.set(phase.key, phase.inputs.features!)
    const cost = costOf(phase, plan.architecture, sizeOf, featuresOf)
    if (cost === null) continue
    // A worker keeps the checkpoint that it has open for the phases after, and these are run one after the other.
    const { checkpoint } = phase.inputs as { readonly checkpoint?: Key }
    const again = phase.operation !== 'train' && (checkpoint === undefined || loaded.has(checkpoint))
    if (checkpoint !== undefined && phase.operation !== 'train') loaded.add(checkpoint)
    result.set(phase.key, again ? { ...cost, stored: 0 } : cost)
  }
  return result
}

function costOf(
  phase: PlannedPhase,
  model: Architecture,
  sizeOf: (features: Key) => FeatureSize,
  featuresOf: ReadonlyMap<Key, Key>,
): Cost | null {
  if (phase.operation === 'train') return trainingCost(phase, model, sizeOf)
  if (phase.operation === 'neighbours') {
    const [queries, candidates] = [phase.inputs.queries!, phase.inputs.candidates!].map((embedded) =>
      sizeOf(featuresOf.get(embedded)!),
    )
    return {
      steps: null,
      tokens: 0,
      flops: 2 * queries!.items * candidates!.items * model.hidden,
      moved: 0,
      stored: 0,
      exact: queries!.exact && candidates!.exact,
    }
  }
  if (phase.operation !== 'predict' && phase.operation !== 'embed' && phase.operation !== 'masked-lm-loss')
    return null
  const size = sizeOf(phase.inputs.features!)
  const masked = phase.operation === 'masked-lm-loss' ? size.tokens * phase.parameters.masking.probability : 0
  return {
    steps: null,
    tokens: size.tokens,
    flops:
      forward(model, size.tokens, size.squares / size.tokens) + 2 * masked * model.hidden * model.vocabulary,
    moved: 0,
    stored: weightBytes(model),
    exact: size.exact,
  }
}

function trainingCost(
  phase: PlannedPhase<'train'>,
  model: Architecture,
  sizeOf: (features: Key) => FeatureSize,
): Cost {
  const { tasks, batch, length, masking, evaluations, freeze } = phase.parameters
  const sizes = tasks.map((_, at) => sizeOf(phase.inputs[`features${at}`]!))
  const items = sizes.reduce((sum, size) => sum + size.items, 0)
  const epochTokens = sizes.reduce((sum, size) => sum + size.tokens, 0)
  const squares = sizes.reduce((sum, size) => sum + size.squares, 0)
  const perStep = 'items' in batch ? (items === 0 ? 0 : (batch.items * epochTokens) / items) : batch.tokens
  const steps =
    'steps' in length ? length.steps : Math.max(1, Math.ceil((length.epochs * epochTokens) / (perStep || 1)))
  const tokens = Math.round(steps * perStep)
  const masked = masking === null ? 0 : tokens * masking.probability
  const development = tasks
    .flatMap((task, at) => (task.development ? [sizeOf(phase.inputs[`development${at}`]!)] : []))
    .reduce((sum, size) => sum + forward(model, size.tokens, size.squares / size.tokens), 0)
  return {
    steps,
    tokens,
    flops:
      (3 - (2 * (freeze ?? 0)) / model.layers) * forward(model, tokens, squares / (epochTokens || 1)) +
      (freeze === null ? 6 : 4) * masked * model.hidden * model.vocabulary +
      evaluations * development,
    moved:
      steps * MOVED_BY_ADAMW * trainedParameters(model, masking === null ? epochTokens : Infinity, freeze),
    // Opened, then written as the best so far at every evaluation, and in the end.
    stored: weightBytes(model) * (2 + (development > 0 ? evaluations : 0)),
    exact: sizes.every((size) => size.exact),
  }
}

/** Of each parameter a step of AdamW reads gradient, weight and two moments, and writes all but the gradient, in fp32. */
const MOVED_BY_ADAMW = 7 * 4

/**
 * Those of the layers, and of the embeddings the rows that are read: all with masked-LM, whose head is tied to them. What
 * is frozen counts for nothing.
 */
const trainedParameters = (model: Architecture, tokens: number, freeze: number | null): number =>
  freeze === null
    ? layerParameters(model) + model.hidden * (Math.min(model.vocabulary, tokens) + model.maxLength)
    : (layerParameters(model) * (model.layers - freeze)) / model.layers

const weightBytes = (model: Architecture) => 4 * parameterCount(model)

/** FLOPs of a forward pass over `tokens` tokens whose mean attended length is `attended`. */
function forward(model: Architecture, tokens: number, attended: number): number {
  return tokens * (2 * layerParameters(model) + 4 * model.layers * model.hidden * (attended || 0))
}
