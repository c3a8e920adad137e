import { describe, expect, test } from 'vitest'
import { groupOf, LANGUAGE_GROUPS, type Language, language, languages } from './index.ts'
import { WALS } from './typology.ts'

describe('typology', () => {
  test('covers as many languages as WALS does', () => {
    const covered = (feature: keyof typeof WALS) =>
      languages().filter(({ wals }) => wals[feature] !== undefined).length
    expect(['20A', '22A', '26A', '49A', '81A'].map((each) => covered(each as keyof typeof WALS))).toEqual([
      24, 24, 41, 34, 44,
    ])
  })

  test('names only languages of the table, each once a feature', () => {
    for (const { values } of Object.values(WALS)) {
      const codes = Object.values(values).flatMap((each) => each.split(' '))
      for (const code of codes) expect(() => language(code)).not.toThrow()
      expect(new Set(codes).size).toBe(codes.length)
    }
  })

  test('leaves out lexical diversity where words are not separated', () => {
    expect(language('zh').mattr500).toBeNull()
    expect(language('th').typeTokenRatio).toBeNull()
    expect(language('tr').mattr500).toBe(0.654)
  })
})

describe('groupOf', () => {
  const of = (by: (typeof LANGUAGE_GROUPS)[number], codes: string) =>
    codes.split(' ').map((code) => groupOf(language(code), by))

  test('groups by cases and by lexical diversity', () => {
    expect(of('case-count', 'vi en de tr fi ar')).toEqual([
      'no case',
      '2 to 5 cases',
      '2 to 5 cases',
      '6 to 9 cases',
      '10 or more cases',
      null,
    ])
    expect(of('lexical-diversity', 'vi en es hi de el ar ru tr fi')).toEqual([
      ...Array(4).fill('low'),
      'mid',
      'mid',
      ...Array(3).fill('high'),
      null,
    ])
  })

  test('has two groups or more by every column', () => {
    for (const by of LANGUAGE_GROUPS) {
      const names = new Set(languages().map((each: Language) => groupOf(each, by)))
      names.delete(null)
      expect(names.size, by).toBeGreaterThan(1)
    }
  })
})
