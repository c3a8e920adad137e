import { join } from 'node:path'
import { featuresPath } from '#features'
import type { WorkerBody } from '../body.ts'
import { embeddingsFile, folderOf } from './artifact-files.ts'
import { readSelection } from './select.ts'

/** Embeds texts, with several layers and poolings in one pass where asked. */
export const embedBody: WorkerBody<'embed'> = async ({
  phase,
  environment,
  worker,
  output,
  runtime,
  settlePrecision,
  progress,
}) => {
  const { inputs, parameters } = phase
  const precision = settlePrecision(parameters.computing.precision)
  const outputs =
    parameters.outputs === 'selected'
      ? [readSelection(folderOf(environment, inputs.selection)).chosen]
      : parameters.outputs
  await worker.run(
    {
      op: 'embed',
      id: phase.key,
      checkpoint: folderOf(environment, inputs.checkpoint),
      features: featuresPath(folderOf(environment, inputs.features)),
      outputs: outputs.map(({ layer, pooling }) => ({
        layer,
        pooling,
        path: join(output, embeddingsFile(outputs.length > 1 ? { layer, pooling } : null)),
      })),
      precision,
      batching: parameters.computing.batching,
      runtime: { ...runtime, maxTokens: parameters.computing.maxTokens },
    },
    progress(),
  )
  return { precision }
}
