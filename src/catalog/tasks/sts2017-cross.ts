import { defineTask } from '../define.ts'
import { sts2017, sts2017Track } from './sts2017.ts'

export const sts2017Cross = defineTask({
  ...sts2017,
  id: 'sts2017-cross',
  title: 'STS 2017, pairs across languages',
  measures: 'How similar a sentence and an English one are in meaning, 0 to 5.',
  languages: ['en', 'ar', 'es', 'tr'],
  codes: { ar: 'track2.ar-en', es: 'track4a.es-en', tr: 'track6.tr-en' },
  splits: {
    ...sts2017.splits,
    test: { ...sts2017Track('{code}'), languages: ['ar', 'es', 'tr'] },
  },
  overlaps: { sts2017: 'Tracks draw on the same English pairs.' },
  traps: [
    '250 pairs a language: intervals are wide. Which of the two sentences is English differs by track.',
  ],
})
