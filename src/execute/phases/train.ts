import { writeFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { kinds } from '#catalog'
import { scoredBy } from '#data'
import { type Handover, Head, type JobHooks } from '#engine'
import {
  buildSchedule,
  decodePredictions,
  featuresPath,
  maskingWith,
  openTokenizer,
  readFeatures,
  type SamplingRule,
  type Schedule,
} from '#features'
import { readSafetensors, sha256File, writeSafetensors } from '#kernel'
import { type PlannedPhase, readDataset } from '#plan'
import { scorePredictions } from '#score'
import type { WorkerBody, WorkerContext } from '../body.ts'
import { copyTokenizer, countWeights, folderOf } from './artifact-files.ts'
import { dropDamagedState, readEvaluations, saveEvaluations } from './evaluations.ts'
import { noticesOf } from './handover.ts'
import { keptPrecision } from './kept-precision.ts'

/**
 * Trains: lays out the schedule, hands it to the worker, and decides at each evaluation point which weights to keep.
 * Best = highest mean of the main metrics on English development data, the earlier step on a tie.
 */
export const trainBody: WorkerBody<'train'> = async (context) => {
  const { phase, environment, worker, output, state, runtime, progress, tell } = context
  const { parameters } = phase
  const checkpoint = folderOf(environment, phase.inputs.checkpoint)
  const features = parameters.tasks.map((_, at) => folderOf(environment, phase.inputs[`features${at}`]))
  const schedulePath = join(state, 'schedule.safetensors')
  const schedule = await layOut(phase, checkpoint, features)
  await mkdir(state, { recursive: true })
  if (await dropDamagedState(state)) tell('what it had saved is damaged: it starts anew')
  const precision = await keptPrecision(state, context.settlePrecision(parameters.computing.precision))
  await writeSafetensors(schedulePath, schedule.tensors)

  let handover: Handover | null = null
  const done = await worker.run(
    {
      op: 'train',
      id: phase.key,
      checkpoint,
      output,
      state: join(state, 'worker'),
      tasks: parameters.tasks.map((task, at) => ({
        name: taskName(parameters.tasks, at),
        head: headOf(task),
        ...(firstOfHead(parameters.tasks, at) === at ? {} : { shares: task.head }),
        features: featuresPath(features[at]!),
        ...(task.development
          ? { development: featuresPath(folderOf(environment, phase.inputs[`development${at}`])) }
          : {}),
      })),
      schedule: schedulePath,
      optimizer: parameters.optimizer,
      freeze: parameters.freeze,
      dropout: parameters.dropout,
      headInitializerRange: parameters.headInitializerRange,
      maxAnswerTokens: parameters.answerLength,
      seed: parameters.seed,
      precision,
      evaluateAt: evaluationSteps(schedule.steps, parameters.evaluations),
      batching: parameters.computing.batching,
      saving: environment.saving,
      runtime: { ...runtime, maxTokens: parameters.computing.maxTokens },
    },
    {
      ...progress(schedule.steps),
      onStarted: ({ handover: told }) => {
        if (told === undefined) return
        handover = told
        for (const notice of noticesOf(told, phase.parameters.tasks)) tell(notice)
      },
      onEvaluated: decider(context),
    },
  )
  copyTokenizer(checkpoint, output)
  const evaluations = readEvaluations(state)
  writeFileSync(join(output, 'evaluations.json'), `${JSON.stringify(evaluations)}\n`)
  const scheduleHash = await sha256File(schedulePath)
  await rm(state, { recursive: true, force: true })
  return {
    parameters: countWeights(output),
    steps: schedule.steps,
    tokens: schedule.tokens,
    items: schedule.items,
    bestStep: done.bestStep ?? schedule.steps,
    schedule: scheduleHash,
    precision,
    peakBytes: done.peakBytes,
    handover,
  }
}

async function layOut(
  { parameters }: PlannedPhase<'train'>,
  checkpoint: string,
  features: readonly string[],
): Promise<Schedule> {
  const tokenizer = await openTokenizer(checkpoint)
  const masking = parameters.masking === null ? undefined : maskingWith(tokenizer, parameters.masking)
  const { batch, length } = parameters
  return buildSchedule({
    tasks: parameters.tasks.map((task, at) => ({
      features: readFeatures(features[at]!),
      ...('items' in batch ? { batchSize: batch.items } : { batchTokens: batch.tokens }),
      masking: kinds[task.kind].masksTokens ? masking : undefined,
    })),
    ...length,
    sampling: parameters.sampling as SamplingRule,
    learningRate: parameters.learningRate,
    warmupFraction: parameters.warmup,
    decay: parameters.decay,
    seed: parameters.seed,
  })
}

type Tasks = PlannedPhase<'train'>['parameters']['tasks']

const firstOfHead = (tasks: Tasks, at: number) => tasks.findIndex(({ head }) => head === tasks[at]!.head)

/** Name for the worker: that of the head, with a number where an earlier task has the head already. */
const taskName = (tasks: Tasks, at: number) =>
  firstOfHead(tasks, at) === at ? tasks[at]!.head : `${tasks[at]!.head}@${at}`

function headOf({ kind, labels, dualEncoder }: Tasks[number]): Head {
  const declared = kinds[kind]
  const type: Head['type'] | null = declared.objective
  if (type === null) throw new TypeError(`${kind} is never trained on`)
  return Head.parse({ type, ...(declared.labels ? { labels } : {}), ...dualEncoder })
}

/** Evenly spaced, the last one at the end. */
export function evaluationSteps(steps: number, evaluations: number): number[] {
  const points = Array.from({ length: evaluations }, (_, at) => Math.round(((at + 1) * steps) / evaluations))
  return [...new Set(points.filter((step) => step >= 1))]
}

/** Scores development predictions. After a kill the worker may evaluate a step again: it gets the same answer. */
function decider({
  phase,
  environment,
  state,
}: WorkerContext<'train'>): NonNullable<JobHooks['onEvaluated']> {
  return async ({ step, predictions }) => {
    const scores: number[] = []
    for (const { task, path } of predictions) {
      const at = phase.parameters.tasks.findIndex(
        (_, each) => taskName(phase.parameters.tasks, each) === task,
      )
      const ref = phase.local.development[at]!
      const { examples, kind } = scoredBy(await readDataset(ref, phase.local.folders), 'predictions')
      const decoded = decodePredictions(
        kind,
        folderOf(environment, phase.inputs[`development${at}`]),
        readSafetensors(path),
        examples,
      )
      const { id } = phase.parameters.metrics[at]!
      const score = scorePredictions({
        kind,
        entry: { ...ref.entry, metrics: [id] },
        language: ref.language,
        examples,
        predictions: decoded,
      })
      scores.push(score.metrics[id]!)
    }
    const before = readEvaluations(state).filter((evaluation) => evaluation.step < step)
    const score = scores.reduce((sum, each) => sum + each, 0) / scores.length
    const kept = before.every((evaluation) => score > evaluation.score)
    await saveEvaluations(state, [...before, { step, score, kept }])
    return { keep: kept, stop: false }
  }
}
