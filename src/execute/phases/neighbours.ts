import { join } from 'node:path'
import type { WorkerBody } from '../body.ts'
import { folderOf } from './artifact-files.ts'

/** Finds the nearest candidates of every query, and the other way round where asked. */
export const neighboursBody: WorkerBody<'neighbours'> = async ({
  phase,
  environment,
  worker,
  output,
  runtime,
  progress,
}) => {
  await worker.run(
    {
      op: 'neighbours',
      id: phase.key,
      queries: join(folderOf(environment, phase.inputs.queries), 'embeddings.safetensors'),
      candidates: join(folderOf(environment, phase.inputs.candidates), 'embeddings.safetensors'),
      k: phase.parameters.k,
      similarity: phase.parameters.similarity,
      backward: phase.parameters.backward,
      output: join(output, 'neighbours.safetensors'),
      runtime,
    },
    progress(),
  )
  return {}
}
