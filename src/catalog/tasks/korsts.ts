import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit, inFolders } from '../files.ts'

const at = (name: string) => ({
  files: {
    examples: inFolders(
      ['intermediate/sts/korsts', 'KorNLUDatasets/KorSTS', 'KorSTS', 'korsts'],
      `sts-${name}.tsv`,
    ),
  },
})

export const korsts = defineTask({
  id: 'korsts',
  title: 'KorSTS',
  kind: 'regression',
  measures: 'How similar two Korean sentences are in meaning, 0 to 5; the STS benchmark, translated.',
  format: 'scored-pairs',
  options: {
    form: 'tsv',
    quoting: 'raw',
    header: true,
    columns: { text: 'sentence1', pair: 'sentence2', value: 'score' },
    range: [0, 5],
  },
  languages: ['ko'],
  splits: { train: at('train'), development: at('dev'), test: at('test') },
  downloads: [
    fromGit(
      'kakaobrain/KorNLUDatasets',
      '0df0fe7d496eb61b092e022e238c2230b29f1cbc',
      'KorNLUDatasets',
      'KorSTS',
    ),
  ],
  sizes: { train: { ko: 5749 }, development: { ko: 1500 }, test: { ko: 1379 } },
  metrics: ['spearman', 'pearson'],
  citation: 'Ham et al. 2020, arXiv 2004.03289',
  licence: 'CC BY-SA 4.0',
  overlaps: {
    'stsb-en': 'the same pairs in English',
    'stsb-multi-mt': 'the same pairs in other languages',
  },
  defaults: jiantIntermediate('pairs'),
  traps: ['Training pairs are machine-translated, development and test pairs corrected by people.'],
})
