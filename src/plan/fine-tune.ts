import type { Target } from '#study'
import type { Checkpoint } from './checkpoint.ts'
import type { Draft, Run } from './draft.ts'
import { planTraining } from './training.ts'

/** Trains on the English data of a target, after the tasks that it is always trained on first. */
export async function planFineTuning(
  draft: Draft,
  encoder: Checkpoint,
  { task, training }: Target,
  run: Run,
): Promise<Checkpoint> {
  const step = { target: task }
  let checkpoint = encoder
  for (const id of draft.tasks.of(task).trainFirst)
    checkpoint = await planTraining(draft, checkpoint, { tasks: [id] }, run, step)
  return planTraining(draft, checkpoint, { tasks: [task], training }, run, step)
}
