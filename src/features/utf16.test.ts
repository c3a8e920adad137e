import fc from 'fast-check'
import { expect, test } from 'vitest'
import { utf16Positions } from './utf16.ts'

test('utf16Positions is null where code points and code units count alike', () => {
  expect(utf16Positions('abc 你好')).toBeNull()
})

test('utf16Positions finds code points after an emoji', () => {
  expect([...utf16Positions('a👍b')!]).toEqual([0, 1, 3, 4])
})

test('utf16Positions cuts any text as code points do', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), fc.nat(), (text, a, b) => {
      const points = [...text]
      const [from, to] = [a % (points.length + 1), b % (points.length + 1)].sort((x, y) => x - y) as [
        number,
        number,
      ]
      const positions = utf16Positions(text) ?? Int32Array.from({ length: text.length + 1 }, (_, at) => at)
      expect(text.slice(positions[from], positions[to])).toBe(points.slice(from, to).join(''))
    }),
  )
})
