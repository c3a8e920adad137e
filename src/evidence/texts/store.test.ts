import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { origin, paperFile } from '../../../test/support/evidence/texts.ts'
import { parseHtml } from './html.ts'
import { readDocument, writeText } from './store.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polyvia-texts-'))
})
afterAll(() => rm(folder, { recursive: true }))

const document = parseHtml(paperFile('paper.html'), origin('arxiv-html'))

test('a text comes back as it was written, under its hash', async () => {
  const path = await writeText(folder, document)
  expect(path).toBe(join(folder, 'texts', `${document.sha256}.json`))
  expect(await readDocument(folder, document.sha256)).toEqual(document)
  const bytes = await readFile(path)
  await writeText(folder, document)
  expect(await readFile(path)).toEqual(bytes)
  expect(await readdir(join(folder, 'texts'))).toHaveLength(1)
})

test.each([
  ['another text', (text: string) => text.replaceAll('392,702', '392,703'), 'does not give the hash'],
  ['a cut file', (text: string) => text.slice(0, 1000), 'JSON'],
  ['no text', () => '{}', 'expected'],
  [
    'a moved range',
    (text: string) =>
      text.replace(/"cells":\[\{"column":\[[^\]]*\],"end":\d+/, (found) => found.replace(/\d+$/, '3')),
    'cell 0',
  ],
  [
    'an empty paragraph',
    (text: string) => text.replace(/("paragraphs":\[\{"end":)\d+/, '$10'),
    'paragraph 0',
  ],
])('%s is damage', async (_, damage, reason) => {
  const path = await writeText(folder, document)
  const text = await readFile(path, 'utf8')
  expect(damage(text)).not.toBe(text)
  await writeFile(path, damage(text))
  await expect(readDocument(folder, document.sha256)).rejects.toMatchObject({
    code: 'TEXT_DAMAGED',
    message: expect.stringContaining(reason),
  })
})

test('a missing text, and a key that is no hash', async () => {
  await expect(readDocument(folder, 'a'.repeat(64))).rejects.toMatchObject({ code: 'TEXT_DAMAGED' })
  await expect(readDocument(folder, '../../etc/passwd')).rejects.toThrow()
  await expect(writeText(folder, { ...document, sha256: '../x' })).rejects.toThrow()
})
