import type { TaskKind } from '#catalog'
import type { Dataset } from '#data'
import { featurize, openTokenizer, writeFeatures } from '#features'
import { readDataset } from '#plan'
import type { NodeBody } from '../body.ts'
import { folderOf } from './artifact-files.ts'

/** Turns datasets into token ids. Those of several languages or tasks of one type become one set of features. */
export const featurizeBody: NodeBody<'featurize'> = async ({ phase, environment, output }) => {
  const { local, parameters } = phase
  const tokenizer = await openTokenizer(folderOf(environment, phase.inputs.tokenizer))
  const datasets: Dataset[] = []
  for (const ref of local.datasets) datasets.push(await readDataset(ref, local.folders))
  const first = datasets[0]!
  const examples = datasets.flatMap((dataset) =>
    datasets.length === 1
      ? dataset.examples
      : dataset.examples.map((example) => ({ ...example, id: `${dataset.language}:${example.id}` })),
  )
  const features = await featurize({ ...first, examples } as Dataset<TaskKind>, tokenizer, {
    maxLength: parameters.maxLength,
    queryLength: parameters.queryLength ?? undefined,
    questionLength: parameters.questionLength ?? undefined,
    labels: parameters.labels ?? undefined,
    side: parameters.side ?? undefined,
    prefix: parameters.prefix,
    stride: parameters.stride ?? undefined,
  })
  await writeFeatures(output, features)
  const { items, tokens, truncated, unknown } = features.summary.counts
  const offsets = features.tensors.sequence_offsets!.data as Int32Array
  let squares = 0
  for (let at = 1; at < offsets.length; at++) squares += (offsets[at]! - offsets[at - 1]!) ** 2
  return {
    items,
    tokens,
    squares,
    truncated,
    unknown,
    notes: features.summary.counts.notes,
    data: datasets.map(({ task, language, split, files, skipped, notes, examples: all }) => ({
      task,
      language,
      split,
      examples: all.length,
      skipped,
      notes,
      files: files.map(({ path, sha256, bytes }) => ({
        path: path.split('/').slice(-2).join('/'),
        sha256,
        bytes,
      })),
    })),
  }
}
