import { defineTask } from '../define.ts'
import { fromGit } from '../files.ts'
import { mnli } from './mnli.ts'

const PROTOCOLS = [
  ['1_Baseline_protocol', 'baseline', 'base'],
  ['2_Ling_on_side_protocol', 'LotS', 'LotS'],
  ['3_Ling_in_loop_protocol', 'LitL', 'LitL'],
] as const

/** Five rounds of three protocols, a file each: a role for each protocol. */
const rounds = (split: 'train' | 'val') => ({
  files: Object.fromEntries(
    PROTOCOLS.map(([folder, train, val], at) => [
      `examples${at + 1}`,
      ['train/nli/ling-in-loop', 'ling_in_loop/NLI_data'].map(
        (root) => `${root}/${folder}/${split}_round*_${split === 'train' ? train : val}.jsonl`,
      ),
    ]),
  ),
})

export const lingInLoop = defineTask({
  id: 'ling-in-loop',
  title: 'Linguist in the loop NLI',
  kind: 'classification',
  measures:
    'Whether an English premise of MNLI entails, contradicts or leaves open a hypothesis; hypotheses written anew under three protocols.',
  labels: mnli.labels,
  format: 'sentence-pairs',
  options: {
    form: 'jsonl',
    columns: { text: 'premise', pair: 'hypothesis', label: 'label' },
  },
  languages: ['en'],
  splits: { train: rounds('train'), development: rounds('val') },
  downloads: [
    fromGit(
      'Alicia-Parrish/ling_in_loop',
      '9def304e19161efa3a3959349021e6a7860b0afe',
      'ling_in_loop',
      'NLI_data',
    ),
  ],
  sizes: { train: { en: 44983 }, development: { en: 7371 } },
  meanTokens: {
    value: 46,
    source: 'Polyvia estimate: XLM-R tokens of every 28th training pair (46.0)',
  },
  metrics: ['accuracy'],
  citation:
    'Parrish et al. 2021, arXiv 2104.07179; premises: Williams, Nangia and Bowman 2018, arXiv 1704.05426',
  licence: `none stated; premises ${mnli.licence}`,
  overlaps: {
    mnli: '5006 premises of its training set, with other hypotheses',
    xnli: 'XNLI trains on MNLI, whose premises these are. Two hypotheses are sentences of XNLI (exact match), no premise is.',
  },
  defaults: mnli.defaults,
  traps: [
    'Premises are shared between the protocols: 5006 of them in 44 983 training pairs.',
    'pairID recurs between protocols, so pairs go by their place.',
  ],
})
