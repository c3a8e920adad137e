import { join } from 'node:path'
import { featuresPath } from '#features'
import type { WorkerBody } from '../body.ts'
import { folderOf } from './artifact-files.ts'

/** Predicts one language with a fine-tuned checkpoint. The worker keeps the checkpoint loaded for the next one. */
export const predictBody: WorkerBody<'predict'> = async ({
  phase,
  environment,
  worker,
  output,
  runtime,
  settlePrecision,
  progress,
}) => {
  const { head, answerLength, computing } = phase.parameters
  const precision = settlePrecision(computing.precision)
  await worker.run(
    {
      op: 'predict',
      id: phase.key,
      checkpoint: folderOf(environment, phase.inputs.checkpoint),
      task: head,
      features: featuresPath(folderOf(environment, phase.inputs.features)),
      output: join(output, 'predictions.safetensors'),
      maxAnswerTokens: answerLength,
      precision,
      batching: computing.batching,
      runtime: { ...runtime, maxTokens: computing.maxTokens },
    },
    progress(),
  )
  return { precision }
}
