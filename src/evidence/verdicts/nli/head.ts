import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { encoderType } from '#catalog'
import { readSafetensors, type Tensor, type Tensors } from '#kernel'
import { VerifierUnfitError } from './errors.ts'

/** A classification head of a checkpoint: the encoder's first token in, one logit a label out. */
export interface ClassificationHead {
  readonly width: number
  readonly labels: number
  /** `vector` F32 [width]: the first token of the last layer. */
  logits(vector: Float32Array): number[]
}

/**
 * Reads a head as the worker lays it out: first token -> dense -> tanh -> linear, in double precision. It is computed
 * here, because predictions of the worker hold one probability only, that of the likeliest label.
 */
export function readClassificationHead(checkpoint: string, name: string): ClassificationHead {
  const file = join(checkpoint, 'heads.safetensors')
  if (!existsSync(file)) throw new VerifierUnfitError(checkpoint, 'it has no heads.safetensors')
  const tensors = readSafetensors(file)
  const dense = linear(tensors, `${name}/dense`, checkpoint)
  const output = linear(tensors, `${name}/out_proj`, checkpoint)
  return {
    width: dense.inputs,
    labels: output.outputs,
    logits: (vector) => output.apply(dense.apply(vector).map(Math.tanh)),
  }
}

function linear(tensors: Tensors, name: string, checkpoint: string) {
  const weight = tensors[`${name}.weight`] as Tensor<Float32Array> | undefined
  const bias = tensors[`${name}.bias`] as Tensor<Float32Array> | undefined
  if (weight === undefined || bias === undefined)
    throw new VerifierUnfitError(checkpoint, `it has no classification head "${name.split('/')[0]}"`)
  const [outputs, inputs] = weight.shape as [number, number]
  return {
    inputs,
    outputs,
    apply(vector: ArrayLike<number>): number[] {
      return Array.from({ length: outputs }, (_, row) => {
        let sum = bias.data[row]!
        for (let column = 0; column < inputs; column++)
          sum += weight.data[row * inputs + column]! * vector[column]!
        return sum
      })
    },
  }
}

/** Layers of the encoder of a checkpoint. */
export function layersOf(checkpoint: string): number {
  const layers = configOf(checkpoint).num_hidden_layers
  if (!Number.isInteger(layers)) throw new VerifierUnfitError(checkpoint, 'its config.json names no layers')
  return layers as number
}

/** How its encoder reads batches: without padding where it can. */
export const batchingOf = (checkpoint: string): 'packed' | 'padded' =>
  encoderType(String(configOf(checkpoint).model_type))?.packs ? 'packed' : 'padded'

function configOf(checkpoint: string): Record<string, unknown> {
  const file = join(checkpoint, 'config.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}
