import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { onHub } from '../hub.ts'

const HUB = 'stanfordnlp/snli'
const split = (original: string, hub: string) => ({
  files: {
    examples: ['snli_1.0', 'snli', 'train/nli/snli-dev-test'].map(
      (folder) => `${folder}/snli_1.0_${original}.jsonl`,
    ),
  },
  otherwise: [
    {
      files: { examples: onHub(HUB, `plain_text/${hub}-*.parquet`) },
      options: {
        columns: { text: 'premise', pair: 'hypothesis', label: 'label' },
        labels: ['entailment', 'neutral', 'contradiction'],
        skipLabels: ['-1'],
      },
    },
  ],
})

export const snli = defineTask({
  id: 'snli',
  title: 'SNLI',
  kind: 'classification',
  measures: 'Whether a sentence that describes a picture entails, contradicts or leaves open another.',
  labels: ['contradiction', 'entailment', 'neutral'],
  format: 'sentence-pairs',
  options: {
    form: 'jsonl',
    columns: { text: 'sentence1', pair: 'sentence2', label: 'gold_label', id: 'pairID' },
    skipLabels: ['-'],
  },
  languages: ['en'],
  splits: {
    train: split('train', 'train'),
    development: split('dev', 'validation'),
    test: split('test', 'test'),
  },
  downloads: [
    {
      from: 'hub',
      repository: HUB,
      revision: 'cdb5c3d5eed6ead6e5a341c8e56e669bb666725b',
      files: ['plain_text/*.parquet'],
    },
    {
      from: 'url',
      urls: ['https://nlp.stanford.edu/projects/snli/snli_1.0.zip'],
      into: '.',
      unpack: 'zip',
      bytes: 94550081,
      sha256: 'afb3d70a5af5d8de0d9d81e2637e0fb8c22d1235c2749d83125ca43dab0dbd3e',
    },
  ],
  sizes: { train: { en: 549367 }, development: { en: 9842 }, test: { en: 9824 } },
  meanTokens: {
    value: 27,
    source:
      'Polyvia estimate: SNLI was not at hand; XLM-R tokens of SICK, whose sentences come from the same captions (4439 pairs: 27.0)',
  },
  metrics: ['accuracy'],
  citation: 'Bowman et al. 2015, arXiv 1508.05326',
  licence: 'CC BY-SA 4.0',
  overlaps: {
    'stsb-en': 'both draw on the same image captions',
    'sick-en': 'both draw on the same image captions',
  },
  defaults: jiantIntermediate('pairs'),
  traps: [
    'Of 550 152, 10 000 and 10 000 pairs, those whose annotators did not agree (label "-") are left out.',
    'Part of ANLI+: the stage "anli-plus" trains it with MNLI and ANLI.',
  ],
})
