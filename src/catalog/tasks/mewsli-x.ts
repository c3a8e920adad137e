import { xtremeScripts } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { xtremeDualEncoder } from './lareqa.ts'

const at = (name: string) =>
  ['mewslix', 'mewsli-x', 'mewsli_x/output/dataset'].map((folder) => `${folder}/${name}`)
const mentions = { rows: 'mentions' }

export const mewsliX = defineTask({
  id: 'mewsli-x',
  title: 'Mewsli-X entity retrieval',
  kind: 'passage-retrieval',
  measures:
    'Whether a mention in a news sentence finds the description of its entity, which can be in any of 50 languages.',
  format: 'mewsli-x',
  languages: ['ar', 'de', 'en', 'es', 'fa', 'ja', 'pl', 'ro', 'ta', 'tr', 'uk'],
  splits: {
    train: {
      languages: ['en'],
      files: { examples: at('wikipedia_pairs-train.jsonl') },
      options: { rows: 'pairs' },
    },
    development: {
      languages: ['en'],
      files: { examples: at('wikipedia_pairs-dev.jsonl') },
      options: { rows: 'pairs' },
    },
    test: {
      files: { examples: at('wikinews_mentions-test.jsonl') },
      options: mentions,
      otherwise: [
        {
          files: { examples: at('wikinews_mentions-dev.jsonl') },
          options: mentions,
          note: 'The test mentions are not in the data folders with their entities (XTREME-R blanks its copies): the development mentions are scored in their place. Models are selected on English Wikipedia, so nothing was tuned on them.',
        },
        {
          files: { examples: at('wikinews_mentions/dev-{lang}.jsonl') },
          options: mentions,
          note: 'The test mentions are not in the data folders with their entities (XTREME-R blanks its copies): the development mentions are scored in their place. Models are selected on English Wikipedia, so nothing was tuned on them.',
        },
      ],
    },
    // One pool serves all languages of queries.
    candidates: {
      languages: ['mul'],
      files: { examples: at('candidate_set_entities.jsonl') },
      options: { rows: 'entities' },
    },
  },
  downloads: [
    {
      from: 'hand',
      how: 'Run get-mewsli-x.sh of google-research/google-research, dense_representations_for_entity_retrieval/mel: it fetches release 20220518_6 and puts the texts of Wikinews in. Put the files of mewsli_x/output/dataset into mewslix/ of a data folder.',
    },
  ],
  sizes: {
    train: { en: 167719 },
    development: { en: 14051 },
    test: {
      ar: 1501,
      de: 1551,
      en: 1490,
      es: 1552,
      fa: 458,
      ja: 1519,
      pl: 1562,
      ro: 672,
      ta: 1567,
      tr: 1215,
      uk: 1537,
    },
    candidates: { mul: 1003893 },
  },
  meanTokens: {
    value: 60,
    source: 'Polyvia guess: texts are cut at 64 tokens, and the files were not at hand',
  },
  cluster: 'entity',
  metrics: ['map@20'],
  citation: 'Ruder et al. 2021, arXiv 2104.07412',
  licence: 'CC BY-SA 3.0 (Wikipedia) and CC BY 2.5 (Wikinews)',
  defaults: {
    ...xtremeScripts('train_mewslix.sh', { learningRate: 1e-5, batchSize: 32, epochs: 2, maxLength: 64 }),
    queryLength: { value: 64, source: 'google-research/xtreme, scripts/train_mewslix.sh, MAX_SEQ_LEN' },
  },
  dualEncoder: xtremeDualEncoder('third_party/run_retrieval_el.py'),
  traps: [
    'The public release 20220518_6 is not the one of the paper: its numbers are no comparison.',
    'The published mention files have no article texts; get-mewsli-x.sh, which comes with them, puts them in.',
    'One entity is right for each mention, so mean average precision is mean reciprocal rank.',
    'A million candidates: about 1 GB of memory to read, and most of the computing time.',
  ],
})
