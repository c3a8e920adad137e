import { join } from 'node:path'
import { featuresPath } from '#features'
import type { EmbedPhase } from '#plan'
import type { WorkerBody } from '../body.ts'
import { folderOf } from './common.ts'

/** Embeds sentences with one layer and pooling. */
export const embedBody: WorkerBody<EmbedPhase> = async ({
  phase,
  environment,
  worker,
  output,
  runtime,
  progress,
}) => {
  const { layer, pooling, precision } = phase.parameters
  await worker.run(
    {
      op: 'embed',
      id: phase.key,
      checkpoint: folderOf(environment, phase.inputs.checkpoint),
      features: featuresPath(folderOf(environment, phase.inputs.features)),
      outputs: [{ layer, pooling, path: join(output, 'embeddings.safetensors') }],
      precision,
      runtime,
    },
    progress(),
  )
  return {}
}
