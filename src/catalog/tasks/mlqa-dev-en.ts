import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { mlqa } from './mlqa.ts'

const examples = ['mlqa/MLQA_V1', 'MLQA_V1', 'mlqa'].map(
  (folder) => `${folder}/dev/dev-context-en-question-en.json`,
)

export const mlqaDevEn = defineTask({
  id: 'mlqa-dev-en',
  title: 'English development questions of MLQA',
  type: 'span-extraction',
  measures:
    'Finding the answer to a question in an English Wikipedia paragraph, learned from about a thousand questions.',
  format: 'squad',
  languages: ['en'],
  splits: {
    train: { files: { examples }, portion: { from: 0, to: 0.9 } },
    development: { files: { examples }, portion: { from: 0.9, to: 1 } },
  },
  downloads: mlqa.downloads
    .filter(({ splits }) => splits?.[0] === 'test')
    .map(({ splits: _, ...download }) => download),
  meanTokens: { value: 255, source: 'Polyvia estimate: XLM-R tokens of its train part (254.9)' },
  metrics: ['squad-f1', 'squad-exact-match'],
  citation: 'Lewis et al. 2020, arXiv 1910.07475',
  licence: 'CC BY-SA 3.0',
  standsInFor: 'squad-v1.1',
  overlaps: { mlqa: 'The development questions of other languages translate these.' },
  defaults: jiantIntermediate('spans'),
  traps: [
    '1148 questions, not the 87 599 of SQuAD: a lower bound on what English question answering can do.',
    'Split by paragraph: 90 % train, 10 % development.',
  ],
})
