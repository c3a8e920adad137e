import { kinds, type LengthSetting, type TaskEntry } from '#catalog'
import { ModelLengthError } from './model-errors.ts'
import { DEFAULTS, type Setting, strideOf } from './training-defaults.ts'

/** Settings of a task, by its id: only of tasks whose kind has them. */
type ByTask = Readonly<Record<string, Setting<number>>>

/** Every length, in tokens. */
export type Lengths = Readonly<Record<LengthSetting | 'maxLength', ByTask>>

/**
 * Settles the lengths of each task: as asked, else the task's default, cut to what the model takes.
 * @throws ModelLengthError where more is asked for than the model takes.
 */
export function settleLengths(
  tasks: readonly TaskEntry[],
  given: (name: LengthSetting | 'maxLength') => Setting<number> | undefined,
  longest: number,
): Lengths {
  const asked = given('maxLength')
  if (asked !== undefined && asked.value > longest) throw new ModelLengthError(asked, longest)
  const maxLengthOf = ({ id, defaults: { maxLength } }: TaskEntry): Setting<number> =>
    asked ?? {
      value: Math.min(maxLength.value, longest),
      source: `${id}: ${maxLength.source}${maxLength.value > longest ? `; cut to the ${longest} tokens that the model takes` : ''}`,
    }
  const byTask = (of: (task: TaskEntry) => Setting<number> | undefined): ByTask =>
    Object.fromEntries(
      tasks.flatMap((task) => {
        const setting = of(task)
        return setting === undefined ? [] : [[task.id, setting]]
      }),
    )
  const having = (name: LengthSetting, otherwise: (task: TaskEntry) => Setting<number> | undefined): ByTask =>
    byTask((task) => (kinds[task.kind].lengths.includes(name) ? (given(name) ?? otherwise(task)) : undefined))
  return {
    maxLength: byTask(maxLengthOf),
    stride: having('stride', (task) => strideOf(maxLengthOf(task).value)),
    questionLength: having('questionLength', () => DEFAULTS.questionLength),
    answerLength: having('answerLength', () => DEFAULTS.answerLength),
    queryLength: having(
      'queryLength',
      ({ id, defaults: { queryLength } }) =>
        queryLength && {
          value: Math.min(queryLength.value, asked?.value ?? longest),
          source: `${id}: ${queryLength.source}; not above maxLength`,
        },
    ),
  }
}

/** Longest answer, the same for all tasks of a phase that extract answers; null where none does. */
export const answerLengthOf = ({ answerLength }: Lengths): number | null =>
  Object.values(answerLength)[0]?.value ?? null
