import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { onHub } from '../hub.ts'

const HUB = 'nyu-mll/glue'
const split = (original: string, hub: string) => ({
  files: { examples: ['glue/QQP', 'QQP', 'qqp'].map((folder) => `${folder}/${original}.tsv`) },
  otherwise: [
    {
      files: { examples: onHub(HUB, `qqp/${hub}-*.parquet`) },
      options: {
        form: 'jsonl',
        columns: { text: 'question1', pair: 'question2', label: 'label', id: 'idx' },
      },
    },
  ],
})

export const qqp = defineTask({
  id: 'qqp',
  title: 'Quora Question Pairs',
  kind: 'classification',
  measures: 'Whether two questions ask the same.',
  labels: ['0', '1'],
  format: 'sentence-pairs',
  options: {
    form: 'tsv',
    quoting: 'raw',
    header: true,
    columns: { text: 'question1', pair: 'question2', label: 'is_duplicate', id: 'id' },
  },
  languages: ['en'],
  splits: { train: split('train', 'train'), development: split('dev', 'validation') },
  downloads: [
    {
      from: 'hub',
      repository: HUB,
      revision: 'bcdcba79d07bc864c1c254ccfcedcce55bcc9a8c',
      files: ['qqp/train-*.parquet', 'qqp/validation-*.parquet'],
    },
    {
      from: 'url',
      urls: ['https://dl.fbaipublicfiles.com/glue/data/QQP-clean.zip'],
      into: 'glue',
      unpack: 'zip',
      bytes: 41696084,
      sha256: '40e7c862c04eb26ee04b67fd900e76c45c6ba8e6d8fab4f8f1f8072a1a3fbae0',
    },
  ],
  sizes: { train: { en: 363846 }, development: { en: 40430 } },
  meanTokens: {
    value: 32,
    source:
      'Polyvia estimate: QQP was not at hand and this is a guess from two questions of about eleven words each; not measured',
  },
  metrics: ['accuracy'],
  citation: 'Iyer, Dandekar and Csernai 2017 (Quora); in GLUE: Wang et al. 2019, arXiv 1804.07461',
  licence: "Quora's terms of service: non-commercial use",
  defaults: jiantIntermediate('pairs'),
  traps: [
    'The original GLUE file has a few lines with fields missing, at which reading stops: use the cleaned archive or the hub.',
    'Labels of the GLUE test set are withheld, so there is no test split.',
  ],
})
