import { describe, expect, it } from 'vitest'
import { scorePredictions } from './score-predictions.ts'

const entry = (metrics: string[], labels?: string[]) => ({ id: 't', metrics, labels })
const span = (id: string, ...answers: string[]) => ({
  id,
  question: '',
  context: 'one two three',
  answers: answers.map((text) => ({ text, start: 0 })),
})

describe('scorePredictions', () => {
  it('makes the chance level of questions from the answers of the training examples', () => {
    const score = scorePredictions({
      kind: 'span-extraction' as const,
      entry: entry(['squad-f1']),
      language: 'en',
      examples: [span('a', 'one')],
      predictions: ['one'],
      training: [span('b', 'two three')],
    })
    expect(score.chance['squad-f1']?.method).toContain('the first 2 words')
  })

  it('goes by SQuAD 2.0 when a question has no answer', () => {
    const { metrics } = scorePredictions({
      kind: 'span-extraction' as const,
      entry: entry(['squad-f1']),
      language: 'en',
      examples: [span('a', 'one'), span('b')],
      predictions: ['one', ''],
    })
    expect(metrics['squad-f1']).toBe(100)
  })

  it('makes the chance level of labels from the training examples', () => {
    const labelled = (...labels: string[]) => labels.map((label, at) => ({ id: `${at}`, text: '', label }))
    const { chance } = scorePredictions({
      kind: 'classification' as const,
      entry: entry(['accuracy'], ['a', 'b', 'c']),
      language: 'en',
      examples: labelled('a', 'b'),
      predictions: ['a', 'a'],
      training: labelled('c', 'c', 'a'),
    })
    expect(chance.accuracy?.value).toBe(0)
  })

  it('refuses fewer answers than questions', () => {
    const input = {
      kind: 'span-extraction' as const,
      entry: entry(['squad-f1']),
      language: 'en',
      examples: [span('a', 'x')],
      predictions: [],
    }
    expect(() => scorePredictions(input)).toThrow('0 predictions, wanted 1')
  })
})
