import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit, inFolders } from '../files.ts'

const at = (name: string) => ({
  files: {
    examples: inFolders(
      ['intermediate/nli/hindi-recast-bbc', 'hindi-nli-data/Textual_Entailment/BBC', 'hindi-recast-bbc'],
      `BBC_recasted_${name}.tsv`,
    ),
  },
})

export const hindiRecast = defineTask({
  id: 'hindi-recast',
  title: 'Hindi entailment, recast from BBC topics',
  kind: 'classification',
  measures: 'Whether a Hindi headline entails a statement about its topic.',
  labels: ['entailed', 'not-entailed'],
  format: 'sentence-pairs',
  options: {
    form: 'tsv',
    quoting: 'raw',
    header: true,
    columns: { text: 'Context', pair: 'Hypothesis', label: 'Entailment_Label' },
  },
  languages: ['hi'],
  splits: { train: at('train'), development: at('dev'), test: at('test') },
  downloads: [
    fromGit(
      'midas-research/hindi-nli-data',
      '913835fac275a4cff646ba46b94c46ab11778560',
      'hindi-nli-data',
      'Textual_Entailment/BBC',
    ),
  ],
  sizes: { train: { hi: 15552 }, development: { hi: 2580 }, test: { hi: 2592 } },
  metrics: ['accuracy'],
  citation: 'Uppal et al. 2020 (AACL, Two-Step Classification using Recasted Data for Low Resource Settings)',
  licence: 'MIT',
  defaults: jiantIntermediate('pairs'),
  traps: [
    'Two labels, so no head can be shared with three-way entailment.',
    'Hypotheses are templates over few topics: much can be guessed from them.',
  ],
})
