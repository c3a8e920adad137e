import { defineTask } from '../define.ts'
import { fromGit, inFolders } from '../files.ts'
import { xnli } from './xnli.ts'

const at = (split: string) => ({
  examples: inFolders(
    ['intermediate/nli/americasnli', 'americasnli/data/anli_final', 'anli_final', 'americasnli'],
    `${split}/{code}.tsv`,
  ),
})
const options = {
  form: 'tsv',
  quoting: 'raw',
  header: true,
  columns: { text: 'premise', pair: 'hypothesis', label: 'label', id: 'id' },
  empty: 'skip',
}
const AMERICAN = ['ay', 'bzd', 'cni', 'gn', 'hch', 'nah', 'oto', 'qu', 'shp', 'tar']

export const americasNli = defineTask({
  id: 'americasnli',
  title: 'AmericasNLI',
  kind: 'classification',
  measures:
    'Whether a premise entails, contradicts or leaves open a hypothesis, in ten languages of the Americas.',
  labels: xnli.labels,
  format: 'sentence-pairs',
  options: xnli.options,
  languages: [...AMERICAN, 'en'],
  codes: { ay: 'aym', qu: 'quy' },
  splits: {
    train: xnli.splits.train!,
    development: xnli.splits.development!,
    test: {
      languages: AMERICAN,
      files: at('test'),
      options,
      otherwise: [
        {
          files: at('dev'),
          options,
          items: 'development',
          note: 'The test file is not in the data folders: the development file is scored in its place. Models are selected on English alone, so nothing was tuned on it.',
        },
      ],
    },
  },
  downloads: [
    fromGit(
      'abteen/americasnli',
      'bebd02ca1e4529016fca2e4554a5c48c285b8fba',
      'americasnli',
      'data/anli_final',
    ),
    ...xnli.downloads,
  ],
  sizes: { test: { each: 750, nah: 738, oto: 748 } },
  parallel: 'id',
  metrics: ['accuracy'],
  citation: 'Ebrahimi et al. 2022, arXiv 2104.08726',
  licence: 'CC BY-SA 4.0',
  overlaps: { xnli: 'Translated out of the Spanish XNLI: the same pairs in other languages.' },
  defaults: xnli.defaults,
  traps: [
    'A target, trained on the English of XNLI (MNLI). None of its languages but Quechua is in XTREME-R, and none is in the text of XLM-R.',
    'Three pairs of the Nahuatl test file have an empty text: left out and counted.',
    'ay Aymara, bzd Bribri, cni Asháninka, gn Guaraní, hch Wixárika, nah Nahuatl, oto Otomí, qu Quechua, shp Shipibo-Konibo, tar Rarámuri.',
  ],
})
