import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { SICK, SICK_DOWNLOADS, sickEn } from './sick-en.ts'

const part = (name: string) => ({ files: { examples: SICK }, options: { where: { SemEval_set: name } } })

export const sickStsEn = defineTask({
  id: 'sick-sts-en',
  title: 'SICK, English relatedness',
  kind: 'regression',
  measures: 'How related two English captions are, 1 to 5.',
  format: 'scored-pairs',
  options: {
    form: 'tsv',
    quoting: 'raw',
    header: true,
    columns: {
      text: ['sentence_A_original', 'sentence_A'],
      pair: ['sentence_B_original', 'sentence_B'],
      value: ['relatedness_score'],
      id: 'pair_ID',
    },
    range: [1, 5],
  },
  languages: ['en'],
  splits: { train: part('TRAIN'), development: part('TRIAL'), test: part('TEST') },
  downloads: SICK_DOWNLOADS,
  sizes: sickEn.sizes,
  meanTokens: sickEn.meanTokens,
  metrics: ['spearman', 'pearson'],
  citation: sickEn.citation,
  licence: sickEn.licence,
  overlaps: { 'sick-en': 'the same sentence pairs', 'stsb-en': 'both draw on the same image captions' },
  defaults: jiantIntermediate('pairs'),
})
