import { jiantSpans } from '../defaults.ts'
import { defineTask } from '../define.ts'

const folders = ['tydiqa/', '']
const train = folders.map((folder) => `${folder}tydiqa-goldp-v1.1-train/tydiqa.goldp.{lang}.train.json`)
const official = folders.map((folder) => `${folder}tydiqa-goldp-v1.1-dev/tydiqa-goldp-dev-{code}.json`)
const whole = (split: string) => ({
  files: { examples: folders.map((folder) => `${folder}tydiqa-goldp-v1.1-${split}.json`) },
  options: { idPrefix: '{code}-' },
})
// XTREME cuts the official training file by language and strips ids down to a number that recurs.
const cut = (from: number, to: number) => ({
  files: { examples: train },
  options: { ids: 'position' },
  portion: { from, to },
})
const part = (from: number, to: number) => ({
  ...cut(from, to),
  otherwise: [{ ...whole('train'), portion: { from, to } }],
})

export const tydiqaGoldP = defineTask({
  id: 'tydiqa-goldp',
  title: 'TyDiQA-GoldP',
  kind: 'span-extraction',
  measures:
    'Finding the answer to a question in a paragraph; questions written in each language, not translated.',
  format: 'squad',
  languages: ['en', 'ar', 'bn', 'fi', 'id', 'ko', 'ru', 'sw', 'te'],
  codes: {
    en: 'english',
    ar: 'arabic',
    bn: 'bengali',
    fi: 'finnish',
    id: 'indonesian',
    ko: 'korean',
    ru: 'russian',
    sw: 'swahili',
    te: 'telugu',
  },
  splits: {
    train: { languages: ['en'], ...part(0, 0.9) },
    development: { languages: ['en'], ...part(0.9, 0.95) },
    test: {
      files: { examples: official },
      otherwise: [
        whole('dev'),
        {
          languages: ['en'],
          ...cut(0.95, 1),
          note: 'The official development files, which are the test sets, are not in the data folders (the copies of XTREME have blanked answers): a held-out twentieth of the English training file is scored in their place.',
        },
        {
          languages: ['ar', 'bn', 'fi', 'id', 'ko', 'ru', 'sw', 'te'],
          ...cut(0, 1),
          note: 'The official development files, which are the test sets, are not in the data folders (the copies of XTREME have blanked answers): the training file of the language is scored in its place. It is fair as long as English alone is trained on.',
        },
      ],
    },
  },
  downloads: [
    {
      from: 'url',
      urls: ['https://storage.googleapis.com/tydiqa/v1.1/tydiqa-goldp-v1.1-train.json'],
      into: 'tydiqa/tydiqa-goldp-v1.1-train.json',
      bytes: 58004076,
      sha256: 'cefc8e09ff2548d9b10a678d3a6bbbe5bc036be543f92418819ea676c97be23b',
      splits: ['train', 'development'],
    },
    {
      from: 'url',
      urls: ['https://storage.googleapis.com/tydiqa/v1.1/tydiqa-goldp-v1.1-dev.json'],
      into: 'tydiqa/tydiqa-goldp-v1.1-dev.json',
      bytes: 5617409,
      sha256: 'b286e0f34bc7f52259359989716f369b160565bd12ad8f3a3e311f9b0dbad1c0',
      splits: ['test'],
    },
  ],
  sizes: {
    train: { en: 3696 },
    test: { en: 440, ar: 921, bn: 113, fi: 782, id: 565, ko: 276, ru: 812, sw: 499, te: 669 },
  },
  meanTokens: {
    value: 162,
    source: 'Polyvia estimate: XLM-R tokens of question and paragraph in English train (162.3)',
  },
  cluster: 'paragraph',
  metrics: ['squad-f1', 'squad-exact-match'],
  citation: 'Clark et al. 2020, arXiv 2003.05002; GoldP in XTREME: Hu et al. 2020, arXiv 2003.11080',
  licence: 'Apache 2.0',
  defaults: jiantSpans(),
  traps: [
    'As in XTREME, the official development files are the test sets. XTREME also selects models on the English one, which is its English test; here a twentieth of English train is held out for that, and a twentieth for a test where the official files are missing, by paragraph: 90 % of the 3696 questions are trained on.',
    'XTREME blanks the answers of its copies of the development files (tydiqa.goldp.*.dev.json): they cannot be scored and are not read.',
    'With so little training data, gains of SQuAD-like intermediate tasks may be a matter of data size.',
  ],
})
