import type { TaskEntry } from '#catalog'
import type { Training } from '#study'
import { ModelLengthError } from './errors.ts'

/** A value of a study with where it comes from: the study file, or the source of a default. */
export interface Setting<T> {
  readonly value: T
  readonly source: string
}

/** Everything that decides how one phase trains, none left open. */
export interface TrainSettings {
  readonly learningRate: Setting<number>
  readonly batch: Setting<{ readonly items: number } | { readonly tokens: number }>
  readonly length: Setting<{ readonly epochs: number } | { readonly steps: number }>
  readonly maxLength: Readonly<Record<string, Setting<number>>>
  /** passage-retrieval alone. */
  readonly queryLength: Readonly<Record<string, Setting<number>>>
  readonly warmup: Setting<number>
  readonly weightDecay: Setting<number>
  readonly clipNorm: Setting<number>
  readonly dropout: Setting<number | null>
  readonly evaluations: Setting<number>
  readonly limit: Setting<number | null>
  readonly maskProbability: Setting<number>
  readonly precision: Setting<'fp32' | 'bf16'>
}

const JIANT = 'XTREME scripts of jiant, the code of Phang et al. 2020'

/**
 * Settles every training setting. Precedence: the stage's or target's own `training`, the study's `training`, the
 * task's defaults, Polyvia's. With several tasks the smallest learning rate and batch of the tasks are taken.
 * @param longest Most tokens that the model takes: defaults are cut to it.
 * @throws ModelLengthError where the study asks for more.
 */
export function settleTraining(
  tasks: readonly TaskEntry[],
  own: Training | undefined,
  study: Training,
  longest: number,
): TrainSettings {
  const given = <K extends keyof Training>(name: K): Setting<NonNullable<Training[K]>> | undefined => {
    const at =
      own?.[name] !== undefined
        ? 'this stage or target'
        : study[name] !== undefined
          ? 'training of the study'
          : undefined
    return at === undefined
      ? undefined
      : { value: (own?.[name] ?? study[name]) as NonNullable<Training[K]>, source: at }
  }
  const smallest = (name: 'learningRate' | 'batchSize' | 'epochs'): Setting<number> =>
    tasks
      .map((task) => ({
        value: task.defaults[name].value,
        source: `${task.id}: ${task.defaults[name].source}`,
      }))
      .reduce((least, each) => (each.value < least.value ? each : least))
  const dropout: Setting<number | null> =
    own && 'dropout' in own
      ? { value: own.dropout ?? null, source: 'this stage or target' }
      : 'dropout' in study
        ? { value: study.dropout ?? null, source: 'training of the study' }
        : { value: null, source: 'as the model is configured' }
  const asked = given('maxLength')
  if (asked !== undefined && asked.value > longest) throw new ModelLengthError(asked, longest)
  // A stage's own batch or length displaces the study's other form of it.
  const tokens = own?.batchSize === undefined ? given('batchTokens') : undefined
  const steps = own?.epochs === undefined ? given('steps') : undefined
  const items = given('batchSize') ?? smallest('batchSize')
  const epochs = given('epochs') ?? smallest('epochs')
  return {
    learningRate: given('learningRate') ?? smallest('learningRate'),
    batch: tokens
      ? { value: { tokens: tokens.value }, source: tokens.source }
      : { value: { items: items.value }, source: items.source },
    length: steps
      ? { value: { steps: steps.value }, source: steps.source }
      : { value: { epochs: epochs.value }, source: epochs.source },
    maxLength: Object.fromEntries(
      tasks.map((task) => [
        task.id,
        asked ?? {
          value: Math.min(task.defaults.maxLength.value, longest),
          source: `${task.id}: ${task.defaults.maxLength.source}${task.defaults.maxLength.value > longest ? `; cut to the ${longest} tokens that the model takes` : ''}`,
        },
      ]),
    ),
    queryLength: Object.fromEntries(
      tasks.flatMap(({ id, defaults: { queryLength } }) => {
        const setting =
          given('queryLength') ??
          (queryLength && {
            value: Math.min(queryLength.value, asked?.value ?? longest),
            source: `${id}: ${queryLength.source}; not above maxLength`,
          })
        return setting === undefined ? [] : [[id, setting]]
      }),
    ),
    warmup: given('warmup') ?? { value: 0.1, source: `${JIANT}: warmup_steps_proportion 0.1` },
    weightDecay: given('weightDecay') ?? { value: 0.01, source: `${JIANT}: 0.01 except bias and LayerNorm` },
    clipNorm: given('clipNorm') ?? { value: 1, source: `${JIANT}: gradient norm clip 1.0` },
    dropout,
    evaluations: given('evaluations') ?? {
      value: 4,
      source: 'Polyvia: four points of the run, best English development score kept',
    },
    limit: given('limit') ?? { value: null, source: 'Polyvia: all examples' },
    maskProbability: given('maskProbability') ?? {
      value: 0.15,
      source: 'Devlin et al. 2019, section 3.1; Conneau et al. 2020',
    },
    precision: given('precision') ?? {
      value: 'bf16',
      source: 'Polyvia: bf16 autocast, fp32 weights and optimiser; fp32 is the reference',
    },
  }
}
