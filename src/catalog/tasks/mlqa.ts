import { jiantSpans } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { squadV1 } from './squad-v1.1.ts'

const at = (name: string) => [`mlqa/MLQA_V1/${name}`, `MLQA_V1/${name}`, `mlqa/${name}`]

export const mlqa = defineTask({
  id: 'mlqa',
  title: 'MLQA',
  type: 'span-extraction',
  measures:
    'Finding the answer to a question in a Wikipedia paragraph; question and paragraph in the same language.',
  format: 'squad',
  languages: ['en', 'es', 'de', 'ar', 'hi', 'vi', 'zh'],
  splits: {
    train: { ...squadV1.splits.train!, languages: ['en'] },
    development: { ...squadV1.splits.development!, languages: ['en'] },
    test: {
      files: { examples: at('test/test-context-{lang}-question-{lang}.json') },
      otherwise: [
        {
          files: { examples: at('dev/dev-context-{lang}-question-{lang}.json') },
          note: 'The MLQA test file is not in the data folders: the development file (about a tenth of the size) is scored in its place. Models are selected on SQuAD, so nothing was tuned on it.',
        },
      ],
    },
  },
  metrics: ['mlqa-f1', 'mlqa-exact-match'],
  citation: 'Lewis et al. 2020, arXiv 1910.07475',
  licence: 'CC BY-SA 3.0',
  overlaps: { 'mlqa-dev-en': 'The development questions of one language translate those of the others.' },
  defaults: jiantSpans(),
  traps: [
    'Scored with the MLQA script: articles per language, characters as tokens in Chinese.',
    'Trained on SQuAD v1.1: with SQuAD as intermediate task, the target phase repeats the same data.',
  ],
})
