import { defineTask } from '../define.ts'
import { SBERT_DUAL_ENCODER, sbertDefaults } from './nli-triplets.ts'
import { sickEn } from './sick-en.ts'

export const sickTripletsEn = defineTask({
  id: 'sick-triplets-en',
  title: 'SICK, English entailment as triplets',
  kind: 'passage-retrieval',
  measures:
    'Whether a caption is nearer to one that it entails than to one that contradicts it; trains a sentence encoder.',
  format: 'nli-triplets',
  options: {
    form: 'tsv',
    quoting: 'raw',
    header: true,
    columns: {
      premise: ['sentence_A_original', 'sentence_A'],
      hypothesis: ['sentence_B_original', 'sentence_B'],
      label: 'entailment_label',
    },
    entailment: 'ENTAILMENT',
    contradiction: 'CONTRADICTION',
    bothWays: true,
  },
  languages: ['en'],
  splits: sickEn.splits,
  downloads: sickEn.downloads,
  metrics: ['map@20'],
  citation: sickEn.citation,
  licence: sickEn.licence,
  standsInFor: 'nli-triplets',
  overlaps: {
    'sick-en': 'the same sentence pairs',
    'sick-sts-en': 'the same sentence pairs',
    'stsb-en': 'both draw on the same image captions',
  },
  defaults: sbertDefaults(),
  dualEncoder: SBERT_DUAL_ENCODER,
  traps: [
    'Few captions have both an entailed and a contradicted one: some hundreds of triplets, not the 275 601 of SimCSE.',
  ],
})
