import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { failure } from '../../../test/support/data/material.ts'
import { mark, parseMarks, unmark } from './marks.ts'
import { relocate } from './relocate.ts'

describe('relocate', () => {
  test('takes the occurrence nearest to the place', () => {
    const context = 'rot und rot und rot'
    expect([0, 0.5, 1].map((place) => relocate(context, 'rot', place)?.start)).toEqual([0, 8, 16])
  })

  test('an occurrence that cuts a word off comes last', () => {
    expect(relocate('Im Jahr 1995 hatte er 5 Hunde', '5', 0.3)).toMatchObject({ start: 22, by: 'exact' })
    expect(relocate('東京都庁', '京', 0)).toMatchObject({ start: 1 }) // nothing but words without spaces
    expect(relocate('Helsingissä', 'Helsingi', 0)).toMatchObject({ start: 0 })
  })

  test('falls back to case and spacing, and gives the text of the context', () => {
    expect(relocate('Die  GROSSE\u00a0 Stadt😀', 'die große stadt', 0)).toBeNull()
    expect(relocate('😀 Die  GROSSE\u00a0 Stadt', 'die grosse stadt', 0)).toEqual({
      text: 'Die  GROSSE\u00a0 Stadt',
      start: 3,
      by: 'normalised',
    })
    // A capital that has a longer lower case, and a letter with two lower cases.
    expect(relocate('x İstanbul', 'İSTANBUL', 0)).toMatchObject({ text: 'İstanbul', start: 2 })
    expect(relocate('ΣΟΦΟΣ', 'σοφος', 0)).toBeNull() // ς is a letter of its own here
  })

  test('no answer, no place', () => {
    for (const answer of ['', ' ', 'not there']) expect(relocate('a b', answer, 0.5)).toBeNull()
  })

  const text = fc.string({ unit: fc.constantFrom('a', 'B', 'é', 'ß', 'İ', ' ', '😀', '京', '\t', 'Σ', '́') })

  property.prop([text, text, text, fc.double({ min: 0, max: 1, noNaN: true })])(
    'finds what is there, as a piece of the context that begins and ends between characters',
    (before, answer, after, place) => {
      const context = before + answer + after
      const found = relocate(context, answer, place)
      if (answer.trim() === '') expect(found).toBeNull()
      else {
        expect(found).toMatchObject({ text: answer, by: 'exact' })
        expect(context.startsWith(found!.text, found!.start)).toBe(true)
        expect(found!.text).not.toMatch(/\p{Cs}/u) // no half of a pair
      }
    },
  )

  property.prop([text, text, text])('finds it in other case and spacing', (before, answer, after) => {
    const inner = `x${answer}x`
    const context = before + inner + after
    const other =
      inner.toUpperCase() === inner ? inner : [...inner].map((each) => each.toLowerCase()).join('')
    const found = relocate(context, other.replace(/\s+/g, '  '), before.length / context.length)
    expect(found).not.toBeNull()
    expect(context.startsWith(found!.text, found!.start)).toBe(true)
    expect(found!.text).not.toMatch(/\p{Cs}/u) // no half of a pair
  })

  property.prop([fc.array(fc.constantFrom('5', 'rot', 'x'), { minLength: 1 }), fc.nat()])(
    'a repeated answer in an unchanged context is found where it was',
    (words, pick) => {
      const context = words.join(' ')
      const at = pick % words.length
      const start = words.slice(0, at).join(' ').length + (at > 0 ? 1 : 0)
      const place = (start + words[at]!.length / 2) / context.length
      expect(relocate(context, words[at]!, place)).toMatchObject({ text: words[at], start })
    },
  )

  property.prop([text, text, text])('marks come off without a trace', (before, answer, after) => {
    fc.pre(answer.trim() === answer && answer !== '')
    const context = before + answer + after
    const marks = { open: '<b>', close: '</b>' }
    const marked = mark(context, { text: answer, start: before.length }, marks)!
    expect(unmark(marked, marks)).toEqual({ context, answer: { text: answer, start: before.length } })
  })
})

describe('marks', () => {
  const marks = { open: '«', close: '»' }

  test('are two characters, or two texts', () => {
    expect(parseMarks('«»')).toEqual(marks)
    expect(parseMarks('<b> </b>')).toEqual({ open: '<b>', close: '</b>' })
    expect(parseMarks('😀😃')).toEqual({ open: '😀', close: '😃' })
    for (const given of ['', '«', 'abc', 'a b c'])
      expect(failure(() => parseMarks(given)).code).toBe('TRANSLATE_INVALID')
  })

  test('are not set where the context has one', () => {
    expect(mark('er sagte » und ging', { text: 'ging', start: 15 }, marks)).toBeNull()
  })

  test('come off with the blanks that they brought', () => {
    expect(unmark('der « Apfel ».', marks)).toEqual({
      context: 'der Apfel.',
      answer: { text: 'Apfel', start: 4 },
    })
    expect(unmark('der« Apfel »fällt', marks)).toEqual({
      context: 'der Apfel fällt',
      answer: { text: 'Apfel', start: 4 },
    })
  })

  test.each(['der Apfel', 'der « Apfel', 'der Apfel »', '» der «', '«»', '« a » und « b »', '« a « b »'])(
    'that got lost are told: %s',
    (translation) => {
      const { context, answer } = unmark(translation, marks)
      expect(answer).toBeNull()
      expect(context).not.toMatch(/[«»]/)
    },
  )
})
