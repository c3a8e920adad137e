import type { Key } from '#kernel'
import type { DatasetRef } from './dataset.ts'
import type { Draft } from './draft.ts'
import type { PlannedPhase } from './phase.ts'
import type { PlannedTraining } from './plan.ts'

/** What some trainings read, compared with all test sets of a target. */
export interface PlannedOverlap {
  readonly target: string
  readonly key: Key
  /** The trainings that read just this data and that scores of the target come from. */
  readonly trainings: readonly PlannedTraining[]
}

/**
 * Compares what is trained on with what is tested: one phase a target and different training data, however many arms,
 * seeds and stages share it. All languages of the target are looked for at once, since reading the training data is most
 * of the work. The fine-tuning of a target has no part in the scores of another.
 */
export function planOverlaps(draft: Draft): PlannedOverlap[] {
  const phases = new Map<Key, PlannedPhase>(draft.phases.all().map((phase) => [phase.key, phase]))
  const planned = new Map<string, PlannedOverlap & { readonly trainings: PlannedTraining[] }>()
  for (const [target, test] of testSets(draft, phases))
    for (const training of draft.trainings) {
      if ('target' in training.step && training.step.target !== target) continue
      const key = planOverlap(draft, target, test, trainedOn(training, phases))
      const name = `${target} ${key}`
      const known = planned.get(name)
      if (known === undefined) planned.set(name, { target, key, trainings: [training] })
      else known.trainings.push(training)
    }
  return [...planned.values()]
}

function planOverlap(
  draft: Draft,
  target: string,
  test: readonly DatasetRef[],
  training: readonly DatasetRef[],
): Key {
  const names = [...new Set(training.map(({ entry }) => entry.id))]
  return draft.phases.add(
    {
      operation: 'overlap',
      inputs: {},
      parameters: {
        test: test.map(({ content }) => content),
        training: training.map(({ content }) => content),
      },
      local: { folders: draft.pins.places.data, test, training },
    },
    `${names.join(' + ')} in ${target}`,
  )
}

/** Test data of every target as it is scored, and the candidates that it is searched among. */
function testSets(
  { cells }: Draft,
  phases: ReadonlyMap<Key, PlannedPhase>,
): Map<string, readonly DatasetRef[]> {
  const sets = new Map<string, Map<Key, DatasetRef>>()
  for (const { target, score } of cells) {
    const phase = phases.get(score) as PlannedPhase<'score'>
    const own = sets.get(target) ?? new Map<Key, DatasetRef>()
    sets.set(target, own)
    for (const ref of [phase.local.gold, ...phase.local.pool]) own.set(ref.content, ref)
  }
  return new Map([...sets].map(([target, own]) => [target, [...own.values()]]))
}

/** Training data of all tasks of a training, each once. */
function trainedOn({ key }: PlannedTraining, phases: ReadonlyMap<Key, PlannedPhase>): DatasetRef[] {
  const { local } = phases.get(key) as PlannedPhase<'train'>
  return [...new Map(local.training.flat().map((ref) => [ref.content, ref])).values()]
}
