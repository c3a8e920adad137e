import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { onHub } from '../hub.ts'

const HUB = 'rajpurkar/squad_v2'
const rows = (name: string) => [
  {
    files: { examples: onHub(HUB, `squad_v2/${name}-*.parquet`) },
    format: 'squad-rows',
    options: { form: 'jsonl', noAnswer: 'unanswerable' },
  },
]
const SITE = 'https://rajpurkar.github.io/SQuAD-explorer/dataset'
const at = (name: string) => [`squad/${name}`, `squad-v2.0/${name}`, `SQuAD/${name}`, name]

export const squadV2 = defineTask({
  id: 'squad-v2.0',
  title: 'SQuAD v2.0',
  kind: 'span-extraction',
  measures: 'Finding the answer to a question in a paragraph, or seeing that it has none.',
  format: 'squad',
  languages: ['en'],
  splits: {
    train: { files: { examples: at('train-v2.0.json') }, otherwise: rows('train') },
    development: { files: { examples: at('dev-v2.0.json') }, otherwise: rows('validation') },
  },
  downloads: [
    {
      from: 'url',
      urls: [`${SITE}/train-v2.0.json`],
      into: 'squad/train-v2.0.json',
      bytes: 42123633,
      sha256: '68dcfbb971bd3e96d5b46c7177b16c1a4e7d4bdef19fb204502738552dede002',
      splits: ['train'],
    },
    {
      from: 'url',
      urls: [`${SITE}/dev-v2.0.json`],
      into: 'squad/dev-v2.0.json',
      bytes: 4370528,
      sha256: '80a5225e94905956a6446d296ca1093975c4d3b3260f1d6c8f68bc2ab77182d8',
      splits: ['development'],
    },
    {
      from: 'hub',
      repository: HUB,
      revision: '3ffb306f725f7d2ce8394bc1873b24868140c412',
      files: ['squad_v2/*.parquet'],
    },
  ],
  sizes: { train: { en: 130319 }, development: { en: 11873 } },
  meanTokens: {
    value: 205,
    source:
      'Polyvia estimate: as SQuAD v1.1, whose paragraphs it has (204.6 measured on the English side of XQuAD)',
  },
  metrics: ['squad-f1', 'squad-exact-match'],
  citation: 'Rajpurkar, Jia and Liang 2018, arXiv 1806.03822',
  licence: 'CC BY-SA 4.0',
  overlaps: { xquad: 'The development set holds the SQuAD v1.1 questions that XQuAD translates.' },
  defaults: jiantIntermediate('spans'),
  traps: ['About a third of the questions have no answer.'],
})
