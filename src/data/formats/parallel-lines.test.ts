import { expect, test } from 'vitest'
import { failure, read } from '../../../test/support/data/material.ts'

test('parallelLines pairs line i with line i, with CRLF and without a last line end', () => {
  expect(read('parallel-lines', { text: 'eins\r\nzwei\r\n', english: 'one\ntwo' }).examples).toEqual([
    { id: '1', text: 'eins', english: 'one' },
    { id: '2', text: 'zwei', english: 'two' },
  ])
})

test('parallelLines takes U+2028 and U+0085 for text, as the other tools do', () => {
  const { examples } = read('parallel-lines', { text: 'a\u2028b\nc\u0085d\n', english: 'one\ntwo\n' })
  expect(examples).toHaveLength(2)
})

test('parallelLines names both files and counts when they differ', () => {
  const error = failure(() => read('parallel-lines', { text: 'a\nb\n', english: 'one\ntwo\nthree\n' }))
  expect(error.code).toBe('DATA_INVALID')
  expect(error.message).toContain('"text" at line 3: it has 2 lines, "english" has 3')
})

test('parallelLines names a blank line', () => {
  expect(failure(() => read('parallel-lines', { text: 'a\n \nc', english: 'x\ny\nz' })).message).toContain(
    '"text" at line 2: the line is blank',
  )
})

test('parallelLines says which role the entry lacks', () => {
  const error = failure(() => read('parallel-lines', { text: 'a' }))
  expect(error.code).toBe('FORMAT_INVALID')
  expect(error.message).toContain('needs files in the role "english"')
})
