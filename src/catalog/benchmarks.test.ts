import { describe, expect, test } from 'vitest'
import { PolyviaError } from '#kernel'
import { benchmark, benchmarks, language, tasks } from './index.ts'

const sizes = (id: string) =>
  Object.fromEntries(benchmark(id).tasks.map(({ task, languages }) => [task, languages.length]))

describe('benchmarks', () => {
  test('score as many languages as google-research/xtreme evaluate.py', () => {
    expect(sizes('xtreme')).toEqual({
      pawsx: 7,
      xnli: 15,
      panx: 40,
      udpos: 33,
      bucc2018: 4,
      tatoeba: 36,
      xquad: 11,
      mlqa: 7,
      'tydiqa-goldp': 9,
    })
    expect(sizes('xtreme-r')).toEqual({
      xnli: 15,
      xcopa: 11,
      panx: 48,
      udpos: 38,
      tatoeba: 41,
      xquad: 12,
      mlqa: 7,
      'tydiqa-goldp': 9,
      lareqa: 11,
      'mewsli-x': 11,
    })
  })

  test.each(benchmarks().map((each) => [each.id, each] as const))('%s hangs together', (_, each) => {
    const ids = each.tasks.map(({ task }) => task)
    expect(new Set(ids).size).toBe(ids.length)
    // Every task is in exactly one group, so that no task weighs twice.
    expect(Object.values(each.groups).flat().toSorted()).toEqual(ids.toSorted())
    const known = new Map(tasks().map((entry) => [entry.id, entry]))
    for (const { task, languages, metrics } of each.tasks) {
      expect(new Set(languages).size).toBe(languages.length)
      for (const code of languages) expect(() => language(code)).not.toThrow()
      const entry = known.get(task)
      expect(entry, task).toBeDefined()
      const scored = entry!.splits.test?.languages ?? entry!.languages
      expect(
        languages.filter((code) => !scored.includes(code)),
        task,
      ).toEqual([])
      expect(
        metrics.filter((id) => !entry!.metrics.includes(id)),
        task,
      ).toEqual([])
    }
  })

  test('say which there are when one is unknown', () => {
    expect(() => benchmark('xtrem')).toThrow(PolyviaError)
    expect(() => benchmark('xtrem')).toThrow('There is no benchmark "xtrem"')
  })
})
