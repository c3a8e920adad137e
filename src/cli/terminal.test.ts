import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test as property } from '@fast-check/vitest'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { color, cursor, jsonText, plain, rendered } from './terminal.ts'

const HOSTILE = {
  colour: '\x1b[31m',
  'hidden text': '\x1b[8m',
  title: '\x1b]0;owned\x07',
  clipboard: '\x1b]52;c;cm0gLXJm\x1b\\',
  link: '\x1b]8;;http://example.org\x1b\\text\x1b]8;;\x1b\\',
  'carriage return': 'failed\rpassed',
  backspace: 'bad\b\b\bgood',
  'C1 sequence': '\x9b31m',
  'C1 string': '\x9d0;owned\x9c',
  'right to left': 'txt\u202egnp.exe',
  isolate: '\u2066\u2069',
  mark: '\u200f\u061c',
  'zero width': 'ad\u200bmin\u200d\ufeff\u2060',
  'soft hyphen': 'ad\u00admin',
  tag: '\u{e0041}',
  'line separator': 'a\u2028b\u2029c',
  'no shape': '\u3164\u115f',
  'lone surrogate': '\ud800',
  delete: '\x7f',
}

/** First and last of what steers a terminal or hides; line feed and tab are left out. */
const STEERS: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfeff, 0xfeff],
  [0xe0000, 0xe007f],
]
const steering = (text: string) =>
  [...text].filter((sign) =>
    STEERS.some(([first, last]) => sign.codePointAt(0)! >= first && sign.codePointAt(0)! <= last),
  )

test.each(Object.entries(HOSTILE))('%s is shown, not obeyed', (_, text) => {
  expect(steering(rendered(text, true))).toEqual([])
  expect(steering(rendered(color.red(text), false))).toEqual([])
  expect(rendered(color.red(text), true)).toBe(`\x1b[31m${plain(text)}\x1b[39m`)
  expect(steering(jsonText({ [text]: text }))).toEqual([])
  expect(JSON.parse(jsonText({ [text]: text }))).toEqual({ [text]: text })
})

test('plain names what it shows, and leaves lines, tabs and the scripts of the world alone', () => {
  expect(plain('\x1b[31m\u{e0041}\u202e')).toBe('\\u001b[31m\\u{e0041}\\u202e')
  const text = 'line\n\ttab: Straße, ไทย, हिन्दी, العربية, 한국어, 👩🏽'
  expect(plain(text)).toBe(text)
})

property.prop([fc.string({ unit: 'binary' })])('nothing but our own sequences reaches a terminal', (text) => {
  expect(rendered(cursor.up(2) + color.bold(text), true)).toBe(`\x1b[2A\x1b[0J\x1b[1m${plain(text)}\x1b[22m`)
  expect(plain(plain(text))).toBe(plain(text))
  expect(steering(plain(text))).toEqual([])
})

test('nothing of the command line prints past the terminal', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'terminal.ts',
  )
  expect(files.length).toBeGreaterThan(30)
  const past = files.filter((file) =>
    /console\.|process\.std(?:out|err)|picocolors/.test(
      readFileSync(join(import.meta.dirname, file), 'utf8'),
    ),
  )
  expect(past).toEqual([])
})
