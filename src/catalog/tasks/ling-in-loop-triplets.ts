import { defineTask } from '../define.ts'
import { lingInLoop } from './ling-in-loop.ts'
import { SBERT_DUAL_ENCODER, sbertDefaults } from './nli-triplets.ts'

export const lingInLoopTriplets = defineTask({
  id: 'ling-in-loop-triplets',
  title: 'Linguist in the loop NLI as triplets',
  kind: 'passage-retrieval',
  measures:
    'Whether a premise of MNLI is nearer to a hypothesis that it entails than to one that it contradicts; trains a sentence encoder.',
  format: 'nli-triplets',
  options: { form: 'jsonl', columns: { premise: 'premise', hypothesis: 'hypothesis', label: 'label' } },
  languages: ['en'],
  splits: lingInLoop.splits,
  downloads: lingInLoop.downloads,
  metrics: ['map@20'],
  citation: lingInLoop.citation,
  licence: lingInLoop.licence,
  standsInFor: 'nli-triplets',
  overlaps: { ...lingInLoop.overlaps, 'ling-in-loop': 'the same pairs, as classes' },
  defaults: sbertDefaults(),
  dualEncoder: SBERT_DUAL_ENCODER,
  traps: ['Each premise has a hypothesis of each label under each protocol: some 15 000 triplets.'],
})
