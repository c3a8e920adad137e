import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { PolyviaError } from '#kernel'
import { language, languages, nearest, TaskEntry, task, tasks } from './index.ts'

const failure = (run: () => unknown): PolyviaError => {
  try {
    run()
  } catch (error) {
    if (error instanceof PolyviaError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('task', () => {
  test('finds an entry by its id', () => {
    expect(task('tatoeba').kind).toBe('sentence-retrieval')
  })

  test('names the nearest ids when there is none', () => {
    const error = failure(() => task('squad'))
    expect(error.code).toBe('UNKNOWN_TASK')
    expect(error.exitCode).toBe(2)
    expect(error.hint).toContain('"squad-v1.1"')
    expect(failure(() => task('tatoba')).hint).toContain('"tatoeba"')
    expect(failure(() => task('')).hint).toContain('tatoeba')
  })
})

describe('tasks', () => {
  test('are those of the files in tasks/, each named after its task', () => {
    const files = readdirSync(new URL('./tasks/', import.meta.url)).filter((name) => name !== 'index.ts')
    expect(
      tasks()
        .map((entry) => `${entry.id}.ts`)
        .sort(),
    ).toEqual(files.sort())
    expect(files).toContain('xnli.ts')
  })

  test('have clusters and translations that their examples can have', () => {
    const checked = (id: string, more: object) => TaskEntry.safeParse({ ...task(id), ...more }).error?.issues
    expect(checked('pawsx', { cluster: 'sentence' })).toBe(undefined)
    expect(checked('panx', { cluster: 'sentence' })).toMatchObject([{ path: ['cluster'] }])
    expect(checked('ntrex-retrieval', { parallel: 'english' })).toBe(undefined)
    expect(checked('xnli', { parallel: 'english' })).toMatchObject([{ path: ['parallel'] }])
  })

  test.each(tasks().map((entry) => [entry.id, entry] as const))('%s hangs together', (_, entry) => {
    // The languages of AmericasNLI are in no language table here: reports name them, and group them with none.
    if (entry.id !== 'americasnli')
      for (const code of [...entry.languages, ...Object.keys(entry.codes)])
        expect(() => language(code)).not.toThrow()
    expect(new Set(entry.languages).size).toBe(entry.languages.length)
    for (const split of Object.values(entry.splits)) {
      for (const code of split.languages ?? []) expect([...entry.languages, 'mul']).toContain(code)
      for (const source of split.otherwise ?? [])
        for (const code of source.languages ?? []) expect(entry.languages).toContain(code)
    }
    for (const id of [...Object.keys(entry.overlaps), ...(entry.standsInFor ? [entry.standsInFor] : [])])
      expect(() => task(id)).not.toThrow()
  })

  test.each('xnli pawsx udpos panx xquad mlqa tydiqa-goldp xcopa lareqa mewsli-x'.split(' '))(
    '%s is trained on and selected on English alone: the zero-shot setting',
    (id) => {
      const { splits, languages } = task(id)
      for (const split of ['train', 'development'] as const)
        expect(splits[split]!.languages ?? languages).toEqual(['en'])
    },
  )

  test('cover the languages that XTREME scores', () => {
    // google-research/xtreme, evaluate.py: languages of each task.
    const counts = { pawsx: 7, xnli: 15, panx: 40, udpos: 33, tatoeba: 36, mlqa: 7 }
    for (const [id, count] of Object.entries(counts))
      expect(task(id).languages.filter((code) => language(code).xtreme && code !== 'ro')).toHaveLength(count)
    expect(task('xquad').languages).toHaveLength(12)
    expect(task('tydiqa-goldp').languages).toHaveLength(9)
  })
})

describe('language', () => {
  test('knows the 50 languages of XTREME-R, 40 of them in XTREME', () => {
    expect(languages()).toHaveLength(50)
    expect(languages().filter((each) => each.xtreme)).toHaveLength(40)
    expect(new Set(languages().map((each) => each.iso3)).size).toBe(50)
  })

  test('gives the codes of Tatoeba file names', () => {
    expect(['fa', 'sw', 'zh', 'tl'].map((code) => language(code).iso3)).toEqual(['pes', 'swh', 'cmn', 'tgl'])
  })

  test('has no pretraining text for the four languages that XLM-R never saw', () => {
    expect(
      languages()
        .filter((each) => each.cc100GiB === null)
        .map((each) => each.code),
    ).toEqual(['ht', 'qu', 'wo', 'yo'])
  })

  test('says what was probably meant by an unknown code', () => {
    const error = failure(() => language('swh'))
    expect(error.code).toBe('UNKNOWN_LANGUAGE')
    expect(error.exitCode).toBe(2)
    expect(error.hint).toBe('Write "sw" for Swahili.')
    expect(failure(() => language('zh-CN')).hint).toContain('"zh"')
    expect(failure(() => language('Turkish')).hint).toContain('"tr"')
    expect(failure(() => language('xx')).hint).toContain('af ar az')
  })
})

test('nearest finds slips of the pen and parts, and nothing far off', () => {
  expect(nearest('xnil', ['xnli', 'mnli', 'tatoeba'])).toEqual(['xnli'])
  expect(nearest('sick', ['sick-en', 'udpos'])).toEqual(['sick-en'])
  expect(nearest('entirely-else', ['xnli', 'udpos'])).toEqual([])
})
