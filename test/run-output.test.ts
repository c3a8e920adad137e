/** What `polyvia run` says and leaves behind, without a terminal. */
import { mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ended, polyvia, startPolyvia } from './support/command.ts'
import { TINY_STUDY, tinyStudyFolder } from './support/tiny-study.ts'

let folder: string
let first: Ended
const run = (...args: string[]) => polyvia(['run', ...args, '--slots', '1x1'], folder)
const lines = (text: string) => text.split('\n').filter((line) => line !== '')
const report = (name: string) => JSON.parse(readFileSync(join(folder, name, 'report.json'), 'utf8'))

beforeAll(async () => {
  folder = tinyStudyFolder().folder
  for (const [name, question] of [
    ['one', 'Does it help the first study?'],
    ['other', 'Does it help the second study?'],
  ] as const) {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 's.yaml'), TINY_STUDY.replace(/question: .*/, `question: ${question}`))
  }
  // As in a service that forces colours without a terminal.
  first = await polyvia(['run', 'one/s.yaml', '--slots', '1x1', '--json'], folder, {
    FORCE_COLOR: '1',
    NO_COLOR: '',
  })
}, 400_000)
afterAll(() => rmSync(folder, { recursive: true }))

test('--json prints the outcome and nothing else', () => {
  const outcome = JSON.parse(first.output)
  expect(first.code).toBe(0)
  expect(outcome).toMatchObject({
    study: { name: 's', file: 'one/s.yaml' },
    state: 'done',
    exitCode: 0,
    phases: { cached: 0, failed: 0, skipped: 0, remaining: 0 },
    // Two arms, three cells each.
    scores: { planned: 6, there: 6 },
    report: join(folder, 'report-s'),
    failed: [],
    error: null,
  })
  expect(outcome.answer).toBe(report('report-s').answer.sentence)
  expect(outcome.phases.done).toBeGreaterThan(20)
})

test('a run whose phases are short says little, --quiet nothing but the answer, --verbose more', async () => {
  expect(lines(first.errors).length).toBeLessThan(15)
  expect(lines(first.errors).at(-1)).toMatch(/^(\d+) of \1 phases, /)
  const quiet = await run('one/s.yaml', '--quiet')
  expect(quiet.errors).toBe('')
  expect(lines(quiet.output)).toHaveLength(2)
  const verbose = await run('one/s.yaml', '--verbose')
  expect(verbose.errors).toMatch(/^= \d+ phases are in the store already$/m)
  expect(first.errors).not.toContain('in the store already')
  const both = await run('one/s.yaml', '--quiet', '--verbose')
  expect([both.code, both.errors]).toEqual([2, expect.stringContaining('USAGE_INVALID')])
}, 400_000)

test('a study of the same name elsewhere gets a folder of its own, and says so', async () => {
  const { code, errors, output } = await run('other/s.yaml')
  expect(code).toBe(0)
  expect(errors).toContain('another study called "s"')
  const own = readdirSync(folder).find((name) => /^report-s-[0-9a-f]{8}$/.test(name))!
  expect(output).toContain(join(folder, own, 'report.html'))
  expect(report(own).question).toBe('Does it help the second study?')
  expect(report('report-s').question).toBe('Does it help the first study?')
  const refused = await run('other/s.yaml', '--out', 'report-s')
  expect([refused.code, refused.errors]).toEqual([2, expect.stringContaining('REPORT_OF_OTHER_STUDY')])
}, 400_000)

test('SIGTERM while a report is written ends with 130 and leaves the old one whole', async () => {
  const out = join(folder, 'report-s')
  for (let attempt = 0; attempt < 10; attempt++) {
    writeFileSync(join(out, 'report.md'), 'old')
    const child = startPolyvia(['report', 'one/s.yaml'], folder)
    const watcher = watch(out, (_, name) => {
      if (name?.startsWith('.new-') && child.kill('SIGTERM')) watcher.close()
    })
    const { code, errors } = await child.ended
    watcher.close()
    expect(readdirSync(out).filter((name) => name.startsWith('.new-'))).toEqual([])
    // It may have been done before the signal came.
    if (code === 0) continue
    expect([code, errors]).toEqual([130, expect.stringContaining('INTERRUPTED')])
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toBe('old')
    return
  }
  throw new Error('the signal never came in time')
}, 400_000)

test('a study that is refused is told as JSON, too', async () => {
  const { code, output, errors } = await run('none.yaml', '--json')
  expect(code).toBe(2)
  expect(errors).toContain('STUDY_INVALID')
  expect(JSON.parse(output)).toMatchObject({
    study: null,
    state: 'refused',
    exitCode: 2,
    error: { code: 'STUDY_INVALID', place: { file: 'none.yaml' } },
  })
})
