import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { polyvia } from './support/command.ts'

describe('polyvia init', () => {
  it('writes a study that plans as it stands, without data folders', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'polyvia-init-'))
    try {
      expect((await polyvia(['init'], folder)).code).toBe(0)
      const planned = await polyvia(['plan', 'study.yaml', '--json'], folder)
      expect(planned.errors).toBe('')
      const { training, cells } = JSON.parse(planned.output)
      // Per seed: the keyword stage, and one fine-tuning an arm. Two arms, two seeds, 4 + 3 languages.
      expect(training).toMatchObject({ trained: 6, toRun: 6 })
      expect(cells).toBe(2 * 2 * 7)
      expect((await polyvia(['init'], folder)).code).toBe(2)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
