import { defineTask } from './define.ts'
import type { TaskEntry, TaskSplit } from './task.ts'

/**
 * A task trained on nine tenths of its development set, for want of its training set, and developed on the rest. It has an
 * id of its own and says what it stands in for.
 */
export function trainedOnDevelopment(entry: TaskEntry, id: string, examples: number): TaskEntry {
  const part = (from: number, to: number): TaskSplit => {
    const { otherwise, ...first } = entry.splits.development!
    const portion = { from, to }
    return {
      ...first,
      portion,
      ...(otherwise === undefined ? {} : { otherwise: otherwise.map((source) => ({ ...source, portion })) }),
    }
  }
  return defineTask({
    ...entry,
    id,
    title: `${entry.title}, trained on its development set`,
    splits: { train: part(0, 0.9), development: part(0.9, 1) },
    sizes: {},
    standsInFor: entry.id,
    overlaps: { ...entry.overlaps, [entry.id]: 'Its development set is trained on here.' },
    traps: [
      `${examples} examples before the split, nine tenths of them for training, not the training set of ${entry.title}.`,
    ],
  })
}
