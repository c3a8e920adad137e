import { gzipSync } from 'node:zlib'
import { Header } from 'tar'
import { expect, test } from 'vitest'
import { makePdf } from '../../../test/support/evidence/pdf.ts'
import { paperFile } from '../../../test/support/evidence/texts.ts'
import { unpackSource } from './arxiv-source.ts'

interface TestEntry {
  readonly path: string
  readonly content?: string | Buffer
  readonly type?: 'File' | 'SymbolicLink' | 'Directory'
  readonly linkpath?: string
}

/** A tar of entries with any path, such as no archiver would write. */
function makeTar(entries: readonly TestEntry[]): Buffer {
  const blocks = entries.flatMap(({ path, content = '', type = 'File', linkpath = '' }) => {
    const bytes = Buffer.from(content)
    const header = Buffer.alloc(512)
    new Header({ path, type, linkpath, size: bytes.length, mode: 0o644, mtime: new Date(0) }).encode(
      header,
      0,
    )
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}
const unpack = (bytes: Buffer) => unpackSource(bytes, 'arxiv.org/e-print/2101.00001v2')
const source = paperFile('paper/main.tex')

test('a gzipped tar gives its LaTeX files, and nothing that leads out', async () => {
  const tar = makeTar([
    { path: './main.tex', content: source },
    { path: 'sections/a.tex', content: Buffer.from('Caf\xe9', 'latin1') },
    { path: 'figure.png', content: 'binary' },
    { path: '../../outside.tex', content: 'outside' },
    { path: '/etc/absolute.tex', content: 'outside' },
    { path: 'a/../../b.tex', content: 'outside' },
    { path: 'link.tex', type: 'SymbolicLink', linkpath: '/etc/passwd' },
    { path: 'folder', type: 'Directory' },
  ])
  for (const bytes of [gzipSync(tar), tar])
    expect(await unpack(bytes)).toEqual({
      type: 'latex',
      files: new Map([
        ['main.tex', source],
        ['sections/a.tex', 'Café'],
      ]),
    })
})

test('a gzipped or bare LaTeX file, and a gzipped or bare PDF, whatever they are called', async () => {
  for (const bytes of [Buffer.from(source), gzipSync(source)])
    expect(await unpack(bytes)).toEqual({ type: 'latex', files: new Map([['main.tex', source]]) })
  const pdf = makePdf([[]])
  for (const bytes of [pdf, gzipSync(pdf)]) expect((await unpack(bytes)).type).toBe('pdf')
})

test.each([
  ['is a bomb', gzipSync(Buffer.alloc(150_000_000)), 'unpacks to more than'],
  [
    'holds too much LaTeX',
    gzipSync(makeTar([{ path: 'a.tex', content: Buffer.alloc(21_000_000, 'a') }])),
    'bytes of LaTeX',
  ],
  [
    'is cut off',
    gzipSync(makeTar([{ path: 'a.tex', content: source }])).subarray(0, 200),
    'damaged or cut off',
  ],
  ['is cut off inside', makeTar([{ path: 'a.tex', content: source }]).subarray(0, 900), 'damaged or cut off'],
  ['is something else', Buffer.from('withdrawn'), 'neither LaTeX nor a PDF'],
  ['is empty', Buffer.alloc(0), 'neither LaTeX nor a PDF'],
])('refuses what %s', async (_, bytes, reason) => {
  await expect(unpack(bytes)).rejects.toMatchObject({
    code: 'TEXT_UNREADABLE',
    message: expect.stringContaining(reason),
  })
})
