import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { forAll } from '../files.ts'
import { tydiqaGoldP } from './tydiqa-goldp.ts'

// One file a language as XTREME cuts them, or the official one of all languages.
const { files, options, otherwise = [] } = tydiqaGoldP.splits.train!
const part = (from: number, to: number) => ({
  files,
  options,
  portion: { from, to },
  otherwise: otherwise.map((source) => ({ ...source, portion: { from, to } })),
})

export const tydiqaTrain = defineTask({
  id: 'tydiqa-train',
  title: 'TyDiQA-GoldP training questions in all its languages',
  kind: 'span-extraction',
  measures: 'Finding the answer to a question in a paragraph; written in each language, not translated.',
  format: 'squad',
  languages: tydiqaGoldP.languages,
  codes: tydiqaGoldP.codes,
  splits: { train: part(0, 0.9), development: part(0.9, 1) },
  downloads: forAll(tydiqaGoldP.downloads.slice(0, 1)),
  metrics: tydiqaGoldP.metrics,
  citation: tydiqaGoldP.citation,
  licence: tydiqaGoldP.licence,
  overlaps: {
    'tydiqa-goldp':
      'English is its training data, and training files of other languages stand in for its test files where those are missing.',
  },
  defaults: jiantIntermediate('spans'),
  traps: [
    '49 881 questions in all; en 3696, ko 1625, sw 2755. Split by paragraph: 90 % train, 10 % development.',
  ],
})
