import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { claimReportFolder, placeOf, reportFolder } from './report-folder.ts'

let folder: string
let told: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'polyvia-report-folder-'))
  vi.spyOn(process, 'cwd').mockReturnValue(folder)
  told = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += String(text)
    return true
  })
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

const study = (place: string, text: string) => ({ file: join(folder, place, 's.yaml'), name: 's', text })

async function write(folderOf: string, of: ReturnType<typeof study>) {
  await claimReportFolder(folderOf, of)
  writeFileSync(join(folderOf, 'report.json'), of.text)
}

test('two studies of the same name have a folder each, said aloud, also after each was edited', async () => {
  const [one, other] = [study('a', 'one'), study('b', 'other')]
  await write(reportFolder(one, undefined), one)
  const own = reportFolder(other, undefined)
  expect(own).toBe(join(folder, `report-s-${placeOf(other)}`))
  expect(told).toContain(`another study called "s"; this one goes to "${own}"`)
  await write(own, other)
  for (const edited of [study('a', 'one, edited'), study('b', 'other, edited')])
    expect(reportFolder(edited, undefined)).toBe(
      edited.text.startsWith('one') ? join(folder, 'report-s') : own,
    )
  expect(readFileSync(join(folder, 'report-s', 'report.json'), 'utf8')).toBe('one')
})

test('a study that has moved keeps its folder', async () => {
  await write(reportFolder(study('a', 'one'), undefined), study('a', 'one'))
  expect(reportFolder(study('c', 'one'), undefined)).toBe(join(folder, 'report-s'))
})

test('a folder that is named and holds the report of another study is refused', async () => {
  const out = join(folder, 'out')
  await write(reportFolder(study('a', 'one'), out), study('a', 'one'))
  expect(reportFolder(study('a', 'edited'), out)).toBe(out)
  expect(() => reportFolder(study('b', 'other'), out)).toThrow('holds the report of another study')
})

test('a report of nobody knows whom is not overwritten; a folder without a report is taken', () => {
  mkdirSync(join(folder, 'report-s'))
  expect(reportFolder(study('a', 'one'), undefined)).toBe(join(folder, 'report-s'))
  writeFileSync(join(folder, 'report-s', 'report.json'), '{}')
  expect(reportFolder(study('a', 'one'), undefined)).toBe(join(folder, `report-s-${placeOf(study('a', ''))}`))
})

test('a folder that cannot take the report is refused before the work', () => {
  writeFileSync(join(folder, 'file'), '')
  for (const out of ['file', 'file/below'])
    expect(() => reportFolder(study('a', 'one'), join(folder, out))).toThrow(
      expect.objectContaining({ code: 'OUTPUT_UNUSABLE' }),
    )
})
