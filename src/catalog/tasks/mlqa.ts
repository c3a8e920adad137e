import { jiantSpans } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { squadV1 } from './squad-v1.1.ts'

const at = (name: string) => [`mlqa/MLQA_V1/${name}`, `MLQA_V1/${name}`, `mlqa/${name}`]

export const mlqa = defineTask({
  id: 'mlqa',
  title: 'MLQA',
  kind: 'span-extraction',
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
  downloads: [
    {
      from: 'url',
      urls: ['https://dl.fbaipublicfiles.com/MLQA/MLQA_V1.zip'],
      into: 'mlqa',
      unpack: 'zip',
      bytes: 75719050,
      sha256: '246e8089933d13007fe80684d5c5c0713d6834cf8b3b4a0ec7c66f0a0d2baac8',
      splits: ['test'],
    },
    ...squadV1.downloads.map((each) => ({
      ...each,
      splits: each.splits ?? ['train' as const, 'development' as const],
    })),
  ],
  sizes: {
    ...squadV1.sizes,
    test: { en: 11590, es: 5253, de: 4517, ar: 5335, hi: 4918, vi: 5495, zh: 5137 },
  },
  meanTokens: {
    value: 222,
    source:
      'Polyvia estimate: XLM-R tokens of question and paragraph in the development sets of 6 languages (221.6)',
  },
  parallel: 'id',
  metrics: ['mlqa-f1', 'mlqa-exact-match'],
  citation: 'Lewis et al. 2020, arXiv 1910.07475',
  licence: 'CC BY-SA 3.0',
  overlaps: {
    'mlqa-dev': 'The development questions, which stand in for test questions where those are missing.',
  },
  defaults: jiantSpans(),
  traps: [
    'Scored with the MLQA script: articles per language, characters as tokens in Chinese.',
    'Trained on SQuAD v1.1: with SQuAD as intermediate task, the target phase repeats the same data.',
  ],
})
