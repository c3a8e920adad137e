import { defaultsFrom } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { forAll } from '../files.ts'
import { mnli } from './mnli.ts'
import { snli } from './snli.ts'

const snliFile = (name: string) =>
  ['snli_1.0', 'snli', 'SNLI', ''].map(
    (folder) => `${folder}${folder === '' ? '' : '/'}snli_1.0_${name}.jsonl`,
  )

const SBERT =
  'sentence-transformers, examples/training/nli, training_nli_v2.py: MultipleNegativesRankingLoss, batch 128, 75 tokens, 1 epoch; learning rate as its default'

/** Multiple negatives ranking as sentence-transformers trains it. */
export const SBERT_DUAL_ENCODER = {
  pooling: 'mean',
  scale: 20,
  learnScale: false,
  source:
    'sentence-transformers, MultipleNegativesRankingLoss: cosine, scale 20; mean pooling in training_nli_v2.py',
} as const
export const sbertDefaults = () =>
  defaultsFrom(SBERT, 'base', { learningRate: 2e-5, batchSize: 128, epochs: 1, maxLength: 75 })

export const nliTriplets = defineTask({
  id: 'nli-triplets',
  title: 'SNLI and MNLI as triplets',
  kind: 'passage-retrieval',
  measures:
    'Whether a sentence is nearer to one that it entails than to one that contradicts it; trains a sentence encoder.',
  format: 'nli-triplets',
  options: {
    form: 'jsonl',
    columns: { premise: 'sentence1', hypothesis: 'sentence2', label: 'gold_label' },
    bothWays: true,
  },
  languages: ['en'],
  splits: {
    train: { files: { examples1: snliFile('train'), examples2: mnli.splits.train!.files.examples! } },
    development: { files: { examples: mnli.splits.development!.files.examples! } },
  },
  downloads: forAll([...snli.downloads, ...mnli.downloads].filter(({ from }) => from === 'url')),
  metrics: ['map@20'],
  citation:
    'Bowman et al. 2015, arXiv 1508.05326 (SNLI); Williams, Nangia and Bowman 2018, arXiv 1704.05426 (MNLI); Reimers and Gurevych 2019, arXiv 1908.10084',
  licence: 'CC BY-SA 4.0 (SNLI); MNLI by genre',
  overlaps: {
    mnli: 'the same pairs, as classes',
    snli: 'the same pairs, as classes',
    xnli: 'XNLI trains on the same pairs of MNLI',
  },
  defaults: sbertDefaults(),
  dualEncoder: SBERT_DUAL_ENCODER,
  traps: [
    'Each entailed hypothesis of a premise makes an example; sentence-transformers draws one for each premise and epoch.',
  ],
})
