import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Evaluation, kinds } from '#catalog'
import { scoredBy } from '#data'
import { decodePredictions } from '#features'
import { type Key, readSafetensors, type Tensor, writeSafetensors } from '#kernel'
import { type DatasetRef, readDataset } from '#plan'
import {
  inOrder,
  type MinedCollections,
  type MiningInput,
  type Outcomes,
  type Score,
  scoreMining,
  scorePassageRetrieval,
  scorePredictions,
  scoreRetrieval,
} from '#score'
import type { BodyContext, NodeBody } from '../body.ts'
import { folderOf } from './artifact-files.ts'

/** Scores one checkpoint on one target and language. Only here are test labels opened. */
export const scoreBody: NodeBody<'score'> = async (context) => {
  const { outcomes, ...score } = await scoreOf(context)
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
      Object.entries(columns).map(([column, { data }]) => [column, data as Outcomes[string]]),
    ),
  }
}

const WAYS: { readonly [E in Evaluation]: (context: BodyContext<'score'>) => Promise<Score> } = {
  predictions: scoreHead,
  translations: scoreTranslations,
  mining: scoreMined,
  passages: scorePassages,
}

/** The score that the key promises: with exactly its metrics. */
async function scoreOf(context: BodyContext<'score'>): Promise<Score> {
  const score = await WAYS[evaluationOf(context)](context)
  return inOrder(score, context.phase.parameters.metrics)
}

/** How the target of a score is scored. */
export function evaluationOf({ phase }: Pick<Scoring, 'phase'>): Evaluation {
  const { kind } = phase.local.gold.entry
  const { evaluation } = kinds[kind]
  if (evaluation === null) throw new TypeError(`a score of ${kind}, which is never scored`)
  return evaluation
}

type Found = Readonly<Record<'indices' | 'backward_indices', Tensor<Int32Array>>> &
  Readonly<Record<'scores' | 'backward_scores', Tensor<Float32Array>>>

/** What reading the inputs of a score needs. */
export type Scoring = Pick<BodyContext<'score'>, 'phase' | 'environment'>

export const readNeighbours = ({ environment }: Scoring, key: Key | undefined) =>
  readSafetensors(join(folderOf(environment, key), 'neighbours.safetensors')) as unknown as Found

const scoredOf = ({ phase }: BodyContext<'score'>) => ({
  task: phase.local.gold.entry.id,
  language: phase.local.gold.language,
})

async function scoreTranslations(context: BodyContext<'score'>): Promise<Score> {
  const found = readNeighbours(context, context.phase.inputs.neighbours)
  // Line i of one side translates line i of the other.
  const rows = Int32Array.from({ length: found.indices.shape[0]! }, (_, row) => row)
  return scoreRetrieval(scoredOf(context), {
    neighbours: found.indices,
    backward: found.backward_indices,
    gold: rows,
    candidates: rows.length,
  })
}

async function scoreMined(context: BodyContext<'score'>): Promise<Score> {
  return scoreMining(scoredOf(context), await readMined(context))
}

export async function readMined(context: Scoring): Promise<MiningInput> {
  const { inputs, local } = context.phase
  const collections = async (ref: DatasetRef, key: Key | undefined): Promise<MinedCollections> => {
    const { indices, scores, backward_indices, backward_scores } = readNeighbours(context, key)
    const { examples } = scoredBy(await readDataset(ref, local.folders), 'mining')
    return {
      examples,
      // The search asked with the English side.
      forward: { indices: backward_indices, scores: backward_scores },
      backward: { indices, scores },
    }
  }
  return {
    test: await collections(local.gold, inputs.neighbours),
    development: await collections(local.development!, inputs.development),
  }
}

async function scorePassages(context: BodyContext<'score'>): Promise<Score> {
  const { inputs, local, parameters } = context.phase
  const pool = await rowsByKey(parameters.pool!.join(), local.pool, local.folders)
  const { examples } = scoredBy(await readDataset(local.gold, local.folders), 'passages')
  return scorePassageRetrieval(scoredOf(context), {
    neighbours: readNeighbours(context, inputs.neighbours).indices,
    relevant: examples.map(({ keys }) =>
      [...new Set(keys.flatMap((key) => pool.rows.get(key) ?? []))].sort((a, b) => a - b),
    ),
    candidates: pool.candidates,
  })
}

interface Pool {
  readonly candidates: number
  /** Rows of the candidates that are right for a key. */
  readonly rows: ReadonlyMap<string, readonly number[]>
}

/** The pool read last: every language of a target, arm and seed searches the same one. */
let lastPool: { readonly content: string; readonly pool: Promise<Pool> } | undefined

function rowsByKey(content: string, refs: readonly DatasetRef[], folders: readonly string[]): Promise<Pool> {
  if (lastPool?.content !== content) lastPool = { content, pool: readPool(refs, folders) }
  return lastPool.pool
}

async function readPool(refs: readonly DatasetRef[], folders: readonly string[]): Promise<Pool> {
  const rows = new Map<string, number[]>()
  let row = 0
  for (const ref of refs) {
    const { examples } = scoredBy(await readDataset(ref, folders), 'passages')
    for (const { keys } of examples) {
      for (const key of keys) {
        const known = rows.get(key)
        if (known === undefined) rows.set(key, [row])
        else known.push(row)
      }
      row++
    }
  }
  return { candidates: row, rows }
}

/** The test data and one prediction an example. */
export async function headPredictions({ phase, environment }: Scoring) {
  const { gold, folders } = phase.local
  const dataset = scoredBy(await readDataset(gold, folders), 'predictions')
  const predictions = decodePredictions(
    dataset.kind,
    folderOf(environment, phase.inputs.features),
    readSafetensors(join(folderOf(environment, phase.inputs.predictions), 'predictions.safetensors')),
    dataset.examples,
  )
  return { dataset, predictions }
}

async function scoreHead(context: BodyContext<'score'>): Promise<Score> {
  const { gold, training, folders } = context.phase.local
  const { dataset, predictions } = await headPredictions(context)
  return scorePredictions({
    kind: dataset.kind,
    entry: gold.entry,
    language: gold.language,
    examples: dataset.examples,
    predictions,
    training:
      training === null ? undefined : scoredBy(await readDataset(training, folders), 'predictions').examples,
  })
}
