import { jiantPairs } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { onHub } from '../hub.ts'
import { mnli } from './mnli.ts'

const HUB = 'facebook/xnli'
const rows = (name: string) => ({
  files: { examples: onHub(HUB, `{lang}/${name}-*.parquet`) },
  options: {
    form: 'jsonl',
    columns: { text: 'premise', pair: 'hypothesis', label: 'label' },
    labels: ['entailment', 'neutral', 'contradiction'],
  },
})
const original = {
  form: 'tsv',
  quoting: 'raw',
  header: true,
  where: { language: '{lang}' },
  columns: { text: 'sentence1', pair: 'sentence2', label: 'gold_label', id: 'pairID' },
}
const xtremeForm = { form: 'tsv', quoting: 'csv', header: false, columns: { text: 0, pair: 1, label: 2 } }

const LANGUAGES = ['ar', 'bg', 'de', 'el', 'en', 'es', 'fr', 'hi', 'ru', 'sw', 'th', 'tr', 'ur', 'vi', 'zh']

export const xnli = defineTask({
  id: 'xnli',
  title: 'XNLI',
  kind: 'classification',
  measures: 'Whether a premise entails, contradicts or leaves open a hypothesis.',
  labels: ['contradiction', 'entailment', 'neutral'],
  format: 'sentence-pairs',
  options: xtremeForm,
  languages: LANGUAGES,
  splits: {
    train: {
      languages: ['en'],
      files: { examples: 'xnli/train-{lang}.tsv' },
      otherwise: [
        rows('train'),
        {
          files: mnli.splits.train!.files,
          options: mnli.options,
          note: 'XNLI trains on MNLI, here read from the original MNLI file.',
        },
      ],
    },
    development: {
      languages: ['en'],
      files: { examples: 'xnli/dev-{lang}.tsv' },
      otherwise: [
        { files: { examples: ['XNLI-1.0/xnli.dev.tsv', 'xnli/XNLI-1.0/xnli.dev.tsv'] }, options: original },
        rows('validation'),
      ],
    },
    test: {
      files: { examples: ['XNLI-1.0/xnli.test.tsv', 'xnli/XNLI-1.0/xnli.test.tsv'] },
      options: original,
      otherwise: [
        rows('test'),
        {
          files: {
            examples: 'xnli/test-{lang}.tsv',
            labels: ['xnli/labelled/de/test.txt'],
          },
          options: { ...xtremeForm, labels: { form: 'tsv', quoting: 'raw', header: false, label: 2 } },
          note: 'Texts are the XTREME test file, whose labels are stripped; labels come from the German test set. XNLI translates one English set, so labels agree in every language (checked in all 5010 rows of de, sw and ur).',
        },
      ],
    },
  },
  downloads: [
    {
      from: 'hub',
      repository: HUB,
      revision: 'b8dd5d7af51114dbda02c0e3f6133f332186418e',
      files: [
        'en/*.parquet',
        ...LANGUAGES.filter((code) => code !== 'en').map((code) => `${code}/test-*.parquet`),
      ],
    },
    {
      from: 'url',
      urls: ['https://dl.fbaipublicfiles.com/XNLI/XNLI-1.0.zip'],
      into: '.',
      unpack: 'zip',
      bytes: 17865352,
      sha256: '4ba1d5e1afdb7161f0f23c66dc787802ccfa8a25a3ddd3b165a35e50df346ab1',
      splits: ['development', 'test'],
    },
    ...mnli.downloads
      .filter(({ from }) => from === 'url')
      .map((each) => ({ ...each, splits: ['train' as const] })),
  ],
  sizes: { train: { en: 392702 }, development: { en: 2490 }, test: { each: 5010 } },
  meanTokens: {
    value: 46,
    source: 'Polyvia estimate: XLM-R tokens of the test sets in 13 languages (45.8; English 41.6)',
  },
  parallel: 'id',
  metrics: ['accuracy'],
  citation: 'Conneau et al. 2018, arXiv 1809.05053',
  licence: 'CC BY-NC 4.0',
  defaults: jiantPairs(2),
  traps: [
    'Trained on MNLI: with MNLI as intermediate task, the target phase repeats the same data.',
    'About 33 % means that labels are blanked or that the run collapsed.',
    'The XTREME form is written by a csv writer: fields with quotes are wrapped, quotes doubled.',
  ],
})
