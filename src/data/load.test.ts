import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { TaskEntry, type TaskEntryInput, task } from '#catalog'
import { rejection } from '../../test/support/data/material.ts'
import { availableLanguages, loadDataset, locateDataset } from './index.ts'

let folder: string
let second: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polyvia-data-'))
  second = await mkdtemp(join(tmpdir(), 'polyvia-data-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true })
  await rm(second, { recursive: true })
})

async function put(path: string, content: string | Uint8Array, root = folder): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), content)
}

const entryOf = (splits: TaskEntryInput['splits'], more: Partial<TaskEntryInput> = {}): TaskEntry =>
  TaskEntry.parse({ ...task('tatoeba'), id: 'mine', languages: ['de', 'fa'], splits, ...more })
const tagging = (splits: TaskEntryInput['splits'], more: Partial<TaskEntryInput> = {}) =>
  entryOf(splits, {
    kind: 'tagging',
    parallel: undefined,
    format: 'tagging-tsv',
    labels: ['X', 'Y'],
    ...more,
  })

describe('loadDataset', () => {
  test('fills in codes, finds packed files, and tells what it read', async () => {
    await put('tatoeba/tatoeba.pes-eng.pes', 'yek\ndo\n')
    await put('tatoeba/tatoeba.pes-eng.eng.gz', gzipSync('one\ntwo\n'))
    const dataset = await loadDataset(task('tatoeba'), 'fa', 'test', { folders: [folder] })
    expect(dataset).toMatchObject({
      task: 'tatoeba',
      language: 'fa',
      split: 'test',
      gold: true,
      notes: [],
      skipped: {},
    })
    expect(dataset.examples).toHaveLength(2)
    expect(dataset.files.map((file) => file.bytes)).toEqual([7, 8])
  })

  test('takes the first folder that has a file, and the plain file before the packed one', async () => {
    const entry = tagging({ train: { files: { examples: 'a.tsv' } } })
    await put('a.tsv', 'second\tX\n', second)
    const words = async () =>
      (await loadDataset(entry, 'de', 'train', { folders: [folder, second] })).examples.map(
        (each) => 'words' in each && each.words[0],
      )
    expect(await words()).toEqual(['second'])
    await put('a.tsv.gz', gzipSync('packed\tX\n'))
    expect(await words()).toEqual(['packed'])
    await put('a.tsv', 'plain\tX\n')
    expect(await words()).toEqual(['plain'])
  })

  test('reads all files that a pattern matches, in the order of their names', async () => {
    const entry = tagging({ test: { files: { examples: 'ud/UD_*/{lang}_*-test.tsv' } } })
    await put('ud/UD_B/de_b-test.tsv.gz', gzipSync('b\tX\n'))
    await put('ud/UD_A/de_a-test.tsv', 'a\tX\n')
    await put('ud/UD_A/fa_a-test.tsv', 'other\tX\n')
    const { examples } = await loadDataset(entry, 'de', 'test', { folders: [folder] })
    expect(examples).toMatchObject([
      { id: '0:0', words: ['a'] },
      { id: '1:0', words: ['b'] },
    ])
  })

  test('goes on to the next source when files are missing, and says so', async () => {
    const entry = tagging({
      test: {
        files: { examples: 'gold.tsv' },
        otherwise: [
          { languages: ['fa'], files: { examples: 'dev.tsv' }, note: 'not for de' },
          { files: { examples: 'dev.tsv' }, note: 'development stands in' },
        ],
      },
    })
    await put('dev.tsv', 'a\tX\n')
    expect((await loadDataset(entry, 'de', 'test', { folders: [folder] })).notes).toEqual([
      'development stands in',
    ])
    await put('gold.tsv', 'b\tX\n')
    expect((await loadDataset(entry, 'de', 'test', { folders: [folder] })).notes).toEqual([])
  })

  test('cuts portions that are disjoint, whole, and keep equal texts together', async () => {
    const lines = Array.from({ length: 200 }, (_, at) => `word${at % 100}\tX\n\n`).join('')
    await put('a.tsv', lines)
    const part = (from: number, to: number) => ({ files: { examples: 'a.tsv' }, portion: { from, to } })
    const entry = tagging({ train: part(0, 0.7), development: part(0.7, 1) })
    const words = async (split: 'train' | 'development') =>
      new Set(
        (await loadDataset(entry, 'de', split, { folders: [folder] })).examples.map(
          (each) => 'words' in each && each.words[0],
        ),
      )
    const [train, development] = [await words('train'), await words('development')]
    expect(train.size + development.size).toBe(100)
    expect(train.size).toBeGreaterThan(55)
    for (const word of development) expect(train.has(word)).toBe(false)
  })

  test('names every pattern that it looked for', async () => {
    const error = await rejection(loadDataset(task('hellaswag'), 'en', 'train', { folders: [folder] }))
    expect(error.code).toBe('DATA_NOT_FOUND')
    expect(error.exitCode).toBe(2)
    expect(error.message).toContain('looked for "hellaswag/hellaswag_train.jsonl"')
    expect(error.message).toContain(folder)
    expect(error.hint).toContain('--data')
    expect((await rejection(loadDataset(task('mnli'), 'en', 'train', { folders: [] }))).message).toContain(
      'no data folder was given',
    )
  })

  test('knows which languages and splits there are', async () => {
    const language = await rejection(loadDataset(task('xnli'), 'swa', 'test', { folders: [folder] }))
    expect(language.code).toBe('DATA_UNAVAILABLE')
    expect(language.message).toContain('Task "xnli" has no test data in language "swa"')
    expect(language.hint).toContain('"sw"')
    const split = await rejection(loadDataset(task('tatoeba'), 'de', 'train', { folders: [folder] }))
    expect(split.message).toContain('has no train split')
    expect(split.hint).toContain('test')
  })

  test('refuses formats that do not exist or make other examples', async () => {
    await put('a', 'x\n')
    const files = { train: { files: { examples: 'a' } } }
    const missing = await rejection(
      loadDataset(tagging(files, { format: 'taging-tsv' }), 'de', 'train', { folders: [folder] }),
    )
    expect(missing.code).toBe('FORMAT_INVALID')
    expect(missing.hint).toContain('Did you mean "tagging-tsv"?')
    const other = await rejection(
      loadDataset(tagging(files, { format: 'squad' }), 'de', 'train', { folders: [folder] }),
    )
    expect(other.message).toContain(
      'makes examples of the form "questions"; task "mine" is tagging, which needs "tagged"',
    )
  })

  test('refuses files without examples and ids that recur', async () => {
    await put('empty.tsv', '')
    const empty = await rejection(
      loadDataset(tagging({ train: { files: { examples: 'empty.tsv' } } }), 'de', 'train', {
        folders: [folder],
      }),
    )
    expect(empty.message).toContain('it holds no examples')
    const twice = { id: 'q', question: 'a', answers: [{ text: 'x', answer_start: 0 }] }
    await put(
      'twice.json',
      JSON.stringify({ data: [{ paragraphs: [{ context: 'x', qas: [twice, twice] }] }] }),
    )
    const entry = entryOf(
      { train: { files: { examples: 'twice.json' } } },
      { kind: 'span-extraction', parallel: undefined, format: 'squad' },
    )
    expect((await rejection(loadDataset(entry, 'de', 'train', { folders: [folder] }))).message).toContain(
      'two examples have the id "q"',
    )
  })
})

describe('locateDataset', () => {
  test('gives the hashes that loading gives, packed or not, and follows changes', async () => {
    const entry = tagging({ train: { files: { examples: 'a.tsv' }, options: { missingTag: 'X' } } })
    await put('a.tsv', 'a\tX\n')
    const located = await locateDataset(entry, 'de', 'train', { folders: [folder] })
    const loaded = await loadDataset(entry, 'de', 'train', { folders: [folder] })
    expect(located.files).toEqual(loaded.files)
    expect(located.recipe).toEqual({
      format: 'tagging-tsv',
      version: 2,
      options: { missingTag: 'X' },
      portion: null,
      files: { examples: [{ language: 'de', sha256: loaded.files[0]!.sha256 }] },
    })
    await rm(join(folder, 'a.tsv'))
    await put('a.tsv.gz', gzipSync('a\tX\n'))
    const packed = await locateDataset(entry, 'de', 'train', { folders: [folder] })
    expect(packed.recipe).toEqual(located.recipe)
    await put('a.tsv', 'b, another\tX\n')
    expect((await locateDataset(entry, 'de', 'train', { folders: [folder] })).recipe).not.toEqual(
      located.recipe,
    )
  })

  test('finds CLDR in the installed packages, without a data folder', async () => {
    const { files } = await locateDataset(task('cldr-group'), 'tl', 'test', { folders: [] })
    expect(files[0]!.path).toContain(join('annotations', 'fil'))
  })

  test('draws other languages from those it is given', async () => {
    const { recipe } = await locateDataset(task('cldr-text'), 'sw', 'train', {
      folders: [],
      among: ['en', 'sw', 'tr'],
    })
    expect(recipe.files.others!.map((file) => file.language)).toEqual(['en', 'sw', 'tr'])
  })
})

test('availableLanguages lists those whose files are all there', async () => {
  await put('tatoeba/tatoeba.pes-eng.pes', 'yek\n')
  await put('tatoeba/tatoeba.pes-eng.eng', 'one\n')
  await put('tatoeba/tatoeba.deu-eng.deu', 'eins\n')
  expect(await availableLanguages(task('tatoeba'), 'test', { folders: [folder] })).toEqual(['fa'])
  expect(await availableLanguages(task('tatoeba'), 'train', { folders: [folder] })).toEqual([])
})
