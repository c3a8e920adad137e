import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit } from '../files.ts'

export const rte = defineTask({
  id: 'rte',
  title: 'RTE (GLUE)',
  kind: 'classification',
  measures: 'Whether a passage of the news entails a sentence.',
  labels: ['entailment', 'not_entailment'],
  format: 'sentence-pairs',
  options: { form: 'tsv', quoting: 'raw', columns: { text: 'sentence1', pair: 'sentence2', label: 'label' } },
  languages: ['en'],
  splits: {
    train: {
      files: { examples: ['train/nli/rte-glue/train.tsv', 'nlu_eval/data/RTE/train.tsv'] },
      portion: { from: 0, to: 0.9 },
    },
    development: {
      files: { examples: ['train/nli/rte-glue/train.tsv', 'nlu_eval/data/RTE/train.tsv'] },
      portion: { from: 0.9, to: 1 },
    },
    test: { files: { examples: ['train/nli/rte-glue/dev.tsv', 'nlu_eval/data/RTE/dev.tsv'] } },
  },
  downloads: [
    fromGit(
      'marcwww/nlu_eval',
      'ccd55c37de74ebd86c70ae58f67dceb0aa444f43',
      'nlu_eval',
      'data/RTE/train.tsv',
      'data/RTE/dev.tsv',
    ),
  ],
  sizes: { test: { en: 277 } },
  metrics: ['accuracy'],
  citation:
    'Dagan, Glickman and Magnini 2006, Bar Haim et al. 2006, Giampiccolo et al. 2007, Bentivogli et al. 2009; in GLUE: Wang et al. 2019, arXiv 1804.07461',
  licence: 'none stated',
  defaults: jiantIntermediate('pairs'),
  traps: [
    'Labels of the test set are withheld: the development set tests, a tenth of the training set selects.',
  ],
})
