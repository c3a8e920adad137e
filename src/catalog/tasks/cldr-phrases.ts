import { CLDR_CITATION, CLDR_CODES, CLDR_FILES, CLDR_LANGUAGES, CLDR_LICENCE } from '../cldr.ts'
import { jiantRetrieval } from '../defaults.ts'
import { defineTask } from '../define.ts'

export const cldrPhrases = defineTask({
  id: 'cldr-phrases',
  title: 'Emoji phrase retrieval',
  kind: 'sentence-retrieval',
  measures:
    'Whether an English phrase finds its translation among the phrases of another language, untrained.',
  format: 'cldr-phrases',
  languages: CLDR_LANGUAGES.filter((code) => code !== 'en'),
  codes: CLDR_CODES,
  splits: { development: { files: CLDR_FILES }, test: { files: CLDR_FILES } },
  cluster: 'concept',
  parallel: 'id',
  metrics: ['retrieval-accuracy'],
  citation: CLDR_CITATION,
  licence: CLDR_LICENCE,
  defaults: jiantRetrieval(64),
  traps: [
    'Test concepts only, which cldr-text never trains on. Phrases are short, so this is nearer to word translation than Tatoeba is.',
    'A phrase that two concepts share in a language is kept once, so languages differ a little in size.',
  ],
})
