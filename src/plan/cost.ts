import type { Key } from '#kernel'
import { type Architecture, layerParameters } from './architecture.ts'
import type { FeatureSize } from './feature-size.ts'
import type { PlannedPhase } from './phase.ts'
import type { Plan } from './plan.ts'

/** Cost of one phase. */
export interface Cost {
  readonly steps: number | null
  /** Real tokens through the encoder (no padding). */
  readonly tokens: number
  readonly flops: number
  readonly exact: boolean
}

/**
 * Sustained rates in FLOP/s for time estimates; measured rates of this machine come from the store instead.
 * GPU rows: 30 % of the data sheets' dense peak, what a well-fed encoder reaches.
 */
export const DEVICES: Readonly<Record<string, number>> = {
  'NVIDIA H100/H200': 0.3 * 989e12,
  'NVIDIA A100': 0.3 * 312e12,
  'NVIDIA T4 (fp16)': 0.3 * 65e12,
  // Measured: masked-LM of a 3-layer encoder of width 192, 6,000 tokens/s at 10.3 MFLOP each.
  'one CPU core (AVX-512, fp32)': 60e9,
}

/**
 * Cost of every phase that runs on a device, by key.
 * Training: T (6 N + 12 L h s) + 6 T_masked h V FLOPs over T tokens, N non-embedding parameters, s = sum of squared
 * lengths over sum of lengths; a forward pass is a third of that (Kaplan et al. 2020, section 2.1, with attention).
 * Search: 2 h FLOPs for each query and candidate.
 */
export function costs(plan: Plan, sizeOf: (features: Key) => FeatureSize): Map<Key, Cost> {
  const result = new Map<Key, Cost>()
  const featuresOf = new Map<Key, Key>()
  for (const phase of plan.phases) {
    if (phase.operation === 'embed') featuresOf.set(phase.key, phase.inputs.features!)
    const cost = costOf(phase, plan.architecture, sizeOf, featuresOf)
    if (cost !== null) result.set(phase.key, cost)
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
    exact: size.exact,
  }
}

function trainingCost(
  phase: PlannedPhase<'train'>,
  model: Architecture,
  sizeOf: (features: Key) => FeatureSize,
): Cost {
  const { tasks, batch, length, masking, evaluations } = phase.parameters
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
      3 * forward(model, tokens, squares / (epochTokens || 1)) +
      6 * masked * model.hidden * model.vocabulary +
      evaluations * development,
    exact: sizes.every((size) => size.exact),
  }
}

/** FLOPs of a forward pass over `tokens` tokens whose mean attended length is `attended`. */
function forward(model: Architecture, tokens: number, attended: number): number {
  return tokens * (2 * layerParameters(model) + 4 * model.layers * model.hidden * (attended || 0))
}
