import { jiantPairs } from '../defaults.ts'
import { defineTask } from '../define.ts'

const LANGUAGES =
  'af ar bg bn de el en es et eu fa fi fr he hi hu id it ja jv ka kk ko ml mr ms my nl pt ru sw ta te th tl tr ur vi yo zh az gu lt pa pl qu ro uk'.split(
    ' ',
  )
const original = (split: string) => ['', 'panx_dataset/', 'panx/'].map((folder) => `${folder}{lang}/${split}`)

export const panx = defineTask({
  id: 'panx',
  title: 'PAN-X (WikiANN) named entities',
  type: 'tagging',
  measures: 'Names of persons, organisations and places in Wikipedia sentences.',
  labels: ['B-LOC', 'B-ORG', 'B-PER', 'I-LOC', 'I-ORG', 'I-PER', 'O'],
  format: 'tagging-tsv',
  options: { missingTag: 'O' },
  // XTREME's 40, then the 8 that XTREME-R adds.
  languages: LANGUAGES,
  splits: {
    train: {
      languages: ['en'],
      files: { examples: 'panx/train-{lang}.tsv' },
      otherwise: [{ files: { examples: original('train') }, format: 'panx-original' }],
    },
    development: {
      languages: ['en'],
      files: { examples: 'panx/dev-{lang}.tsv' },
      portion: { from: 0, to: 0.5 },
      otherwise: [
        { files: { examples: original('dev') }, format: 'panx-original', portion: { from: 0, to: 0.5 } },
      ],
    },
    test: {
      files: { examples: original('test') },
      format: 'panx-original',
      otherwise: [
        {
          languages: ['en'],
          files: { examples: 'panx/dev-{lang}.tsv' },
          portion: { from: 0.5, to: 1 },
          note: 'Gold tags of the test set are not in the data folders: the half of the English development file that models are not selected on is scored in its place.',
        },
        {
          languages: LANGUAGES.filter((code) => code !== 'en'),
          files: { examples: 'panx/dev-{lang}.tsv' },
          note: 'Gold tags of the test set are not in the data folders: the development file is scored in its place. Models are selected on English alone, so nothing was tuned on it.',
        },
      ],
    },
  },
  metrics: ['chunk-f1', 'token-accuracy'],
  citation: 'Pan et al. 2017; balanced splits: Rahimi, Li and Cohn 2019, arXiv 1902.00193',
  licence: 'none stated; text from Wikipedia (CC BY-SA)',
  defaults: jiantPairs(10),
  traps: [
    'XTREME test files (panx/test-*.tsv) have words only. Gold test is read from the original files ({lang}/test, "lang:word" and tag) where they are; otherwise development files stand in, which have the same size and source.',
    'English development is halved: one half selects models, the other can stand in for English test. The halves are drawn by hash and never change.',
  ],
})
