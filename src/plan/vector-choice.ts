import type { Key } from '#kernel'
import type { Checkpoint } from './checkpoint.ts'
import type { Draft, Run } from './draft.ts'
import { vectorSettings } from './model.ts'
import { planVectors, type VectorChoice } from './vectors.ts'

/** Layer, pooling and prefixes of untrained retrieval: as the study says, as is usual for the model, or chosen. */
export async function planVectorChoice(
  draft: Draft,
  checkpoint: Checkpoint,
  run: Run,
): Promise<VectorChoice> {
  const { retrieval, training } = draft.study
  const { architecture } = checkpoint.encoder
  const { sweep } = retrieval
  const { layer, pooling, prefixes } = vectorSettings(draft.study, architecture)
  if (sweep === undefined)
    return { outputs: [{ layer: layer.value, pooling: pooling.value }], prefixes: prefixes.value }
  const entry = draft.tasks.of(sweep.task)
  const languages = sweep.languages ?? entry.splits.development?.languages ?? entry.languages
  const layers =
    sweep.layers === 'all' ? Array.from({ length: architecture.layers + 1 }, (_, at) => at) : sweep.layers
  const outputs = layers.flatMap((each) => sweep.poolings.map((way) => ({ layer: each, pooling: way })))
  const settings = draft.settle([entry], undefined, training, architecture)
  const use = { entry, settings, run }
  const inputs: Record<`${'queries' | 'candidates'}${number}`, Key> = {}
  for (const [at, language] of languages.entries()) {
    const ref = await draft.pins.pin(entry, language, 'development')
    const embed = (side: 'english' | 'text', what: string) =>
      planVectors(
        draft,
        checkpoint,
        [ref],
        side,
        { outputs, prefixes: prefixes.value },
        use,
        `development ${what}`,
      )
    inputs[`queries${at}`] = embed('english', 'queries')
    inputs[`candidates${at}`] = embed('text', 'sentences')
  }
  const key = draft.phases.add(
    {
      operation: 'select',
      inputs,
      parameters: { outputs, languages: languages.length },
      local: { task: entry.id, languages },
    },
    `${run.arm} › layer and pooling, seed ${run.seed}`,
  )
  const { arm, seed } = run
  draft.selections.set(JSON.stringify([arm, seed, key]), { arm, seed, key })
  return { outputs: { selection: key }, prefixes: prefixes.value }
}
