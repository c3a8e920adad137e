import { defineTask } from '../define.ts'
import { fromGit, inFolders, TENTHS } from '../files.ts'
import { mnli } from './mnli.ts'

const files = { examples: inFolders(['train/nli/taxinli', 'TaxiNLI'], 'taxinli10k.tsv') }

export const taxiNli = defineTask({
  id: 'taxinli',
  title: 'TaxiNLI',
  kind: 'classification',
  measures: mnli.measures,
  labels: mnli.labels,
  format: 'sentence-pairs',
  options: {
    form: 'tsv',
    quoting: 'raw',
    columns: { text: 'prem', pair: 'hyp', label: 'label' },
  },
  languages: ['en'],
  splits: {
    train: { files, portion: { from: 0, to: TENTHS.development.to } },
    development: { files, portion: { from: TENTHS.development.to, to: 1 } },
  },
  downloads: [
    fromGit('microsoft/TaxiNLI', '60d89b03293c47b99288e24853a4cd3426bea437', 'TaxiNLI', 'taxinli10k.tsv'),
  ],
  meanTokens: mnli.meanTokens,
  metrics: mnli.metrics,
  citation: `Joshi et al. 2020, arXiv 2009.14505; pairs: ${mnli.citation}`,
  licence: `C-UDA 1.0; ${mnli.licence}`,
  standsInFor: 'mnli',
  part: '2343 of its training and 7728 of its development pairs, in all ten genres',
  overlaps: {
    mnli: '2343 of its training pairs; the other 7728 are its development pairs, which models are selected on',
    'mnli-olora': '2880 of its development pairs',
    'mnli-llmsknow': 'pairs of MNLI are drawn in both',
    xnli: 'One premise is a sentence of XNLI (exact match).',
  },
  defaults: mnli.defaults,
  traps: [
    'Two pairs have one pairID, so pairs go by their place.',
    'Split here by premise: nine tenths to train on, a tenth to select.',
  ],
})
