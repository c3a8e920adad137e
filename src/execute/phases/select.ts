import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Key, readSafetensors } from '#kernel'
import type { EmbedOutput } from '#plan'
import type { WorkerBody } from '../body.ts'
import { embeddingsFile, folderOf } from './artifact-files.ts'

/** A layer and pooling with how often an English sentence finds its translation with it, in percent. */
export interface TriedOutput extends EmbedOutput {
  /** Mean of the accuracy over the development languages. */
  readonly score: number
}

/** Layer and pooling of an encoder, chosen on development data, with all that were tried. */
export interface Selection {
  readonly task: string
  readonly languages: readonly string[]
  readonly chosen: EmbedOutput
  readonly tried: readonly TriedOutput[]
}

/**
 * Chooses the layer and pooling whose vectors find most translations in development data: English queries, nearest by
 * cosine, mean accuracy over languages; on a tie the lower layer, then the earlier pooling.
 */
export const selectBody: WorkerBody<'select'> = async ({
  phase,
  environment,
  worker,
  output,
  state,
  runtime,
  progress,
}) => {
  const { parameters, local } = phase
  const several = parameters.outputs.length > 1
  const tried: TriedOutput[] = []
  for (const each of parameters.outputs) {
    const file = embeddingsFile(several ? each : null)
    const path = (key: Key | undefined) => join(folderOf(environment, key), file)
    let sum = 0
    for (let language = 0; language < parameters.languages; language++) {
      const found = join(state, 'neighbours.safetensors')
      await worker.run(
        {
          op: 'neighbours',
          id: phase.key,
          queries: path(phase.inputs[`queries${language}`]),
          candidates: path(phase.inputs[`candidates${language}`]),
          k: 1,
          similarity: 'cosine',
          backward: false,
          output: found,
          runtime,
        },
        progress(),
      )
      const nearest = readSafetensors(found).indices!.data as Int32Array
      sum += (100 * nearest.filter((row, query) => row === query).length) / nearest.length
    }
    tried.push({ ...each, score: sum / parameters.languages })
  }
  const best = tried.reduce((first, each) =>
    each.score > first.score || (each.score === first.score && each.layer < first.layer) ? each : first,
  )
  const selection: Selection = {
    task: local.task,
    languages: local.languages,
    chosen: { layer: best.layer, pooling: best.pooling },
    tried,
  }
  await writeFile(join(output, 'selection.json'), `${JSON.stringify(selection, null, 2)}\n`)
  return { chosen: selection.chosen, score: best.score }
}

/** Reads back what `selectBody` wrote into an artifact. */
export function readSelection(folder: string): Selection {
  return JSON.parse(readFileSync(join(folder, 'selection.json'), 'utf8')) as Selection
}
