import { textDefaults } from '../defaults.ts'
import { defineTask } from '../define.ts'

const CODES = {
  af: 'ref.afr', ar: 'ref.arb', az: 'ref.aze-Latn', bg: 'ref.bul', bn: 'ref.ben', de: 'ref.deu', el: 'ref.ell', en: 'src.eng',
  es: 'ref.spa', et: 'ref.est', eu: 'ref.eus', fa: 'ref.fas', fi: 'ref.fin', fr: 'ref.fra', gu: 'ref.guj', he: 'ref.heb',
  hi: 'ref.hin', hu: 'ref.hun', id: 'ref.ind', it: 'ref.ita', ja: 'ref.jpn', ka: 'ref.kat', kk: 'ref.kaz', ko: 'ref.kor',
  lt: 'ref.lit', ml: 'ref.mal', mr: 'ref.mar', ms: 'ref.msa', my: 'ref.mya', nl: 'ref.nld', pa: 'ref.pan', pl: 'ref.pol',
  pt: 'ref.por', ro: 'ref.ron', ru: 'ref.rus', sw: 'ref.swa', ta: 'ref.tam', te: 'ref.tel', th: 'ref.tha', tl: 'ref.fil',
  tr: 'ref.tur', uk: 'ref.ukr', ur: 'ref.urd', vi: 'ref.vie', wo: 'ref.wol', yo: 'ref.yor', zh: 'ref.zho-CN',
} // biome-ignore format: a table

const FOLDERS = ['text/ntrex', 'ntrex', 'NTREX/NTREX-128', 'NTREX-128']
const files = {
  text: FOLDERS.map((folder) => `${folder}/newstest2019-{code}.txt`),
  others: FOLDERS.map((folder) => `${folder}/newstest2019-{all:code}.txt`),
}

export const ntrex = defineTask({
  id: 'ntrex',
  title: 'NTREX-128',
  kind: 'masked-lm',
  measures:
    'Raw text: 1997 English news sentences and their translations, with the translation as second segment.',
  format: 'plain-text',
  options: { pairs: 'english', seed: 1 },
  languages: Object.keys(CODES),
  codes: CODES,
  splits: {
    train: { files, portion: { from: 0, to: 0.95 } },
    development: { files, portion: { from: 0.95, to: 1 } },
  },
  downloads: [
    {
      from: 'git',
      repository: 'MicrosoftTranslator/NTREX',
      commit: '8561f6a622db9edad1217683e5c83daefd8bb2bf',
      paths: ['NTREX-128'],
      into: 'NTREX',
    },
  ],
  meanTokens: {
    value: 70,
    source: 'Polyvia estimate: XLM-R tokens of a sentence with its translation, 14 languages (70.5)',
  },
  metrics: ['masked-accuracy'],
  citation: 'Federmann, Kocmi and Xin 2022, NTREX-128',
  licence: 'CC BY-SA 4.0',
  defaults: textDefaults(256),
  traps: [
    'Parallel text: an arm that trains on it has seen translations, which English-only intermediate tasks never do.',
  ],
})
