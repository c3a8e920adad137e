import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodePredictions } from '#features'
import { readSafetensors, type Tensor, writeSafetensors } from '#kernel'
import { readDataset, type ScorePhase } from '#plan'
import { type Score, scorePredictions, scoreRetrieval } from '#score'
import type { BodyContext, NodeBody } from '../body.ts'
import { folderOf } from './common.ts'

/** Scores one checkpoint on one target and language. Only here are test labels opened. */
export const scoreBody: NodeBody<ScorePhase> = async (context) => {
  const { outcomes, ...score } = context.phase.inputs.neighbours
    ? await scoreNeighbours(context)
    : await scoreHead(context)
  await writeFile(join(context.output, 'score.json'), `${JSON.stringify(score, null, 2)}\n`)
  await writeSafetensors(
    join(context.output, 'outcomes.safetensors'),
    Object.fromEntries(
      Object.entries(outcomes).map(([column, data]) => [column, { data, shape: [data.length] }]),
    ),
  )
  return { metrics: score.metrics }
}

/** Reads back what `scoreBody` wrote into an artifact. */
export function readScore(folder: string): Score {
  const score = JSON.parse(readFileSync(join(folder, 'score.json'), 'utf8')) as Omit<Score, 'outcomes'>
  const columns = readSafetensors(join(folder, 'outcomes.safetensors'))
  return {
    ...score,
    outcomes: Object.fromEntries(
      Object.entries(columns).map(([column, { data }]) => [column, data as Float32Array]),
    ),
  }
}

async function scoreNeighbours({ phase, environment }: BodyContext<ScorePhase>): Promise<Score> {
  const { gold } = phase.local
  const found = readSafetensors(
    join(folderOf(environment, phase.inputs.neighbours), 'neighbours.safetensors'),
  )
  const neighbours = found.indices as Tensor<Int32Array>
  // Line i of one side translates line i of the other.
  const rows = Int32Array.from({ length: neighbours.shape[0]! }, (_, row) => row)
  return scoreRetrieval(
    { task: gold.entry.id, language: gold.language },
    { neighbours, gold: rows, candidates: rows.length },
  )
}

async function scoreHead({ phase, environment }: BodyContext<ScorePhase>): Promise<Score> {
  const { gold, training, folders } = phase.local
  const { type, examples } = await readDataset(gold, folders)
  const predictions = decodePredictions(
    type,
    folderOf(environment, phase.inputs.features),
    readSafetensors(join(folderOf(environment, phase.inputs.predictions), 'predictions.safetensors')),
    examples as never,
  )
  return scorePredictions({
    entry: gold.entry,
    language: gold.language,
    examples,
    predictions,
    training: training === null ? undefined : (await readDataset(training, folders)).examples,
  })
}
