import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit, inFolders } from '../files.ts'

const FOLDERS = [
  'MRPC',
  'mrpc',
  'train/paraphrase/mrpc',
  'paraphrase_identification/dataset/msr-paraphrase-corpus',
]
const at = (name: string) => ({ examples: inFolders(FOLDERS, `msr_paraphrase_${name}.txt`) })

export const mrpc = defineTask({
  id: 'mrpc',
  title: 'Microsoft Research Paraphrase Corpus',
  kind: 'classification',
  measures: 'Whether two sentences of the news mean the same.',
  labels: ['0', '1'],
  format: 'sentence-pairs',
  options: {
    form: 'tsv',
    quoting: 'raw',
    columns: { text: '#1 String', pair: '#2 String', label: 'Quality' },
  },
  languages: ['en'],
  splits: {
    train: { files: at('train'), portion: { from: 0, to: 0.9 } },
    development: { files: at('train'), portion: { from: 0.9, to: 1 } },
    test: { files: at('test') },
  },
  downloads: [
    fromGit(
      'wasiahmad/paraphrase_identification',
      '88b208d0d094ab945d2401d9393531be1fec0076',
      'paraphrase_identification',
      'dataset/msr-paraphrase-corpus/msr_paraphrase_train.txt',
      'dataset/msr-paraphrase-corpus/msr_paraphrase_test.txt',
    ),
  ],
  sizes: { test: { en: 1725 } },
  meanTokens: { value: 60, source: 'Polyvia estimate: XLM-R tokens of every second training pair (59.5)' },
  cluster: 'sentence',
  metrics: ['accuracy'],
  citation: 'Dolan and Brockett 2005',
  licence: 'Microsoft shared source: research, non-commercial',
  overlaps: {
    'stsb-en': '1000, 250 and 250 of its training, development and test pairs',
    'stsb-multi-mt': 'pairs of STS-B that it translates',
    korsts: 'pairs of STS-B that it translates',
  },
  defaults: jiantIntermediate('pairs'),
  traps: [
    'Two thirds of the pairs are paraphrases: always saying so gives 66.5 % of the test set.',
    'It has no development set: a tenth of the 4076 training pairs selects, drawn by the first sentence.',
  ],
})
