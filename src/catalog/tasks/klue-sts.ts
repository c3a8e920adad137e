import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit, heldOut, inFolders, TENTHS } from '../files.ts'

const at = (name: string) => ({
  examples: inFolders(
    ['intermediate/sts/klue-sts', 'KLUE/klue_benchmark/klue-sts-v1.1', 'klue-sts-v1.1', 'klue-sts'],
    name,
  ),
})
const dev = at('klue-sts-v1.1_dev.json')

export const klueSts = defineTask({
  id: 'klue-sts',
  title: 'KLUE-STS',
  kind: 'regression',
  measures: 'How similar two Korean sentences are in meaning, 0 to 5; written in Korean.',
  format: 'scored-pairs',
  options: {
    form: 'json',
    columns: { text: 'sentence1', pair: 'sentence2', value: 'labels.label', id: 'guid' },
    range: [0, 5],
  },
  languages: ['ko'],
  splits: {
    train: {
      files: at('klue-sts-v1.1_train.json'),
      otherwise: [{ files: dev, portion: TENTHS.train, note: heldOut('the development file') }],
    },
    development: { files: dev, portion: TENTHS.development },
    test: { files: dev, portion: TENTHS.test },
  },
  downloads: [
    fromGit(
      'KLUE-benchmark/KLUE',
      '3efd98708a40ff49251fddde35453f8fbb11f536',
      'KLUE',
      'klue_benchmark/klue-sts-v1.1',
    ),
  ],
  sizes: { train: { ko: 11668 } },
  metrics: ['spearman', 'pearson'],
  citation: 'Park et al. 2021, arXiv 2105.09680',
  licence: 'CC BY-SA 4.0',
  defaults: jiantIntermediate('pairs'),
  traps: ['The development file has 519 pairs; a tenth of it is too little to select on with confidence.'],
})
