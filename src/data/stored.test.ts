import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { gzipSync } from 'node:zlib'
import { fc, test as property } from '@fast-check/vitest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { task } from '#catalog'
import { rejection } from '../../test/support/data/material.ts'
import { bunzip2 } from './bzip2.ts'
import { loadDataset } from './index.ts'
import { bytesOf, isStored } from './stored.ts'
import { readTextFile } from './text-file.ts'

/** `bzip2 -9c` of bzip2 1.0.8, base64. */
const BZ2 = {
  text: 'QlpoOTFBWSZTWZ8O/wgAAApVgAAQQAEwADYBkAAgADEDQNAj9VNAGkwy026zCXVKbeXSpUPi7kinChIT4d/hAA==',
  runs: 'QlpoOTFBWSZTWetYmBMAAARRAOAQACA4AAAIIAAxDAgjQbSM0qoYmoKd4u5IpwoSHWsTAmA=',
  empty: 'QlpoORdyRThQkAAAAAA=',
}
const ORIGINAL = {
  text: 'Ada ran.\nBob read.\n'.repeat(3),
  runs: `${'a'.repeat(300)}bbbbccccc\n`,
  empty: '',
}
const packed = (name: keyof typeof BZ2) => Buffer.from(BZ2[name], 'base64')
const unpacked = (bytes: Uint8Array) => Buffer.concat([...bunzip2(bytes)])

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polyvia-stored-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function zip(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const archive = new ZipFile()
  for (const [path, text] of Object.entries(files)) archive.addBuffer(Buffer.from(text), path)
  archive.end()
  const path = join(folder, name)
  await pipeline(archive.outputStream, createWriteStream(path))
  return path
}

describe('bunzip2', () => {
  test.each(['text', 'runs', 'empty'] as const)('gives back what bzip2 packed: %s', (name) => {
    expect(unpacked(packed(name)).toString()).toBe(ORIGINAL[name])
  })

  test('streams that follow one another are one', () => {
    const both = Buffer.concat([packed('text'), packed('empty'), packed('runs')])
    expect(unpacked(both).toString()).toBe(ORIGINAL.text + ORIGINAL.runs)
  })

  test('a file that is cut anywhere is told', () => {
    for (let end = 0; end < packed('text').length; end++)
      expect(() => unpacked(packed('text').subarray(0, end))).toThrow(Error)
  })

  test('a bit that has turned over is told', () => {
    for (let bit = 0; bit < 8 * packed('text').length; bit++) {
      const bytes = packed('text')
      bytes[bit >> 3]! ^= 1 << (bit & 7)
      let text: string
      try {
        text = unpacked(bytes).toString()
      } catch {
        continue
      }
      // The block size and the bits that fill the last byte change nothing.
      expect(text, `bit ${bit}`).toBe(ORIGINAL.text)
    }
  })

  property.prop([fc.uint8Array({ maxLength: 300 })])('unpacks or refuses any bytes', (bytes) => {
    const some = Buffer.concat([packed('text').subarray(0, 14), bytes])
    try {
      unpacked(some)
    } catch (error) {
      expect((error as Error).message.length).toBeGreaterThan(5)
    }
  })
})

test('a file is the same plain, gzipped, by bzip2 and in a zip, and hashed alike', async () => {
  const paths = [join(folder, 'a.txt'), join(folder, 'a.txt.gz'), join(folder, 'a.txt.bz2')]
  await writeFile(paths[0]!, ORIGINAL.text)
  await writeFile(paths[1]!, gzipSync(ORIGINAL.text))
  await writeFile(paths[2]!, packed('text'))
  paths.push(`${await zip('a.zip', { 'in/it/a.txt': ORIGINAL.text })}!in/it/a.txt`)
  for (const path of paths) {
    expect(await isStored(path)).toBe(true)
    expect((await bytesOf(path)).toString()).toBe(ORIGINAL.text)
    expect((await readTextFile(path, 'en')).sha256).toBe(
      createHash('sha256').update(ORIGINAL.text).digest('hex'),
    )
  }
  for (const missing of ['b.txt', 'a.zip!in/it/b.txt', 'b.zip!a.txt', 'a.zip!in/it'])
    expect(await isStored(join(folder, missing))).toBe(false)
})

test('a dataset is found packed and in an archive, plain files first', async () => {
  const entry = {
    ...task('tatoeba'),
    id: 'stored',
    kind: 'masked-lm' as const,
    format: 'plain-text',
    options: {},
    splits: { train: { files: { text: ['one.txt', 'b.zip!one.txt'] } } },
  }
  const read = async () => {
    const { examples, files } = await loadDataset(entry, 'de', 'train', { folders: [folder] })
    return [examples.length, files.map(({ path }) => path.slice(folder.length + 1))]
  }
  await zip('b.zip', { 'one.txt': 'eins\n' })
  expect(await read()).toEqual([1, ['b.zip!one.txt']])
  await writeFile(join(folder, 'one.txt.bz2'), packed('text'))
  expect(await read()).toEqual([6, ['one.txt.bz2']])
  await writeFile(join(folder, 'one.txt'), 'eins\nzwei\n')
  expect(await read()).toEqual([2, ['one.txt']])
})

test('damaged archives are told with their file', async () => {
  await writeFile(join(folder, 'cut.bz2'), packed('text').subarray(0, -3))
  await writeFile(join(folder, 'cut.zip'), 'PK\x03\x04 and nothing')
  for (const [path, kind] of [
    ['cut.bz2', 'bzip2'],
    ['cut.zip!a.txt', 'zip'],
  ] as const) {
    const error = await rejection(
      path === 'cut.bz2' ? bytesOf(join(folder, path)) : isStored(join(folder, path)),
    )
    expect(error.code).toBe('DATA_INVALID')
    expect(error.message).toContain(`it is a ${kind} file that does not unpack`)
    expect(error.place?.file).toContain(folder)
  }
})

test('lines that are not UTF-8 are left out and counted where a task asks for it', async () => {
  const path = join(folder, 'damaged.tsv')
  await writeFile(path, Buffer.concat([Buffer.from('a\nb'), Buffer.from([0xe2, 0x80]), Buffer.from('\nc\n')]))
  expect((await rejection(readTextFile(path, 'en'))).message).toContain('at line 2: bytes are not UTF-8')
  expect(await readTextFile(path, 'en', 'skip')).toMatchObject({ text: 'a\nc\n', damagedLines: 1 })
  const entry = {
    ...task('mnli'),
    labels: undefined,
    options: { form: 'tsv', quoting: 'raw', header: false, damaged: 'skip', columns: { text: 0, label: 0 } },
    splits: { train: { files: { examples: 'damaged.tsv' } } },
  }
  const { examples, skipped } = await loadDataset(entry, 'en', 'train', { folders: [folder] })
  expect(examples).toHaveLength(2)
  expect(skipped).toEqual({ 'line that is not UTF-8': 1 })
})
