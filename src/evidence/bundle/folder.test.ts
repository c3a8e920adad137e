import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { BundleFolder, readFinished, type StageEvent } from './folder.ts'

const Rows = z.array(z.strictObject({ n: z.int() }))
const Sum = z.strictObject({ sum: z.int() })

let folder: string
let ran: string[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polyvia-bundle-'))
  ran = []
})
afterEach(() => rm(folder, { recursive: true }))

/** Rows 1..count, then their sum. `failing` names the stage that throws. */
async function work(count: number, failing = '', finished = true): Promise<number> {
  const bundle = await BundleFolder.open(folder)
  const onEvent = ({ stage, state }: StageEvent) => ran.push(`${state} ${stage}`)
  const fail = (name: string) => {
    if (name === failing) throw new Error('killed')
  }
  await bundle.stage(
    {
      name: 'rows',
      parameters: { count },
      reads: [],
      writes: { 'rows.jsonl': Rows },
      run: async () => {
        fail('rows')
        const rows = Array.from({ length: count }, (_, n) => ({ n: n + 1 }))
        return { values: { 'rows.jsonl': rows }, finished }
      },
    },
    onEvent,
  )
  const { 'sum.json': result } = await bundle.stage(
    {
      name: 'sum',
      parameters: {},
      reads: ['rows.jsonl'],
      writes: { 'sum.json': Sum },
      run: async () => {
        fail('sum')
        const rows = (await readFile(join(folder, 'rows.jsonl'), 'utf8')).trim().split('\n')
        return { values: { 'sum.json': { sum: rows.reduce((sum, row) => sum + JSON.parse(row).n, 0) } } }
      },
    },
    onEvent,
  )
  return result.sum
}

describe('a bundle', () => {
  test('keeps what is done and makes anew what follows from a change', async () => {
    expect(await work(3)).toBe(6)
    expect(await work(3)).toBe(6)
    expect(ran.slice(4)).toEqual(['kept rows', 'kept sum'])
    ran = []
    expect(await work(4)).toBe(10)
    expect(ran).toEqual(['begin rows', 'done rows', 'begin sum', 'done sum'])
  })

  test('continues with the stage that was under way', async () => {
    await expect(work(3, 'sum')).rejects.toThrow('killed')
    await writeFile(join(folder, 'sum.json.0011.tmp'), 'half')
    ran = []
    expect(await work(3)).toBe(6)
    expect(ran).toEqual(['kept rows', 'begin sum', 'done sum'])
    expect(await readdir(folder)).toEqual(['manifest.json', 'rows.jsonl', 'sum.json'])
  })

  test('tries again what was not finished, and keeps the rest when the same came of it', async () => {
    await work(3, '', false)
    ran = []
    await work(3)
    expect(ran).toEqual(['begin rows', 'done rows', 'kept sum'])
  })

  test('makes a damaged file anew, and does not read one', async () => {
    await work(3)
    await writeFile(join(folder, 'rows.jsonl'), '{"n":7}\n')
    await expect(readFinished(folder, { 'sum.json': Sum })).rejects.toMatchObject({
      code: 'BUNDLE_DAMAGED',
      place: { file: join(folder, 'rows.jsonl') },
    })
    expect(await work(3)).toBe(6)
    expect(await readFinished(folder, { 'sum.json': Sum })).toEqual({ 'sum.json': { sum: 6 } })
  })

  test('is written byte for byte the same again', async () => {
    await work(3)
    const first = await readFile(join(folder, 'manifest.json'), 'utf8')
    await rm(folder, { recursive: true })
    await work(3)
    expect(await readFile(join(folder, 'manifest.json'), 'utf8')).toBe(first)
  })

  test('does not move into a folder with other things', async () => {
    await writeFile(join(folder, 'thesis.docx'), 'mine')
    await expect(BundleFolder.open(folder)).rejects.toMatchObject({ code: 'BUNDLE_UNREADABLE' })
    expect(existsSync(join(folder, 'thesis.docx'))).toBe(true)
  })

  test('is not what was not finished', async () => {
    await expect(work(3, 'sum')).rejects.toThrow('killed')
    await expect(readFinished(folder, { 'sum.json': Sum })).rejects.toMatchObject({
      code: 'BUNDLE_UNREADABLE',
    })
    await expect(readFinished(join(folder, 'none'), { 'sum.json': Sum })).rejects.toMatchObject({
      code: 'BUNDLE_UNREADABLE',
    })
  })
})
