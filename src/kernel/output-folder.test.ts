import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkOutputFolder } from './output-folder.ts'

const root = mkdtempSync(join(tmpdir(), 'polyvia-output-'))
writeFileSync(join(root, 'file'), '')
mkdirSync(join(root, 'folder'))
symlinkSync('nowhere', join(root, 'dangling'))
symlinkSync('loop', join(root, 'loop'))
symlinkSync('folder', join(root, 'link'))
execFileSync('mkfifo', [join(root, 'pipe')])

test.each(['file', 'file/below', 'pipe', 'dangling', 'dangling/below', 'loop'])(
  '%s cannot take results',
  (name) =>
    expect(() => checkOutputFolder(join(root, name))).toThrow(
      expect.objectContaining({ code: 'OUTPUT_UNUSABLE', exitCode: 2 }),
    ),
)

test.each(['folder', 'link', 'new', 'new/below', 'link/new'])('%s can, and is not made yet', (name) => {
  const before = readdirSync(root)
  checkOutputFolder(join(root, name))
  expect(readdirSync(root)).toEqual(before)
})
