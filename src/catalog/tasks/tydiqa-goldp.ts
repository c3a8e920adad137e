import { jiantSpans } from '../defaults.ts'
import { defineTask } from '../define.ts'

const at = (split: string) =>
  ['tydiqa/', ''].map((folder) => `${folder}tydiqa-goldp-v1.1-${split}/tydiqa.goldp.{lang}.${split}.json`)

export const tydiqaGoldP = defineTask({
  id: 'tydiqa-goldp',
  title: 'TyDiQA-GoldP',
  type: 'span-extraction',
  measures:
    'Finding the answer to a question in a paragraph; questions written in each language, not translated.',
  format: 'squad',
  languages: ['en', 'ar', 'bn', 'fi', 'id', 'ko', 'ru', 'sw', 'te'],
  splits: {
    train: { files: { examples: at('train') }, portion: { from: 0, to: 0.9 } },
    development: { languages: ['en'], files: { examples: at('train') }, portion: { from: 0.9, to: 1 } },
    test: { files: { examples: at('dev') } },
  },
  metrics: ['squad-f1', 'squad-exact-match'],
  citation: 'Clark et al. 2020, arXiv 2003.05002; GoldP in XTREME: Hu et al. 2020, arXiv 2003.11080',
  licence: 'Apache 2.0',
  defaults: jiantSpans(),
  traps: [
    'As in XTREME, the official development files are the test sets. XTREME also selects models on English development, which is its English test; here a tenth of English train is held out for that, by paragraph, so 90 % of the 3696 questions are trained on.',
    'With so little training data, gains of SQuAD-like intermediate tasks may be a matter of data size.',
  ],
})
