import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { benchmark, benchmarks } from '#catalog'
import { officialFile, officialForm, scoreFolder } from './folder.ts'
import { OFFICIAL_FORMS } from './submission.ts'

const root = mkdtempSync(join(tmpdir(), 'polyvia-forms-'))
afterAll(() => rmSync(root, { recursive: true }))

/** Predictions of each folder, and the same as official gold where it has another form. */
const SAMPLES: Readonly<Record<string, { predictions: unknown[]; gold?: string }>> = {
  pawsx: { predictions: ['0', '1', '1'] },
  xnli: { predictions: ['neutral', 'entailment', 'neutral'] },
  panx: { predictions: [['B-PER', 'I-PER'], ['O'], ['B-LOC']] },
  udpos: { predictions: [['NOUN', 'VERB'], ['X'], ['DET']] },
  bucc2018: {
    predictions: [
      ['de-1', 'en-1'],
      ['de-2', 'en-7'],
      ['de-3', 'en-3'],
    ],
  },
  tatoeba: { predictions: [0, 1, 2] },
  xcopa: { predictions: [0, 1, 1] },
  ...Object.fromEntries(
    ['xquad', 'mlqa', 'tydiqa'].map((folder) => [
      folder,
      {
        predictions: ['eins', '二', 'na “wote”'],
        gold: JSON.stringify({
          data: ['eins', '二', 'na “wote”'].map((text, at) => ({
            paragraphs: [{ qas: [{ id: `q${at}`, answers: [{ text }] }] }],
          })),
        }),
      },
    ]),
  ),
  ...Object.fromEntries(
    ['mewslix', 'lareqa'].map((folder) => [
      folder,
      { predictions: [['Q1', 'Q2'], ['Q2'], ['Q3', 'Q1']], gold: '{"q0":["Q1"],"q1":["Q2"],"q2":["Q3"]}' },
    ]),
  ),
}
const examples = ['b', 'a', 'é'].map((english, at) => ({ id: `q${at}`, english }))

it.each(benchmarks().map(({ id }) => id))('every form of %s is read back and scores 100', (id) => {
  for (const task of benchmark(id).tasks)
    for (const language of task.languages) {
      const { predictions, gold } = SAMPLES[task.folder]!
      const form = OFFICIAL_FORMS[officialForm(task.task)]
      const text = form.write({ examples, predictions })
      for (const [part, content] of Object.entries({ predictions: text, labels: gold ?? text })) {
        const file = join(root, id, part, officialFile(task, language))
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, content)
        if (part === 'predictions') expect(form.count(file), task.folder).toBe(3)
      }
    }
  const folder = join(root, id)
  const score = scoreFolder({
    benchmark: id,
    predictions: join(folder, 'predictions'),
    gold: join(folder, 'labels'),
  })
  expect(score.tasks.flatMap(({ missing }) => missing)).toEqual([])
  expect(score.average).toBe(100)
})

it('orders the lines of Tatoeba by the English sentence, in code points', () => {
  const given = ['b', '\u{1f600}', 'a', '\uff01', ' B'].map((english, at) => ({ id: String(at), english }))
  expect(OFFICIAL_FORMS.rows.write({ examples: given, predictions: [0, 1, 2, 3, 4] })).toBe('4\n2\n0\n3\n1\n')
})
