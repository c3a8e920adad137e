import { defineTask } from '../define.ts'
import { fromGit } from '../files.ts'
import { lareqa } from './lareqa.ts'

const examples = [
  'mlqa-r',
  'lareqa/mlqa-r',
  'mlqa-dev-r',
  'lareqa/mlqa-dev-r',
  'lareqa-master/mlqa-dev-r',
].map((folder) => `${folder}/{lang}.json`)
const options = { rows: 'pairs', passage: 'pair' }

export const mlqaR = defineTask({
  id: 'mlqa-r',
  title: 'MLQA-R, development questions of MLQA with their sentence',
  kind: 'passage-retrieval',
  measures:
    'Finding the sentence that answers a question, learned from about five hundred questions a language.',
  format: 'squad-sentences',
  languages: ['ar', 'de', 'en', 'es', 'hi', 'vi', 'zh'],
  splits: {
    train: { files: { examples }, options, portion: { from: 0, to: 0.9 } },
    development: { files: { examples }, options, portion: { from: 0.9, to: 1 } },
  },
  downloads: [
    fromGit(
      'google-research-datasets/lareqa',
      '354d67d1cd066854cdfbf5ad0e6105528976141d',
      'lareqa',
      'mlqa-r',
    ),
  ],
  meanTokens: {
    value: 250,
    source: 'Polyvia estimate: XLM-R tokens of English sentence and paragraph (287), cut at 256',
  },
  metrics: ['map@20'],
  citation: 'Roy et al. 2020, arXiv 2004.05484; questions: Lewis et al. 2020, arXiv 1910.07475',
  licence: 'CC BY-SA 3.0',
  standsInFor: 'lareqa',
  overlaps: {
    mlqa: 'The development questions of MLQA, which stand in for its test questions where those are missing.',
  },
  defaults: lareqa.defaults,
  dualEncoder: lareqa.dualEncoder,
  traps: [
    'ar 517, de 512, en 1148, es 500, hi 507, zh 504 questions in all, not the 87 599 of SQuAD. Split by paragraph: 90 % train, 10 % development.',
    'Translations of one question are in several languages: training on all of them shows parallel data.',
  ],
})
