import { describe, expect, it } from 'vitest'
import { kinds, TASK_KINDS, TaskEntry, task, tasks } from '#catalog'
import type { Score } from './metric.ts'
import { decidingMetrics, inOrder, metricSet } from './metric-set.ts'
import { METRICS } from './metrics/index.ts'
import { scorePassageRetrieval } from './scorers/passage-retrieval.ts'
import { scoreRetrieval } from './scorers/retrieval.ts'

const ids = (entry: TaskEntry) => metricSet(entry).map(({ id }) => id)
const entries = (...names: string[]) => names.map((id) => task(id))

describe('metricSet', () => {
  it.each(tasks().filter(({ kind }) => kinds[kind].evaluation !== null))(
    'puts the metrics of $id first, and lists each once',
    (entry) => {
      const found = ids(entry)
      expect(found.slice(0, entry.metrics.length)).toEqual(entry.metrics)
      expect(new Set(found).size).toBe(found.length)
    },
  )

  it('holds every metric, each for some kind', () => {
    const held = new Set(
      tasks().flatMap(({ kind, ...rest }) => (kinds[kind].evaluation === null ? [] : ids({ kind, ...rest }))),
    )
    const nowhere = METRICS.map(({ id }) => id).filter((id) => !held.has(id))
    expect(nowhere).toEqual(['masked-accuracy'])
  })

  it('refuses a metric that the kind is not scored by', () => {
    const entry = TaskEntry.parse({ ...task('panx'), id: 'own', metrics: ['chunk-f1', 'accuracy'] })
    expect(() => metricSet(entry)).toThrow(
      expect.objectContaining({
        code: 'TASK_METRIC_IMPOSSIBLE',
        message: expect.stringContaining('"own" lists the metric "accuracy", which tagging'),
        hint: expect.stringContaining('chunk-f1, token-accuracy'),
      }),
    )
  })
})

describe('inOrder', () => {
  const score: Score = {
    task: 'panx',
    language: 'de',
    examples: 1,
    metrics: { 'chunk-f1': 1, 'token-accuracy': 2 },
    chance: {},
    outcomes: {},
  }
  const set = (...names: string[]) => names.map((id) => ({ id, version: 1 }))

  it('puts the main metric first', () => {
    expect(Object.keys(inOrder(score, set('token-accuracy', 'chunk-f1')).metrics)).toEqual([
      'token-accuracy',
      'chunk-f1',
    ])
  })

  it('lets no score pass that lacks what its key promises', () => {
    expect(() => inOrder(score, set('chunk-f1', 'squad-f1'))).toThrow('lacks squad-f1')
  })
})

describe('decidingMetrics', () => {
  it('takes of each target the first that it has', () => {
    expect(
      decidingMetrics(entries('tatoeba', 'lareqa', 'xnli'), ['map@20', 'recall@10', 'accuracy']),
    ).toEqual({
      tatoeba: 'recall@10',
      lareqa: 'map@20',
      xnli: 'accuracy',
    })
    expect(decidingMetrics(entries('xquad'), ['squad-mean'])).toEqual({ xquad: 'squad-mean' })
    // A target that nothing is scored on is told as such where it is planned.
    expect(decidingMetrics(entries('tatoeba', 'ntrex'), ['mrr'])).toEqual({ tatoeba: 'mrr' })
  })

  it('wishes nothing where the study does not', () => {
    expect(decidingMetrics(entries('tatoeba', 'xnli'), [])).toEqual({})
  })

  it.each([
    ['a metric that no target has', ['tatoeba'], ['recall@10', 'chunk-f1'], 'chunk-f1, which no target'],
    [
      'a target that has none of them',
      ['tatoeba', 'xnli'],
      ['recall@10'],
      'target "xnli" is not scored by it',
    ],
    ["another benchmark's rules", ['mlqa'], ['squad-f1'], 'squad-f1, which no target'],
  ])('refuses %s, and says what there is', (_, targets, measure, says) => {
    expect(() => decidingMetrics(entries(...targets), measure)).toThrow(
      expect.objectContaining({
        code: 'MEASURE_IMPOSSIBLE',
        exitCode: 2,
        message: expect.stringContaining(says),
        hint: expect.stringContaining(`${targets[0]}: ${ids(task(targets[0]!)).join(', ')}`),
        place: { field: 'measure' },
      }),
    )
  })

  it('refuses a metric that there is not', () => {
    for (const id of ['recall@11', 'constructor', ''])
      expect(() => decidingMetrics(entries('tatoeba'), [id])).toThrow(
        expect.objectContaining({ code: 'SCORE_METRIC_UNKNOWN' }),
      )
  })
})

it.each(TASK_KINDS)('%s has metrics exactly where it is scored', (kind) => {
  expect(metricSet({ ...task('xnli'), kind, metrics: [] }).length > 0).toBe(kinds[kind].evaluation !== null)
})

it('searches give exactly the metrics of their set', () => {
  const scored = { task: 't', language: 'de' }
  const nearest = { data: Int32Array.of(0, 1, 1, 0), shape: [2, 2] }
  const translations = scoreRetrieval(scored, {
    neighbours: nearest,
    backward: nearest,
    gold: Int32Array.of(0, 1),
    candidates: 2,
  })
  expect(Object.keys(translations.metrics).sort()).toEqual(ids(task('tatoeba')).sort())
  const passages = scorePassageRetrieval(scored, { neighbours: nearest, relevant: [[0], [1]], candidates: 2 })
  expect(Object.keys(passages.metrics).sort()).toEqual(ids(task('lareqa')).sort())
})
