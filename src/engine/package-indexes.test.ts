import { expect, test } from 'vitest'
import { configuredIndexes } from './package-indexes.ts'

test('without a word of pip it is the public index', () => {
  expect(configuredIndexes('')).toEqual(['https://pypi.org/simple'])
  expect(configuredIndexes("global.cert='/etc/ca.pem'\n:env:.find-links='/opt'")).toEqual([
    'https://pypi.org/simple',
  ])
})

test('the environment overrules a command, a command what is global; other commands do not count', () => {
  const listed = [
    ":env:.index-url='https://env.example.org/simple'",
    "download.index-url='https://download.example.org/simple'",
    "global.index-url='https://global.example.org/simple'",
    "search.index-url='https://search.example.org/simple'",
  ]
  expect(configuredIndexes(listed.join('\n'))).toEqual(['https://env.example.org/simple'])
  expect(configuredIndexes(listed.slice(1).join('\n'))).toEqual(['https://download.example.org/simple'])
  expect(configuredIndexes(listed.slice(2).join('\n'))).toEqual(['https://global.example.org/simple'])
})

test('more indexes come after it, folders are left out, and no index is none', () => {
  expect(
    configuredIndexes(
      "global.extra-index-url='\\nhttps://a.example.org/simple\\nfile:///opt/simple https://a.example.org/simple'",
    ),
  ).toEqual(['https://pypi.org/simple', 'https://a.example.org/simple'])
  expect(configuredIndexes("install.no-index='true'")).toEqual([])
})
