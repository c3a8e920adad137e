import { describe, expect, it } from 'vitest'
import { compare } from './compare.ts'

const RETRIEVAL =
  'We see large improvements from intermediate training on the BUCC and Tatoeba sentence retrieval tasks.'
const XTREME =
  'Evaluating intermediate-task models on the XTREME benchmark yields an average improvement of 5.4 points over XLM-R Large.'

describe('compare', () => {
  it.each([
    ['Intermediate training hurts retrieval on BUCC and Tatoeba.', RETRIEVAL, 'direction'],
    [
      'Intermediate training gives large losses on the BUCC and Tatoeba sentence retrieval tasks.',
      RETRIEVAL,
      'direction',
    ],
    ['Intermediate training greatly improves BUCC and Tatoeba retrieval.', RETRIEVAL, undefined],
    ['On XTREME, intermediate tasks lower the average of XLM-R Large by 5.4 points.', XTREME, 'direction'],
    ['Intermediate-task models do not improve over XLM-R Large on XTREME.', XTREME, 'negation'],
    [
      'Intermediate-task models yield an average improvement of 8.1 points over XLM-R Large.',
      XTREME,
      'number',
    ],
    ['Intermediate-task models yield an average improvement of 5 points over XLM-R Large.', XTREME, 'number'],
    ['SQuAD outperforms MNLI on Tatoeba.', 'On Tatoeba, MNLI outperforms SQuAD.', 'order'],
    ['Parsing is an unrelated matter with 8.1 points.', XTREME, undefined],
  ])('tells how a claim differs from its source: %s', (claim, sentence, kind) => {
    expect(compare(claim, sentence, sentence).difference?.kind).toBe(kind)
  })

  // Seven are the languages of the set, by the sentence before; four is how many an item has.
  const ITEMS = 'It has over 12K instances in English, each instance parallel between 4 languages on average.'
  const PASSAGE = `The set has questions in 7 languages. ${ITEMS}`
  it.each([
    ['Instances are parallel between 7 different languages on average.', 'number'],
    ['Instances are parallel between 4 different languages on average.', undefined],
    ['It has over 20K instances in English.', 'number'],
    ['It has over 12,000 instances in English.', undefined],
  ])('a number counts in its place: %s', (claim, kind) => {
    expect(compare(claim, ITEMS, PASSAGE).difference?.kind).toBe(kind)
  })
})
