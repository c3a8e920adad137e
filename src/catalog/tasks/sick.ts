import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit } from '../files.ts'

export const sick = defineTask({
  id: 'sick',
  title: 'SICK, the original files',
  kind: 'classification',
  measures: 'Whether an English caption entails, contradicts or leaves open another.',
  labels: ['contradiction', 'entailment', 'neutral'],
  format: 'sentence-pairs',
  options: {
    form: 'tsv',
    quoting: 'raw',
    columns: { text: 'sentence_A', pair: 'sentence_B', label: 'entailment_judgment', id: 'pair_ID' },
    labelNames: { CONTRADICTION: 'contradiction', ENTAILMENT: 'entailment', NEUTRAL: 'neutral' },
  },
  languages: ['en'],
  splits: {
    train: {
      files: { examples: ['train/sts/sick/SICK_train.txt', 'dataset-sts/data/sts/sick2014/SICK_train.txt'] },
    },
    development: {
      files: { examples: ['train/sts/sick/SICK_trial.txt', 'dataset-sts/data/sts/sick2014/SICK_trial.txt'] },
    },
    test: {
      files: {
        examples: [
          'train/sts/sick/SICK_test_annotated.txt',
          'dataset-sts/data/sts/sick2014/SICK_test_annotated.txt',
        ],
      },
    },
  },
  downloads: [
    fromGit(
      'brmson/dataset-sts',
      'e1d3375f5b3bc24f21aa4e46f96eb379e9fc1081',
      'dataset-sts',
      'data/sts/sick2014/SICK_train.txt',
      'data/sts/sick2014/SICK_trial.txt',
      'data/sts/sick2014/SICK_test_annotated.txt',
    ),
  ],
  sizes: { train: { en: 4500 }, development: { en: 500 }, test: { en: 4927 } },
  cluster: 'sentence',
  metrics: ['accuracy'],
  citation: 'Marelli et al. 2014',
  licence: 'CC BY-NC-SA 3.0',
  overlaps: {
    'sick-en': 'the same pairs, less 87 that SICK-NL leaves out',
    'sick-nl': 'the same pairs in English',
    'sick-sts-en': 'the same pairs',
  },
  defaults: jiantIntermediate('pairs'),
})
