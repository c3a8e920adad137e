import { defineTask } from '../define.ts'
import { fromGit, inFolders } from '../files.ts'
import { stsbEn } from './stsb-en.ts'

const stsb = (split: 'development' | 'test') => stsbEn.splits[split]!.files.examples!
const part = (from: number, to: number) => ({
  files: {
    examples: inFolders(['train/sts/semeval-sts-2012-2016', 'dataset-sts/data/sts/semeval-sts'], '*/*.tsv'),
    without1: stsb('development'),
    without2: stsb('test'),
  },
  portion: { from, to },
})
const table = { form: 'tsv', quoting: 'raw', header: false }

export const sts2012To2016 = defineTask({
  id: 'sts-2012-2016',
  title: 'STS of SemEval 2012 to 2016, English',
  kind: 'regression',
  measures: stsbEn.measures,
  format: 'scored-pairs',
  options: {
    ...table,
    columns: { text: 1, pair: 2, value: 0 },
    range: [0, 5],
    unscored: 'skip',
    without: { form: 'csv', header: false, text: 0, pair: 1 },
  },
  languages: ['en'],
  splits: { train: part(0, 0.9), development: part(0.9, 1) },
  downloads: [
    fromGit(
      'brmson/dataset-sts',
      'e1d3375f5b3bc24f21aa4e46f96eb379e9fc1081',
      'dataset-sts',
      'data/sts/semeval-sts',
    ),
    ...stsbEn.downloads,
  ],
  meanTokens: { value: 36, source: 'Polyvia estimate: XLM-R tokens of every sixth training pair (36.4)' },
  metrics: stsbEn.metrics,
  citation: 'Agirre et al. 2012 to 2016 (SemEval); file form of dataset-sts (brmson)',
  licence: 'mixed, as of the STS benchmark',
  overlaps: {
    'stsb-en': '4703 of its training pairs. Its development and test pairs are left out.',
    'stsb-multi-mt':
      'The same pairs of STS-B in English; those of its development and test sets are left out.',
    korsts: 'The same pairs of STS-B in English; those of its development and test sets are left out.',
    mrpc: 'Pairs of 2012 (MSRpar) are from it.',
  },
  defaults: stsbEn.defaults,
  traps: [
    'Of 26 775 pairs 13 278 are scored; others are left out and counted, as are the pairs of the STS benchmark that test.',
    '2012 lacks MSRvid, 2013 lacks SMT.',
  ],
})
