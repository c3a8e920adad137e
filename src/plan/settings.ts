import { encoderType, type TaskEntry } from '#catalog'
import type { Training } from '#study'
import type { Architecture } from './architecture.ts'
import { type Lengths, settleLengths } from './lengths.ts'
import { BatchingError, FreezeError } from './model-errors.ts'
import type { Computing } from './train-parameters.ts'
import { DEFAULTS, learningRateOf, type Setting } from './training-defaults.ts'

/** Everything that decides how one phase trains, none left open. */
export interface TrainSettings extends Lengths {
  readonly learningRate: Setting<number>
  readonly batch: Setting<{ readonly items: number } | { readonly tokens: number }>
  readonly length: Setting<{ readonly epochs: number } | { readonly steps: number }>
  readonly warmup: Setting<number>
  readonly decay: Setting<'linear' | 'cosine' | 'constant'>
  readonly weightDecay: Setting<number>
  readonly clipNorm: Setting<number>
  readonly adamBeta1: Setting<number>
  readonly adamBeta2: Setting<number>
  readonly adamEpsilon: Setting<number>
  /** Lowest layers that are not trained, 0 = the embeddings alone; null = everything is trained. */
  readonly freeze: Setting<number | null>
  readonly dropout: Setting<number | null>
  readonly headInitializerRange: Setting<number>
  readonly evaluations: Setting<number>
  readonly developmentLimit: Setting<number | null>
  readonly limit: Setting<number | null>
  readonly maskProbability: Setting<number>
  /** Mask, another token, unchanged. */
  readonly maskReplacement: Setting<readonly [number, number, number]>
  readonly precision: Setting<'auto' | 'fp32' | 'bf16'>
  readonly batching: Setting<'packed' | 'padded'>
  readonly maxTokens: Setting<number>
}

const ALL = { value: null, source: 'Polyvia: all examples' }

/**
 * Settles every training setting. Precedence: the stage's or target's own `training`, the study's `training`, the
 * task's defaults, Polyvia's; a task's learning rate only for encoders of the size that it was chosen for. With several
 * tasks the smallest learning rate and batch of the tasks are taken.
 * @throws ModelLengthError where the study asks for more tokens than the model takes, BatchingError for packed rows
 * where it does not take them, FreezeError where it asks that no layer is trained.
 */
export function settleTraining(
  tasks: readonly TaskEntry[],
  own: Training | undefined,
  study: Training,
  model: Architecture,
): TrainSettings {
  const given = <K extends keyof Training>(name: K): Setting<NonNullable<Training[K]>> | undefined => {
    const [value, source] =
      own?.[name] !== undefined ? [own[name], 'this stage or target'] : [study[name], 'training of the study']
    return value === undefined ? undefined : { value: value as NonNullable<Training[K]>, source }
  }
  const plain = <K extends keyof typeof DEFAULTS>(name: K): Setting<NonNullable<Training[K]>> =>
    given(name) ?? DEFAULTS[name]
  const smallest = (of: (task: TaskEntry) => Setting<number>): Setting<number> =>
    tasks.map(of).reduce((least, each) => (each.value < least.value ? each : least))
  const byTask =
    (name: 'batchSize' | 'epochs') =>
    (task: TaskEntry): Setting<number> => ({
      value: task.defaults[name].value,
      source: `${task.id}: ${task.defaults[name].source}`,
    })
  // A stage's own batch or length displaces the study's other form of it.
  const tokens = own?.batchSize === undefined ? given('batchTokens') : undefined
  const steps = own?.epochs === undefined ? given('steps') : undefined
  const items = given('batchSize') ?? smallest(byTask('batchSize'))
  const epochs = given('epochs') ?? smallest(byTask('epochs'))
  return {
    ...settleLengths(tasks, given, model.maxLength),
    learningRate: given('learningRate') ?? smallest((task) => learningRateOf(task, model)),
    batch: tokens
      ? { value: { tokens: tokens.value }, source: tokens.source }
      : { value: { items: items.value }, source: items.source },
    length: steps
      ? { value: { steps: steps.value }, source: steps.source }
      : { value: { epochs: epochs.value }, source: epochs.source },
    warmup: plain('warmup'),
    decay: plain('decay'),
    weightDecay: plain('weightDecay'),
    clipNorm: plain('clipNorm'),
    adamBeta1: plain('adamBeta1'),
    adamBeta2: plain('adamBeta2'),
    adamEpsilon: plain('adamEpsilon'),
    freeze: settleFreeze(own, study, model.layers),
    dropout: settleDropout(own, study),
    headInitializerRange: given('headInitializerRange') ?? {
      value: model.initializerRange,
      source: 'that of the encoder, as transformers does',
    },
    evaluations: plain('evaluations'),
    developmentLimit: given('developmentLimit') ?? ALL,
    limit: given('limit') ?? ALL,
    maskProbability: plain('maskProbability'),
    maskReplacement: plain('maskReplacement'),
    precision: plain('precision'),
    batching: settleBatching(given('batching'), model.modelType),
    maxTokens: plain('maxTokens'),
  }
}

/** `settleTraining` that answers the same question once: runs of a study differ in their seed alone. */
export type Settler = typeof settleTraining

export function newSettler(): Settler {
  const byModel = new Map<Architecture, Map<string, TrainSettings>>()
  return (tasks, own, study, model) => {
    const known = byModel.get(model) ?? new Map<string, TrainSettings>()
    byModel.set(model, known)
    const asked = JSON.stringify([tasks.map(({ id }) => id), own, study])
    const settings = known.get(asked) ?? settleTraining(tasks, own, study, model)
    known.set(asked, settings)
    return settings
  }
}

/** Of settings where null is a wish too, which overrules what the study says. */
function nullable<K extends 'dropout' | 'freeze'>(
  name: K,
  own: Training | undefined,
  study: Training,
): Setting<NonNullable<Training[K]> | null> | undefined {
  const [value, source] =
    own?.[name] !== undefined ? [own[name], 'this stage or target'] : [study[name], 'training of the study']
  return value === undefined ? undefined : { value: value as NonNullable<Training[K]> | null, source }
}

const settleDropout = (own: Training | undefined, study: Training): Setting<number | null> =>
  nullable('dropout', own, study) ?? { value: null, source: 'as the model is configured' }

function settleFreeze(own: Training | undefined, study: Training, layers: number): Setting<number | null> {
  const asked = nullable('freeze', own, study)
  if (asked === undefined) return { value: null, source: 'Polyvia: everything is trained' }
  const value = asked.value === 'embeddings' ? 0 : asked.value
  if (value !== null && value >= layers) throw new FreezeError(value, asked.source, layers)
  return { value, source: asked.source }
}

function settleBatching(
  asked: Setting<'packed' | 'padded'> | undefined,
  modelType: string,
): TrainSettings['batching'] {
  const packs = encoderType(modelType)?.packs ?? false
  if (asked?.value === 'packed' && !packs) throw new BatchingError(modelType, asked.source)
  return (
    asked ?? {
      value: packs ? 'packed' : 'padded',
      source: `the engine: ${modelType} ${packs ? 'takes' : 'does not take'} packed rows`,
    }
  )
}

/** How the encoder is run, as it enters the key. */
export const computingOf = ({ precision, batching, maxTokens }: TrainSettings): Computing => ({
  precision: precision.value,
  batching: batching.value,
  maxTokens: maxTokens.value,
})
