import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rejection } from '../../test/support/data/material.ts'
import { linesOf, readTextFile } from './text-file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polyvia-text-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function write(name: string, bytes: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), bytes)
  return join(folder, name)
}

test('readTextFile unpacks gzip by its first bytes, and hashes what is inside', async () => {
  const plain = await readTextFile(await write('a.txt', 'eins\n'), 'de')
  const packed = await readTextFile(await write('b.txt', gzipSync('eins\n')), 'de')
  expect(packed).toEqual({ ...plain, path: packed.path })
  expect(plain.text).toBe('eins\n')
})

test('readTextFile takes the byte order mark off, at the start alone', async () => {
  expect((await readTextFile(await write('bom', '\ufeffa\ufeffb'), 'en')).text).toBe('a\ufeffb')
})

test('readTextFile names the line that is not UTF-8', async () => {
  const error = await rejection(
    readTextFile(await write('latin1', Buffer.from('ok\nok\ncaf\xe9\nok', 'latin1')), 'fr'),
  )
  expect(error.code).toBe('DATA_INVALID')
  expect(error.message).toContain('at line 3: bytes are not UTF-8')
})

test('readTextFile names the line of a NUL', async () => {
  expect((await rejection(readTextFile(await write('nul', 'a\nb\0c'), 'en'))).message).toContain(
    'at line 2: there is a NUL byte',
  )
})

test('readTextFile refuses a gzip file that was cut', async () => {
  const packed = gzipSync('x'.repeat(1e5) + Math.random())
  const error = await rejection(readTextFile(await write('cut.gz', packed.subarray(0, -9)), 'en'))
  expect(error.message).toContain('does not unpack')
})

test('readTextFile reads a file anew when it changed', async () => {
  const path = await write('changing', 'a')
  await readTextFile(path, 'en')
  await write('changing', 'other text')
  expect((await readTextFile(path, 'en')).text).toBe('other text')
})

test('linesOf ends lines at LF and CRLF only', () => {
  expect(linesOf('a\r\nb\rc\u2028d\u0085e\n\nf')).toEqual(['a', 'b\rc\u2028d\u0085e', '', 'f'])
  expect(linesOf('')).toEqual([])
  expect(linesOf('\n')).toEqual([''])
})
