import { jiantSpans } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { squadV1 } from './squad-v1.1.ts'

export const xquad = defineTask({
  id: 'xquad',
  title: 'XQuAD',
  type: 'span-extraction',
  measures: 'Finding the answer to a question in a paragraph; SQuAD questions, professionally translated.',
  format: 'squad',
  languages: ['en', 'es', 'de', 'el', 'ru', 'tr', 'ar', 'vi', 'th', 'zh', 'hi', 'ro'],
  splits: {
    train: { ...squadV1.splits.train!, languages: ['en'] },
    development: { ...squadV1.splits.development!, languages: ['en'] },
    test: { files: { examples: ['xquad/xquad.{lang}.json', 'xquad.{lang}.json'] } },
  },
  metrics: ['squad-f1', 'squad-exact-match'],
  citation: 'Artetxe, Ruder and Yogatama 2020, arXiv 1910.11856',
  licence: 'CC BY-SA 4.0',
  overlaps: {
    'squad-v1.1':
      'XQuAD is 1190 questions of the SQuAD v1.1 development set, which XTREME selects models on.',
  },
  defaults: jiantSpans(),
  traps: [
    'The task score of XTREME is the mean of F1 and exact match, each averaged over languages first.',
    'Trained on SQuAD v1.1: with SQuAD as intermediate task, the target phase repeats the same data.',
    'Romanian is in XTREME-R only.',
  ],
})
