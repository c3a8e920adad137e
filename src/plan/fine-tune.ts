import type { Target } from '#study'
import type { Checkpoint } from './checkpoint.ts'
import type { Draft, Run } from './draft.ts'
import { planTraining } from './training.ts'

/**
 * Trains on the English data of a target, after the tasks that it is always trained on first. The target's own training
 * settings hold for those too, except how long is trained: an epoch of COPA is 400 examples, one of Social IQa 33,410.
 */
export async function planFineTuning(
  draft: Draft,
  encoder: Checkpoint,
  { task, training = {} }: Target,
  run: Run,
): Promise<Checkpoint> {
  const step = { target: task }
  const { epochs: _, steps: __, ...shared } = training
  let checkpoint = encoder
  for (const id of draft.tasks.of(task).trainFirst)
    checkpoint = await planTraining(draft, checkpoint, { tasks: [id], training: shared }, run, step)
  return planTraining(draft, checkpoint, { tasks: [task], training }, run, step)
}
