import { describe, expect, it } from 'vitest'
import { scoreClassification } from './classification.ts'
import { mostFrequent } from './make-score.ts'
import { scoreMultipleChoice } from './multiple-choice.ts'
import { scoreRegression } from './regression.ts'
import { scoreRetrieval } from './retrieval.ts'
import { medianAnswerWords, scoreSpanExtraction } from './span-extraction.ts'
import { scoreTagging } from './tagging.ts'

const scored = { task: 'xnli', language: 'sw' }
const labelled = (...labels: (string | null)[]) =>
  labels.map((label, at) => ({ id: `q${at}`, text: '', label }))

describe('scoreClassification', () => {
  it('compares with always saying the most frequent training label', () => {
    const { metrics, chance, outcomes } = scoreClassification(
      scored,
      labelled('a', 'b', 'b', 'c'),
      ['a', 'b', 'c', 'c'],
      {
        frequentLabel: 'b',
        labels: 3,
      },
    )
    expect(metrics).toEqual({ accuracy: 75 })
    expect(outcomes.correct).toEqual(Float32Array.of(1, 1, 0, 1))
    expect(chance.accuracy).toEqual({
      value: 50,
      method: 'always "b", the most frequent label of the training data',
    })
  })

  it('falls back to a random label', () => {
    const { chance } = scoreClassification(scored, labelled('a', 'b'), ['a', 'b'], { labels: 3 })
    expect(chance.accuracy?.value).toBeCloseTo(100 / 3)
  })

  it('tells that every example got one label', () => {
    expect(scoreClassification(scored, labelled('a', 'b'), ['b', 'b']).collapsed).toBe('b')
    expect(scoreClassification(scored, labelled('a', 'b'), ['b', 'a']).collapsed).toBeUndefined()
    expect(scoreClassification(scored, labelled('b', 'b'), ['b', 'b']).collapsed).toBeUndefined()
  })

  it.each([
    ['no examples', labelled(), [], 'SCORE_INPUT_EMPTY'],
    ['too few predictions', labelled('a', 'b'), ['a'], 'SCORE_INPUT_UNEQUAL'],
    ['a label withheld', labelled('a', null), ['a', 'b'], 'SCORE_INPUT_NO_GOLD'],
    ['an id twice', [...labelled('a'), ...labelled('b')], ['a', 'b'], 'SCORE_INPUT_DUPLICATE'],
  ])('refuses %s', (_, examples, predictions, code) => {
    expect(() => scoreClassification(scored, examples, predictions)).toThrow(
      expect.objectContaining({ code }),
    )
  })

  it('names task, language and example', () => {
    expect(() => scoreClassification(scored, labelled('a', null), ['a', 'b'])).toThrow(
      'Cannot score task "xnli" in language "sw": example "q1" has no gold answer',
    )
  })
})

describe('mostFrequent', () => {
  it('takes the first in order of equally frequent ones, and nothing of none', () => {
    expect(mostFrequent(['b', 'a', 'c', 'a', 'b'])).toBe('a')
    expect(mostFrequent([])).toBeUndefined()
  })
})

describe('scoreMultipleChoice', () => {
  const example = (id: string, choices: number, answer: number | null) => ({
    id,
    context: '',
    choices: Array.from({ length: choices }, String),
    answer,
  })

  it('compares with a random choice', () => {
    const { metrics, chance } = scoreMultipleChoice(scored, [example('a', 2, 0), example('b', 4, 3)], [0, 1])
    expect(metrics.accuracy).toBe(50)
    expect(chance.accuracy?.value).toBe((50 + 25) / 2)
  })

  it('numbers a choice always taken from 1', () => {
    expect(scoreMultipleChoice(scored, [example('a', 2, 0), example('b', 2, 1)], [0, 0]).collapsed).toBe(
      'choice 1',
    )
  })
})

describe('scoreRegression', () => {
  const examples = [1, 2, 3].map((value, at) => ({ id: `${at}`, text: '', pair: '', value }))

  it('compares with no correlation', () => {
    const { metrics, chance } = scoreRegression(scored, examples, [1, 3, 2])
    // d = (0, 1, -1): 1 - 6 * 2 / (3 * 8) = 0.5
    expect(metrics.spearman).toBeCloseTo(50, 10)
    expect(chance.pearson).toEqual({ value: 0, method: 'no correlation' })
  })

  it('scores predictions that are all equal 0 and says so', () => {
    expect(scoreRegression(scored, examples, [2.5, 2.5, 2.5])).toMatchObject({
      metrics: { spearman: 0, pearson: 0 },
      collapsed: '2.5',
    })
  })

  it('refuses NaN', () => {
    expect(() => scoreRegression(scored, examples, [1, Number.NaN, 2])).toThrow(
      'example "1" was predicted as NaN',
    )
  })
})

describe('scoreTagging', () => {
  const tagged = (...sentences: string[]) =>
    sentences.map((tags, at) => ({ id: `${at}`, words: tags.split(' '), tags: tags.split(' ') }))

  it('compares with the tag that scores highest alone', () => {
    const { chance } = scoreTagging(scored, tagged('NOUN VERB', 'NOUN NOUN'), [
      ['NOUN', 'X'],
      ['X', 'X'],
    ])
    // Chunks N|V and NN against NN and NN: one of two predicted is correct, of three gold ones.
    expect(chance['chunk-f1']?.value).toBeCloseTo(40, 10)
    expect(chance['token-accuracy']?.value).toBe(75)
  })

  it('tells that every word got one tag', () => {
    expect(scoreTagging(scored, tagged('NOUN VERB', 'X'), [['X', 'X'], ['X']]).collapsed).toBe('X')
  })

  it('refuses a sentence with a tag too many, and an empty tag', () => {
    expect(() => scoreTagging(scored, tagged('NOUN VERB'), [['NOUN']])).toThrow(
      '1 tags of example "0", wanted 2',
    )
    expect(() => scoreTagging(scored, tagged('NOUN VERB'), [['NOUN', '']])).toThrow('has an empty tag')
  })
})

describe('scoreSpanExtraction', () => {
  const question = (id: string, context: string, ...answers: string[]) => ({
    id,
    question: '',
    context,
    answers: answers.map((text) => ({ text, start: context.indexOf(text) })),
  })
  const examples = [
    question('a', 'Nairobi is the capital', 'Nairobi'),
    question('b', 'in the year 1963', '1963'),
  ]
  const right = new Map([
    ['a', 'Nairobi'],
    ['b', '1963'],
  ])

  it('gives the mean of exact match and F1, and both', () => {
    const answers = new Map([...right, ['b', 'year 1963']])
    const { metrics } = scoreSpanExtraction(scored, examples, answers, { rules: 'squad' })
    const f1 = 100 * ((1 + 2 / 3) / 2)
    expect(metrics['squad-exact-match']).toBe(50)
    expect(metrics['squad-f1']).toBeCloseTo(f1, 10)
    expect(metrics['squad-mean']).toBeCloseTo((50 + f1) / 2, 10)
    expect(Object.keys(metrics)[0]).toBe('squad-mean')
  })

  it('compares with the first words of the context', () => {
    const { chance } = scoreSpanExtraction(scored, examples, right, { rules: 'squad', answerWords: 1 })
    expect(chance['squad-exact-match']).toEqual({
      value: 50,
      method: 'the first 1 words of the context, the median length of an answer in the training data',
    })
  })

  it('tells that no question was answered', () => {
    expect(scoreSpanExtraction(scored, examples, new Map(), { rules: 'squad' })).toMatchObject({
      metrics: { 'squad-mean': 0 },
      collapsed: 'no answer',
    })
  })

  it('refuses questions whose answers are withheld', () => {
    const withheld = [question('a', 'x'), question('b', 'y')]
    for (const rules of ['squad', 'squad-v2', 'mlqa'] as const)
      expect(() => scoreSpanExtraction({ task: 'mlqa', language: 'de' }, withheld, right, { rules })).toThrow(
        expect.objectContaining({ code: 'SCORE_INPUT_NO_GOLD' }),
      )
  })

  it('refuses a language that MLQA has no rules for', () => {
    expect(() => scoreSpanExtraction(scored, examples, right, { rules: 'mlqa' })).toThrow(
      expect.objectContaining({ code: 'SCORE_LANGUAGE_UNKNOWN' }),
    )
  })

  it('medianAnswerWords takes the lower middle, and nothing without answers', () => {
    expect(medianAnswerWords([question('a', '', 'one'), question('b', '', 'two words')])).toBe(1)
    expect(medianAnswerWords([question('a', '', 'one two three'), question('b', '')])).toBe(3)
    expect(medianAnswerWords([question('a', '')])).toBeUndefined()
  })
})

describe('scoreRetrieval', () => {
  const neighbours = { data: Int32Array.of(0, 1, 2, 0, 1, 0), shape: [3, 2] }

  it('ranks the gold candidate, 0 when it is not found, and leaves out recall deeper than the search', () => {
    const { metrics, outcomes, chance } = scoreRetrieval(scored, {
      neighbours,
      gold: Int32Array.of(0, 0, 2),
      candidates: 4,
    })
    expect(outcomes.rank).toEqual(Float32Array.of(1, 2, 0))
    expect(metrics).toEqual({ 'retrieval-accuracy': (1 / 3) * 100, mrr: 50, 'recall@1': (1 / 3) * 100 })
    expect(chance['retrieval-accuracy']).toEqual({ value: 25, method: 'a random order of 4 candidates' })
    expect(chance.mrr?.value).toBe((100 * 1.5) / 4)
  })

  it('ranks each query among those nearest to its gold candidate when the reverse was searched', () => {
    const backward = { data: Int32Array.of(2, 0, 1, 2, 2, 1), shape: [3, 2] }
    const { metrics, outcomes, chance } = scoreRetrieval(scored, {
      neighbours,
      gold: Int32Array.of(0, 1, 2),
      candidates: 3,
      backward,
    })
    expect(outcomes.reverse_rank).toEqual(Float32Array.of(2, 1, 1))
    expect(metrics['reverse-accuracy']).toBe((2 / 3) * 100)
    expect(metrics['reverse-mrr']).toBeCloseTo((100 * 2.5) / 3, 10)
    expect(Object.keys(metrics)[0]).toBe('retrieval-accuracy')
    expect(chance['reverse-mrr']?.value).toBeCloseTo((100 * 1.5) / 3, 10)
  })

  it('tells that every query found the same candidate', () => {
    const hub = { data: Int32Array.of(2, 2, 2), shape: [3, 1] }
    const gold = Int32Array.of(0, 1, 2)
    expect(scoreRetrieval(scored, { neighbours: hub, gold, candidates: 3 }).collapsed).toBe('candidate 2')
  })

  it('refuses gold rows that there are not, and another number of queries', () => {
    expect(() => scoreRetrieval(scored, { neighbours, gold: Int32Array.of(0, 0, 9), candidates: 4 })).toThrow(
      'gold row 9 of 4 candidates',
    )
    expect(() => scoreRetrieval(scored, { neighbours, gold: Int32Array.of(0, 0), candidates: 4 })).toThrow(
      '3 rows of neighbours, wanted 2',
    )
  })
})
