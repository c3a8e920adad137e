import { describe, expect, it } from 'vitest'
import { tasks } from '#catalog'
import { taskScore } from './averages.ts'
import { METRICS } from './metrics/index.ts'
import { scorePredictions } from './score-predictions.ts'

const entry = <T extends string>(kind: T, metrics: string[], labels?: string[]) => ({
  id: 't',
  kind,
  metrics,
  labels,
})
const span = (id: string, ...answers: string[]) => ({
  id,
  question: '',
  context: 'one two three',
  answers: answers.map((text) => ({ text, start: 0 })),
})

describe('scorePredictions', () => {
  it('puts the metrics of the task first, in its order', () => {
    const score = scorePredictions({
      entry: entry('span-extraction', ['squad-f1', 'squad-exact-match']),
      language: 'en',
      examples: [span('a', 'one')],
      predictions: ['one'],
      training: [span('b', 'two three')],
    })
    expect(Object.keys(score.metrics)).toEqual(['squad-f1', 'squad-exact-match', 'squad-mean'])
    expect(score.chance['squad-f1']?.method).toContain('the first 2 words')
    expect(taskScore([score.metrics])).toBe(100)
  })

  it('goes by SQuAD 2.0 when a question has no answer', () => {
    const { metrics } = scorePredictions({
      entry: entry('span-extraction', ['squad-f1']),
      language: 'en',
      examples: [span('a', 'one'), span('b')],
      predictions: ['one', ''],
    })
    expect(metrics['squad-f1']).toBe(100)
  })

  it('makes the chance level from the training examples', () => {
    const labelled = (...labels: string[]) => labels.map((label, at) => ({ id: `${at}`, text: '', label }))
    const { chance } = scorePredictions({
      entry: entry('classification', ['accuracy'], ['a', 'b', 'c']),
      language: 'en',
      examples: labelled('a', 'b'),
      predictions: ['a', 'a'],
      training: labelled('c', 'c', 'a'),
    })
    expect(chance.accuracy?.value).toBe(0)
  })

  it('refuses fewer answers than questions', () => {
    const input = {
      entry: entry('span-extraction', ['squad-f1']),
      language: 'en',
      examples: [span('a', 'x')],
      predictions: [],
    }
    expect(() => scorePredictions(input)).toThrow('0 predictions, wanted 1')
  })

  it('knows every metric of the catalogue', () => {
    const known = METRICS.map(({ id }) => id)
    for (const task of tasks()) for (const id of task.metrics) expect(known).toContain(id)
  })
})
