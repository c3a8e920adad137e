import { existsSync } from 'node:fs'
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { TaskEntry, type TaskEntryInput, task, translatedTask } from '#catalog'
import { sha256 } from '#kernel'
import { rejection } from '../../../test/support/data/material.ts'
import { loadDataset } from '../load.ts'
import { type TranslateEvent, type TranslateRequest, translateTask } from './translate-task.ts'

const FAKE = fileURLToPath(new URL('../../../test/support/data/fake-translator.mjs', import.meta.url))
const commandOf = (mode: string, log = '-', ...rest: string[]) =>
  [`"${process.execPath}" "${FAKE}" ${mode} "${log}"`, ...rest].join(' ')

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polyvia-translate-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function put(path: string, rows: readonly unknown[]): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeFile(join(folder, path), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
}

const taskOf = (entry: Partial<TaskEntryInput>): TaskEntry =>
  TaskEntry.parse({
    ...task('squad-v2.0'),
    id: 'mine',
    downloads: [],
    splits: { train: { files: { examples: 'mine.jsonl' } } },
    ...entry,
  })

const pairs = taskOf({
  kind: 'classification',
  labels: ['yes', 'no'],
  format: 'sentence-pairs',
  options: { form: 'jsonl', columns: { text: 'text', pair: 'pair', label: 'label', id: 'id' } },
})
const questions = taskOf({ format: 'squad-rows', options: { form: 'jsonl', noAnswer: 'unanswerable' } })

const translate = (entry: TaskEntry, more: Partial<TranslateRequest> = {}) =>
  translateTask({
    entry,
    from: 'en',
    to: ['de'],
    splits: ['train'],
    command: commandOf('upper'),
    folders: [folder],
    into: folder,
    jobs: 1,
    stallMs: 60_000,
    ...more,
  })

const readBack = async (entry: TaskEntry, language = 'de') =>
  (await loadDataset(translatedTask(entry, [language])!, language, 'train', { folders: [folder] })).examples

const numbered = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    id: `r${at}`,
    text: `text ${at}`,
    pair: 'the same',
    label: at % 2 === 0 ? 'yes' : 'no',
  }))

describe('translateTask', () => {
  test('labelled pairs: labels stay, each text is translated once, the record tells how', async () => {
    const rows = [...numbered(3), { id: 'r3', text: 'two\r\nlines\u2028here', pair: 'text 1', label: 'no' }]
    await put('mine.jsonl', rows)
    const log = join(folder, 'log')
    const [made] = await translate(pairs, { command: commandOf('upper', log, '--to {to}') })
    expect(made).toMatchObject({ examples: 4, written: 4, dropped: {}, texts: 5, cached: 0 })
    expect((await readFile(log, 'utf8')).split('\n').filter(Boolean)).toEqual([
      'text 0',
      'the same',
      'text 1',
      'text 2',
      'two  lines here',
    ])
    expect(await readBack(pairs)).toEqual([
      { id: 'r0', text: 'TEXT 0', pair: 'THE SAME', label: 'yes' },
      { id: 'r1', text: 'TEXT 1', pair: 'THE SAME', label: 'no' },
      { id: 'r2', text: 'TEXT 2', pair: 'THE SAME', label: 'yes' },
      { id: 'r3', text: 'TWO  LINES HERE', pair: 'TEXT 1', label: 'no' },
    ])
    const output = join(folder, 'translated/mine/de')
    expect((await readdir(output)).sort()).toEqual(['cache.jsonl', 'train.jsonl', 'translated.json'])
    const { splits } = JSON.parse(await readFile(join(output, 'translated.json'), 'utf8'))
    expect(splits.train).toMatchObject({
      command: commandOf('upper', log, '--to {to}'),
      examples: 4,
      written: 4,
      source: [{ sha256: sha256(await readFile(join(folder, 'mine.jsonl'))) }],
      file: { sha256: sha256(await readFile(join(output, 'train.jsonl'))) },
    })
  })

  test('scores and choices are read back; choices that became equal are dropped', async () => {
    const scored = taskOf({
      kind: 'regression',
      format: 'scored-pairs',
      options: {
        form: 'jsonl',
        columns: { text: 'text', pair: 'pair', value: 'value', id: 'id' },
        range: [0, 5],
      },
    })
    await put('mine.jsonl', [{ id: 'a', text: 'x', pair: 'y', value: 2.5 }])
    await translate(scored)
    expect(await readBack(scored)).toEqual([{ id: 'a', text: 'X', pair: 'Y', value: 2.5 }])

    const choices = taskOf({
      id: 'choices',
      kind: 'multiple-choice',
      format: 'multiple-choice',
      options: { form: 'jsonl', context: '{context}', choices: 'choices', answer: 'answer', id: 'id' },
    })
    await put('mine.jsonl', [
      { id: 'a', context: 'why {x}?', choices: ['b', 'c'], answer: 1 },
      { id: 'b', context: 'why?', choices: ['He', 'HE'], answer: 0 },
    ])
    const [made] = await translate(choices)
    expect(made!.dropped).toEqual({ 'a wrong choice has the same translation as the right one': 1 })
    expect(await readBack(choices)).toEqual([
      { id: 'a', context: 'WHY {X}?', choices: ['B', 'C'], answer: 1 },
    ])
  })

  const answered = (text: string, start: number) => ({ answers: { text: [text], answer_start: [start] } })
  const QUESTIONS = [
    { id: 'q1', question: 'Who?', context: '😀 ann met bob and ann', ...answered('ann', 18) },
    {
      id: 'q2',
      question: 'Who not?',
      context: '😀 ann met bob and ann',
      answers: { text: [], answer_start: [] },
    },
    { id: 'q3', question: 'Whom?', context: 'ann met bob', ...answered('bob', 8) },
  ]

  test('questions: the occurrence at the same place, in code points; unanswerable ones stay so', async () => {
    await put('mine.jsonl', QUESTIONS)
    const [made] = await translate(questions)
    expect(made).toMatchObject({ written: 3, answers: { exact: 2 } })
    expect(await readBack(questions)).toEqual([
      {
        id: 'q1',
        question: 'WHO?',
        context: '😀 ANN MET BOB AND ANN',
        answers: [{ text: 'ANN', start: 19 }],
      },
      { id: 'q2', question: 'WHO NOT?', context: '😀 ANN MET BOB AND ANN', answers: [] },
      { id: 'q3', question: 'WHOM?', context: 'ANN MET BOB', answers: [{ text: 'BOB', start: 8 }] },
    ])
  })

  test('questions: marks say where the answer is; where they got lost it is searched for', async () => {
    await put('mine.jsonl', [
      { id: 'q1', question: 'a?', context: 'xy an z', answers: { text: ['an'], answer_start: [3] } },
      { id: 'q2', question: 'a?', context: 'bob', answers: { text: ['bob'], answer_start: [0] } },
    ])
    const marked = await translate(questions, {
      marks: { open: '«', close: '»' },
      command: commandOf('upper'),
    })
    expect(marked[0]).toMatchObject({ written: 2, dropped: {}, answers: { mark: 2 } })
    expect((await readBack(questions))[0]).toEqual({
      id: 'q1',
      question: 'A?',
      context: 'XY AN Z',
      answers: [{ text: 'AN', start: 3 }],
    })
    // A translator that turns texts round puts the closing mark first: lost, so answers are searched for.
    const lost = await translate(questions, {
      marks: { open: '«', close: '»' },
      command: commandOf('reverse'),
    })
    expect(lost[0]).toMatchObject({ written: 2, answers: { exact: 2 } })
    expect((await readBack(questions))[0]).toMatchObject({ context: 'z na yx', answers: [{ start: 2 }] })
  })

  test('an answer that is nowhere is dropped; when none is left, nothing is written', async () => {
    const script = join(folder, 'numbering.mjs')
    await writeFile(
      script,
      `import { createInterface } from 'node:readline'\nlet n = 0\nfor await (const l of createInterface({ input: process.stdin })) console.log(l.includes('keep') ? l : 'T' + n++)\n`,
    )
    const command = `"${process.execPath}" "${script}"`
    const lost = { id: 'q1', question: 'a?', context: 'an x', answers: { text: ['an'], answer_start: [0] } }
    await put('mine.jsonl', [
      lost,
      { id: 'q2', question: 'b?', context: 'keep it', answers: { text: ['keep'], answer_start: [0] } },
    ])
    expect(await translate(questions, { command })).toMatchObject([
      { written: 1, dropped: { 'no answer was found in the translated context': 1 } },
    ])
    await put('mine.jsonl', [lost])
    const error = await rejection(translate(questions, { command, to: ['ru'] }))
    expect(error.code).toBe('NOTHING_TRANSLATED')
    expect(existsSync(join(folder, 'translated/mine/ru/train.jsonl'))).toBe(false)
  })

  test('what a translator had done before it died is not done again', async () => {
    await put('mine.jsonl', numbered(8))
    const log = join(folder, 'log')
    const flag = join(folder, 'well')
    // The same command both times: it dies at the sixth text until the flag is there.
    const script = join(folder, 'mortal.sh')
    await writeFile(
      script,
      `if [ -e "${flag}" ]; then exec ${commandOf('upper', log)}; else exec ${commandOf('die', log, '6')}; fi\n`,
    )
    const command = `sh "${script}"`
    const error = await rejection(translate(pairs, { command }))
    expect(error.code).toBe('TRANSLATOR_FAILED')
    expect((await readdir(join(folder, 'translated/mine/de'))).sort()).toEqual(['cache.jsonl'])
    // Killed while writing: half a line at the end.
    await appendFile(join(folder, 'translated/mine/de/cache.jsonl'), '{"key":"ab')
    await writeFile(flag, '')
    await rm(log)
    const [made] = await translate(pairs, { command })
    expect(made).toMatchObject({ texts: 9, cached: 5, written: 8 })
    // The last four of the broken run are compared with new translations; the first one is not touched.
    const again = (await readFile(log, 'utf8')).split('\n').filter(Boolean)
    expect(again).toHaveLength(4 + 4)
    expect(again).not.toContain('text 0')
    expect((await readBack(pairs)).map((example) => 'text' in example && example.text)).toEqual(
      numbered(8).map(({ text }) => text.toUpperCase()),
    )
    await rm(log)
    expect(await translate(pairs, { command })).toMatchObject([{ cached: 9 }])
    expect(existsSync(log)).toBe(false)
  })

  test('a broken run that had lost a line is found out and made anew', async () => {
    await put('mine.jsonl', numbered(8))
    await translate(pairs)
    // As if that run had lost the translation of the third text, and had been killed: all later ones are off by one.
    const cache = join(folder, 'translated/mine/de/cache.jsonl')
    const lines = (await readFile(cache, 'utf8')).split('\n').filter((line) => line.includes('translation'))
    const entries = lines.map((line) => JSON.parse(line) as { translation: string })
    const shifted = entries.slice(0, -1).map((entry, at) => ({
      ...entry,
      translation: entries[at < 2 ? at : at + 1]!.translation,
    }))
    await writeFile(cache, shifted.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
    const events: TranslateEvent[] = []
    await translate(pairs, { onEvent: (event) => events.push(event) })
    expect(events.filter(({ type }) => type === 'notice')).toHaveLength(1)
    expect((await readBack(pairs)).map((example) => 'text' in example && example.text)).toEqual(
      numbered(8).map(({ text }) => text.toUpperCase()),
    )
  })

  test('nothing is kept of a run whose lines do not add up', async () => {
    await put('mine.jsonl', numbered(4))
    expect((await rejection(translate(pairs, { command: commandOf('drop') }))).code).toBe(
      'TRANSLATION_INVALID',
    )
    const [made] = await translate(pairs, { command: commandOf('drop', '-', '99') })
    expect(made).toMatchObject({ cached: 0 })
    const log = join(folder, 'log')
    const error = await rejection(translate(pairs, { command: commandOf('drop', log), to: ['sw'] }))
    expect(error.code).toBe('TRANSLATION_INVALID')
    await rm(log)
    await rejection(translate(pairs, { command: commandOf('drop', log), to: ['sw'] }))
    expect((await readFile(log, 'utf8')).split('\n').filter(Boolean)).toHaveLength(5)
  })

  test('two languages at a time, the first examples only; a failure ends both', async () => {
    await put('mine.jsonl', numbered(5))
    const made = await translate(pairs, { to: ['de', 'sw'], jobs: 2, limit: 2 })
    expect(made.map(({ language, written }) => [language, written])).toEqual([
      ['de', 2],
      ['sw', 2],
    ])
    expect(await readBack(pairs, 'sw')).toHaveLength(2)
    const failed = translate(pairs, { to: ['ru', 'tr'], jobs: 2, command: commandOf('die') })
    expect((await rejection(failed)).code).toBe('TRANSLATOR_FAILED')
  })

  test.each<[string, Partial<TranslateRequest>, string]>([
    ['tags', { entry: task('udpos') }, 'TRANSLATE_INVALID'],
    ['raw text', { entry: task('ntrex') }, 'TRANSLATE_INVALID'],
    ['an unknown language', { to: ['xx-nowhere'] }, 'UNKNOWN_LANGUAGE'],
    ['its own language', { to: ['en'] }, 'TRANSLATE_INVALID'],
    ['no language', { to: [] }, 'TRANSLATE_INVALID'],
    ['a language twice', { to: ['de', 'de'] }, 'TRANSLATE_INVALID'],
    ['marks without answers', { marks: { open: '«', close: '»' } }, 'TRANSLATE_INVALID'],
    ['an open quote', { command: 'mt "x' }, 'TRANSLATE_INVALID'],
    ['no such program', { command: 'no-such-translator' }, 'TRANSLATOR_NOT_FOUND'],
    ['a language without data', { from: 'fi' }, 'DATA_UNAVAILABLE'],
  ])('refuses %s', async (_, more, code) => {
    await put('mine.jsonl', numbered(2))
    expect((await rejection(translate(pairs, more))).code).toBe(code)
    expect(existsSync(join(folder, 'translated/mine/de/train.jsonl'))).toBe(false)
  })
})
