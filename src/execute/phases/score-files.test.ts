import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Score } from '#score'
import { readScore, writeScore } from './score-files.ts'

const root = mkdtempSync(join(tmpdir(), 'polyvia-score-'))
afterAll(() => rmSync(root, { recursive: true }))

const score: Score = {
  task: 'xnli',
  language: 'de',
  examples: 3,
  metrics: { accuracy: 100 / 3 },
  chance: {},
  outcomes: { correct: Float32Array.of(1, 0, 0), gold: Float64Array.of(0.1, 2, 3) },
}

test('a score is read back as it was written, with which examples stand together', async () => {
  const dependence = {
    item: Float64Array.of(2 ** 48 - 1, 0, 281_474_976_710_654),
    cluster: Float64Array.of(1, 1, 2 ** 40 + 1),
  }
  const [alone, together] = [join(root, '.'), mkdtempSync(join(root, 'together-'))]
  await writeScore(alone, score)
  await writeScore(together, { ...score, dependence })
  expect(readScore(alone)).toEqual(score)
  expect(readScore(together)).toEqual({ ...score, dependence })
})
