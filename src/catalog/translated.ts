import { kinds, TASK_KINDS } from './kinds.ts'
import type { TaskEntry } from './task.ts'

/** Task kinds that can be translated text by text. Tags of words cannot. */
export const TRANSLATABLE = TASK_KINDS.filter((kind) => kinds[kind].translated !== null)

/** File of machine-translated examples, below a data folder. */
export const translatedFile = (task: string, language: string, split: string): string =>
  `translated/${task}/${language}/${split}.jsonl`

/**
 * A task in languages that it was machine-translated into by `polyvia data translate`. Development data stay the
 * original ones. Null for a kind whose labels translation does not keep.
 */
export function translatedTask(entry: TaskEntry, languages: readonly string[]): TaskEntry | null {
  const written = kinds[entry.kind].translated
  if (written === null) return null
  const { development } = entry.splits
  return {
    ...entry,
    format: written.format,
    options: { ...written.options },
    // With a dot: "xnli-translated" and the like are the translations that benchmarks publish.
    id: `${entry.id}.translated`,
    title: `${entry.title}, machine-translated`,
    languages: [...new Set([...languages, ...(development?.languages ?? entry.languages)])],
    splits: {
      train: {
        languages: [...languages],
        files: { examples: translatedFile(entry.id, '{lang}', 'train') },
        note: `Machine-translated from ${entry.id}.`,
      },
      ...(development === undefined
        ? {}
        : {
            development: {
              ...development,
              format: entry.format,
              options: { ...entry.options, ...development.options },
            },
          }),
    },
    downloads: [
      {
        from: 'hand',
        how: `polyvia data translate ${entry.id} --to ${languages.join(',')} --command "..." makes it with a translator of yours.`,
      },
    ],
    sizes: {
      ...(entry.sizes.train === undefined
        ? {}
        : { train: { each: entry.sizes.train.en ?? entry.sizes.train.each ?? 1 } }),
      ...(entry.sizes.development === undefined ? {} : { development: entry.sizes.development }),
    },
    samples: {},
  }
}
