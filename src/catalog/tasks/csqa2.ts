import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit } from '../files.ts'

export const csqa2 = defineTask({
  id: 'csqa2',
  title: 'CommonsenseQA 2.0',
  kind: 'classification',
  measures: 'Whether a statement or question of common sense is answered with yes.',
  labels: ['no', 'yes'],
  format: 'sentence-pairs',
  options: { form: 'jsonl', columns: { text: 'question', label: 'answer', id: 'id' } },
  languages: ['en'],
  splits: {
    train: { files: { examples: ['train/mc/csqa2/CSQA2_train.json', 'csqa2/dataset/CSQA2_train.json'] } },
    development: { files: { examples: ['train/mc/csqa2/CSQA2_dev.json', 'csqa2/dataset/CSQA2_dev.json'] } },
  },
  downloads: [
    fromGit(
      'allenai/csqa2',
      '3f57a4a6a1d51fe6a9b462b59be67c08d41fdc39',
      'csqa2',
      'dataset/CSQA2_train.json.gz',
      'dataset/CSQA2_dev.json.gz',
    ),
  ],
  sizes: { train: { en: 9264 }, development: { en: 2541 } },
  metrics: ['accuracy'],
  citation: 'Talmor et al. 2021, arXiv 2201.05320',
  licence: 'CC BY 4.0',
  defaults: jiantIntermediate('pairs'),
})
