import { defineTask } from '../define.ts'
import { inFolders } from '../files.ts'
import { INDONLI, indonli } from './indonli.ts'

export const indonliExpert = defineTask({
  ...indonli,
  id: 'indonli-expert',
  title: 'IndoNLI, expert test set',
  splits: { ...indonli.splits, test: { files: { examples: inFolders(INDONLI, 'test_expert.jsonl') } } },
  sizes: { ...indonli.sizes, test: { id: 2984 } },
  overlaps: { indonli: 'the same training data; its test set was written by lay people' },
  traps: ['Written by experts to need inference of many kinds: harder than the lay part.'],
})
