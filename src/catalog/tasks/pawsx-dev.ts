import { defineTask } from '../define.ts'
import { pawsX } from './pawsx.ts'

const { development, test } = pawsX.splits
const { files, options = {} } = development!
const part = (from: number, to: number) => ({ languages: ['en'], files, options, portion: { from, to } })

export const pawsXDev = defineTask({
  ...pawsX,
  id: 'pawsx-dev',
  title: 'PAWS-X, trained on its English development pairs',
  splits: {
    train: part(0, 0.9),
    development: part(0.9, 1),
    // Never a development file in place of a test file: all languages translate the pairs that are trained on.
    test: { ...test!, otherwise: (test!.otherwise ?? []).filter(({ items }) => items !== 'development') },
  },
  downloads: [],
  sizes: { test: { each: 2000 } },
  standsInFor: 'pawsx',
  traps: ['About 1 800 training pairs in place of 49 401.', ...pawsX.traps],
})
