import { jiantPairs } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { onHub } from '../hub.ts'

const LANGUAGES =
  'af ar bg bn de el en es et eu fa fi fr he hi hu id it ja jv ka kk ko ml mr ms my nl pt ru sw ta te th tl tr ur vi yo zh az gu lt pa pl qu ro uk'.split(
    ' ',
  )
const original = (split: string) => ['', 'panx_dataset/', 'panx/'].map((folder) => `${folder}{lang}/${split}`)

/** XTREME reads a word without a tag as O. */
const TSV = { missingTag: 'O' }
const HUB = 'unimelb-nlp/wikiann'
const rows = (name: string) => ({
  files: { examples: onHub(HUB, `{lang}/${name}-*.parquet`) },
  format: 'tagging-rows',
  options: {
    form: 'jsonl',
    columns: { words: 'tokens', tags: 'ner_tags' },
    labels: ['O', 'B-PER', 'I-PER', 'B-ORG', 'I-ORG', 'B-LOC', 'I-LOC'],
  },
})

export const panx = defineTask({
  id: 'panx',
  title: 'PAN-X (WikiANN) named entities',
  kind: 'tagging',
  measures: 'Names of persons, organisations and places in Wikipedia sentences.',
  labels: ['B-LOC', 'B-ORG', 'B-PER', 'I-LOC', 'I-ORG', 'I-PER', 'O'],
  format: 'tagging-tsv',
  // XTREME's 40, then the 8 that XTREME-R adds.
  languages: LANGUAGES,
  splits: {
    train: {
      languages: ['en'],
      files: { examples: 'panx/train-{lang}.tsv' },
      options: TSV,
      otherwise: [
        { files: { examples: original('train') }, format: 'panx-original', options: TSV },
        rows('train'),
      ],
    },
    development: {
      languages: ['en'],
      files: { examples: 'panx/dev-{lang}.tsv' },
      options: TSV,
      portion: { from: 0, to: 0.5 },
      otherwise: [
        {
          files: { examples: original('dev') },
          format: 'panx-original',
          options: TSV,
          portion: { from: 0, to: 0.5 },
        },
        { ...rows('validation'), portion: { from: 0, to: 0.5 } },
      ],
    },
    test: {
      files: { examples: original('test') },
      format: 'panx-original',
      options: TSV,
      otherwise: [
        rows('test'),
        {
          languages: ['en'],
          files: { examples: 'panx/dev-{lang}.tsv' },
          options: TSV,
          portion: { from: 0.5, to: 1 },
          note: 'Gold tags of the test set are not in the data folders: the half of the English development file that models are not selected on is scored in its place.',
        },
        {
          languages: LANGUAGES.filter((code) => code !== 'en'),
          files: { examples: 'panx/dev-{lang}.tsv' },
          options: TSV,
          note: 'Gold tags of the test set are not in the data folders: the development file is scored in its place. Models are selected on English alone, so nothing was tuned on it.',
        },
      ],
    },
  },
  downloads: [
    {
      from: 'hub',
      repository: HUB,
      files: [
        'en/*.parquet',
        ...LANGUAGES.filter((code) => code !== 'en').map((code) => `${code}/test-*.parquet`),
      ],
      note: 'The balanced splits of Rahimi et al. 2019, which XTREME takes.',
    },
    {
      from: 'hand',
      how: 'XTREME takes AmazonPhotos.zip from https://www.amazon.com/clouddrive/share/d3KGCRCIYwhKJF0H3eWA26hjg2ZCRhjpEQtDL70FSBN, which a browser has to fetch and which may be gone. Unpack each LANGUAGE.tar.gz in it into panx_dataset/LANGUAGE of a data folder.',
    },
  ],
  sizes: {
    train: { en: 20000 },
    development: { en: 10000 },
    test: {
      each: 10000, af: 1000, az: 1000, bn: 1000, hi: 1000, kk: 1000, ml: 1000, mr: 1000, ms: 1000, sw: 1000, ta: 1000,
      te: 1000, tl: 1000, ur: 1000, gu: 100, jv: 100, my: 100, pa: 100, qu: 100, yo: 100,
    }, // biome-ignore format: a table
  },
  meanTokens: { value: 14, source: 'Polyvia estimate: XLM-R tokens of English train (13.9; test sets 15.9)' },
  metrics: ['chunk-f1', 'token-accuracy'],
  citation: 'Pan et al. 2017; balanced splits: Rahimi, Li and Cohn 2019, arXiv 1902.00193',
  licence: 'none stated; text from Wikipedia (CC BY-SA)',
  defaults: jiantPairs(10),
  traps: [
    'XTREME test files (panx/test-*.tsv) have words only. Gold test is read from the original files ({lang}/test, "lang:word" and tag) where they are; otherwise development files stand in, which have the same size and source.',
    'English development is halved: one half selects models, the other can stand in for English test. The halves are drawn by hash and never change.',
  ],
})
