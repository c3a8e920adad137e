import { defineTask } from '../define.ts'
import { pawsX } from './pawsx.ts'

const { files, options = {} } = pawsX.splits.development!
const part = (from: number, to: number) => ({ languages: ['en'], files, options, portion: { from, to } })

export const pawsXDev = defineTask({
  ...pawsX,
  id: 'pawsx-dev',
  title: 'PAWS-X, trained on half of its English development pairs',
  // The other half can stand in for the English test set.
  splits: { train: part(0, 0.4), development: part(0.4, 0.5), test: pawsX.splits.test! },
  downloads: [],
  sizes: { test: { each: 2000 } },
  standsInFor: 'pawsx',
  traps: ['About 800 training pairs in place of 49 401.', ...pawsX.traps],
})
