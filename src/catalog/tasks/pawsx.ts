import { jiantPairs } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { onHub } from '../hub.ts'

const original = (quoting: 'csv' | 'raw') => ({
  form: 'tsv',
  quoting,
  header: true,
  columns: { text: 'sentence1', pair: 'sentence2', label: 'label', id: 'id' },
})

const HUB = 'google-research-datasets/paws-x'
const rows = (name: string) => ({
  files: { examples: onHub(HUB, `{lang}/${name}-*.parquet`) },
  options: {
    form: 'jsonl',
    columns: { text: 'sentence1', pair: 'sentence2', label: 'label', id: 'id' },
  },
})

export const pawsX = defineTask({
  id: 'pawsx',
  title: 'PAWS-X',
  kind: 'classification',
  measures: 'Whether two sentences of many shared words mean the same.',
  labels: ['0', '1'],
  format: 'sentence-pairs',
  // The XTREME form is written by a csv writer: fields with quotes are wrapped, quotes doubled.
  options: { form: 'tsv', quoting: 'csv', header: false, columns: { text: 0, pair: 1, label: 2 } },
  languages: ['de', 'en', 'es', 'fr', 'ja', 'ko', 'zh'],
  splits: {
    train: {
      languages: ['en'],
      files: { examples: 'pawsx/train-{lang}.tsv' },
      otherwise: [
        {
          files: { examples: ['x-final/{lang}/train.tsv', 'pawsx/x-final/{lang}/train.tsv'] },
          options: original('raw'),
        },
        rows('train'),
      ],
    },
    development: {
      languages: ['en'],
      files: { examples: 'pawsx/dev-{lang}.tsv' },
      portion: { from: 0, to: 0.5 },
      otherwise: [
        {
          files: { examples: ['x-final/{lang}/dev_2k.tsv', 'pawsx/x-final/{lang}/dev_2k.tsv'] },
          options: original('raw'),
          portion: { from: 0, to: 0.5 },
        },
        { ...rows('validation'), portion: { from: 0, to: 0.5 } },
      ],
    },
    test: {
      files: { examples: ['x-final/{lang}/test_2k.tsv', 'pawsx/x-final/{lang}/test_2k.tsv'] },
      options: original('raw'),
      otherwise: [
        rows('test'),
        { languages: ['de'], files: { examples: 'pawsx/labelled/de/test.tsv' }, options: original('raw') },
        { languages: ['ko'], files: { examples: 'pawsx/labelled/ko/test_2k.tsv' }, options: original('raw') },
        {
          languages: ['zh'],
          files: { examples: 'pawsx/labelled/zh/test-00000-of-00001.tsv' },
          options: original('csv'),
        },
        {
          languages: ['en'],
          files: { examples: 'pawsx/dev-{lang}.tsv' },
          items: 'development',
          portion: { from: 0.5, to: 1 },
          note: 'Labels of the test set are not in the data folders: the half of the English development file that models are not selected on is scored in its place.',
        },
        {
          languages: ['de', 'es', 'fr', 'ja', 'ko', 'zh'],
          files: { examples: 'pawsx/dev-{lang}.tsv' },
          items: 'development',
          note: 'Labels of the test set are not in the data folders: the development file is scored in its place. Models are selected on English alone, so nothing was tuned on it.',
        },
      ],
    },
  },
  downloads: [
    {
      from: 'url',
      urls: ['https://storage.googleapis.com/paws/pawsx/x-final.tar.gz'],
      into: '.',
      unpack: 'tar.gz',
      bytes: 30282057,
      sha256: '4146db499101d66e68ae4c8ed3cf9dadecd625f44b7d8cf3d4a0fe93afc4fd9f',
    },
    {
      from: 'hub',
      repository: HUB,
      revision: '4cd8187c404bda33cb1f62b49b001115862acf37',
      files: [
        'en/*.parquet',
        ...['de', 'es', 'fr', 'ja', 'ko', 'zh'].map((code) => `${code}/test-*.parquet`),
      ],
    },
  ],
  sizes: { train: { en: 49401 }, development: { en: 2000 }, test: { each: 2000 } },
  meanTokens: {
    value: 63,
    source: 'Polyvia estimate: XLM-R tokens of the English development set (62.8; test sets 66.7)',
  },
  cluster: 'sentence',
  parallel: 'id',
  placeholders: ['NS'],
  metrics: ['accuracy'],
  citation: 'Yang et al. 2019, arXiv 1908.11828',
  licence: 'free use with credit to Google',
  defaults: jiantPairs(5),
  traps: [
    'Test labels differ between languages in 25 rows: no language can lend its labels to another.',
    'Original files are raw (quotes are text); read with csv quoting, rows are lost: 49 175 of 49 401 in a known copy.',
    'Published sizes are for whole sets; Korean test has 1999 pairs in a known copy. English development is halved: one half selects models, the other can stand in for English test.',
    'Accuracy in the mid-fifties means that the run collapsed.',
  ],
})
