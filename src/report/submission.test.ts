import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { task } from '#catalog'
import { writeSafetensors } from '#kernel'
import type { Plan } from '#plan'
import type { Store } from '#store'
import { exportSubmission } from './submission.ts'

const root = mkdtempSync(join(tmpdir(), 'polyvia-submission-'))
afterAll(() => rmSync(root, { recursive: true }))

/** A study of two retrieval targets whose neighbours are there: Tatoeba in German, not in French; XNLI has not run. */
beforeAll(async () => {
  mkdirSync(join(root, 'data', 'tatoeba'), { recursive: true })
  writeFileSync(join(root, 'data/tatoeba/tatoeba.deu-eng.deu'), 'eins\nzwei\ndrei\n')
  writeFileSync(join(root, 'data/tatoeba/tatoeba.deu-eng.eng'), 'one\nTwo\nthree\n')
  mkdirSync(join(root, 'found'))
  const neighbours = { indices: { data: Int32Array.of(0, 1, 2, 0, 1, 2), shape: [3, 2] } }
  await writeSafetensors(join(root, 'found', 'neighbours.safetensors'), neighbours)
})

const gold = {
  entry: task('tatoeba'),
  language: 'de',
  split: 'test',
  subset: null,
  among: undefined,
  content: 'gold',
  absent: null,
}
const cell = { arm: 'baseline', seed: 1 }
const plan = {
  study: { arms: { baseline: [], detour: ['mnli'] } },
  seeds: [1],
  models: {},
  selections: [],
  cells: [
    { ...cell, target: 'tatoeba', language: 'de', score: 'tatoeba-de' },
    { ...cell, target: 'xnli', language: 'de', score: 'xnli-de' },
  ],
  phases: [
    {
      key: 'tatoeba-de',
      inputs: { neighbours: 'found' },
      local: { gold, pool: [], folders: [join(root, 'data')] },
    },
  ],
} as unknown as Plan
/** Inputs that are damaged. */
const damaged = new Set<string>()
const store = {
  isDropped: () => false,
  has: (key: string) => key === 'tatoeba-de',
  audit: async (keys: Iterable<string>, options?: { thorough?: boolean }) =>
    options?.thorough === true && [...keys].some((key) => damaged.has(key))
      ? [
          { key: 'found', operation: 'neighbours', label: 'de', damage: 'changed', from: [] },
          { key: 'tatoeba-de', operation: 'score', label: 'de', damage: null, from: ['found'] },
        ]
      : [],
  path: (key: string) => join(root, key),
} as unknown as Store

let made = 0
const attempt = (change: { arm?: string; seed?: number; out?: string; benchmark?: string } = {}) =>
  exportSubmission({
    plan,
    store,
    benchmark: 'xtreme',
    arm: 'baseline',
    seed: 1,
    out: join(root, `out${made++}`),
    ...change,
  })

describe('exportSubmission', () => {
  it('writes what is there in the order of the official files, and lists the rest with reasons', async () => {
    const out = join(root, 'submission')
    const { files, missing, doubts } = await attempt({ out })
    expect(files).toEqual(['tatoeba/test-de.tsv'])
    // XTREME sorts the English sentences by code point: Two, one, three.
    expect(readFileSync(join(out, 'tatoeba/test-de.tsv'), 'utf8')).toBe('2\n0\n1\n')
    expect(doubts).toContain('tatoeba de: 3 examples, the benchmark has 1000')
    expect(missing).toContainEqual({ task: 'xnli', languages: ['de'], reason: 'not run yet' })
    expect(missing).toContainEqual({
      task: 'pawsx',
      languages: ['de', 'en', 'es', 'fr', 'ja', 'ko', 'zh'],
      reason: 'not a target of the study',
    })
    expect(missing.find(({ task: id }) => id === 'tatoeba')!.languages).toHaveLength(35)
    await expect(attempt({ out })).rejects.toThrow('is not empty')
  })

  it('writes nothing that was computed from something damaged, and says so', async () => {
    damaged.add('found')
    try {
      await expect(attempt()).rejects.toMatchObject({ code: 'SUBMISSION_IMPOSSIBLE' })
    } finally {
      damaged.clear()
    }
  })

  it('refuses an arm or a seed that the study has not, and leaves nothing of a submission without files', async () => {
    await expect(attempt({ arm: 'basline' })).rejects.toThrow('no arm "basline"')
    await expect(attempt({ seed: 2 })).rejects.toThrow('no seed 2')
    const out = join(root, 'none')
    await expect(attempt({ arm: 'detour', out })).rejects.toThrow(
      expect.objectContaining({ code: 'SUBMISSION_IMPOSSIBLE' }),
    )
    expect(existsSync(out)).toBe(false)
    expect(readdirSync(root).filter((name) => name.includes('partial'))).toEqual([])
  })
})
