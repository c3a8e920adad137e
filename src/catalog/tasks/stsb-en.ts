import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'

const at = (split: string) => ({
  files: {
    examples: [
      'intermediate/sts/stsb-multi-mt',
      'stsb-multi-mt',
      'sts/stsb-multi-mt',
      'stsb-multi-mt/data',
    ].map((folder) => `${folder}/stsb-{lang}-${split}.csv`),
  },
})

export const stsbEn = defineTask({
  id: 'stsb-en',
  title: 'STS benchmark, English',
  kind: 'regression',
  measures: 'How similar two English sentences are in meaning, 0 to 5.',
  format: 'scored-pairs',
  options: {
    form: 'csv',
    quoting: 'csv',
    header: false,
    columns: { text: 0, pair: 1, value: 2 },
    range: [0, 5],
  },
  languages: ['en'],
  splits: { train: at('train'), development: at('dev'), test: at('test') },
  downloads: [
    {
      from: 'git',
      repository: 'PhilipMay/stsb-multi-mt',
      commit: '30de0dec4ee199b7f42351d3f1a0b19592955385',
      paths: ['data/stsb-en-train.csv', 'data/stsb-en-dev.csv', 'data/stsb-en-test.csv'],
      into: 'stsb-multi-mt',
    },
  ],
  sizes: { train: { en: 5749 }, development: { en: 1500 }, test: { en: 1379 } },
  meanTokens: { value: 33, source: 'Polyvia estimate: XLM-R tokens of train (32.5)' },
  metrics: ['spearman', 'pearson'],
  citation: 'Cer et al. 2017, arXiv 1708.00055; file form of stsb-multi-mt (May 2021)',
  licence: 'CC BY-SA 4.0',
  overlaps: {
    'sick-en': 'both draw on the same image captions',
    'sick-sts-en': 'both draw on the same image captions',
  },
  defaults: jiantIntermediate('pairs'),
})
