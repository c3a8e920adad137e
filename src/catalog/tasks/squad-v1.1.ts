import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { onHub } from '../hub.ts'

const HUB = 'rajpurkar/squad'
const rows = (name: string) => [
  {
    files: { examples: onHub(HUB, `plain_text/${name}-*.parquet`) },
    format: 'squad-rows',
    options: { form: 'jsonl' },
  },
]
const SITE = 'https://rajpurkar.github.io/SQuAD-explorer/dataset'
const MIRROR = 'https://raw.githubusercontent.com/rajpurkar/SQuAD-explorer/master/dataset'
const at = (name: string) => [`squad/${name}`, `squad-v1.1/${name}`, `SQuAD/${name}`, name]

export const squadV1 = defineTask({
  id: 'squad-v1.1',
  title: 'SQuAD v1.1',
  kind: 'span-extraction',
  measures: 'Finding the answer to a question in a Wikipedia paragraph that has it.',
  format: 'squad',
  languages: ['en'],
  splits: {
    train: { files: { examples: at('train-v1.1.json') }, otherwise: rows('train') },
    development: { files: { examples: at('dev-v1.1.json') }, otherwise: rows('validation') },
  },
  downloads: [
    {
      from: 'url',
      urls: [`${SITE}/train-v1.1.json`, `${MIRROR}/train-v1.1.json`],
      into: 'squad/train-v1.1.json',
      bytes: 30288272,
      sha256: '3527663986b8295af4f7fcdff1ba1ff3f72d07d61a20f487cb238a6ef92fd955',
      splits: ['train'],
    },
    {
      from: 'url',
      urls: [`${SITE}/dev-v1.1.json`, `${MIRROR}/dev-v1.1.json`],
      into: 'squad/dev-v1.1.json',
      bytes: 4854279,
      sha256: '95aa6a52d5d6a735563366753ca50492a658031da74f301ac5238b03966972c9',
      splits: ['development'],
    },
    {
      from: 'hub',
      repository: HUB,
      revision: '7b6d24c440a36b6815f21b70d25016731768db1f',
      files: ['plain_text/*.parquet'],
    },
  ],
  sizes: { train: { en: 87599 }, development: { en: 10570 } },
  meanTokens: {
    value: 205,
    source:
      'Polyvia estimate: XLM-R tokens of question and paragraph in the English side of XQuAD, a part of the development set (204.6)',
  },
  metrics: ['squad-f1', 'squad-exact-match'],
  citation: 'Rajpurkar et al. 2016, arXiv 1606.05250',
  licence: 'CC BY-SA 4.0',
  overlaps: { xquad: 'XQuAD translates 1190 questions of the development set.' },
  defaults: jiantIntermediate('spans'),
  traps: ['Training questions have one answer, development ones several.'],
})
