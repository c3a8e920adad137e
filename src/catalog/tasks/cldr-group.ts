import { CLDR_CITATION, CLDR_CODES, CLDR_FILES, CLDR_LANGUAGES, CLDR_LICENCE } from '../cldr.ts'
import { cldrDefaults } from '../defaults.ts'
import { defineTask } from '../define.ts'

export const cldrGroup = defineTask({
  id: 'cldr-group',
  title: 'Emoji group',
  kind: 'classification',
  measures: 'What kind of thing a short phrase names.',
  labels: [
    'Activities',
    'Animals & Nature',
    'Food & Drink',
    'Objects',
    'People & Body',
    'Smileys & Emotion',
    'Symbols',
    'Travel & Places',
  ],
  format: 'cldr-group',
  languages: [...CLDR_LANGUAGES],
  codes: CLDR_CODES,
  splits: {
    train: { languages: ['en'], files: CLDR_FILES },
    development: { languages: ['en'], files: CLDR_FILES },
    test: { files: CLDR_FILES },
  },
  cluster: 'concept',
  parallel: 'id',
  metrics: ['accuracy'],
  citation: CLDR_CITATION,
  licence: CLDR_LICENCE,
  defaults: cldrDefaults({ learningRate: 5e-4, batchSize: 32, epochs: 15, maxLength: 64 }),
  traps: ['Flags (8 of 1588 emoji) are left out; "Component" has no phrases but skin tones.'],
})
