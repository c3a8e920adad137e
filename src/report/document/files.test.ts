import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type NamedText, writeFiles } from './files.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'polyvia-files-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f']
const set = (text: string): NamedText[] => NAMES.map((name) => [name, text])
const contents = () => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')])

test('writeFiles replaces the whole set', async () => {
  expect(await writeFiles(set('old'), folder)).toMatchObject({ a: join(folder, 'a') })
  await writeFiles(set('new'), folder)
  expect(contents()).toEqual(set('new'))
})

test('writeFiles that is stopped at any moment leaves the whole old set, or gives the whole new one', async () => {
  await writeFiles(set('old'), folder)
  for (let moment = 0; moment < 12; moment++) {
    let looks = 0
    const signal = {
      throwIfAborted() {
        if (looks++ === moment) throw new Error('stopped')
      },
    } as AbortSignal
    const stopped = await writeFiles(set('new'), folder, signal).then(
      () => false,
      () => true,
    )
    expect(contents()).toEqual(set(stopped ? 'old' : 'new'))
    if (!stopped) return
  }
  throw new Error('it was never written')
})

test('writeFiles changes nothing where one file cannot be written', async () => {
  await writeFiles(set('old'), folder)
  await expect(writeFiles([...set('new'), ['no/such\0name', 'x']], folder)).rejects.toThrow()
  expect(contents()).toEqual(set('old'))
})
