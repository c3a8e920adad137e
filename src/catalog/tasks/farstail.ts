import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit, inFolders } from '../files.ts'

const at = (name: string) => ({
  files: { examples: inFolders(['intermediate/nli/farstail', 'FarsTail/data', 'farstail'], name) },
})

export const farstail = defineTask({
  id: 'farstail',
  title: 'FarsTail',
  kind: 'classification',
  measures:
    'Whether a Persian premise entails, contradicts or leaves open a hypothesis; made of exam questions.',
  labels: ['contradiction', 'entailment', 'neutral'],
  format: 'sentence-pairs',
  // Tab-separated, whatever the name says; quotes are those of a csv writer.
  options: {
    form: 'tsv',
    quoting: 'csv',
    header: true,
    columns: { text: 'premise', pair: 'hypothesis', label: 'label' },
    labelNames: { c: 'contradiction', e: 'entailment', n: 'neutral' },
  },
  languages: ['fa'],
  splits: { train: at('Train-word.csv'), development: at('Val-word.csv'), test: at('Test-word.csv') },
  downloads: [
    fromGit(
      'dml-qom/FarsTail',
      '5d6322c40368ea5fab50e406e083e537a7d97817',
      'FarsTail',
      'data/Train-word.csv',
      'data/Val-word.csv',
      'data/Test-word.csv',
    ),
  ],
  sizes: { train: { fa: 7266 }, development: { fa: 1537 }, test: { fa: 1564 } },
  metrics: ['accuracy'],
  citation: 'Amirkhani et al. 2020, arXiv 2009.08820',
  licence: 'Apache 2.0',
  defaults: jiantIntermediate('pairs'),
})
