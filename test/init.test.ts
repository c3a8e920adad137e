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
      const { training, cells, power } = JSON.parse(planned.output)
      // Per seed: the keyword stage, and one fine-tuning an arm. Two arms, three seeds, 4 + 3 languages.
      expect(training).toMatchObject({ trained: 9, toRun: 9 })
      expect(cells).toBe(2 * 3 * 7)
      // Nothing has run here: what could be detected is told of assumed noise, and called that.
      expect(power).toMatchObject({ seeds: 3, pairs: 1, mean: { noise: null, detected: null } })
      expect(power.assumed.map(({ runs }: { runs: number }) => runs)).toEqual([0.3, 0.7, 1.5])
      const told = await polyvia(['plan', 'study.yaml'], folder)
      expect(told.output).toMatch(/What can be detected is not known: .*\nAssumptions, not measurements/)
      expect((await polyvia(['init'], folder)).code).toBe(2)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
