import { describe, expect, it } from 'vitest'
import { capital, count, day, listed, percent, plural, pluralOrNo, someOf } from './prose.ts'

describe('prose', () => {
  it('counts with separators, and says none where that is the answer', () => {
    expect(count(12_345.4)).toBe('12,345')
    expect([0, 1, 2000].map((value) => plural(value, 'work'))).toEqual(['0 works', '1 work', '2,000 works'])
    expect([0, 1, 3].map((value) => pluralOrNo(value, 'study', 'studies'))).toEqual([
      'no studies',
      '1 study',
      '3 studies',
    ])
    expect(percent(0.125)).toBe('13 %')
  })

  it('lists as one reads aloud', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((words) => listed(words))).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ])
    expect(listed(['a', 'b'], 'or')).toBe('a or b')
    expect(someOf(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more')
  })

  it('names the day in UTC, whatever the zone of the machine', () => {
    expect(day('2026-03-14')).toBe('14 March 2026')
    expect(day('2026-11-21T23:59:59.000Z')).toBe('21 November 2026')
    expect(capital('mixed')).toBe('Mixed')
  })
})
