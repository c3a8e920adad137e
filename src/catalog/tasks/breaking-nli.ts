import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit } from '../files.ts'

export const breakingNli = defineTask({
  id: 'breaking-nli',
  title: 'Breaking NLI',
  kind: 'classification',
  measures: 'Whether a caption entails, contradicts or leaves open itself with a word exchanged.',
  labels: ['contradiction', 'entailment', 'neutral'],
  format: 'sentence-pairs',
  options: { form: 'jsonl', columns: { text: 'sentence1', pair: 'sentence2', label: 'gold_label' } },
  languages: ['en'],
  splits: {
    train: {
      files: {
        examples: [
          'train/nli/breaking-nli/breaking_nli_dataset.zip!data/dataset.jsonl',
          'Breaking_NLI/breaking_nli_dataset.zip!data/dataset.jsonl',
        ],
      },
      portion: { from: 0, to: 0.8 },
    },
    development: {
      files: {
        examples: [
          'train/nli/breaking-nli/breaking_nli_dataset.zip!data/dataset.jsonl',
          'Breaking_NLI/breaking_nli_dataset.zip!data/dataset.jsonl',
        ],
      },
      portion: { from: 0.8, to: 0.9 },
    },
    test: {
      files: {
        examples: [
          'train/nli/breaking-nli/breaking_nli_dataset.zip!data/dataset.jsonl',
          'Breaking_NLI/breaking_nli_dataset.zip!data/dataset.jsonl',
        ],
      },
      portion: { from: 0.9, to: 1 },
    },
  },
  downloads: [
    fromGit(
      'BIU-NLP/Breaking_NLI',
      '8a7658c1ce6b732f4e8af3b06560f1a13b8b18b0',
      'Breaking_NLI',
      'breaking_nli_dataset.zip',
    ),
  ],
  metrics: ['accuracy'],
  citation: 'Glockner, Shwartz and Goldberg 2018, arXiv 1805.02266',
  licence: 'CC BY-SA 4.0',
  overlaps: { snli: 'captions of it' },
  defaults: jiantIntermediate('pairs'),
  traps: ['Made as a test set; split here by the first caption.'],
})
