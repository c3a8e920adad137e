/** Every name that a study gives is tried as a name that every object has: each ends in a plan or in one clear error. */
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { PolyviaError } from '#kernel'
import { parseStudy } from '#study'
import { planStudy } from './study.ts'

const STUDY = {
  question: 'Does a detour help here?',
  model: {
    from: 'scratch',
    vocabulary: 600,
    layers: 1,
    hidden: 32,
    heads: 2,
    feedForward: 64,
    text: { tasks: ['cldr-text'], languages: ['en', 'de'] },
  },
  arms: {
    baseline: [],
    keywords: [
      {
        tasks: ['cldr-keywords', 'own'],
        languages: ['en'],
        sampling: { by: 'weights', weights: { 'cldr-keywords': 1, own: 2 } },
        heads: ['cldr-keywords', 'own'],
      },
    ],
    named: ['cldr-keywords'],
    again: { replicateOf: 'keywords' },
  },
  targets: [{ task: 'cldr-group', languages: ['en', 'de'] }, 'cldr-phrases'],
  seeds: 1,
  measure: ['accuracy', 'retrieval-accuracy'],
  compare: ['keywords vs baseline'],
  tasks: [
    {
      id: 'own',
      title: 'Own',
      kind: 'classification',
      measures: 'nothing',
      format: 'cldr-keywords',
      labels: ['a', 'b'],
      metrics: ['accuracy'],
      languages: ['en'],
      codes: { en: 'eng' },
      splits: { train: { files: { annotations: 'none/{code}.json' } } },
      sizes: { train: { en: 100 } },
      overlaps: { 'cldr-group': 'none' },
      options: { side: 'one' },
      citation: 'none',
      licence: 'none',
      defaults: {
        learningRate: { value: 0.001, source: 'here' },
        batchSize: { value: 4, source: 'here' },
        epochs: { value: 1, source: 'here' },
        maxLength: { value: 24, source: 'here' },
      },
    },
  ],
}

/** Each copy of a value in which one text or one name of a map is another. */
function* changed(value: unknown, to: string): Generator<unknown> {
  if (typeof value === 'string') yield to
  else if (Array.isArray(value)) {
    for (const [at, item] of value.entries())
      for (const other of changed(item, to)) yield value.with(at, other)
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
    for (const [at, [name, inner]] of entries.entries()) {
      yield Object.fromEntries(entries.with(at, [to, inner]))
      for (const other of changed(inner, to)) yield Object.fromEntries(entries.with(at, [name, other]))
    }
  }
}

test('the study is planned as it stands', async () => {
  const { phases } = await planStudy(parseStudy(stringify(STUDY), 'study.yaml'), { data: [], models: [] })
  expect(phases.map(({ operation }) => operation)).toContain('train')
})

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'constructor vs toString'])(
  'a study in which any name is "%s" is planned or refused',
  { timeout: 120_000 },
  async (name) => {
    const texts = new Set([...changed(STUDY, name)].map((study) => stringify(study)))
    expect(texts.size).toBeGreaterThan(80)
    for (const text of texts)
      try {
        const plan = await planStudy(parseStudy(text, 'study.yaml'), { data: [], models: [] })
        expect(plan.phases.length).toBeGreaterThan(3)
      } catch (error) {
        if (!(error instanceof PolyviaError)) throw new Error(`${error}\nof\n${text}`, { cause: error })
        expect(error.exitCode).toBe(2)
      }
  },
)
