import { textDefaults } from '../defaults.ts'
import { defineTask } from '../define.ts'

export const linguaSentences = defineTask({
  id: 'lingua-sentences',
  title: 'Lingua test sentences',
  kind: 'masked-lm',
  measures: 'Raw text: about 1000 web and Wikipedia sentences a language, not parallel.',
  format: 'plain-text',
  options: { pairs: 'none' },
  languages:
    'af ar az bg bn de el en es et eu fa fi fr gu he hi hu id it ja ka kk ko lt mr ms nl pa pl pt ro ru sw ta te th tl tr uk ur vi yo zh'.split(
      ' ',
    ),
  splits: {
    train: {
      files: { text: ['text/lingua-sentences/{lang}.txt', 'lingua-sentences/{lang}.txt'] },
      portion: { from: 0, to: 0.95 },
    },
    development: {
      files: { text: ['text/lingua-sentences/{lang}.txt', 'lingua-sentences/{lang}.txt'] },
      portion: { from: 0.95, to: 1 },
    },
  },
  downloads: [
    {
      from: 'hand',
      how: 'Copy language-testdata/sentences/*.txt of https://github.com/pemistahl/lingua-py into lingua-sentences/ of a data folder (known to fit: commit 754ce21122c083a7200763015fdaf7cda8d85453).',
    },
  ],
  meanTokens: { value: 30, source: 'Polyvia estimate: XLM-R tokens of a sentence, 14 languages (29.5)' },
  metrics: ['masked-accuracy'],
  citation: 'Stahl, lingua (pemistahl/lingua-py); sentences of the Leipzig Corpora Collection',
  licence: 'terms of the Leipzig Corpora Collection',
  defaults: textDefaults(128),
})
