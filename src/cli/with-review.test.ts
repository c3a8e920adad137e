import { expect, test } from 'vitest'
import { withReview } from './with-review.ts'

test.each([
  ['evidence|Does it help?', 'evidence|review|Does it help?'],
  ['evidence|--offline|Does it help?', 'evidence|review|--offline|Does it help?'],
  ['evidence|audit|report.txt', 'evidence|audit|report.txt'],
  ['evidence|audt|report.txt', 'evidence|audt|report.txt'],
  ['evidence|--help', 'evidence|--help'],
  ['evidence', 'evidence'],
  ['run|a study.yaml', 'run|a study.yaml'],
])('%s', (given, meant) => {
  expect(withReview(given.split('|'))).toEqual(meant.split('|'))
})
