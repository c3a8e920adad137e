import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit } from '../files.ts'

export const creak = defineTask({
  id: 'creak',
  title: 'CREAK',
  kind: 'classification',
  measures: 'Whether a sentence about a thing is true, without evidence: knowledge and common sense.',
  labels: ['false', 'true'],
  format: 'sentence-pairs',
  options: { form: 'jsonl', columns: { text: 'sentence', label: 'label', id: 'ex_id' } },
  languages: ['en'],
  splits: {
    train: { files: { examples: ['train/claims/creak/train.json', 'creak/data/creak/train.json'] } },
    development: { files: { examples: ['train/claims/creak/dev.json', 'creak/data/creak/dev.json'] } },
    test: {
      files: { examples: ['train/claims/creak/contrast_set.json', 'creak/data/creak/contrast_set.json'] },
    },
  },
  downloads: [
    fromGit(
      'yasumasaonoe/creak',
      '5e892b28b6dad3e87769cfc01f00a6577ca44068',
      'creak',
      'data/creak/train.json',
      'data/creak/dev.json',
      'data/creak/contrast_set.json',
    ),
  ],
  sizes: { train: { en: 10176 }, development: { en: 1371 }, test: { en: 500 } },
  metrics: ['accuracy'],
  citation: 'Onoe et al. 2021, arXiv 2109.01653',
  licence: 'MIT',
  defaults: jiantIntermediate('pairs'),
  traps: ['Tested on the contrast set: labels of the test set are withheld.'],
})
