import { describe, expect, test } from 'vitest'
import { candidateOf } from '../../../test/support/evidence/mutations/suite.ts'
import { checkClaim } from './checks/check-claim.ts'

const label = (claim: string, source: string) => checkClaim({ text: claim }, candidateOf(source)).label

describe('what looks alike but says something else is not supported', () => {
  test.each([
    ['Accuracy drops by 1-2 points.', 'Accuracy drops by 12 points.'],
    ['Accuracy drops by 5-10%.', 'Accuracy drops by 510%.'],
    ['The rate is 4.6 x 10-11.', 'The rate is 4.6 x 1011.'],
    ['The rate is 10^-3.', 'The rate is 103.'],
    ['Samples are mixed at 1:10.', 'Samples are mixed at 110.'],
    ['We study adults aged 18-55.', 'We study adults aged 1855.'],
    ['Accuracy rises by 13·5%.', 'Accuracy rises by 135%.'],
    ['Models use asymmetric attention.', 'Models use a symmetric attention.'],
    ['Models show atypical errors.', 'Models show a typical errors.'],
    ['The two are in complete agreement.', 'The two are incomplete agreement.'],
    ['Table 3 100 models improve.', 'Table 3,100 models improve.'],
    ['Improvement was noted in treated patients.', 'Improvement was not in treated patients.'],
    ['The heart rate rises.', 'The heart rat rises.'],
    ['Virus-infected cells survive.', 'Virus-infecting cells survive.'],
    ['The mean of a word changes.', 'The meaning of a word changes.'],
    ['The diet led to weight gain.', 'The diet led to weight improvement.'],
    ['These methods work.', 'These methods study.'],
    ['Unlike this study, we use BERT.', 'Unlike the paper, we use BERT.'],
    ['Loss of p53-/- mice is high.', 'Loss of p53+/+ mice is high.'],
    ['CD4(+) cells survive.', 'CD4(-) cells survive.'],
    ['It costs $5 million.', 'It costs €5 million.'],
    ['Accuracy goes ↑ with size.', 'Accuracy goes ↓ with size.'],
    ['We translate English→German text.', 'We translate English←German text.'],
    ['Results show A ≠ B here.', 'Results show A B here.'],
    ['It is 2× faster.', 'It is 2 faster.'],
    ['The angle is 5° wide.', 'The angle is 5 wide.'],
    ['Accuracy changes by $-$2.5 points.', 'Accuracy changes by 2.5 points.'],
    ['The gain is \\mathbf{-3} points.', 'The gain is \\mathbf{3} points.'],
    ['The rate is 10^{6}.', 'The rate is 106.'],
    ['We add 5 mM salt.', 'We add 5 mm salt.'],
    ['US children improve.', 'us children improve.'],
    ['AIDS reduces immunity.', 'Help reduces immunity.'],
    ['The pool has 10m tiles.', 'The pool has 10M tiles.'],
    ['We use 2 300-dimensional vectors.', 'We use 2,300 dimensional vectors.'],
  ])('"%s" -> "%s"', (source, claim) => {
    expect(label(claim, source)).not.toBe('supported')
    expect(label(source, claim)).not.toBe('supported')
    expect(label(source, source)).toBe('supported')
  })
})

describe('the same in another form is supported', () => {
  test.each([
    ['We apply fine-tuning to 1,104,934 pairs.', 'We apply finetuning to 1 104 934 pairs.'],
    ['Accuracy rises by 13·5%.', 'Accuracy rises by 13.5%.'],
    ['Scores exceed the baseline in all settings.', 'Scores exceeded the baseline in all settings.'],
    ['The score exceeds that of an embedding.', 'The score exceeded that of an embedding.'],
    ['Accuracy drops by 1–2 points.', 'Accuracy drops by 1-2 points.'],
  ])('"%s" -> "%s"', (source, claim) => {
    expect(label(claim, source)).toBe('supported')
  })
})
