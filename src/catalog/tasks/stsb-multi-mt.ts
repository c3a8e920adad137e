import { defineTask } from '../define.ts'
import { fromGit } from '../files.ts'
import { stsbEn } from './stsb-en.ts'

export const stsbMultiMt = defineTask({
  ...stsbEn,
  id: 'stsb-multi-mt',
  title: 'STS benchmark, machine-translated into nine languages',
  measures: 'How similar two sentences are in meaning, 0 to 5.',
  languages: ['en', 'de', 'es', 'fr', 'it', 'ja', 'nl', 'pl', 'pt', 'ru', 'zh'],
  downloads: [
    fromGit('PhilipMay/stsb-multi-mt', '30de0dec4ee199b7f42351d3f1a0b19592955385', 'stsb-multi-mt', 'data'),
  ],
  sizes: { train: { each: 5749 }, development: { each: 1500 }, test: { each: 1379 } },
  meanTokens: {
    value: 22,
    source: 'Polyvia estimate: XLM-R tokens of the English pairs (22.1)',
  },
  parallel: 'id',
  overlaps: {
    'stsb-en': 'the same pairs; this has the English ones too',
    korsts: 'the same pairs in Korean',
    'sick-en': 'both draw on the same image captions',
    'sick-nl': 'both draw on the same image captions',
    sts2017: 'both draw on SNLI captions',
  },
  traps: [
    'Translated by DeepL: trained on English and tested in other languages it is a zero-shot target, trained in all of them it is parallel data.',
  ],
})
