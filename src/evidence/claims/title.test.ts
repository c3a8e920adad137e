import { expect, test } from 'vitest'
import { readTitle } from './title.ts'

test.each([
  [
    'English Intermediate-Task Training Improves Zero-Shot Cross-Lingual Transfer Too',
    'English Intermediate-Task Training',
    'better',
    'positive',
  ],
  [
    'Superbizarre Is Not Superb: Derivational Morphology Improves BERT’s Interpretation of Complex Words',
    'Derivational Morphology',
    'better',
    'positive',
  ],
  [
    'MRC Examples Answerable by BERT without a Question Are Less Effective in MRC Model Training',
    'MRC Examples Answerable by BERT without a Question',
    'worse',
    'positive',
  ],
])('"%s" states something', (title, subject, direction, polarity) => {
  expect(readTitle(title)).toMatchObject({ kind: 'result', polarity, slots: { subject, direction } })
})

test.each([
  'XTREME: A Massively Multilingual Multi-task Benchmark',
  'Is Supervised Syntactic Parsing Beneficial for Language Understanding Tasks? An Empirical Investigation',
  'How Does NLP Benefit Legal System: A Summary of Legal Artificial Intelligence',
  'An Improved Model for Voicing Silent Speech',
  'Improving Zero-Shot Translation by Disentangling Positional Information',
])('"%s" only names', (title) => {
  expect(readTitle(title)).toBeNull()
})

test('the words of the title stay as they are', () => {
  const title = 'Cross-lingual Evidence Improves English Fake News Detection'
  expect(readTitle(title)?.slots).toMatchObject({
    subject: 'Cross-lingual Evidence',
    scope: { languages: ['English'] },
  })
})
