import { describe, expect, test } from 'vitest'
import { testWork } from '../../../test/support/evidence/work.ts'
import type { TextDocument } from '../bundle/texts.ts'
import type { Work } from '../bundle/works.ts'
import { indexPassages } from './candidates.ts'
import { openVerifier } from './verifier.ts'

const authors = [
  { given: 'Ada', family: 'Phang' },
  { given: 'Bo', family: 'Li' },
  { given: 'Cy', family: 'Roe' },
]
const work = (id: string, more: Partial<Work> = {}): Work => testWork(id, { authors, ...more })

function document(of: string, paragraphs: readonly string[], cells: readonly string[] = []): TextDocument {
  const text = ['Heading', ...paragraphs, ...cells].join('\n')
  let at = 0
  const ranges = ['Heading', ...paragraphs, ...cells].map((part) => {
    const start = at
    at += part.length + 1
    return { start, end: start + part.length }
  })
  return {
    sha256: `hash-${of}`,
    work: of,
    kind: 'html',
    version: null,
    url: null,
    licence: null,
    language: null,
    text,
    sections: [{ path: ['4 Results'], start: 0, end: text.length }],
    paragraphs: ranges.map((range, index) => ({
      ...range,
      section: 0,
      kind: index === 0 ? 'title' : index <= paragraphs.length ? 'prose' : 'cell',
    })),
    cells: ranges.slice(1 + paragraphs.length).map((range, index) => ({
      ...range,
      table: 'Table 1: Overview of the intermediate tasks',
      row: ['MNLI'],
      column: ['training examples'],
      value: cells[index]!,
    })),
  }
}

const WORKS = [work('a'), work('b', { retracted: true }), work('c')]
const DOCUMENTS = [
  document('a', [
    'First words here. Adapters improve accuracy on XNLI. Last words there.',
    'Another paragraph.',
  ]),
  document('b', ['Adapters improve accuracy on XNLI.']),
  document(
    'c',
    ['We find that adapters improve accuracy on Swahili.'],
    ['MNLI / training examples = 392,702.'],
  ),
]

describe('candidate passages', () => {
  const index = indexPassages(WORKS, DOCUMENTS)

  test('are a sentence with its neighbours, found again at their offsets', () => {
    const [first] = index.find('Adapters improve accuracy on XNLI.')
    expect(first).toMatchObject({
      section: ['4 Results'],
      title: expect.stringContaining('Title'),
      sentence: { text: 'Adapters improve accuracy on XNLI.' },
    })
    for (const { work: id, start, end, quote, sentence } of index.find('adapters words accuracy examples')) {
      const { text } = DOCUMENTS.find((one) => one.work === id)!
      expect(text.slice(start, end)).toBe(quote)
      expect(text.slice(sentence.start, sentence.end)).toBe(sentence.text)
      expect(quote).toContain(sentence.text)
    }
    const inA = index.find('Adapters improve accuracy on XNLI.').find((one) => one.work === 'a')!
    expect(inA.quote).toBe('First words here. Adapters improve accuracy on XNLI. Last words there.')
  })

  test('of retracted works are marked', () => {
    const found = index.find('Adapters improve accuracy on XNLI.')
    expect(found.filter(({ retracted }) => retracted).map((one) => one.work)).toEqual(['b'])
  })

  test('do not depend on the order of works and documents', () => {
    const other = indexPassages([...WORKS].reverse(), [...DOCUMENTS].reverse())
    for (const claim of ['Adapters improve accuracy on XNLI.', 'MNLI has 392,702 training examples.'])
      expect(other.find(claim)).toEqual(index.find(claim))
  })

  test('are at most so many, and so many of a work', () => {
    const many = document(
      'd',
      Array.from({ length: 30 }, (_, at) => `Adapters improve accuracy on task number ${at}.`),
    )
    const big = indexPassages([...WORKS, work('d')], [...DOCUMENTS, many])
    expect(big.find('Adapters improve accuracy.').filter((one) => one.work === 'd')).toHaveLength(5)
    expect(big.find('Adapters improve accuracy.', { most: 3, perWork: 2 })).toHaveLength(3)
  })

  test('without a common word there is none', () => {
    expect(index.find('Zebras graze.')).toEqual([])
    expect(indexPassages([], []).find('Adapters improve accuracy.')).toEqual([])
  })
})

describe('through the verifier', () => {
  const index = indexPassages(WORKS, DOCUMENTS)
  const verify = (text: string) =>
    openVerifier({ mode: 'checks' }).verify(
      { id: 'c', text, origin: { from: 'report', file: 'f', line: 1 } },
      index.find(text),
    )

  test('a fact that only a table has', async () => {
    expect(await verify('The MNLI intermediate task contains 392,702 training examples.')).toMatchObject({
      label: 'supported',
      verified: true,
    })
    expect(await verify('The MNLI intermediate task contains 392,703 training examples.')).toMatchObject({
      label: 'contradicted',
    })
  })

  test('of its own work no passage is found for a claim', () => {
    const said = 'Adapters improve accuracy on XNLI.'
    const works = (except?: string) => new Set(index.find(said, { except }).map(({ work }) => work))
    expect(works().has('a')).toBe(true)
    expect(works('a').has('a')).toBe(false)
  })

  test('the same sentence in a retracted work counts for nothing', async () => {
    const verdict = await verify('Adapters improve accuracy on XNLI.')
    expect(verdict).toMatchObject({ label: 'supported', supportedBy: [expect.any(String)] })
    expect(verdict.findings.find((one) => one.work === 'b')).toMatchObject({ label: 'insufficient' })
  })
})
