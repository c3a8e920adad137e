import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit } from '../files.ts'

export const counterfactualNli = defineTask({
  id: 'counterfactual-nli',
  title: 'Counterfactually augmented SNLI',
  kind: 'classification',
  measures:
    'Whether a caption entails, contradicts or leaves open another; one of the two changed so that the label changes.',
  labels: ['contradiction', 'entailment', 'neutral'],
  format: 'sentence-pairs',
  options: {
    form: 'tsv',
    quoting: 'raw',
    columns: { text: 'sentence1', pair: 'sentence2', label: 'gold_label' },
  },
  languages: ['en'],
  splits: {
    train: {
      files: {
        examples: [
          'train/nli/counterfactual-nli/revised_combined/train.tsv',
          'counterfactually-augmented-data/NLI/revised_combined/train.tsv',
        ],
      },
    },
    development: {
      files: {
        examples: [
          'train/nli/counterfactual-nli/revised_combined/dev.tsv',
          'counterfactually-augmented-data/NLI/revised_combined/dev.tsv',
        ],
      },
    },
    test: {
      files: {
        examples: [
          'train/nli/counterfactual-nli/revised_combined/test.tsv',
          'counterfactually-augmented-data/NLI/revised_combined/test.tsv',
        ],
      },
    },
  },
  downloads: [
    fromGit(
      'acmi-lab/counterfactually-augmented-data',
      '6f232a1d2a11462a30ce08fb4825b734ab30828e',
      'counterfactually-augmented-data',
      'NLI/revised_combined/train.tsv',
      'NLI/revised_combined/dev.tsv',
      'NLI/revised_combined/test.tsv',
    ),
  ],
  sizes: { train: { en: 6664 }, development: { en: 800 }, test: { en: 1600 } },
  metrics: ['accuracy'],
  citation: 'Kaushik, Hovy and Lipton 2020, arXiv 1909.12434',
  licence: 'Apache-2.0; CC BY-SA 4.0 (SNLI)',
  overlaps: { snli: 'Changed pairs; 596 of the 2266 originals are in its development and test sets.' },
  defaults: jiantIntermediate('pairs'),
})
