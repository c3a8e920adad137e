import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { onHub } from '../hub.ts'

const HUB = 'Rowan/hellaswag'
const split = (original: string, hub: string) => ({
  files: {
    examples: [`hellaswag/${original}.jsonl`, `HellaSwag/${original}.jsonl`, `${original}.jsonl`],
  },
  otherwise: [{ files: { examples: onHub(HUB, `data/${hub}-*.parquet`) } }],
})
const source = (name: string, bytes: number, sha256: string) => ({
  from: 'url' as const,
  urls: [`https://github.com/rowanz/hellaswag/raw/master/data/${name}`],
  into: `hellaswag/${name}`,
  bytes,
  sha256,
  note: 'Others report that this repository is gone.',
})

export const hellaswag = defineTask({
  id: 'hellaswag',
  title: 'HellaSwag',
  kind: 'multiple-choice',
  measures: 'Which of four endings continues a video caption or how-to text.',
  format: 'multiple-choice',
  // As jiant: first text ctx_a, second text ctx_b with the ending.
  options: {
    form: 'jsonl',
    context: '{ctx_a}',
    choices: 'endings',
    choice: '{ctx_b} {choice}',
    answer: 'label',
    id: 'ind',
  },
  languages: ['en'],
  splits: {
    train: split('hellaswag_train', 'train'),
    development: split('hellaswag_val', 'validation'),
  },
  downloads: [
    {
      from: 'hub',
      repository: HUB,
      revision: '218ec52e09a7e7462a5400043bb9a69a41d06b76',
      files: ['data/train-*.parquet', 'data/validation-*.parquet'],
    },
    {
      ...source(
        'hellaswag_train.jsonl',
        47496131,
        'dae5e69249868cb9fe4e23ff925c60b66169564cfb7072d793cd7356a2b69f8d',
      ),
      splits: ['train'],
    },
    {
      ...source(
        'hellaswag_val.jsonl',
        12246618,
        '0aa3b88843990f3f10a97b9575c94d7b71fb2205240ba04ae4884d9e9c992588',
      ),
      splits: ['development'],
    },
  ],
  sizes: { train: { en: 39905 }, development: { en: 10042 } },
  meanTokens: {
    value: 99,
    sequences: 4,
    source:
      'Polyvia estimate: XLM-R tokens of a sample of the development set, context with one ending (98.5)',
  },
  metrics: ['accuracy'],
  citation: 'Zellers et al. 2019, arXiv 1905.07830',
  licence: 'MIT',
  defaults: jiantIntermediate('pairs'),
  traps: [
    'Test labels are withheld. Copies with "choices A to D" are re-formatted: the task "hellaswag-sample" reads one.',
  ],
})
