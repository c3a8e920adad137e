import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { onHub } from '../hub.ts'

const HUB = 'tau/commonsense_qa'
const flat = { context: '{question}', choices: 'choices.text' }
const split = (original: string, hub: string) => ({
  files: { examples: `commonsenseqa/${original}_rand_split.jsonl` },
  otherwise: [
    { files: { examples: onHub(HUB, `data/${hub}-*.parquet`) }, options: flat },
    {
      files: { examples: `intermediate/mc/commonsenseqa/${original}_rand_split.jsonl` },
      options: flat,
    },
  ],
})
const S3 = 'https://s3.amazonaws.com/commensenseqa'

export const commonsenseQa = defineTask({
  id: 'commonsenseqa',
  title: 'CommonsenseQA',
  kind: 'multiple-choice',
  measures: 'Which of five things a question of common sense asks for.',
  format: 'multiple-choice',
  // The published files keep the choices inside the question, the hub and some copies beside it.
  options: {
    form: 'jsonl',
    context: '{question.stem}',
    choices: 'question.choices[].text',
    answer: 'answerKey',
    answers: ['A', 'B', 'C', 'D', 'E'],
    id: 'id',
  },
  languages: ['en'],
  splits: { train: split('train', 'train'), development: split('dev', 'validation') },
  downloads: [
    {
      from: 'hub',
      repository: HUB,
      revision: '94630fe30dad47192a8546eb75f094926d47e155',
      files: ['data/train-*.parquet', 'data/validation-*.parquet'],
    },
    {
      from: 'url',
      urls: [`${S3}/train_rand_split.jsonl`],
      into: 'commonsenseqa/train_rand_split.jsonl',
      bytes: 3785890,
      sha256: '58ffa3c8472410e24b8c43f423d89c8a003d8284698a6ed7874355dedd09a2fb',
      splits: ['train'],
    },
    {
      from: 'url',
      urls: [`${S3}/dev_rand_split.jsonl`],
      into: 'commonsenseqa/dev_rand_split.jsonl',
      bytes: 471653,
      sha256: '3210497fdaae614ac085d9eb873dd7f4d49b6f965a93adadc803e1229fd8a02a',
      splits: ['development'],
    },
  ],
  sizes: { train: { en: 9741 }, development: { en: 1221 } },
  meanTokens: {
    value: 23,
    sequences: 5,
    source: 'Polyvia estimate: XLM-R tokens of the development set, question with one choice (22.7)',
  },
  metrics: ['accuracy'],
  citation: 'Talmor et al. 2019, arXiv 1811.00937',
  licence: 'MIT (card on the hub); none in the original repository',
  defaults: jiantIntermediate('pairs'),
  traps: ['The random split, as Phang et al. 2020. Test labels are withheld.'],
})
