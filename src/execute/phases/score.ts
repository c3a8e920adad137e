import { join } from 'node:path'
import { type Evaluation, kinds } from '#catalog'
import { type Dataset, scoredBy } from '#data'
import { decodePredictions } from '#features'
import { type Key, readSafetensors, type Tensor } from '#kernel'
import { type DatasetRef, readDataset } from '#plan'
import {
  dependenceOf,
  inOrder,
  type MinedCollections,
  type MiningInput,
  type Score,
  scoreMining,
  scorePassageRetrieval,
  scorePredictions,
  scoreRetrieval,
} from '#score'
import type { BodyContext, NodeBody } from '../body.ts'
import { folderOf, type Material } from './artifact-files.ts'
import { writeScore } from './score-files.ts'

/** Scores one checkpoint on one target and language. Only here are test labels opened. */
export const scoreBody: NodeBody<'score'> = async (context) => {
  const score = await scoreOf(context)
  await writeScore(context.output, score)
  return { metrics: score.metrics }
}

/** A score, with the example of each row of its outcomes. */
interface Scored {
  readonly score: Score
  readonly rows: Pick<Dataset, 'kind' | 'language' | 'examples'>
}

const WAYS: { readonly [E in Evaluation]: (context: BodyContext<'score'>) => Promise<Scored> } = {
  predictions: scoreHead,
  translations: scoreTranslations,
  mining: scoreMined,
  passages: scorePassages,
}

/** The score that the key promises: with exactly its metrics, and with which examples stand together. */
async function scoreOf(context: BodyContext<'score'>): Promise<Score> {
  const { metrics, dependence: rule } = context.phase.parameters
  const { score, rows } = await WAYS[evaluationOf(context)](context)
  if (rows.examples.length !== score.examples)
    throw new RangeError(`${rows.examples.length} examples for ${score.examples} rows of outcomes`)
  const dependence = dependenceOf(rows, rule)
  return { ...inOrder(score, metrics), ...(dependence === undefined ? {} : { dependence }) }
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
export type Scoring = Pick<BodyContext<'score'>, 'phase'> & { readonly environment: Material }

export const readNeighbours = ({ environment }: Scoring, key: Key | undefined) =>
  readSafetensors(join(folderOf(environment, key), 'neighbours.safetensors')) as unknown as Found

const scoredOf = ({ phase }: BodyContext<'score'>) => ({
  task: phase.local.gold.entry.id,
  language: phase.local.gold.language,
})

const readGold = ({ phase }: BodyContext<'score'>) => readDataset(phase.local.gold, phase.local.folders)

async function scoreTranslations(context: BodyContext<'score'>): Promise<Scored> {
  const found = readNeighbours(context, context.phase.inputs.neighbours)
  // Line i of one side translates line i of the other.
  const rows = Int32Array.from({ length: found.indices.shape[0]! }, (_, row) => row)
  const score = scoreRetrieval(scoredOf(context), {
    neighbours: found.indices,
    backward: found.backward_indices,
    gold: rows,
    candidates: rows.length,
  })
  return { score, rows: await readGold(context) }
}

async function scoreMined(context: BodyContext<'score'>): Promise<Scored> {
  const mined = await readMined(context)
  const { kind } = context.phase.local.gold.entry
  // Outcomes are those of the sentences of the language.
  const examples = mined.test.examples.filter(({ side }) => side === 'text')
  return {
    score: scoreMining(scoredOf(context), mined),
    rows: { kind, language: scoredOf(context).language, examples },
  }
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

async function scorePassages(context: BodyContext<'score'>): Promise<Scored> {
  const { inputs, local, parameters } = context.phase
  const pool = await rowsByKey(parameters.pool!.join(), local.pool, local.folders)
  const rows = scoredBy(await readGold(context), 'passages')
  const score = scorePassageRetrieval(scoredOf(context), {
    neighbours: readNeighbours(context, inputs.neighbours).indices,
    relevant: rows.examples.map(({ keys }) =>
      [...new Set(keys.flatMap((key) => pool.rows.get(key) ?? []))].sort((a, b) => a - b),
    ),
    candidates: pool.candidates,
  })
  return { score, rows }
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

async function scoreHead(context: BodyContext<'score'>): Promise<Scored> {
  const { gold, training, folders } = context.phase.local
  const { dataset, predictions } = await headPredictions(context)
  const score = scorePredictions({
    kind: dataset.kind,
    entry: gold.entry,
    language: gold.language,
    examples: dataset.examples,
    predictions,
    training:
      training === null ? undefined : scoredBy(await readDataset(training, folders), 'predictions').examples,
  })
  return { score, rows: dataset }
}
