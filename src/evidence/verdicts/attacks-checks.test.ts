import { describe, expect, test } from 'vitest'
import { candidateOf } from '../../../test/support/evidence/mutations/suite.ts'
import type { Candidate } from './candidate.ts'
import { checkClaim } from './checks/check-claim.ts'

/** What a passage says of a claim. */
const label = (passage: string, claim: string, more: Partial<Candidate> = {}) =>
  checkClaim({ text: claim }, candidateOf(passage, more)).label

describe('long input is read in little time', () => {
  const authors = Array.from({ length: 40 }, (_, at) => `Smith et al., ${1980 + at}`).join('; ')
  test.each(['; inter alia', ''])('40 citations%s', (end) => {
    const passage = `Models improve parsing (${authors}${end}).`
    expect(label(passage, 'Models improve parsing.')).toBe('supported')
    expect(label(passage, 'Models improve tagging.')).not.toBe('supported')
  })

  test('a bracket of 40 citations that never ends', () => {
    expect(label(`Models improve parsing (${authors}.`, 'Models improve parsing.')).toBe('insufficient')
  })

  test('200 prepositions in the passive', () => {
    const places = Array.from({ length: 200 }, (_, at) => `in w${at}`).join(' ')
    const passage = `Parsing is improved by models ${places}.`
    expect(label(passage, passage)).toBe('supported')
    expect(label(passage, passage.replace('improved', 'tested'))).toBe('insufficient')
  })

  test('3,000 words', () => {
    const passage = `Models ${Array.from({ length: 3000 }, (_, at) => `word${at % 700}`).join(' ')}.`
    expect(label(passage, passage)).toBe('supported')
    expect(label(passage, passage.replace('Models', 'Parsers'))).toBe('insufficient')
  })

  test('100 fronted phrases', () => {
    const passage = `${Array.from({ length: 100 }, (_, at) => `In w${at},`).join(' ')} models are improved by data.`
    expect(label(passage, passage)).toBe('supported')
    expect(label(passage, passage.replace('models', 'parsers'))).toBe('insufficient')
  })
})

test.each([
  ['Do language models understand syntax?', 'Language models understand syntax.'],
  ['Language models understand syntax?', 'Language models understand syntax.'],
  ['Do language models not understand syntax?', 'Language models understand syntax.'],
])('a question states nothing: %s', (passage, claim) => {
  expect(label(passage, claim)).toBe('insufficient')
  expect(label(passage, passage)).toBe('supported')
})

describe('words that limit are not left out', () => {
  test.each([
    ['The gain is largely due to pretraining.', 'The gain is due to pretraining.'],
    ['The effects are largely unknown.', 'The effects are unknown.'],
    ['Adapters help especially small models.', 'Adapters help small models.'],
    ['Adapters help particularly with German.', 'Adapters help with German.'],
    ['Few models significantly improve.', 'Few models improve.'],
    ['BERT improves parsing less significantly than ELMo.', 'BERT improves parsing less than ELMo.'],
    ['A few models generalize.', 'Few models generalize.'],
    ['Few models generalize.', 'A few models generalize.'],
    ['Training has a little effect.', 'Training has little effect.'],
    ['Training has little effect.', 'Training has a little effect.'],
    ['A number of errors increased.', 'The number of errors increased.'],
    ['These models fail to generalize.', 'Models fail to generalize.'],
    ['Performance drops on these languages.', 'Performance drops on languages.'],
    ['Smokers have increased mortality.', 'Smokers increased mortality.'],
    ['BERT and ELMo do not both improve.', 'BERT and ELMo do not improve.'],
  ])('"%s" does not say "%s"', (passage, claim) => {
    expect(label(passage, claim)).not.toBe('supported')
    expect(label(passage, passage)).toBe('supported')
  })

  test.each([['The gains on the task are large.', 'Gains on task are large.']])(
    '"%s" says "%s"',
    (passage, claim) => {
      expect(label(passage, claim)).toBe('supported')
    },
  )
})

describe('a clause keeps what governs it', () => {
  test.each([
    [
      'Compared with placebo, treatment with Y helped patients, whereas treatment with X increased mortality.',
      'Treatment with X increased mortality.',
    ],
    ['Previous work argued that BERT helps parsing, and BERT hurts tagging.', 'BERT hurts tagging.'],
    ['Smith et al. claim BERT helps parsing, and BERT hurts tagging.', 'BERT hurts tagging.'],
    ['Critics argue BERT helps parsing, and BERT hurts tagging.', 'BERT hurts tagging.'],
    [
      'We reject two claims: BERT helps parsing; ELMo reduces tagging errors.',
      'ELMo reduces tagging errors.',
    ],
    [
      'Averaged over low-resource languages, BERT improves parsing, and ELMo reduces errors.',
      'ELMo reduces errors.',
    ],
    ['Following surgery, pain increased slowly, and sleep improved much.', 'Sleep improved much.'],
    ['Unlike in English, BERT improves parsing, but ELMo reduces accuracy.', 'ELMo reduces accuracy.'],
  ])('"%s"', (passage, claim) => {
    expect(label(passage, claim)).toBe('insufficient')
    expect(label(passage, passage)).toBe('supported')
  })
})

describe('brackets that are no citations', () => {
  test.each([
    ['Mortality fell (95% CI [1, 5]).', 'Mortality fell (95% CI [2, 40]).'],
    ['The median was 45 [12-34] years.', 'The median was 45 [50-90] years.'],
    ['BERT improves parsing (except on German, 2019).', 'BERT improves parsing.'],
    ['BERT improves parsing (only for English; Smith, 2014).', 'BERT improves parsing.'],
    ['BERT improves parsing (unlike Smith et al., 2014).', 'BERT improves parsing.'],
    ['BERT improves parsing (in May 2019).', 'BERT improves parsing.'],
    ['Phang et al. (2020) find that BERT improves.', 'Phang et al. (1999) find that BERT improves.'],
  ])('"%s" does not say "%s"', (passage, claim) => {
    expect(label(passage, claim)).not.toBe('supported')
    expect(label(passage, passage)).toBe('supported')
  })

  test.each([
    'BERT improves parsing (see Smith and van den Berg, 2014a,b; Lee 2020).',
    'BERT improves parsing (Smith et al., 2019, 2020).',
    'BERT improves parsing (smith et al. 2019).',
    'BERT improves parsing [3, 7-9].',
  ])('but "%s" has citations', (passage) => {
    expect(label(passage, 'BERT improves parsing.')).toBe('supported')
  })
})

describe('a claim brings no frame of its own', () => {
  test.each([
    ['Automatic evaluation shows that BERT is better.', 'Human evaluation shows that BERT is better.'],
    ['Human evaluation shows that BERT is better.', 'BERT is better.'],
    ['We observe that BERT is better.', 'Extensive experiments prove that BERT is better.'],
    ['BERT is better.', 'We prove that BERT is better.'],
    ['Conversely, BERT is better.', 'As a result, BERT is better.'],
    ['BERT is better.', 'Therefore, BERT is better.'],
  ])('"%s" does not say "%s"', (passage, claim) => {
    expect(label(passage, claim)).not.toBe('supported')
    expect(label(passage, passage)).toBe('supported')
  })

  test.each([
    ['We observe that BERT is better.', 'BERT is better.'],
    ['However, BERT is better.', 'BERT is better.'],
    ['As a result, BERT is better.', 'BERT is better.'],
  ])('"%s" says "%s"', (passage, claim) => {
    expect(label(passage, claim)).toBe('supported')
  })
})

describe('a list is not each of its items', () => {
  test.each([
    [
      'A model trained on English and German achieves high accuracy.',
      'A model trained on English achieves high accuracy.',
    ],
    ['We annotate 5,000 tweets in English and Hindi.', 'We annotate 5,000 tweets in English.'],
    ['Results differ for English and German.', 'Results differ for German.'],
    ['Arabic and Hebrew share 40%.', 'Arabic share 40%.'],
    ['We annotate 5,000 tweets on English and Hindi.', 'We annotate 5,000 tweets on English.'],
  ])('"%s" does not say "%s"', (passage, claim) => {
    expect(label(passage, claim)).not.toBe('supported')
  })
})

describe('an adjunct keeps its place', () => {
  test.each([
    ['BERT improves while ELMo degrades on XNLI.', 'On XNLI, BERT improves while ELMo degrades.'],
    [
      'Women had higher mortality than men with diabetes.',
      'With diabetes, women had higher mortality than men.',
    ],
    ['BERT without pretraining outperforms ELMo.', 'Without pretraining, BERT outperforms ELMo.'],
  ])('"%s" does not say "%s"', (passage, claim) => {
    expect(label(passage, claim)).not.toBe('supported')
  })
})

describe('cells', () => {
  test.each([
    ['5-shot BERT / accuracy = 3.', '3-shot accuracy of BERT is 5.'],
    ['BERT / ELMo = 85.', 'ELMo has 85 on BERT.'],
    ['- BERT / accuracy = 85.', 'The accuracy of BERT is 85.'],
    ['not BERT / accuracy = 85.', 'The accuracy of BERT is 85.'],
    ['BERT / accuracy = 85.3 points.', 'The accuracy of BERT is 85.3%.'],
    ['BERT / accuracy = 0.4.', 'The accuracy of BERT is 0.4%.'],
  ])('"%s" does not say "%s"', (cell, claim) => {
    expect(label(cell, claim)).not.toBe('supported')
  })

  test.each([
    ['5-shot BERT / accuracy = 3.', 'The accuracy of 5-shot BERT is 3.'],
    ['BERT / accuracy = 85.', 'The accuracy of BERT is 85.'],
    ['BERT / accuracy (%) = 85.', 'The accuracy of BERT is 85%.'],
  ])('"%s" says "%s"', (cell, claim) => {
    expect(label(cell, claim)).toBe('supported')
  })
})

describe('what is no contradiction', () => {
  test.each([
    ['At least 80% of the models improve.', 'At least 75% of the models improve.'],
    ['BERT improves at least 80% of the tasks.', 'BERT improves at least 75% of the tasks.'],
    ['Adding 10 examples improves accuracy on XNLI.', 'Adding 20 examples improves accuracy on XNLI.'],
    ['Early stopping hurts accuracy on XNLI.', 'Late stopping hurts accuracy on XNLI.'],
    [
      'Models with pretraining improve parsing of German.',
      'Models without pretraining improve parsing of German.',
    ],
    ['Large models improve parsing of German.', 'Small models improve parsing of German.'],
  ])('"%s" and "%s"', (passage, claim) => {
    expect(label(passage, claim)).toBe('insufficient')
  })

  test('the same numbers, directions and names after the verb are one', () => {
    expect(label('MNLI contains 392,702 examples.', 'MNLI contains 392,703 examples.')).toBe('contradicted')
    expect(label('BERT improves parsing of German.', 'BERT degrades parsing of German.')).toBe('contradicted')
  })
})
