import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dropDamagedState, readEvaluations, saveEvaluations } from './evaluations.ts'

test('evaluations come back as they were saved; where a byte changed, the state goes and the training starts anew', async () => {
  const state = mkdtempSync(join(tmpdir(), 'polyvia-evaluations-'))
  const file = join(state, 'evaluations')
  try {
    expect(await dropDamagedState(state)).toBe(false)
    expect(readEvaluations(state)).toEqual([])
    const evaluations = [
      { step: 4, score: 61.25, kept: true },
      { step: 8, score: 60, kept: false },
    ]
    await saveEvaluations(state, evaluations)
    expect(await dropDamagedState(state)).toBe(false)
    expect(readEvaluations(state)).toEqual(evaluations)
    const whole = readFileSync(file)
    for (let byte = 0; byte <= whole.length; byte++) {
      const damaged = Buffer.from(whole)
      if (byte < whole.length) damaged[byte]! ^= 1
      mkdirSync(join(state, 'worker'), { recursive: true })
      writeFileSync(file, byte < whole.length ? damaged : whole.subarray(0, 30))
      expect(() => readEvaluations(state)).toThrow(TypeError)
      expect(await dropDamagedState(state)).toBe(true)
      expect(existsSync(join(state, 'worker'))).toBe(false)
      expect(readEvaluations(state)).toEqual([])
    }
  } finally {
    rmSync(state, { recursive: true })
  }
})
