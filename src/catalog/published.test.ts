import { describe, expect, test } from 'vitest'
import { benchmark, language, publishedResults, task } from './index.ts'

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe('publishedResults', () => {
  test('are about tasks and languages that there are, in percent, each once', () => {
    const seen = new Set<string>()
    for (const result of publishedResults()) {
      if (result.task !== null) expect(() => task(result.task!)).not.toThrow()
      if (result.language !== null) {
        expect(() => language(result.language!)).not.toThrow()
        expect(task(result.task!).languages).toContain(result.language)
      }
      expect(result.value).toBeGreaterThan(0)
      expect(result.value).toBeLessThanOrEqual(100)
      const { value: _, note: __, confidence: ___, ...name } = result
      const key = JSON.stringify(name)
      expect(seen, key).not.toContain(key)
      seen.add(key)
    }
    expect(seen.size).toBeGreaterThan(500)
  })

  test('find by task, arm and model', () => {
    const found = publishedResults({ task: 'tatoeba', model: 'XLM-R Large', arm: 'baseline' })
    expect(found.find((each) => each.paper.startsWith('Hu'))).toMatchObject({
      value: 57.3,
      confidence: 'confirmed',
    })
    expect(found.find((each) => each.language === 'sw')).toMatchObject({ value: 7.9 })
    expect(publishedResults({ task: null, arm: 'best-per-target' }).map((each) => each.value)).toEqual([
      73.5, 5.4, 6.1,
    ])
    expect(publishedResults({ task: 'no-such-task' })).toEqual([])
  })

  // Cells from memory are only as good as this: the row gives its published mean.
  test.each(['mBERT', 'XLM', 'MMTE', 'XLM-R Large'])(
    '%s: the nine tasks give the average of XTREME',
    (model) => {
      const rows = publishedResults({ model, arm: 'baseline' }).filter((each) => each.arxiv === '2003.11080')
      const scores = benchmark('xtreme').tasks.map((each) =>
        mean(
          each.metrics.map((id) => rows.find((row) => row.task === each.task && row.metric === id)!.value),
        ),
      )
      expect(Math.abs(mean(scores) - rows.find((each) => each.task === null)!.value)).toBeLessThan(0.11)
    },
  )

  test('replication means are those of its languages', () => {
    const raw = publishedResults({ model: 'XLM-R Large', arm: 'baseline' }).filter(
      ({ arxiv }) => arxiv === null,
    )
    for (const [id, count] of [
      ['tatoeba', 36],
      ['bucc2018', 4],
    ] as const) {
      const values = raw
        .filter((each) => each.task === id && each.language !== null)
        .map(({ value }) => value)
      expect(values).toHaveLength(count)
      const stated = raw.find((each) => each.task === id && each.language === null)!.value
      expect(Math.abs(mean(values) - stated)).toBeLessThan(0.06)
    }
  })

  test('say that the sentence encoders were measured the other way round', () => {
    const encoders = publishedResults({ task: 'tatoeba', arm: 'parallel-data' })
    expect(new Set(encoders.map(({ model }) => model)).size).toBe(10)
    expect(new Set(encoders.map(({ direction }) => direction))).toEqual(new Set(['to-english']))
    expect(encoders.find(({ model, language }) => model === 'LaBSE' && language === 'jv')!.value).toBe(83.4)
  })
})
