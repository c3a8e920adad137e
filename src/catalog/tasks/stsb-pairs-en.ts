import { defineTask } from '../define.ts'
import { SBERT_DUAL_ENCODER, sbertDefaults } from './nli-triplets.ts'
import { stsbEn } from './stsb-en.ts'

const { train, development } = stsbEn.splits

export const stsbPairsEn = defineTask({
  id: 'stsb-pairs-en',
  title: 'STS benchmark, English pairs that mean the same',
  kind: 'passage-retrieval',
  measures:
    'Whether a sentence is nearer to one scored 4 or more of 5 than to others of the batch; trains a sentence encoder.',
  format: 'triplets',
  options: {
    form: 'csv',
    quoting: 'csv',
    header: false,
    columns: { text: 0, positive: 1 },
    atLeast: { column: 2, value: 4 },
  },
  languages: ['en'],
  splits: { train: train!, development: development! },
  downloads: stsbEn.downloads,
  metrics: ['map@20'],
  citation: stsbEn.citation,
  licence: stsbEn.licence,
  overlaps: { ...stsbEn.overlaps, 'stsb-en': 'the same sentence pairs' },
  defaults: sbertDefaults(),
  dualEncoder: SBERT_DUAL_ENCODER,
})
