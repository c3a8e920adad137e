import { defaultsFrom } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { ntrexRetrieval } from './ntrex-retrieval.ts'

const { files } = ntrexRetrieval.splits.test!

export const ntrexPairs = defineTask({
  id: 'ntrex-pairs',
  title: 'NTREX-128 translation ranking',
  kind: 'passage-retrieval',
  measures: 'Finding the English translation of a news sentence among those of a batch.',
  format: 'parallel-pairs',
  languages: ntrexRetrieval.languages,
  codes: ntrexRetrieval.codes,
  // The same lines as the train split of the text task.
  splits: { train: { files, portion: { from: 0, to: 0.95 } } },
  sizes: { train: { each: 1892 } },
  metrics: ['map@20'],
  citation: `${ntrexRetrieval.citation}; translation ranking: Feng et al. 2022 (LaBSE), arXiv 2007.01852`,
  licence: ntrexRetrieval.licence,
  overlaps: { ntrex: 'The same sentences.' },
  defaults: defaultsFrom('Polyvia: chosen for small encoders trained from scratch on a CPU', 'mini', {
    learningRate: 5e-4,
    batchSize: 64,
    epochs: 1,
    maxLength: 64,
  }),
  dualEncoder: {
    pooling: 'mean',
    scale: 20,
    learnScale: false,
    source: 'Polyvia: mean pooling as untrained retrieval has it; scale 20 as sentence-transformers',
  },
  traps: ['Parallel text: an encoder that trains on it has been told which sentences mean the same.'],
})
