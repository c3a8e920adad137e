import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fc, it } from '@fast-check/vitest'
import { afterAll, describe, expect, test } from 'vitest'
import type { TaggingExample } from '#data'
import { read } from '../../../test/support/data/material.ts'
import { readTags } from './files.ts'
import { OFFICIAL_FORMS } from './submission.ts'
import { FILE_SCORERS } from './tasks.ts'

const seqeval = 'seqeval-0.0.12' as const

describe('the data reader counts sentences as the reader of official files does', () => {
  const folder = mkdtempSync(join(tmpdir(), 'polyvia-tags-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  /** The official file of tags alone, read by the official reader. */
  const official = (lines: readonly string[]) => {
    const file = join(folder, 'test.tsv')
    writeFileSync(file, lines.map((line) => `${line.split('\t').at(-1)}\n`).join(''))
    return readTags(file)
  }
  const tagsOf = (text: string) =>
    read('tagging-tsv', { examples: text }).examples.map((example) => (example as TaggingExample).tags)

  test('two blank lines in a row, blanks at either end and lines of spaces stand around a sentence without words', () => {
    const lines = ['', 'Ada\tB-PER', 'runs\tO', '', '', 'She\tO', '  ', '']
    expect(tagsOf(lines.map((line) => `${line}\n`).join(''))).toEqual([[], ['B-PER', 'O'], [], ['O'], []])
    expect(official(lines)).toEqual([[], ['B-PER', 'O'], [], ['O'], []])
  })

  it.prop([fc.array(fc.constantFrom('', ' ', 'Ada\tB-PER', 'runs\tO'), { maxLength: 12 })])(
    'any order of words and blank lines',
    (lines) => {
      fc.pre(lines.some((line) => line.includes('\t')))
      const tags = tagsOf(lines.map((line) => `${line}\n`).join(''))
      expect(tags).toEqual(official(lines))
      const back = join(folder, 'back.tsv')
      writeFileSync(back, OFFICIAL_FORMS.tags.write({ examples: [], predictions: tags }))
      expect(readTags(back)).toEqual(tags)
    },
  )

  test.each([
    ['more', 'B-PER\nO\n\n\n\n', 'B-PER\nO\n\n'],
    ['fewer', 'B-PER\nO', 'B-PER\nO\n\n\n\n'],
  ])(
    'predictions with %s blank lines at the end are scored, as seqeval does with a flat list',
    (_, said, wanted) => {
      const [predictions, gold] = ['said.tsv', 'wanted.tsv'].map((name) => join(folder, name))
      writeFileSync(predictions!, said)
      writeFileSync(gold!, wanted)
      const pair = {
        task: 'panx',
        language: 'vi',
        predictions: predictions!,
        gold: gold!,
        metrics: [],
        seqeval,
      }
      expect(FILE_SCORERS.tags(pair).metrics['chunk-f1']).toBe(100)
      writeFileSync(predictions!, `${said}\n\nO\n`)
      expect(() => FILE_SCORERS.tags(pair)).toThrow(expect.objectContaining({ code: 'SCORE_INPUT_UNEQUAL' }))
    },
  )
})
