import { CLDR_CITATION, CLDR_CODES, CLDR_LANGUAGES, CLDR_LICENCE, CLDR_OTHERS } from '../cldr.ts'
import { cldrDefaults } from '../defaults.ts'
import { defineTask } from '../define.ts'

export const cldrText = defineTask({
  id: 'cldr-text',
  title: 'Emoji phrases and keywords',
  kind: 'masked-lm',
  measures: 'Raw text: names and search words of emoji, one concept in many languages.',
  format: 'cldr-text',
  // Found in small trials: one concept in many languages aligns earlier than pairs, and keywords help little.
  options: {
    concepts: 'all',
    compose: 'multi',
    copies: 2,
    keywords: 1,
    fewerKeywords: true,
    englishShare: 1,
    pieces: 10,
    seed: 1,
  },
  languages: [...CLDR_LANGUAGES],
  codes: CLDR_CODES,
  splits: { train: { files: CLDR_OTHERS }, development: { files: CLDR_OTHERS } },
  metrics: ['masked-accuracy'],
  citation: CLDR_CITATION,
  licence: CLDR_LICENCE,
  defaults: cldrDefaults({ learningRate: 3e-3, batchSize: 16, epochs: 4, maxLength: 64 }),
  traps: [
    'Concepts of the train split only; concepts of cldr-group and cldr-phrases tests are never in it.',
    'Segments are translations: a model trained on them has seen parallel phrases.',
  ],
})
