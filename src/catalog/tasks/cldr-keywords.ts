import { CLDR_CITATION, CLDR_CODES, CLDR_FILES, CLDR_LANGUAGES, CLDR_LICENCE } from '../cldr.ts'
import { cldrDefaults } from '../defaults.ts'
import { defineTask } from '../define.ts'

export const cldrKeywords = defineTask({
  id: 'cldr-keywords',
  title: 'Emoji keyword or not',
  kind: 'classification',
  measures: 'Whether a word belongs to what a short phrase names.',
  labels: ['related', 'unrelated'],
  format: 'cldr-keywords',
  options: { keywords: 8, seed: 1 },
  languages: [...CLDR_LANGUAGES],
  codes: CLDR_CODES,
  splits: {
    train: { languages: ['en'], files: CLDR_FILES },
    development: { languages: ['en'], files: CLDR_FILES },
    test: { files: CLDR_FILES },
  },
  cluster: 'concept',
  metrics: ['accuracy'],
  citation: CLDR_CITATION,
  licence: CLDR_LICENCE,
  defaults: cldrDefaults({ learningRate: 5e-4, batchSize: 32, epochs: 5, maxLength: 64 }),
  traps: ['Half of the examples are related, half unrelated: chance is 50 %.'],
})
