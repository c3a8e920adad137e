import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { failure, rejection } from '../../../test/support/data/material.ts'
import { commandWords, filledCommand } from './command-line.ts'
import { oneLine, runTranslator, type TranslatorOptions } from './translator.ts'

const FAKE = fileURLToPath(new URL('../../../test/support/data/fake-translator.mjs', import.meta.url))
const TEXTS = ['one', 'two', 'three', 'four', 'five']

async function run(mode: string, texts = TEXTS, options: Partial<TranslatorOptions> = {}) {
  const got: string[] = []
  const words = [process.execPath, FAKE, mode]
  const ended = runTranslator(texts, { words, stallMs: 20_000, ...options }, async (translations) => {
    got.push(...translations)
  })
  return { got, ended }
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polyvia-translator-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('runTranslator', () => {
  test('gives one translation a text, in order, however the translator reads', async () => {
    for (const mode of ['upper', 'pairs', 'whole']) {
      const { got, ended } = await run(mode)
      await ended
      expect(got).toEqual(['ONE', 'TWO', 'THREE', 'FOUR', 'FIVE'])
    }
  })

  test('waits for a slow reader: 2 MB through pipes that hold some KB', async () => {
    const texts = Array.from({ length: 400 }, (_, at) => `${at} ${'ü'.repeat(2500)}`)
    const { got, ended } = await run('upper', texts)
    await ended
    expect(got).toEqual(texts.map((text) => text.toUpperCase()))
  })

  test.each([
    ['drop', 'TRANSLATION_INVALID', 'gave 4 lines for 5 texts', []],
    ['more', 'TRANSLATION_INVALID', 'gave more lines than texts', []],
    ['banner', 'TRANSLATION_INVALID', 'gave more lines than texts', []],
    ['early', 'TRANSLATION_INVALID', 'gave 0 lines for 5 texts', []],
    ['empty', 'TRANSLATION_INVALID', 'empty translation in line 3, for the text "three"', ['ONE', 'TWO']],
    ['garbage', 'TRANSLATION_INVALID', 'not UTF-8 in line 3, for the text "three"', ['ONE', 'TWO']],
    ['die', 'TRANSLATOR_FAILED', 'exit code 7)\n  | loading model\n  | out of memory', ['ONE', 'TWO']],
  ])('a translator that does "%s" fails with %s', async (mode, code, message, kept) => {
    const { got, ended } = await run(mode)
    const error = await rejection(ended)
    expect(error.code).toBe(code)
    expect(error.message).toContain(message)
    if (kept.length > 0) expect(got).toEqual(kept)
  })

  test('a stall ends it, and what came before has been given', async () => {
    const { got, ended } = await run('stall', TEXTS, { stallMs: 500 })
    const error = await rejection(ended)
    expect(error.code).toBe('TRANSLATOR_STALLED')
    expect(error.message).toContain(`0.5 s, after ${got.length} translations`)
    expect(['ONE', 'TWO'].slice(0, got.length)).toEqual(got) // none yet where a process starts slowly
  })

  test('a program that is not there, or is no program', async () => {
    for (const program of ['no-such-translator-anywhere', folder]) {
      const error = await rejection((await run('', TEXTS, { words: [program] })).ended)
      expect(error.code).toBe('TRANSLATOR_NOT_FOUND')
      expect(error.message).toContain(program)
    }
  })

  test('an interrupt ends it and what it started', async () => {
    const controller = new AbortController()
    const script = `${JSON.stringify(process.execPath)} ${JSON.stringify(FAKE)} stall; true`
    const got: string[] = []
    const ended = runTranslator(
      TEXTS,
      { words: ['sh', '-c', script], stallMs: 20_000, signal: controller.signal },
      async (translations) => {
        got.push(...translations)
        if (got.length === 2) controller.abort()
      },
    )
    expect((await rejection(ended)).code).toBe('INTERRUPTED')
  })
})

test('oneLine keeps the length, and no reader sees an end of line', () => {
  expect(oneLine('a\r\nb\u2028c\u0085d\u001ce\tf😀')).toBe('a  b c d e f😀')
})

describe('commandWords', () => {
  test.each([
    ['mt --to de', ['mt', '--to', 'de']],
    [`  python "my script.py" 'a b'c\\ d ""`, ['python', 'my script.py', 'a bc d', '']],
    [`sh -c 'mt "$1" | x'`, ['sh', '-c', 'mt "$1" | x']],
    [`a "b\\"c\\n"`, ['a', 'b"c\\n']],
  ])('cuts %s', (command, words) => {
    expect(commandWords(command)).toEqual(words)
  })

  test('fills in languages after cutting', () => {
    expect(filledCommand('mt --from={from} "{to} {to}"', 'en', 'sw')).toEqual(['mt', '--from=en', 'sw sw'])
  })

  test.each(['', '  ', `mt "a`])('refuses %j', (command) => {
    expect(failure(() => commandWords(command)).code).toBe('TRANSLATE_INVALID')
  })
})
