import { describe, expect, test } from 'vitest'
import type { Facet } from '../bundle/protocol.ts'
import { facetMatches, facetsIn } from './match.ts'

const facet = (id: string, text: string, ...synonyms: string[]): Facet => ({
  id,
  role: 'intervention',
  label: text,
  question: `What is known about ${text}?`,
  terms: [{ text, synonyms }],
  distinguishing: true,
})
const protocol = {
  facets: [
    facet(
      'morphology',
      'morphologically rich languages',
      'morphologically rich',
      'rich morphology',
      'agglutinative',
    ),
    facet('sts', 'semantic textual similarity', 'STS', 'STS-B'),
    facet('transfer', 'cross-lingual transfer'),
    facet('sick', 'SICK'),
    facet('news', 'news'),
    facet('mqa', 'mQA'),
    facet('adapters', 'adapters'),
    facet('recall', 'recall@10', 'recall at 10', 'R@10'),
    facet('intermediate', 'intermediate … training'),
  ],
}
const quotes = (text: string) =>
  facetMatches(protocol, text).map(({ facet, start, end }) => [facet, text.slice(start, end)])

describe('facets are found', () => {
  test.each([
    ['in any form of the word', 'Cross-lingual transfers', ['transfer']],
    ['with hyphens or blanks of any kind', 'cross lingual transfer, cross‑lingual transfer', ['transfer']],
    ['over a line break', 'cross-lingual\n  transfer', ['transfer']],
    ['in the singular', 'one Adapter', ['adapters']],
    ['by synonyms', 'Agglutinative languages', ['morphology']],
    ['by acronyms with hyphens', 'trained on STS-B', ['sts']],
    ['with signs in names', 'We report Recall@10.', ['recall']],
    ['around a word', 'Intermediate NLI training', ['intermediate']],
    [
      'around three words, in brackets or with hyphens',
      'an intermediate (question-answering) task training',
      ['intermediate'],
    ],
  ])('%s', (_, text, facets) => expect(facetsIn(protocol, text)).toEqual(facets))
})

describe('facets are not found', () => {
  test.each([
    ['inside a longer word', 'preSTS, transferable crosscross-lingualtransfer'],
    ['where "non-" denies it', 'non-agglutinative languages'],
    ['across the end of a sentence', 'It is cross-lingual. Transfer is something else.'],
    ['across a comma', 'cross-lingual, transfer'],
    ['in another order', 'transfer cross-lingual'],
    ['where a name is a common word', 'She felt sick.'],
    ['where only the stem is shared', 'domain adaptation, adapting, adapted'],
    ['where it is another acronym', 'MQA by question generation'],
    ['where a short stem is shared', 'a new one'],
    ['around a preposition', 'intermediate layers during training'],
    ['around the end of a sentence', 'It is intermediate. The training is long.'],
    ['around too many words', 'intermediate one two three four training'],
    ['around nothing', 'intermediate training'],
    ['in another form behind a gap', 'intermediate representations trained'],
    ['in nothing', ''],
  ])('%s', (_, text) => expect(facetsIn(protocol, text)).toEqual([]))
})

test('places are those of the text, the longest mention counts', () => {
  expect(
    quotes(
      'For morphologically-rich languages (and SICK), STS-B gives Recall@10 of 8.2; rich morphology too',
    ),
  ).toEqual([
    ['morphology', 'morphologically-rich languages'],
    ['sick', 'SICK'],
    ['sts', 'STS-B'],
    ['recall', 'Recall@10'],
    ['morphology', 'rich morphology'],
  ])
})

test('facets come in the order of the protocol', () => {
  expect(facetsIn(protocol, 'SICK, then STS, then morphologically rich ones')).toEqual([
    'morphology',
    'sts',
    'sick',
  ])
})
