import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit, inFolders } from '../files.ts'

const at = (...names: string[]) => ({
  examples: names.flatMap((name) => inFolders(['intermediate/nli/ocnli', 'OCNLI/data/ocnli', 'ocnli'], name)),
})
const small = (rows: string) => ({
  files: at(`train.${rows}.json`),
  note: `The largest training file of OCNLI in the data folders is train.${rows}.`,
})

export const ocnli = defineTask({
  id: 'ocnli',
  title: 'OCNLI',
  kind: 'classification',
  measures: 'Whether a Chinese premise entails, contradicts or leaves open a hypothesis; written in Chinese.',
  labels: ['contradiction', 'entailment', 'neutral'],
  format: 'sentence-pairs',
  options: {
    form: 'jsonl',
    columns: { text: 'sentence1', pair: 'sentence2', label: 'label' },
    skipLabels: ['-'],
  },
  languages: ['zh'],
  splits: {
    train: { files: at('train.50k.json'), otherwise: [small('30k'), small('10k'), small('3k')] },
    development: { files: at('dev.json'), portion: { from: 0, to: 0.5 } },
    test: { files: at('dev.json'), portion: { from: 0.5, to: 1 } },
  },
  downloads: [
    fromGit('CLUEbenchmark/OCNLI', 'b53efdee17257a5c33993cf6fcf8ffff0497ea0e', 'OCNLI', 'data/ocnli'),
  ],
  metrics: ['accuracy'],
  citation: 'Hu et al. 2020, arXiv 2010.05444',
  licence: 'CC BY-NC 2.0',
  defaults: jiantIntermediate('pairs'),
  traps: [
    'Pairs whose annotators did not agree have the label "-" and are left out: 15 of train.10k, 50 of dev.',
    'Test labels are withheld: half of the development file (3000 pairs) selects, half tests, drawn by premise.',
  ],
})
