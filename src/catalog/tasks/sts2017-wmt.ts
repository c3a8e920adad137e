import { defineTask } from '../define.ts'
import { sts2017, sts2017Track } from './sts2017.ts'

export const sts2017Wmt = defineTask({
  ...sts2017,
  id: 'sts2017-wmt',
  title: 'STS 2017, Spanish sentences and English machine translations',
  measures:
    'How similar a Spanish news sentence and an English one, a machine translation or a changed one, are in meaning.',
  languages: ['en', 'es'],
  codes: {},
  splits: { ...sts2017.splits, test: { ...sts2017Track('track4b.es-en'), languages: ['es'] } },
  overlaps: {},
  traps: [
    'Track 4b: whole numbers as scores, and long sentences. Correlations are far below those of other tracks.',
  ],
})
