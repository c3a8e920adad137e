import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { onHub } from '../hub.ts'

const at = (name: string) =>
  ['multinli_1.0', 'mnli', 'MNLI'].map((folder) => `${folder}/${name}`).concat(name)
const glue = {
  form: 'tsv',
  quoting: 'raw',
  header: true,
  columns: { text: 'sentence1', pair: 'sentence2', label: 'gold_label', id: 'pairID' },
  skipLabels: ['-'],
}

const HUB = 'nyu-mll/multi_nli'
const rows = (name: string) => ({
  files: { examples: onHub(HUB, `data/${name}-*.parquet`) },
  options: {
    columns: { text: 'premise', pair: 'hypothesis', label: 'label', id: 'pairID' },
    labels: ['entailment', 'neutral', 'contradiction'],
    skipLabels: ['-1'],
  },
})

export const mnli = defineTask({
  id: 'mnli',
  title: 'MultiNLI',
  kind: 'classification',
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
        rows('train'),
        { files: { examples: ['MNLI/train.tsv', 'mnli/train.tsv', 'glue/MNLI/train.tsv'] }, options: glue },
      ],
    },
    development: {
      files: { examples: at('multinli_1.0_dev_matched.jsonl') },
      otherwise: [
        rows('validation_matched'),
        {
          files: { examples: ['MNLI/dev_matched.tsv', 'mnli/dev_matched.tsv', 'glue/MNLI/dev_matched.tsv'] },
          options: glue,
        },
      ],
    },
  },
  downloads: [
    {
      from: 'hub',
      repository: HUB,
      revision: 'da70db2af9d09693783c3320c4249840212ee221',
      files: ['data/*.parquet'],
    },
    {
      from: 'url',
      urls: ['https://cims.nyu.edu/~sbowman/multinli/multinli_1.0.zip'],
      into: '.',
      unpack: 'zip',
      bytes: 226850426,
      sha256: '049f507b9e36b1fcb756cfd5aeb3b7a0cfcb84bf023793652987f7e7e0957822',
    },
  ],
  sizes: { train: { en: 392702 }, development: { en: 9815 } },
  meanTokens: {
    value: 42,
    source:
      'Polyvia estimate: MultiNLI was not at hand; XLM-R tokens of the English development set of XNLI, made the same way (41.8)',
  },
  metrics: ['accuracy'],
  citation: 'Williams, Nangia and Bowman 2018, arXiv 1704.05426',
  licence: 'OANC, CC BY-SA 3.0 and CC BY 3.0 by genre',
  overlaps: { xnli: 'XNLI trains on MNLI; its development and test sets are new texts of the same making.' },
  defaults: jiantIntermediate('pairs'),
  traps: [
    'Pairs whose annotators did not agree have the label "-" and are left out. Development is the matched set.',
  ],
})
