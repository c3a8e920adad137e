import { jiantSpans } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { squadV1 } from './squad-v1.1.ts'

const LANGUAGES = ['en', 'es', 'de', 'el', 'ru', 'tr', 'ar', 'vi', 'th', 'zh', 'hi', 'ro']

export const xquad = defineTask({
  id: 'xquad',
  title: 'XQuAD',
  kind: 'span-extraction',
  measures: 'Finding the answer to a question in a paragraph; SQuAD questions, professionally translated.',
  format: 'squad',
  languages: LANGUAGES,
  splits: {
    train: { ...squadV1.splits.train!, languages: ['en'] },
    development: { ...squadV1.splits.development!, languages: ['en'] },
    test: { files: { examples: ['xquad/xquad.{lang}.json', 'xquad.{lang}.json'] } },
  },
  downloads: [
    {
      from: 'git',
      repository: 'google-deepmind/xquad',
      commit: '7d30520c717524000f0d9d2f9c10a069acd9d285',
      paths: LANGUAGES.map((code) => `xquad.${code}.json`),
      into: 'xquad',
      splits: ['test'],
    },
    ...squadV1.downloads.map((each) => ({
      ...each,
      splits: each.splits ?? ['train' as const, 'development' as const],
    })),
  ],
  sizes: { ...squadV1.sizes, test: { each: 1190 } },
  meanTokens: {
    value: 235,
    source: 'Polyvia estimate: XLM-R tokens of question and paragraph in 10 languages (235.3; English 204.6)',
  },
  parallel: 'id',
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
