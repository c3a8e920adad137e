import { jiantRetrieval } from '../defaults.ts'
import { defineTask } from '../define.ts'

// XTREME names the sample set dev and the training set test; BUCC's own archives keep both names.
const set = (xtreme: string, original: string, roles: readonly string[]) =>
  Object.fromEntries(
    roles.map((role) => {
      const end = role === 'gold' ? 'gold' : role === 'english' ? 'en' : '{lang}'
      return [
        role,
        [
          `bucc2018/{lang}-en.${xtreme}.${end}`,
          `bucc2018/{lang}-en/{lang}-en.${original}.${end}`,
          `bucc2018/{lang}-en.${original}.${end}`,
        ],
      ]
    }),
  )
const ROLES = ['text', 'english', 'gold']

export const bucc2018 = defineTask({
  id: 'bucc2018',
  title: 'BUCC 2018 bitext mining',
  kind: 'mining',
  measures:
    'Whether translations are found between two collections of sentences, most of which have none, untrained.',
  format: 'bucc',
  languages: ['de', 'fr', 'ru', 'zh'],
  splits: {
    development: { files: set('dev', 'sample', ROLES) },
    test: {
      files: set('test', 'training', ROLES),
      otherwise: [
        {
          files: set('dev', 'sample', ROLES),
          note: 'The BUCC training set, which XTREME scores, is not in the data folders with its gold pairs: the sample set (XTREME: dev) is mined in its place. The threshold is then chosen on the pairs that are scored.',
        },
      ],
    },
  },
  downloads: [
    {
      from: 'hand',
      how: 'Get bucc2018-{de,fr,ru,zh}-en.training-gold.tar.bz2 and .sample-gold.tar.bz2 from https://comparable.limsi.fr/bucc2018/ and unpack them in a data folder: they make bucc2018/{de,fr,ru,zh}-en/.',
    },
  ],
  sizes: {
    development: { zh: 8624 + 13589 },
  },
  meanTokens: {
    value: 27,
    source: 'Polyvia estimate: XLM-R tokens of the zh-en sample set (27.3)',
  },
  metrics: ['mining-f1'],
  citation: 'Zweigenbaum, Sharoff and Rapp 2018 (BUCC); in XTREME: Hu et al. 2020, arXiv 2003.11080',
  licence: 'none stated: research use in the shared task; text from Wikipedia and News Commentary',
  defaults: jiantRetrieval(),
  traps: [
    'XTREME scores the BUCC training set and chooses the threshold on the sample set. Gold pairs: de 1038 and 9580, fr 929 and 9086, ru 2374 and 14 435, zh 257 and 1899 (sample and training).',
    'XTREME deletes the gold pairs of its test files: they come with the archives of BUCC.',
    'The BUCC of MTEB matches the gold pairs alone, without the other sentences: its scores are far higher and no comparison.',
  ],
})
