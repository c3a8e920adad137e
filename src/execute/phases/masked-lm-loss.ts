import { readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { JobFailedError } from '#engine'
import { featuresPath, fixedMasks, maskingWith, openTokenizer, readFeatures } from '#features'
import { readSafetensors, writeSafetensors } from '#kernel'
import type { WorkerBody } from '../body.ts'
import { folderOf } from './artifact-files.ts'

/** Masked-LM loss of an encoder on the text of one language. */
export interface MaskedLmLoss {
  /** Mean over hidden tokens, nats; null where there is no masked-LM head to measure it with. */
  readonly loss: number | null
  /** Hidden tokens. */
  readonly tokens: number
}

/** A model came without a masked-LM head, or with one that the worker does not run: a finding, no failure. */
const WITHOUT_HEAD: ReadonlySet<string> = new Set(['NO_HEAD', 'UNSUPPORTED_MODEL'])

/** Measures how well an encoder still serves a masked-LM head. */
export const maskedLmLossBody: WorkerBody<'masked-lm-loss'> = async ({
  phase,
  environment,
  worker,
  output,
  state,
  runtime,
  settlePrecision,
  progress,
}) => {
  const { masking, seed, computing } = phase.parameters
  const precision = settlePrecision(computing.precision)
  const checkpoint = folderOf(environment, phase.inputs.checkpoint)
  const features = folderOf(environment, phase.inputs.features)
  const tokenizer = await openTokenizer(checkpoint)
  const masks = join(state, 'masks.safetensors')
  const losses = join(output, 'losses.safetensors')
  await mkdir(state, { recursive: true })
  await writeSafetensors(masks, fixedMasks(readFeatures(features), maskingWith(tokenizer, masking), seed))
  let measured: MaskedLmLoss
  try {
    await worker.run(
      {
        op: 'masked-lm-loss',
        id: phase.key,
        checkpoint,
        head: folderOf(environment, phase.inputs.head),
        features: featuresPath(features),
        masks,
        output: losses,
        precision,
        batching: computing.batching,
        runtime: { ...runtime, maxTokens: computing.maxTokens },
      },
      progress(),
    )
    measured = meanOf(readSafetensors(losses).losses!.data as Float32Array)
  } catch (error) {
    if (!(error instanceof JobFailedError && WITHOUT_HEAD.has(error.code))) throw error
    measured = { loss: null, tokens: 0 }
  }
  await writeFile(join(output, 'masked-lm-loss.json'), `${JSON.stringify(measured)}\n`)
  await rm(state, { recursive: true, force: true })
  return { ...measured, precision }
}

const meanOf = (losses: Float32Array): MaskedLmLoss => ({
  loss: losses.reduce((sum, each) => sum + each, 0) / losses.length,
  tokens: losses.length,
})

/** Reads back what `maskedLmLossBody` wrote into an artifact. */
export function readMaskedLmLoss(folder: string): MaskedLmLoss {
  return JSON.parse(readFileSync(join(folder, 'masked-lm-loss.json'), 'utf8')) as MaskedLmLoss
}
