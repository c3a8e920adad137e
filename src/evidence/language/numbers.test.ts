import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { type NumberMention, numbersIn } from './numbers.ts'

const part =
  <K extends keyof NumberMention>(...keys: K[]) =>
  (text: string) =>
    numbersIn(text).map((mention) => keys.map((key) => mention[key]))

describe('numbersIn', () => {
  test('spreads the unit over a list', () => {
    const text =
      'Training on SQuAD, MNLI, and HellaSwag yields large improvements of 8.2, 7.5, and 7.0 points on the development set.'
    expect(part('value', 'unit', 'change', 'decimals')(text)).toEqual([
      [8.2, 'points', 'up', 1],
      [7.5, 'points', 'up', 1],
      [7, 'points', 'up', 1],
    ])
  })

  test.each([
    ['nine target tasks', 9, 'count', 'tasks'],
    ['1,104,934 training examples', 1_104_934, 'count', 'examples'],
    ['a dozen annotators', 12, 'count', 'annotators'],
    ['twenty-five systems', 25, 'count', 'systems'],
    ['10k pairs', 10_000, 'count', 'pairs'],
    ['10^2 points', 100, 'points', null],
    ['5 × 10^-3 points', 0.005, 'points', null],
    ['10^(−2) points', 0.01, 'points', null],
    ['175B parameters', 175e9, 'count', 'parameters'],
    ['1.1M sentences', 1_100_000, 'count', 'sentences'],
    ['1.5 million tokens', 1_500_000, 'count', 'tokens'],
    ['12-layer encoders', 12, 'count', 'encoders'],
    ['two-fold increase', 2, 'times', null],
    ['3x faster', 3, 'times', null],
    ['half of the data', 0.5, 'ratio', 'data'],
    ['2.3 F1 points', 2.3, 'points', 'f1'],
    ['28.4 BLEU', 28.4, 'points', 'bleu'],
    ['3 percentage points', 3, 'points', null],
    ['2.3% absolute', 2.3, 'points', null],
    ['12 %', 12, 'percent', null],
    ['0.71 Spearman correlation', 0.71, 'points', 'spearman correlation'],
  ] as const)('reads "%s"', (text, value, unit, noun) => {
    expect(part('value', 'unit', 'noun')(text)[0]?.slice(0, 2)).toEqual([value, unit])
    if (noun !== null) expect(numbersIn(text)[0]?.noun).toBe(noun)
  })

  test('reads no number out of a power of something else', () => {
    expect(numbersIn('by 2^n points on x^2 and X1^2')).toEqual([])
  })

  test('keeps years, versions, ordinals and labels apart from quantities', () => {
    expect(
      part(
        'text',
        'role',
      )('SQuAD v2.0 and SQuAD 1.1 in 2020 (Table 3): it is 2nd of 40 at recall@10, before GPT-3.'),
    ).toEqual([
      ['2.0', 'version'],
      ['1.1', 'version'],
      ['2020', 'year'],
      ['3', 'label'],
      ['2nd', 'ordinal'],
      ['40', 'quantity'],
      ['10', 'label'],
      ['3', 'label'],
    ])
    expect(part('role', 'noun')('We read 2000 abstracts.')).toEqual([['quantity', 'abstracts']])
  })

  test('takes digits inside words for names', () => {
    expect(numbersIn('BERT4Rec, mT5, WMT14, 5W1H and F1 on 2D grids')).toEqual([])
  })

  test('reads ranges, intervals and bounds', () => {
    expect(
      part('value', 'high', 'unit')('It drops by 2-5 points, and by between 3 and 4 points elsewhere.'),
    ).toEqual([
      [2, 5, 'points'],
      [3, 4, 'points'],
    ])
    expect(part('value', 'margin', 'unit')('85.2 ± 1.1 % and 71.0% (±0.4)')).toEqual([
      [85.2, 1.1, 'percent'],
      [71, 0.4, 'percent'],
    ])
    expect(part('bound')('up to 12%, more than 3 tasks, at least 5%, about 7 points')).toEqual([
      ['at-most'],
      ['more-than'],
      ['at-least'],
      ['about'],
    ])
  })

  test('takes "from A to B" after a word of change for two scores', () => {
    expect(part('value', 'high')('It improves F1 from 71.2 to 75.3.')).toEqual([
      [71.2, null],
      [75.3, null],
    ])
  })

  test.each([
    ['improves accuracy by 3.1 points', 'up'],
    ['a drop of 3.1 points', 'down'],
    ['is 3.1 points lower', 'down'],
    ['+3.1 points', 'up'],
    ['-3.1 points', 'down'],
    ['outperforms it by a large margin of 3.1 points', 'up'],
    ['the gains hold with an accuracy of 3.1 points', null],
    ['reaches 3.1 points', null],
  ] as const)('"%s" goes %s', (text, change) => {
    expect(numbersIn(text)[0]?.change).toBe(change)
  })

  test('reads a sentence after a long list as it reads the sentence alone', () => {
    const sentence = 'It improves accuracy by 3.1 points, a gain of 12% ± 0.4 over 85.2 on ±2.'
    const read = part('text', 'value', 'unit', 'margin', 'change', 'noun')
    expect(read(`${'1, '.repeat(500)}; ${sentence}`).slice(500)).toEqual(read(sentence))
  })

  test('counts "one" before a noun only', () => {
    expect(part('noun')('one task')).toEqual([['task']])
    expect(numbersIn('one of the best; this one is better; no one can; zero-shot transfer')).toEqual([])
  })

  const word = fc.constantFrom(
    ...'8.2 7.5, and 1,104,934 points % ± v2.0 from to - nine improves ( ) SQuAD one half 2020 by . 10k e-5 × @10'.split(
      ' ',
    ),
  )
  property.prop([fc.array(word, { maxLength: 14 }), fc.constantFrom('', ' ')])(
    'gives ranges in order that do not overlap and hold the text',
    (words, gap) => {
      const text = words.join(gap)
      let end = 0
      for (const mention of numbersIn(text)) {
        expect(mention.start).toBeGreaterThanOrEqual(end)
        expect(text.slice(mention.start, mention.end)).toBe(mention.text)
        expect(Number.isFinite(mention.value)).toBe(true)
        end = mention.end
      }
    },
  )
})
