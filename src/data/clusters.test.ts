import { describe, expect, test } from 'vitest'
import { clusterNames } from './clusters.ts'

const pairs = (...texts: [string, string?][]) => ({
  kind: 'classification' as const,
  examples: texts.map(([text, pair], id) => ({
    id: String(id),
    text,
    ...(pair === undefined ? {} : { pair }),
    label: null,
  })),
})

/** Which examples have the same name, as the place of the first of each. */
const partition = (names: readonly string[]) => names.map((name) => names.indexOf(name))

describe('clusterNames', () => {
  test('goes by the first text of a pair', () => {
    const names = clusterNames(pairs(['a', 'x'], ['b', 'x'], ['a', 'y']), 'premise', [])
    expect(names).toEqual(['a', 'b', 'a'])
  })

  test('leaves each example alone where the entry says so', () => {
    expect(clusterNames(pairs(['a'], ['a']), 'example', [])).toEqual(['0', '1'])
  })

  test('ties pairs that share a sentence, over others too, on either side', () => {
    const names = clusterNames(
      pairs(['a', 'b'], ['c', 'd'], ['e', 'f'], ['b', 'c'], ['g', 'e'], ['h', 'h']),
      'sentence',
      [],
    )
    expect(partition(names)).toEqual([0, 0, 2, 0, 2, 5])
  })

  test('ties nothing by a text that stands for a missing one', () => {
    const shared = pairs(['a', 'NS'], ['b', 'NS'], ['NS', 'a'], ['NS', 'NS'], ['NS', 'NS'])
    expect(partition(clusterNames(shared, 'sentence', []))).toEqual([0, 0, 0, 0, 0])
    expect(partition(clusterNames(shared, 'sentence', ['NS']))).toEqual([0, 1, 0, 3, 4])
  })

  test('takes what the file says of an example, else its context', () => {
    const question = (id: string, context: string, cluster?: string) => ({
      id,
      question: '?',
      context,
      answers: [],
      ...(cluster === undefined ? {} : { cluster }),
    })
    const examples = [question('1', 'one', 'Warsaw'), question('2', 'two', 'Warsaw'), question('3', 'two')]
    expect(clusterNames({ kind: 'span-extraction', examples }, 'article', [])).toEqual([
      'Warsaw',
      'Warsaw',
      'two',
    ])
  })

  test('a long chain of pairs is one cluster', () => {
    const chain = Array.from({ length: 20_000 }, (_, at): [string, string] => [`${at + 1}`, `${at}`])
    expect(new Set(clusterNames(pairs(...chain), 'sentence', [])).size).toBe(1)
  })
})
