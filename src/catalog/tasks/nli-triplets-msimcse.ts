import { defaultsFrom } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { nliTriplets } from './nli-triplets.ts'

const FOLDERS = ['hub/princeton-nlp/datasets-for-simcse', 'simcse', 'SimCSE/data', '']

export const nliTripletsMsimcse = defineTask({
  ...nliTriplets,
  id: 'nli-triplets-msimcse',
  title: 'SNLI and MNLI as triplets, trained as mSimCSE',
  format: 'triplets',
  options: { form: 'csv', columns: { text: 'sent0', positive: 'sent1', negative: 'hard_neg' } },
  splits: {
    train: {
      files: {
        examples: FOLDERS.map((folder) => `${folder}${folder === '' ? '' : '/'}nli_for_simcse.csv`),
      },
      otherwise: [
        {
          ...nliTriplets.splits.train!,
          format: 'nli-triplets',
          options: { ...nliTriplets.options, bothWays: false },
          note: 'The triplets of SimCSE are not in the data folders: they are made of SNLI and MNLI.',
        },
      ],
    },
  },
  downloads: [
    {
      from: 'hub',
      repository: 'princeton-nlp/datasets-for-simcse',
      files: ['nli_for_simcse.csv'],
      note: 'The triplets of SimCSE: 275 601.',
    },
  ],
  sizes: { train: { en: 275601 } },
  citation:
    'Wang, Wu and Roth 2022 (mSimCSE), arXiv 2211.06127; Gao, Yao and Chen 2021 (SimCSE), arXiv 2104.08821',
  overlaps: { ...nliTriplets.overlaps, 'nli-triplets': 'the same pairs' },
  defaults: defaultsFrom(
    'mSimCSE (arXiv 2211.06127), repository yaushian/mSimCSE: English NLI supervision, XLM-R Large',
    'large',
    {
      learningRate: 1e-5,
      batchSize: 128,
      epochs: 2,
      maxLength: 32,
    },
  ),
  dualEncoder: {
    pooling: 'first-token',
    scale: 20,
    learnScale: false,
    source: 'mSimCSE, repository yaushian/mSimCSE: first token, temperature 0.05',
  },
  traps: [
    'mSimCSE puts a layer over the first token in training alone; Polyvia does not.',
    'mSimCSE selects on English STS-B every 300 steps; contrastive stages here keep their last step.',
  ],
})
