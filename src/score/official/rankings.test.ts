import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { readEntries } from './files.ts'
import { FILE_SCORERS } from './tasks.ts'

const folder = mkdtempSync(join(tmpdir(), 'polyvia-rankings-'))
afterAll(() => rmSync(folder, { recursive: true }))

const write = (name: string, text: string) => {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

it('readEntries keeps the order of ids that look like integers, and the last value of an id that stands twice', () => {
  const file = write('gold.json', '{"b": ["Q1"], "10": ["Q2"], "9": ["Q3"], "b": ["Q4"]}')
  expect(readEntries(file)).toEqual([
    ['b', ['Q4']],
    ['10', ['Q2']],
    ['9', ['Q3']],
  ])
})

it('rankings strip gold ids as Python does: U+001F goes, a byte order mark stays', () => {
  const gold = write('strip.json', '{"1": ["Q1\\u001f"], "2": ["\\ufeffQ2"]}')
  const predictions = write('predicted.json', '{"1": ["Q1"], "2": ["Q2"]}')
  const { examples, metrics } = FILE_SCORERS.rankings({
    task: 'mewsli-x',
    language: 'de',
    predictions,
    gold,
    metrics: [],
    seqeval: 'seqeval-0.0.12',
  })
  expect(examples).toBe(2)
  expect(metrics.mrr).toBe(50)
})
