import { defineTask } from '../define.ts'
import { fromGit, inFolders } from '../files.ts'
import { stsbEn } from './stsb-en.ts'

const FOLDERS = ['intermediate/sts/sts2017', 'sts2017', 'Sts2017', 'mSimCSE/data/Sts2017']

/** Texts and scores of a track of SemEval 2017 task 1. */
export const sts2017Track = (track: string) => ({
  files: {
    examples: inFolders(FOLDERS, `STS.input.${track}.txt`).concat(
      inFolders(FOLDERS, `STS2017.eval.v1.1/STS.input.${track}.txt`),
    ),
    values: inFolders(FOLDERS, `STS.gs.${track}.txt`).concat(
      inFolders(FOLDERS, `STS2017.gs/STS.gs.${track}.txt`),
    ),
  },
  format: 'scored-pairs',
  options: {
    form: 'tsv',
    quoting: 'raw',
    header: false,
    columns: { text: 0, pair: 1, value: 2 },
    values: { form: 'tsv', quoting: 'raw', header: false, value: 0 },
  },
})

export const sts2017 = defineTask({
  ...stsbEn,
  id: 'sts2017',
  title: 'STS 2017, pairs of one language',
  measures: 'How similar two sentences of one language are in meaning, 0 to 5.',
  languages: ['en', 'ar', 'es'],
  codes: { ar: 'track1.ar-ar', es: 'track3.es-es', en: 'track5.en-en' },
  splits: {
    train: { ...stsbEn.splits.train!, languages: ['en'] },
    development: { ...stsbEn.splits.development!, languages: ['en'] },
    test: sts2017Track('{code}'),
  },
  downloads: [
    fromGit('yaushian/mSimCSE', '2a0430b25ff70367e564510c15a0dbb5aba275e1', 'mSimCSE', 'data/Sts2017'),
    ...stsbEn.downloads,
  ],
  sizes: { train: { en: 5749 }, development: { en: 1500 }, test: { each: 250 } },
  citation: 'Cer et al. 2017, arXiv 1708.00055 (SemEval 2017 task 1)',
  overlaps: {
    'stsb-en': 'The STS benchmark, which it trains on, holds the English track of 2017 in its test file.',
    'stsb-multi-mt': 'The STS benchmark holds the English track of 2017 in its test file.',
  },
  traps: ['250 pairs a language, of SNLI captions: intervals are wide.'],
})
