import { textDefaults } from '../defaults.ts'
import { defineTask } from '../define.ts'

const CODES = {
  et: 'Estonian-PART',
  eu: 'Basque-NT',
  gu: 'Gujarati-NT',
  qu: 'Quichua-NT',
  sw: 'Swahili-NT',
  uk: 'Ukranian-NT',
  wo: 'Wolof-NT',
}
const FOLDERS = ['text/bible-nt', 'bible-nt', 'bible-corpus/bibles', 'bibles']
const files = {
  text: FOLDERS.map((folder) => `${folder}/{code}.xml`),
  others: FOLDERS.map((folder) => `${folder}/{all:code}.xml`),
}

export const bibleNt = defineTask({
  id: 'bible-nt',
  title: 'New Testaments',
  kind: 'masked-lm',
  measures: 'Raw text: verses of New Testaments or parts of them, aligned by verse number.',
  format: 'bible-xml',
  options: { pairs: 'none', seed: 1 },
  languages: Object.keys(CODES),
  codes: CODES,
  splits: {
    train: { files, portion: { from: 0, to: 0.95 } },
    development: { files, portion: { from: 0.95, to: 1 } },
  },
  downloads: [
    {
      from: 'git',
      repository: 'christos-c/bible-corpus',
      commit: '44e5fca1bfb369a5da2ee23ebc6f421c88489c5c',
      paths: Object.values(CODES).map((name) => `bibles/${name}.xml`),
      into: 'bible-corpus',
    },
  ],
  meanTokens: { value: 41, source: 'Polyvia estimate: XLM-R tokens of a verse, 7 languages (40.5)' },
  metrics: ['masked-accuracy'],
  citation: 'Christodouloupoulos and Steedman 2015, A massively parallel corpus: the Bible in 100 languages',
  licence: 'CC0 (christos-c/bible-corpus)',
  defaults: textDefaults(256),
  traps: [
    'The file names are those of the corpus, "Ukranian" and "Quichua" (Ecuador) included; "Estonian-PART" is a part of the New Testament.',
    'There is no English side: with pairs, the second segment is another of these languages.',
  ],
})
