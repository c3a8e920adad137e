import { defineTask } from '../define.ts'
import { forAll } from '../files.ts'
import { xnli } from './xnli.ts'

const part = (from: number, to: number) => {
  const { files, otherwise = [] } = xnli.splits.development!
  const portion = { from, to }
  return { files, portion, otherwise: otherwise.slice(0, 1).map((source) => ({ ...source, portion })) }
}

export const xnliDev = defineTask({
  ...xnli,
  id: 'xnli-dev',
  title: 'XNLI development sets as training data in all its languages',
  splits: { train: part(0, 0.9), development: part(0.9, 1) },
  downloads: forAll(xnli.downloads.slice(1, 2)),
  sizes: {},
  parallel: undefined,
  standsInFor: 'mnli',
  overlaps: {
    xnli: 'Its development sets: made as its test sets are. Training on this and testing on XNLI is no zero-shot result.',
  },
  traps: [
    '2490 pairs a language, professionally translated. Split by premise of the language: translations of a pair can be in different parts.',
  ],
})
