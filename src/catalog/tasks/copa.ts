import { defineTask } from '../define.ts'
import { xcopa } from './xcopa.ts'

export const copa = defineTask({
  ...xcopa,
  id: 'copa',
  title: 'COPA',
  languages: ['en'],
  splits: { train: xcopa.splits.train!, development: xcopa.splits.development! },
  downloads: xcopa.downloads.filter(({ splits }) => splits?.includes('train')),
  sizes: { train: xcopa.sizes.train!, development: xcopa.sizes.development! },
  trainFirst: [],
  citation: 'Roemmele, Bejan and Gordon 2011; in SuperGLUE: Wang et al. 2019, arXiv 1905.00537',
  licence: 'BSD 2-clause',
  overlaps: {
    xcopa: 'XCOPA translates its development and test sets, and is fine-tuned on its training set.',
  },
  traps: [
    'Training set of SuperGLUE: 400 examples. Its test labels are withheld; copies have 0 in their place.',
  ],
})
