import { kinds, type TaskKind } from '#catalog'
import type { Key } from '#kernel'
import type { Training } from '#study'
import type { Checkpoint, Encoder } from './checkpoint.ts'
import type { Draft, Run } from './draft.ts'
import { planFeatures } from './featurize.ts'
import type { Operations } from './operations.ts'
import type { PlannedTraining } from './plan.ts'
import type { TrainSettings } from './settings.ts'
import { dualEncoderOf, haveOneHead, selectionMetric, type TrainedStage } from './stages.ts'
import { stageData, stageTasks, type TrainData } from './train-data.ts'
import { settledParameters, type TrainParameters, type TrainTask } from './train-parameters.ts'

/** All of a training but the weights that it starts from and its seed. */
export interface TrainingRecipe {
  /** How it is called: the pretraining of a scratch model by its kind, any other stage by its tasks. */
  readonly name: { readonly kind: TaskKind; readonly tasks: string }
  readonly settings: TrainSettings
  readonly features: Omit<Operations['train']['inputs'], 'checkpoint'>
  readonly parameters: Omit<TrainParameters, 'seed'>
  readonly local: Operations['train']['local']
}

/** One trained phase: an intermediate stage, a target's fine-tuning, or the pretraining of a scratch model. */
export async function planTraining(
  draft: Draft,
  from: Checkpoint,
  stage: TrainedStage,
  { arm, seed, trainingSeed }: Run,
  step: PlannedTraining['step'],
  defaults: Training = draft.study.training,
): Promise<Checkpoint> {
  const asked = JSON.stringify([stage, defaults])
  const made = draft.recipes.get(asked) ?? recipeOf(draft, from.encoder, stage, defaults)
  draft.recipes.set(asked, made)
  const { name, settings, features, parameters, local } = await made
  const title = 'target' in step ? step.target : step.stage === 0 ? name.kind : name.tasks
  const key = draft.phases.add(
    {
      operation: 'train',
      inputs: { checkpoint: from.key, ...features },
      parameters: { ...parameters, seed: trainingSeed },
      local,
    },
    `${arm} › ${title}, seed ${seed}${trainingSeed === seed ? '' : ` (replicate: ${trainingSeed})`}`,
  )
  draft.trainings.push({ arm, seed, step, key, settings })
  const { maskedLmHead } = from
  return {
    key,
    encoder: from.encoder,
    maskedLmHead:
      parameters.masking === null ? maskedLmHead : { of: key, isNew: maskedLmHead.of !== from.key },
  }
}

async function recipeOf(
  draft: Draft,
  encoder: Encoder,
  stage: TrainedStage,
  defaults: Training,
): Promise<TrainingRecipe> {
  const settings = draft.settle(stageTasks(draft, stage), stage.training, defaults, encoder.architecture)
  const data = await stageData(draft, stage, settings, defaults)
  return {
    name: { kind: data[0]!.entry.kind, tasks: stage.tasks.join(' + ') },
    settings,
    features: featuresOf(draft, encoder, data, settings),
    parameters: {
      ...trainedTasks(data, stage.heads),
      sampling: samplingOf(stage, data),
      ...settledParameters(settings, data),
    },
    local: {
      folders: draft.pins.places.data,
      development: data.map(({ development }) => development),
      training: data.map(({ training }) => training),
    },
  }
}

/** Features of every task, of its training data and where it has it of its development data. */
function featuresOf(
  draft: Draft,
  encoder: Encoder,
  data: readonly TrainData[],
  settings: TrainSettings,
): Omit<Operations['train']['inputs'], 'checkpoint'> {
  const inputs: Record<`${'features' | 'development'}${number}`, Key> = {}
  for (const [at, { entry, training, development }] of data.entries()) {
    const lengths = { settings, task: entry.id }
    const names = training.map((each) => `${each.entry.id} ${each.language}`)
    const label = `${names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ')} train`
    inputs[`features${at}`] = planFeatures(draft, encoder, training, lengths, null, label)
    if (development !== null)
      inputs[`development${at}`] = planFeatures(
        draft,
        encoder,
        [development],
        lengths,
        null,
        `${entry.id} ${development.language} development`,
      )
  }
  return inputs
}

/** Heads of the tasks: one each, or shared where the stage says so and their form allows it. */
function trainedTasks(
  data: readonly TrainData[],
  heads: TrainedStage['heads'],
): Pick<TrainParameters, 'tasks' | 'metrics'> {
  const tasks: TrainTask[] = []
  for (const { entry, development } of data) {
    const { kind, labels } = entry
    const shared = data.slice(0, tasks.length).findIndex((before) => haveOneHead(before.entry, entry, heads))
    const before = new Set(tasks.filter((task) => task.kind === kind).map((task) => task.head)).size
    tasks.push({
      head: shared >= 0 ? tasks[shared]!.head : before === 0 ? kind : `${kind}-${before + 1}`,
      kind,
      labels: labels?.length ?? null,
      development: development !== null,
      ...(kinds[kind].objective === 'dual-encoder' ? { dualEncoder: dualEncoderOf(entry) } : {}),
    })
  }
  return { tasks, metrics: data.map(({ entry }) => selectionMetric(entry)) }
}

function samplingOf({ sampling }: TrainedStage, data: readonly TrainData[]): TrainParameters['sampling'] {
  if (sampling?.by !== 'weights') return sampling ?? { by: 'size' }
  return { by: 'weights', weights: data.map(({ weight }) => weight) }
}
