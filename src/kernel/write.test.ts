import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sha256 } from './hash.ts'
import { writeFolderWhole, writeWhole } from './write.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'polyvia-write-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('writeWhole', () => {
  test('writes text, bytes and pieces, makes folders, and tells size and hash', async () => {
    const path = join(folder, 'a', 'b', 'file')
    const pieces = Array.from({ length: 300_000 }, (_, index) => `line ${index} ü\n`)
    for (const [content, text] of [
      ['naïve', 'naïve'],
      [Buffer.from('bytes'), 'bytes'],
      [pieces, pieces.join('')],
      [[], ''],
    ] as const)
      for (const durable of [true, false]) {
        const written = await writeWhole(path, content, { durable })
        expect(readFileSync(path, 'utf8') === text).toBe(true)
        expect(written).toEqual({ bytes: Buffer.byteLength(text), sha256: sha256(text) })
      }
    expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['file'])
  })

  test('leaves the old file and nothing else when a piece cannot be made', async () => {
    const path = join(folder, 'file')
    await writeWhole(path, 'old')
    const pieces = function* () {
      yield 'new'.repeat(1 << 20)
      throw new RangeError('no more')
    }
    await expect(writeWhole(path, pieces())).rejects.toThrow('no more')
    expect(readFileSync(path, 'utf8')).toBe('old')
    expect(readdirSync(folder)).toEqual(['file'])
  })

  test('of many that write one file at once each writes all of it', async () => {
    const path = join(folder, 'file')
    const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(5000))
    await Promise.all(texts.map((text) => writeWhole(path, text)))
    expect(texts).toContain(readFileSync(path, 'utf8'))
    expect(readdirSync(folder)).toEqual(['file'])
  })

  test('removes what killed processes left in the folder a day ago, and nothing else', async () => {
    const old = new Date(Date.now() - 25 * 3600_000)
    const left = ['file.0123456789ab.tmp', '.other.0123456789ab.tmp', 'folder.0123456789ab.tmp']
    const kept = ['file.tmp', 'notes.2024.tmp', 'data.0123456789ab.jsonl']
    for (const name of [...left, ...kept])
      if (name.startsWith('folder')) mkdirSync(join(folder, name))
      else writeFileSync(join(folder, name), 'half')
    for (const name of [...left, ...kept]) utimesSync(join(folder, name), old, old)
    writeFileSync(join(folder, 'busy.0123456789ab.tmp'), 'half')
    await writeWhole(join(folder, 'file'), 'whole')
    expect(readdirSync(folder).sort()).toEqual(['busy.0123456789ab.tmp', 'file', ...kept].sort())
  })
})

describe('writeFolderWhole', () => {
  test('gives a name to a folder that is filled, or leaves nothing', async () => {
    const path = join(folder, 'deep', 'out')
    const result = await writeFolderWhole(path, async (draft) => {
      expect(existsSync(path)).toBe(false)
      writeFileSync(join(draft, 'file'), 'content')
      return 7
    })
    expect(result).toBe(7)
    expect(readdirSync(join(folder, 'deep'))).toEqual(['out'])
    expect(readdirSync(path)).toEqual(['file'])
    const other = join(folder, 'other')
    await expect(writeFolderWhole(other, () => Promise.reject(new RangeError('full')))).rejects.toThrow(
      'full',
    )
    expect(readdirSync(folder)).toEqual(['deep'])
  })

  test('takes the place of an empty folder, and of no other', async () => {
    const path = join(folder, 'out')
    mkdirSync(path)
    await writeFolderWhole(path, async (draft) => writeFileSync(join(draft, 'file'), ''))
    await expect(writeFolderWhole(path, async () => undefined)).rejects.toMatchObject({ code: 'ENOTEMPTY' })
    expect(readdirSync(path)).toEqual(['file'])
    expect(readdirSync(folder)).toEqual(['out'])
  })
})
