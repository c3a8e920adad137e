import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { fc, test as property } from '@fast-check/vitest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sha256 } from '#kernel'
import { rejection } from '../../test/support/data/material.ts'
import { readLines } from './line-stream.ts'
import { linesOf } from './text-file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polyvia-lines-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function lines(content: string | Uint8Array): Promise<string[]> {
  const path = join(folder, 'file')
  await writeFile(path, content)
  const found: string[] = []
  const { sha256: hash, bytes } = await readLines(path, (line, text) => {
    expect(line).toBe(found.length + 1)
    found.push(text)
  })
  const raw = Buffer.from(content)
  if (raw[0] !== 0x1f) expect([hash, bytes]).toEqual([sha256(raw), raw.length])
  return found
}

describe('readLines', () => {
  property.prop([fc.string({ unit: fc.constantFrom('a', 'é', '😀', '\n', '\r', '\u2028'), maxLength: 60 })], {
    numRuns: 60,
    seed: 1,
  })('gives the lines of linesOf, packed or not', async (text) => {
    expect(await lines(text)).toEqual(linesOf(text))
    expect(await lines(gzipSync(text))).toEqual(linesOf(text))
  })

  test('joins lines that lie over several reads, and drops the byte order mark of the file alone', async () => {
    const long = 'é'.repeat(200_000)
    expect(await lines(`\ufeff${long}\n\ufeffb`)).toEqual([long, '\ufeffb'])
  })

  test.each([
    ['a NUL byte', Buffer.from('a\nb\0\n'), 'NUL', 2],
    [
      'bytes that are not UTF-8',
      Buffer.concat([Buffer.from('a\nb\n'), Buffer.from([0xc3, 0x0a])]),
      'UTF-8',
      3,
    ],
    ['a cut gzip file', gzipSync('a\n'.repeat(5000)).subarray(0, 30), 'unpack', undefined],
  ])('refuses %s', async (_, content, reason, line) => {
    const error = await rejection(lines(content))
    expect(error.code).toBe('DATA_INVALID')
    expect(error.message).toContain(reason)
    if (line !== undefined) expect(error.place).toMatchObject({ line })
  })

  test('refuses a file without line ends before it fills the memory', async () => {
    expect((await rejection(lines(Buffer.alloc(65 * 2 ** 20, 97)))).message).toContain('longer than 64 MiB')
  })
})
