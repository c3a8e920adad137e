import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { onHub } from '../hub.ts'

const HUB = 'allenai/cosmos_qa'
const split = (name: string, hub: string) => ({
  files: {
    examples: ['intermediate/mc/cosmosqa', 'cosmosqa', 'CosmosQA'].map((folder) => `${folder}/${name}`),
  },
  otherwise: [{ files: { examples: onHub(HUB, `default/${hub}/*.parquet`) }, options: { form: 'jsonl' } }],
})
const GITHUB = 'https://github.com/wilburOne/cosmosqa/raw/master/data'

export const cosmosQa = defineTask({
  id: 'cosmosqa',
  title: 'Cosmos QA',
  kind: 'multiple-choice',
  measures: 'Reading a blog text between the lines: causes, effects, motives.',
  format: 'multiple-choice',
  options: {
    form: 'csv',
    context: '{context} {question}',
    choices: ['answer0', 'answer1', 'answer2', 'answer3'],
    answer: 'label',
    id: 'id',
  },
  languages: ['en'],
  splits: { train: split('train.csv', 'train'), development: split('valid.csv', 'validation') },
  downloads: [
    {
      from: 'url',
      urls: [`${GITHUB}/train.csv`],
      into: 'cosmosqa/train.csv',
      bytes: 16660449,
      sha256: 'd8d5ca1f9f6534b6530550718591af89372d976a8fc419360fab4158dee4d0b2',
      splits: ['train'],
    },
    {
      from: 'url',
      urls: [`${GITHUB}/valid.csv`],
      into: 'cosmosqa/valid.csv',
      bytes: 2128345,
      sha256: 'a6a94fc1463ca82bb10f98ef68ed535405e6f5c36e044ff8e136b5c19dea63f3',
      splits: ['development'],
    },
    {
      from: 'hub',
      repository: HUB,
      revision: 'ed50fe83db62b355759053b1cd5eef344ee371e0',
      files: ['default/train/*.parquet', 'default/validation/*.parquet'],
      note: 'A commit of refs/convert/parquet, where the hub keeps its own conversion.',
    },
  ],
  sizes: { train: { en: 25262 }, development: { en: 2985 } },
  meanTokens: {
    value: 119,
    sequences: 4,
    source: 'Polyvia estimate: XLM-R tokens of the development set, context with one choice (118.7)',
  },
  metrics: ['accuracy'],
  citation: 'Huang et al. 2019, arXiv 1909.00277',
  licence: 'CC BY 4.0 (card on the hub); none stated in the repository',
  defaults: jiantIntermediate('pairs'),
  traps: [
    'Phang et al. 2020 state 25 588 and 3000 examples (from memory); the public files have 25 262 and 2985.',
  ],
})
