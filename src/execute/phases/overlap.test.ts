import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { task } from '#catalog'
import { contentKey } from '#kernel'
import type { DatasetRef, PlannedPhase } from '#plan'
import type { BodyContext } from '../body.ts'
import { overlapBody, readOverlap } from './overlap.ts'

const folder = mkdtempSync(join(tmpdir(), 'polyvia-overlap-'))
afterAll(() => rmSync(folder, { recursive: true }))

const put = (name: string, lines: readonly string[]) => {
  mkdirSync(join(folder, name, '..'), { recursive: true })
  writeFileSync(join(folder, name), lines.map((line) => `${line}\n`).join(''))
}
const ref = (
  id: string,
  language: string,
  split: DatasetRef['split'],
  subset: DatasetRef['subset'] = null,
): DatasetRef => ({
  entry: task(id),
  language,
  split,
  subset,
  content: contentKey([id, language, split, subset]),
  among: undefined,
  items: 'test',
  absent: null,
})
/** The texts of XTREME's own files, and the lines of a file. */
const xnli = (language: string, subset: DatasetRef['subset'] = null): DatasetRef => ({
  ...ref('xnli', language, 'test', subset),
  entry: { ...task('xnli'), splits: { test: { files: { examples: 'xnli/test-{lang}.tsv' } } } },
})
const text = (language: string): DatasetRef => ({
  ...ref('mlm-wikipedia', language, 'train'),
  entry: { ...task('mlm-wikipedia'), splits: { train: { files: { text: 'mlm/{lang}.txt' } } } },
})

async function overlap(test: readonly DatasetRef[], training: readonly DatasetRef[]) {
  const output = mkdtempSync(join(folder, 'output-'))
  const phase = { local: { folders: [folder], test, training } } as unknown as PlannedPhase<'overlap'>
  const context = { phase, output, report: () => {} } as unknown as BodyContext<'overlap'>
  return { facts: await overlapBody(context), sets: readOverlap(output) }
}

test('items are those of the test set in its order and within its limit', async () => {
  put('xnli/test-de.tsv', [
    'Ein kurzer Satz.\tEine Folge.\tneutral',
    'Neu.\tAuch neu.\tneutral',
    'Ein kurzer Satz.\tNein.\tneutral',
  ])
  put('xnli/test-fr.tsv', ['Rien.\tVraiment rien.\tneutral', 'Ein kurzer Satz!\tEine Folge\tneutral'])
  put('mlm/de.txt', ['ein kurzer satz'])
  const all = await overlap([xnli('de'), xnli('fr')], [text('de')])
  expect(all.facts).toEqual({ items: 5, examples: 1, seen: 3 })
  expect(all.sets).toMatchObject([
    { test: 0, scored: true, items: 3, seen: { whole: [], text: [0, 2], ngrams: [] } },
    { test: 1, scored: true, items: 2, seen: { whole: [], text: [1], ngrams: [] } },
  ])
  expect(all.sets[0]!.quotes[0]).toMatchObject({ how: 'text', text: 'Ein kurzer Satz.', training: 0 })
  const first = await overlap([xnli('de', { first: 2 })], [text('de')])
  expect(first.sets).toMatchObject([{ items: 2, seen: { whole: [], text: [0], ngrams: [] } }])
})

test('mining: sentences of the language have outcomes, English ones are candidates', async () => {
  put('bucc2018/de-en.dev.de', ['de-1\tEin erster Satz', 'de-2\tEin zweiter Satz'])
  put('bucc2018/de-en.dev.en', ['en-1\tA first sentence', 'en-2\tA second sentence'])
  put('bucc2018/de-en.dev.gold', ['de-2\ten-1'])
  put('mlm/en.txt', ['a first sentence', 'ein zweiter satz'])
  const { sets } = await overlap([ref('bucc2018', 'de', 'development')], [text('en')])
  expect(sets).toMatchObject([
    { scored: true, items: 2, seen: { whole: [1], text: [], ngrams: [] } },
    { scored: false, items: 2, seen: { whole: [0], text: [], ngrams: [] } },
  ])
})
