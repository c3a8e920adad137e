import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit, heldOut, inFolders, TENTHS } from '../files.ts'

const at = (name: string) => ({
  examples: inFolders(
    ['intermediate/nli/klue-nli', 'KLUE/klue_benchmark/klue-nli-v1.1', 'klue-nli-v1.1', 'klue-nli'],
    name,
  ),
})
const dev = at('klue-nli-v1.1_dev.json')

export const klueNli = defineTask({
  id: 'klue-nli',
  title: 'KLUE-NLI',
  kind: 'classification',
  measures: 'Whether a Korean premise entails, contradicts or leaves open a hypothesis; written in Korean.',
  labels: ['contradiction', 'entailment', 'neutral'],
  format: 'sentence-pairs',
  options: {
    form: 'json',
    columns: { text: 'premise', pair: 'hypothesis', label: 'gold_label', id: 'guid' },
  },
  languages: ['ko'],
  splits: {
    train: {
      files: at('klue-nli-v1.1_train.json'),
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
      'klue_benchmark/klue-nli-v1.1',
    ),
  ],
  sizes: { train: { ko: 24998 } },
  metrics: ['accuracy'],
  citation: 'Park et al. 2021, arXiv 2105.09680',
  licence: 'CC BY-SA 4.0',
  defaults: jiantIntermediate('pairs'),
  traps: ['The development file has 3000 pairs; a tenth selects, a tenth tests, drawn by premise.'],
})
