import { describe, expect, test } from 'vitest'
import { Slots } from '../bundle/claims.ts'
import { differenceIn } from './difference.ts'
import { readClaim } from './read.ts'

const EMPTY = {
  subject: null,
  comparator: null,
  metric: null,
  value: null,
  unit: null,
  direction: null,
  scope: { tasks: [], languages: [], models: [], split: null, setting: null },
}

describe('readClaim', () => {
  test('reads every slot of a full sentence', () => {
    const { kind, polarity, hedged, attributed, slots } = readClaim(
      'We find that multilingual fine-tuning outperforms English-only fine-tuning by 3.2 F1 points on the XQuAD test set in Swahili with XLM-R Large.',
    )
    expect({ kind, polarity, hedged, attributed }).toEqual({
      kind: 'result',
      polarity: 'positive',
      hedged: false,
      attributed: false,
    })
    expect(slots).toEqual({
      subject: 'multilingual fine-tuning',
      comparator: 'English-only fine-tuning',
      metric: 'F1',
      value: 3.2,
      unit: 'points',
      direction: 'better',
      scope: {
        tasks: ['XQuAD'],
        languages: ['English', 'Swahili'],
        models: ['XLM-R Large'],
        split: 'test',
        setting: 'fine-tuned',
      },
    })
    expect(Slots.parse(slots)).toEqual(slots)
  })

  test.each(['', 'Yes.', 'Words carry meaning.', 'There is a book on the table.'])(
    'leaves empty what "%s" does not say',
    (text) => {
      const { direction, metric, value, scope } = readClaim(text).slots
      expect({ direction, metric, value, scope }).toEqual({
        direction: EMPTY.direction,
        metric: EMPTY.metric,
        value: EMPTY.value,
        scope: EMPTY.scope,
      })
    },
  )

  test('takes no number where several could be meant', () => {
    const text = 'Training on SQuAD, MNLI and HellaSwag improves by 8.2, 7.5 and 7.0 points.'
    expect(readClaim(text).slots.value).toBeNull()
    expect(readClaim('Scores are 71.2 in German and 65.0 in Thai.').slots.value).toBeNull()
  })

  test.each([
    ['Intermediate training on SQuAD improves the average by 8.2 points.', 'better'],
    ['Accuracy drops by 4.1 points.', 'worse'],
    ['Pruning reduces the error rate.', 'better'],
    ['Pruning reduces accuracy.', 'worse'],
    ['Increasing the batch reduces perplexity.', 'better'],
    ['mBERT performs worse than XLM-R.', 'worse'],
    ['Our model is on par with BERT.', 'equal'],
    ['It has higher precision but hurts recall.', null],
    ['The corpus has 40 languages.', null],
  ] as const)('"%s" is %s', (text, direction) => {
    expect(readClaim(text).slots.direction).toBe(direction)
  })

  test.each([
    ['XNLI does not see benefits from intermediate training.', 'negative'],
    ['Pretraining fails to improve parsing.', 'negative'],
    ['There is no improvement on XNLI.', 'negative'],
    ['Models that do not use characters are better.', 'positive'],
    ['It is not only faster but also better.', 'positive'],
    ['It improves tasks that have no training data.', 'positive'],
    ['TyDiQA improves, whereas XNLI does not.', 'positive'],
  ] as const)('"%s" is %s', (text, polarity) => {
    expect(readClaim(text).polarity).toBe(polarity)
  })

  test.each([
    ['Phang et al. (2020) showed that SQuAD helps.', true],
    ['Previous work has shown that SQuAD helps.', true],
    ['It has been shown that SQuAD helps.', true],
    ['We show that SQuAD helps.', false],
    ['SQuAD helps, unlike in the data of Lee et al. (2019).', false],
  ] as const)('"%s": attributed is %s', (text, attributed) => {
    expect(readClaim(text).attributed).toBe(attributed)
  })

  test.each([
    ['Results suggest that SQuAD helps.', true],
    ['This may be due to size.', true],
    ['SQuAD helps in May 2020.', false],
  ] as const)('"%s": hedged is %s', (text, hedged) => {
    expect(readClaim(text).hedged).toBe(hedged)
  })

  test.each([
    ['We propose a method for improving parsing.', 'method'],
    ['We propose a method which outperforms BERT.', 'result'],
    ['We investigate whether training improves transfer.', 'method'],
    ['XTREME is a benchmark of nine tasks.', 'definition'],
    ['Experiments show gains on all tasks.', 'result'],
  ] as const)('"%s" is a %s', (text, kind) => {
    expect(readClaim(text).kind).toBe(kind)
  })
})

describe('differenceIn', () => {
  test.each([
    ['It improves by 8.2 points.', 8.2, 'points'],
    ['A drop of 3 F1 points is seen.', -3, 'points'],
    ['It raises F1 from 71.2 to 75.3.', 4.1, 'points'],
    ['It is +2.5% absolute better.', 2.5, 'points'],
    ['Errors fall by 12%.', -12, 'percent'],
  ] as const)('reads "%s"', (text, value, unit) => {
    expect(differenceIn(text)).toMatchObject({ value, unit })
  })

  test.each([
    'It reaches 85.2 points.',
    'It improves by up to 5 points.',
    'It improves by 2-5 points.',
    'It improves by 8.2 and 7.5 points.',
    'It gives gains of 0.8% on reviews, 1.8% on MNLI and 1.4 BLEU.',
    'It uses 40% of the data.',
  ])('finds none in "%s"', (text) => {
    expect(differenceIn(text)).toBeNull()
  })

  test('takes the interval beside it for no number of its own', () => {
    const found = { value: 2, unit: 'points' }
    expect(differenceIn('It improves by 2.0 ± 0.5 points.')).toEqual(found)
    expect(differenceIn('It improves by 2.0 points (95% CI [1.2, 2.8]).')).toEqual(found)
  })
})

test.each([
  ['We find that adapters do not help cross-lingual transfer.', 'result', 'negative'],
  [
    'Our results show that multilingual pretraining does not outperform monolingual pretraining.',
    'result',
    'negative',
  ],
  ['Models that do not see German improve on Dutch.', 'result', 'positive'],
  ['Adapters lose 2.3 F1 points against full fine-tuning.', 'result', 'positive'],
  ['Adapters reduce accuracy on NER by 3 points.', 'result', 'positive'],
])('"%s" is a %s, %s', (text, kind, polarity) => {
  expect(readClaim(text)).toMatchObject({ kind, polarity })
})
