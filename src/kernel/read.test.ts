import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPlainFile, readPlainText, UnreadableFileError } from './read.ts'

let folder: string
const server = createServer()
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'polyvia-read-'))
  execFileSync('mkfifo', [join(folder, 'pipe')])
  mkdirSync(join(folder, 'folder'))
  symlinkSync('loop', join(folder, 'loop'))
  symlinkSync('/dev/zero', join(folder, 'zero'))
  writeFileSync(join(folder, 'large'), '')
  truncateSync(join(folder, 'large'), 10 * 2 ** 30)
  writeFileSync(join(folder, 'latin'), Uint8Array.of(0x61, 0xe4))
  writeFileSync(join(folder, 'utf16'), Buffer.from('\ufeffquestion: x', 'utf16le'))
  writeFileSync(join(folder, 'marked'), '\ufeffwörtlich')
  await new Promise<void>((resolve) => server.listen(join(folder, 'socket'), resolve))
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

const MIB = 2 ** 20
const reasonOf = (path: string, read = readPlainText as (path: string, most: number) => unknown) => {
  try {
    read(path, MIB)
    return null
  } catch (error) {
    expect(error).toBeInstanceOf(UnreadableFileError)
    return (error as Error).message
  }
}

describe('readPlainFile ends, whatever a path leads to', () => {
  test.each([
    ['pipe', 'it is a pipe, not a plain file'],
    ['folder', 'it is a folder, not a plain file'],
    ['socket', 'it is a socket, not a plain file'],
    ['zero', 'it is a device, not a plain file'],
    ['loop', 'its link leads in a circle'],
    ['none', 'there is no such file'],
    ['latin/x', 'a part of its path is no folder'],
    ['large', 'it is larger than 1 MiB, the most that is read'],
    ['latin', 'it is not in UTF-8'],
    ['utf16', 'it is in UTF-16, not in UTF-8'],
    ['n'.repeat(300), 'its name is too long'],
    ['nul\0', 'its name holds a NUL character'],
  ])('%s: %s', (name, reason) => expect(reasonOf(join(folder, name))).toBe(reason))

  test.skipIf(process.platform !== 'linux')('and where the size is not known before', () => {
    expect(reasonOf('/proc/self/pagemap', readPlainFile)).toMatch(/^it is larger than 1 MiB/)
    expect(readPlainFile('/proc/self/stat', MIB).length).toBeGreaterThan(10)
  })

  test('a byte order mark is no part of the text', () => {
    expect(readPlainText(join(folder, 'marked'), MIB)).toBe('wörtlich')
  })
})
