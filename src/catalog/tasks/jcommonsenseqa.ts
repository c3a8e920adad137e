import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromJglue, inFolders } from '../files.ts'

const at = (name: string) => ({
  examples: inFolders(
    [
      'intermediate/mc/jcommonsenseqa',
      'JGLUE/datasets/jcommonsenseqa-v1.3',
      'jcommonsenseqa-v1.3',
      'jcommonsenseqa',
    ],
    name,
  ),
})

export const jcommonsenseQa = defineTask({
  id: 'jcommonsenseqa',
  title: 'JCommonsenseQA (JGLUE)',
  kind: 'multiple-choice',
  measures: 'Which of five words answers a Japanese question of common sense; written in Japanese.',
  format: 'multiple-choice',
  options: {
    form: 'jsonl',
    context: '{question}',
    choices: ['choice0', 'choice1', 'choice2', 'choice3', 'choice4'],
    answer: 'label',
    id: 'q_id',
  },
  languages: ['ja'],
  splits: {
    train: { files: at('train-v1.3.json') },
    development: { files: at('valid-v1.3.json'), portion: { from: 0, to: 0.5 } },
    test: { files: at('valid-v1.3.json'), portion: { from: 0.5, to: 1 } },
  },
  downloads: fromJglue('jcommonsenseqa-v1.3'),
  sizes: { train: { ja: 8939 } },
  metrics: ['accuracy'],
  citation: 'Kurihara, Kawahara and Shibata 2022 (LREC, JGLUE)',
  licence: 'CC BY-SA 4.0',
  defaults: jiantIntermediate('pairs'),
  traps: [
    'Test labels are withheld: half of the validation file (1119 questions) selects, half tests.',
    'Not a translation of CommonsenseQA: its questions were written in Japanese.',
  ],
})
