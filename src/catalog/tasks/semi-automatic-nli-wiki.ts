import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit } from '../files.ts'

export const semiAutomaticNliWiki = defineTask({
  id: 'semi-automatic-nli-wiki',
  title: 'Semi-automatic NLI, the part from Wikipedia',
  kind: 'classification',
  measures:
    'Whether a sentence of Wikipedia entails, contradicts or leaves open another, some of them found automatically.',
  labels: ['contradiction', 'entailment', 'neutral'],
  format: 'sentence-pairs',
  options: {
    form: 'jsonl',
    columns: { text: 'premise', pair: 'hypothesis', label: 'label' },
    labelNames: { c: 'contradiction', e: 'entailment', n: 'neutral' },
  },
  languages: ['en'],
  splits: {
    train: {
      files: {
        examples1: [
          'train/nli/semi-automatic-nli-wiki/base_wiki/train.jsonl',
          'semi-automatic-nli/data/base_wiki/train.jsonl',
        ],
        examples2: [
          'train/nli/semi-automatic-nli-wiki/sim_wiki/train.jsonl',
          'semi-automatic-nli/data/sim_wiki/train.jsonl',
        ],
        examples3: [
          'train/nli/semi-automatic-nli-wiki/translate_wiki/train.jsonl',
          'semi-automatic-nli/data/translate_wiki/train.jsonl',
        ],
      },
      portion: { from: 0, to: 0.9 },
    },
    development: {
      files: {
        examples1: [
          'train/nli/semi-automatic-nli-wiki/base_wiki/train.jsonl',
          'semi-automatic-nli/data/base_wiki/train.jsonl',
        ],
        examples2: [
          'train/nli/semi-automatic-nli-wiki/sim_wiki/train.jsonl',
          'semi-automatic-nli/data/sim_wiki/train.jsonl',
        ],
        examples3: [
          'train/nli/semi-automatic-nli-wiki/translate_wiki/train.jsonl',
          'semi-automatic-nli/data/translate_wiki/train.jsonl',
        ],
      },
      portion: { from: 0.9, to: 1 },
    },
  },
  downloads: [
    fromGit(
      'nyu-mll/semi-automatic-nli',
      '853c480133141f1b737744dc7d6e2db2686578bb',
      'semi-automatic-nli',
      'data/base_wiki/train.jsonl',
      'data/sim_wiki/train.jsonl',
      'data/translate_wiki/train.jsonl',
    ),
  ],
  metrics: ['accuracy'],
  citation: 'Vania, Chen and Bowman 2020, arXiv 2010.03432',
  licence: 'none stated; text of Wikipedia (CC BY-SA 3.0)',
  defaults: jiantIntermediate('pairs'),
  traps: [
    'The part from news has premises of a licensed corpus and is not here.',
    'A tenth selects, drawn by premise.',
  ],
})
