import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'

const at = (name: string) =>
  ['multinli_1.0', 'mnli', 'MNLI'].map((folder) => `${folder}/${name}`).concat(name)
const glue = {
  form: 'tsv',
  quoting: 'raw',
  header: true,
  columns: { text: 'sentence1', pair: 'sentence2', label: 'gold_label', id: 'pairID' },
  skipLabels: ['-'],
}

export const mnli = defineTask({
  id: 'mnli',
  title: 'MultiNLI',
  type: 'classification',
  measures: 'Whether an English premise entails, contradicts or leaves open a hypothesis, over ten genres.',
  labels: ['contradiction', 'entailment', 'neutral'],
  format: 'sentence-pairs',
  options: {
    form: 'jsonl',
    columns: { text: 'sentence1', pair: 'sentence2', label: 'gold_label', id: 'pairID' },
    skipLabels: ['-'],
  },
  languages: ['en'],
  splits: {
    train: {
      files: { examples: at('multinli_1.0_train.jsonl') },
      otherwise: [
        { files: { examples: ['MNLI/train.tsv', 'mnli/train.tsv', 'glue/MNLI/train.tsv'] }, options: glue },
      ],
    },
    development: {
      files: { examples: at('multinli_1.0_dev_matched.jsonl') },
      otherwise: [
        {
          files: { examples: ['MNLI/dev_matched.tsv', 'mnli/dev_matched.tsv', 'glue/MNLI/dev_matched.tsv'] },
          options: glue,
        },
      ],
    },
  },
  metrics: ['accuracy'],
  citation: 'Williams, Nangia and Bowman 2018, arXiv 1704.05426',
  licence: 'OANC, CC BY-SA 3.0 and CC BY 3.0 by genre',
  overlaps: { xnli: 'XNLI trains on MNLI; its development and test sets are new texts of the same making.' },
  defaults: jiantIntermediate('pairs'),
  traps: ['Train 392 702 pairs. Pairs whose annotators did not agree have the label "-" and are left out.'],
})
