import { describe, expect, test } from 'vitest'
import { parseYaml, YamlFault } from './yaml.ts'

const faultOf = (text: string) => {
  try {
    parseYaml(text)
    return null
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error
    return `${error.line ?? '?'}: ${error.message}`
  }
}

/** Each list holds the one before nine times: 9^12 values in 15 lines. */
const bomb = Array.from(
  { length: 12 },
  (_, at) =>
    `k${at}: &a${at} [${Array.from({ length: 9 }, () => (at === 0 ? 'lol' : `*a${at - 1}`)).join(',')}]`,
).join('\n')
/** The same with maps that are merged, of which each has twice the entries. */
const merges = Array.from(
  { length: 40 },
  (_, at) => `k${at}: &a${at} { x${at}: 1${at === 0 ? '' : `, l: *a${at - 1}, r: *a${at - 1}`} }`,
).join('\n')

describe('parseYaml reads what YAML says', () => {
  test.each([
    ['a: 1\r\nb: [x, "y"]\r\n', { a: 1, b: ['x', 'y'] }],
    ['d: &d { x: 1, y: 2 }\ne: { <<: *d, y: 3 }', { d: { x: 1, y: 2 }, e: { x: 1, y: 3 } }],
    [
      'd: &d { x: 1 }\nf: &f { x: 2, z: 3 }\ne: { <<: [*d, *f] }',
      { d: { x: 1 }, f: { x: 2, z: 3 }, e: { x: 1, z: 3 } },
    ],
    ['"<<": text', { '<<': 'text' }],
    ['constructor: 1\ntoString: 2', { constructor: 1, toString: 2 }],
    ['1: a', { '1': 'a' }],
    ['---\na: yes\n...\n', { a: 'yes' }],
    ['', null],
    ['# only a comment\n', null],
    ['a: !!str 5', { a: '5' }],
  ])('%j', (text, value) => expect(parseYaml(text).value).toEqual(value))

  test('200 uses of one anchor are no bomb', () => {
    const text = `d: &d { x: 1 }\nl: [${Array.from({ length: 200 }, () => '*d').join(', ')}]`
    expect((parseYaml(text).value as { l: unknown[] }).l).toHaveLength(200)
  })

  test('and knows the line of each value', () => {
    const { lineOf } = parseYaml('a:\n  - b: 1\n    c: 2\n')
    expect(lineOf(['a', 0, 'c'])).toBe(3)
    expect(lineOf(['a', 0, 'none'])).toBe(2)
    expect(lineOf([])).toBe(1)
  })

  test('and 16,000 arms', () => {
    const arms = (count: number) =>
      Array.from({ length: count }, (_, at) => `arm-${at}: [{ tasks: [x] }]`).join('\n')
    expect(Object.keys(parseYaml(arms(16_000)).value as object)).toHaveLength(16_000)
  })
})

describe('parseYaml refuses, with the line, ', () => {
  test.each([
    ['a bomb of aliases', bomb, '7: its aliases make more than 1000000 values of it'],
    ['a bomb of maps', merges, '19: its aliases make more than 1000000 values of it'],
    ['an alias of nothing', 'a: *b', '1: alias *b names nothing above it'],
    ['an alias of what comes later', 'a: *b\nb: &b 1', '1: alias *b names nothing above it'],
    ['a circle', 'a: &a [*a]', '1: alias *a stands inside of what it names'],
    ['the same name twice', 'a: 1\nb: 2\na: 3', '3: "a" stands twice in one map'],
    ['the same number twice', '1: a\n"1": b', '2: "1" stands twice in one map'],
    ['a prototype', 'a:\n  __proto__: { x: 1 }', '2: "__proto__" cannot be a name'],
    ['a list as a name', '? [a]\n: b', '1: a name is a list or a map'],
    ['an empty name', '"": b', '1: a name is empty'],
    ['an alias as a name', 'a: &a x\n*a : y', '2: a name is an alias'],
    ['brackets without end', '['.repeat(100_000), '1: it is nested more than 100 deep'],
    ['closed brackets', '['.repeat(500_000) + ']'.repeat(500_000), '1: it is nested more than 100 deep'],
    ['dashes without end', '- '.repeat(100_000), '1: it is nested more than 100 deep'],
    [
      'indentation without end',
      Array.from({ length: 200 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
      '102: it is nested more than 100 deep',
    ],
    ['two documents', 'a: 1\n---\nb: 2', '2: it holds several documents, one is wanted'],
    ['a tag of a language', 'a: !!js/function "x"', '1: Unresolved tag: tag:yaml.org,2002:js/function'],
    ['a tag of nobody', 'a: !x 1', '1: Unresolved tag: !x'],
    ['tabs', 'a:\n\t- b', '2: Tabs are not allowed as indentation'],
    ['half of a pair', 'a: "\\ud800"', '1: a text holds half of a surrogate pair'],
    ['half of a pair in a name', '"\\ud800": a', '1: a text holds half of a surrogate pair'],
    ['a merge of no map', 'a: { <<: [1] }', '1: "<<" merges something that is no map'],
  ])('%s', (_, text, says) => expect(faultOf(text)).toBe(says))

  test.each(['a: [', 'a: "', '}', 'a: b: c', '%', '@', '&', '*', '!', '? ', ': :', '\0', '- - a\n b'])(
    'or reads, but never breaks at %j',
    (text) => {
      try {
        parseYaml(text)
      } catch (error) {
        expect(error).toBeInstanceOf(YamlFault)
      }
    },
  )
})
