import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { forAll, inFolders } from '../files.ts'
import { mlqa } from './mlqa.ts'

const examples = inFolders(['mlqa/MLQA_V1', 'MLQA_V1', 'mlqa'], 'dev/dev-context-{lang}-question-{lang}.json')

export const mlqaDev = defineTask({
  id: 'mlqa-dev',
  title: 'Development questions of MLQA in all its languages',
  kind: 'span-extraction',
  measures:
    'Finding the answer to a question in a Wikipedia paragraph, learned from some five hundred questions a language.',
  format: 'squad',
  languages: mlqa.languages,
  splits: {
    train: { files: { examples }, portion: { from: 0, to: 0.9 } },
    development: { files: { examples }, portion: { from: 0.9, to: 1 } },
  },
  downloads: forAll(mlqa.downloads.slice(0, 1)),
  metrics: mlqa.metrics,
  citation: mlqa.citation,
  licence: mlqa.licence,
  standsInFor: 'squad-v1.1',
  overlaps: {
    mlqa: 'The development questions, which stand in for test questions where those are missing.',
    'mlqa-r': 'the same questions and paragraphs',
  },
  defaults: jiantIntermediate('spans'),
  traps: [
    'ar 517, de 512, en 1148, es 500, hi 507, zh 504 questions, not the 87 599 of SQuAD. Split by paragraph: 90 % train, 10 % development.',
    'Questions of one language translate those of others: all languages together are parallel data.',
  ],
})
