import { createWriteStream, existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { gzipSync } from 'node:zlib'
import { fc, test as property } from '@fast-check/vitest'
import { create } from 'tar'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { rejection } from '../../../test/support/data/material.ts'
import { archiveKind, filesUnder, moveInto, unpack } from './archive.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polyvia-archive-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function zip(
  name: string,
  contents: Record<string, string | Buffer>,
  mode = 0o100644,
): Promise<string> {
  const archive = new ZipFile()
  for (const [path, text] of Object.entries(contents)) archive.addBuffer(Buffer.from(text), path, { mode })
  archive.end()
  await pipeline(archive.outputStream, createWriteStream(join(folder, name)))
  return join(folder, name)
}

async function tar(
  name: string,
  contents: Record<string, string>,
  links: Record<string, string> = {},
): Promise<string> {
  const source = await mkdtemp(join(folder, 'source-'))
  for (const [path, text] of Object.entries(contents)) {
    await mkdir(dirname(join(source, path)), { recursive: true })
    await writeFile(join(source, path), text)
  }
  for (const [path, to] of Object.entries(links)) await symlink(to, join(source, path))
  const names = [...Object.keys(contents), ...Object.keys(links)]
  await create({ file: join(folder, name), cwd: source, gzip: name.endsWith('gz') }, names)
  await rm(source, { recursive: true })
  return join(folder, name)
}

/** One header block of a tar file, and its content: names that a tool would not write. */
function rawTar(path: string, content: string, size = content.length): Buffer {
  const header = Buffer.alloc(512)
  header.write(path, 0)
  header.write('0000644\0', 100)
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  header.write('00000000000\0', 136)
  header.write('        ', 148)
  header.write('0', 156)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512)
  body.write(content)
  return Buffer.concat([header, body, Buffer.alloc(1024)])
}

const target = () => join(folder, 'target')
const leftovers = async () => (await readdir(folder)).filter((name) => name.includes('unpacking'))

describe('unpack', () => {
  const contents = {
    'set/en/train': 'a',
    'set/de/train': 'b',
    '__MACOSX/set/._x': 'litter',
    'set/._en': 'litter',
  }

  test.each(['zip', 'tar', 'tar.gz'] as const)(
    'gives the files of a %s archive, without litter',
    async (kind) => {
      const archive = kind === 'zip' ? await zip('a.zip', contents) : await tar(`a.${kind}`, contents)
      const unpacked = await unpack(archive, kind, target())
      expect(await filesUnder(unpacked)).toEqual(['set/de/train', 'set/en/train'])
      expect((await readdir(unpacked, { recursive: true })).filter((name) => name.includes('._'))).toEqual([])
      expect(readFileSync(join(unpacked, 'set/en/train'), 'utf8')).toBe('a')
      expect(await moveInto(unpacked, target())).toEqual(['set/de/train', 'set/en/train'])
      expect(readFileSync(join(target(), 'set/de/train'), 'utf8')).toBe('b')
      expect(await leftovers()).toEqual([])
    },
  )

  test.each(['zip', 'tar.gz'] as const)('renames and leaves out files of a %s archive', async (kind) => {
    const archive = kind === 'zip' ? await zip('a.zip', contents) : await tar('a.tar.gz', contents)
    const pick = (name: string) => (name.includes('/en/') ? name.slice('set/'.length) : undefined)
    expect(await filesUnder(await unpack(archive, kind, target(), pick))).toEqual(['en/train'])
  })

  test('unpacks a gzip file under the name that it goes to', async () => {
    await writeFile(join(folder, 'x.gz'), gzipSync('text'))
    const unpacked = await unpack(join(folder, 'x.gz'), 'gz', join(folder, 'data/x.tsv'))
    expect(readFileSync(join(unpacked, 'x.tsv'), 'utf8')).toBe('text')
  })

  test('refuses paths that lead out', async () => {
    for (const path of ['../out', 'a/../../out', '/etc/out', 'a\\..\\out']) {
      await writeFile(join(folder, 'a.tar'), rawTar(path, 'x'))
      expect((await rejection(unpack(join(folder, 'a.tar'), 'tar', target()))).code).toBe('ARCHIVE_INVALID')
    }
    const archive = await zip('a.zip', { 'aa/bb/out': 'x' })
    await writeFile(
      archive,
      Buffer.from(readFileSync(archive).toString('latin1').replaceAll('aa/bb/', '../../'), 'latin1'),
    )
    expect((await rejection(unpack(archive, 'zip', target()))).code).toBe('ARCHIVE_INVALID')
    expect(existsSync(join(folder, 'out'))).toBe(false)
    expect(await leftovers()).toEqual([])
  })

  test('refuses links, wherever they lead', async () => {
    const packed = await tar('a.tar.gz', { file: 'x' }, { link: '../../etc/passwd' })
    const zipped = await zip('a.zip', { link: '../../etc/passwd' }, 0o120777)
    expect((await rejection(unpack(packed, 'tar.gz', target()))).message).toContain('"link" is a link')
    expect((await rejection(unpack(zipped, 'zip', target()))).message).toContain('"link" is a link')
    expect(await leftovers()).toEqual([])
  })

  test('refuses what would unpack to far more than data does, before it does', async () => {
    const zeros = Buffer.alloc(90e6)
    await writeFile(join(folder, 'x.gz'), gzipSync(zeros))
    const bombs = {
      zip: await zip('a.zip', { zeros }),
      gz: join(folder, 'x.gz'),
      tar: join(folder, 'a.tar'),
    } as const
    await writeFile(bombs.tar, rawTar('zeros', '', 8 ** 11 - 1))
    for (const kind of ['zip', 'gz', 'tar'] as const)
      expect((await rejection(unpack(bombs[kind], kind, target()))).code).toBe('ARCHIVE_INVALID')
    expect(await leftovers()).toEqual([])
  })

  test('refuses archives that are cut off or something else, wherever', async () => {
    const whole = {
      zip: readFileSync(await zip('a.zip', contents)),
      tar: readFileSync(await tar('a.tar', contents)),
      'tar.gz': readFileSync(await tar('a.tar.gz', contents)),
      gz: gzipSync('some text'),
    }
    for (const [kind, bytes] of Object.entries(whole) as [keyof typeof whole, Buffer][])
      for (const broken of [
        Buffer.from('<html></html>'),
        Buffer.alloc(0),
        bytes.subarray(0, Math.floor(bytes.length / 3)),
      ]) {
        await writeFile(join(folder, 'broken'), broken)
        const error = await rejection(unpack(join(folder, 'broken'), kind, target()))
        expect([kind, error.code]).toEqual([kind, 'ARCHIVE_INVALID'])
      }
    expect(await leftovers()).toEqual([])
  })
})

property.prop(
  [
    fc.constantFrom('zip', 'tar', 'tar.gz'),
    fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 }),
  ],
  {
    numRuns: 25,
  },
)(
  'damage anywhere in an archive ends in an error for people, or in files below the folder',
  async (kind, flips) => {
    const contents = { 'a/one': 'text '.repeat(50), 'b/two': 'more' }
    const archive = kind === 'zip' ? await zip('a.zip', contents) : await tar(`a.${kind}`, contents)
    const bytes = readFileSync(archive)
    for (const [at, byte] of flips) bytes[at % bytes.length] = byte
    await writeFile(archive, bytes)
    const inner = join(folder, 'inner', 'target')
    const unpacked = await unpack(archive, kind as 'zip' | 'tar' | 'tar.gz', inner).catch((error) => {
      expect(error.code).toMatch(/^(ARCHIVE_INVALID|NO_SPACE)$/)
    })
    if (unpacked) await rm(unpacked, { recursive: true })
    expect(await readdir(join(folder, 'inner'))).toEqual([])
    expect(
      (await readdir(folder)).filter((name) => !['inner', `a.${kind}`].includes(name) && !/^a\./.test(name)),
    ).toEqual([])
  },
)

test('archiveKind goes by the name', () => {
  expect(['a.ZIP', 'a.tgz', 'a.tar.gz', 'a.tar', 'a.gz', 'a.tsv'].map(archiveKind)).toEqual([
    'zip',
    'tar.gz',
    'tar.gz',
    'tar',
    undefined,
    undefined,
  ])
})
