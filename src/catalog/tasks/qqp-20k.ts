import { defineTask } from '../define.ts'
import { fromGit, inFolders } from '../files.ts'
import { qqp } from './qqp.ts'

const REPOSITORY = 'Quora-Question-Pairs-dataset-analysis-and-construction'
const at = (name: string) => inFolders(['train/paraphrase/qqp-20k', `${REPOSITORY}/dataset`], `${name}.tsv`)

export const qqp20k = defineTask({
  ...qqp,
  id: 'qqp-20k',
  title: 'Quora Question Pairs, development and test pairs of the Wang split',
  options: {
    form: 'tsv',
    quoting: 'raw',
    header: false,
    damaged: 'skip',
    columns: { text: 1, pair: 2, label: 0, id: 3 },
  },
  splits: {
    train: { files: { examples: at('dev') } },
    development: { files: { examples: at('test') }, portion: { from: 0, to: 0.1 } },
    test: { files: { examples: at('test') }, portion: { from: 0.1, to: 1 } },
  },
  downloads: [
    fromGit(`Deep1994/${REPOSITORY}`, '79a83eeb67f0b7fee10590ef5c841a835f827a27', REPOSITORY, 'dataset'),
  ],
  meanTokens: { value: 33, source: 'Polyvia estimate: XLM-R tokens of every sixth training pair (33.4)' },
  sizes: { train: { en: 10000 } },
  citation: `${qqp.citation}; split: Wang, Hamza and Florian 2017, arXiv 1702.03814`,
  standsInFor: 'qqp',
  part: '20 000 of some 404 000 pairs, balanced: 10 000 are trained on',
  overlaps: {
    qqp: 'drawn from the same pairs; which are in the training set of GLUE is not known',
    'qqp-olora': '106 and 342 pairs of it',
  },
  traps: [
    '155 of the 20 000 lines have lost a byte and are no UTF-8: left out and counted.',
    'Balanced, where 37 % of all pairs are duplicates.',
  ],
})
