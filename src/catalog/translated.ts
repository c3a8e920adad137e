import type { TaskEntry } from './task.ts'

/** How `polyvia data translate` writes the examples of a kind, as options of a parser. */
const WRITTEN: {
  readonly [T in TaskEntry['kind']]?: Pick<TaskEntry, 'format' | 'options'>
} = {
  classification: {
    format: 'sentence-pairs',
    options: { form: 'jsonl', columns: { text: 'text', pair: 'pair', label: 'label', id: 'id' } },
  },
  regression: {
    format: 'scored-pairs',
    options: {
      form: 'jsonl',
      columns: { text: 'text', pair: 'pair', value: 'value', id: 'id' },
      range: [-1e9, 1e9],
    },
  },
  'multiple-choice': {
    format: 'multiple-choice',
    options: { form: 'jsonl', context: '{context}', choices: 'choices', answer: 'answer', id: 'id' },
  },
  'span-extraction': { format: 'squad-rows', options: { form: 'jsonl', noAnswer: 'unanswerable' } },
}

/** Task kinds that can be translated text by text. Tags of words cannot. */
export const TRANSLATABLE = Object.keys(WRITTEN) as readonly TaskEntry['kind'][]

/** File of machine-translated examples, below a data folder. */
export const translatedFile = (task: string, language: string, split: string): string =>
  `translated/${task}/${language}/${split}.jsonl`

/**
 * A task in languages that it was machine-translated into by `polyvia data translate`. Development data stay the
 * original ones. Null for a kind whose labels translation does not keep.
 */
export function translatedTask(entry: TaskEntry, languages: readonly string[]): TaskEntry | null {
  const written = WRITTEN[entry.kind]
  if (written === undefined) return null
  const { development } = entry.splits
  return {
    ...entry,
    ...written,
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
