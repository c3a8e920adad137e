import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { sha256 } from '#kernel'
import { testWork } from '../../../test/support/evidence/work.ts'
import { Claim } from '../bundle/claims.ts'
import type { Protocol } from '../bundle/protocol.ts'
import type { TextDocument } from '../bundle/texts.ts'
import type { Work } from '../bundle/works.ts'
import { sentences } from '../language/sentences.ts'
import { makeProtocol } from '../protocol/make.ts'
import { rankPassages } from '../ranking/passages.ts'
import { extractClaims } from './extract.ts'

const protocol = (claims = 50): Protocol =>
  makeProtocol({
    question: 'Does intermediate training help sentence retrieval?',
    date: '2026-11-21',
    sources: ['folder'],
    limits: { claims },
  })
const extracted = async (asked: Protocol, works: readonly Work[], documents: readonly TextDocument[]) =>
  extractClaims(asked, works, await rankPassages(asked, documents, { meaning: null, screened: [] }))

const workOf = (id: string, more: Partial<Work> = {}): Work =>
  testWork(id, { authors: ['Phang', 'Calixto', 'Htut'].map((family) => ({ given: null, family })), ...more })

const documentOf = (work: string, ...parts: (readonly [heading: string, text: string])[]): TextDocument => {
  let text = ''
  const paragraphs: TextDocument['paragraphs'] = []
  const sections = parts.map(([heading, body], section) => {
    const start = text.length
    text += `${body}\n\n`
    const range = { start, end: start + body.length }
    paragraphs.push({ ...range, section, kind: 'prose' })
    return { path: [heading], ...range }
  })
  return {
    sha256: sha256(text),
    work,
    kind: 'plain-text',
    version: null,
    url: null,
    licence: null,
    language: null,
    text,
    sections,
    paragraphs,
    cells: [],
  }
}
const extract = (text: string, heading = 'Abstract', more: Partial<Work> = {}) =>
  extracted(protocol(), [workOf('w', more)], [documentOf('w', [heading, text])])
const textsOf = async (...args: Parameters<typeof extract>) =>
  (await extract(...args)).map(({ text }) => text)

describe('extractClaims', () => {
  test('is the sentence word for word, with whom "we" are as a note', async () => {
    const noted = async (text: string) =>
      (await extract(text)).map(({ text, context }) => [text, context.authors])
    for (const text of [
      'However, we find that intermediate training improves our model.',
      'In this paper, intermediate training improves retrieval.',
      'The proposed method improves on intermediate training.',
    ])
      expect(await noted(text)).toEqual([[text, 'Phang et al. (2020)']])
    const plain = 'Experiments on nine tasks show that intermediate training improves retrieval.'
    expect(await noted(plain)).toEqual([[plain, null]])
  })

  test('is one claim where a sentence says several things', async () => {
    const sentence =
      'Intermediate training yields gains of 8.2, 7.5 and 7.0 points on SQuAD, MNLI and HellaSwag, but it hurts parsing.'
    expect(await textsOf(sentence)).toEqual([sentence])
  })

  test('gives the sentence before where one points to it, and reads what that speaks of', async () => {
    const before = 'Intermediate training was tried on nine tasks.'
    const points = 'This improves sentence retrieval by 3 points.'
    const claims = await extract(`${before} ${points}`)
    expect(claims.find(({ text }) => text === points)).toMatchObject({ context: { before } })
    expect(claims.find(({ text }) => text === before)?.context.before).toBeNull()
  })

  test('leaves out what is not a whole sentence, a question, or has no word of the question', async () => {
    expect(await textsOf('Intermediate training improves sentence retrieval by')).toEqual([])
    expect(await textsOf('Intermediate training improves sentence retrieval and ...')).toEqual([])
    expect(await textsOf('Does intermediate training improve sentence retrieval?')).toEqual([])
    expect(await textsOf('Parsing gains from more layers in every language.')).toEqual([])
  })

  test('flags what others found and keeps hedges', async () => {
    const [claim] = await extract('Previous work has shown that intermediate training may help retrieval.')
    expect(claim).toMatchObject({ attributed: true, hedged: true })
    expect(
      (await extract('We show that intermediate training helps sentence retrieval.'))[0]?.attributed,
    ).toBe(false)
  })

  test('puts results before methods', async () => {
    const kinds = (
      await extract(
        'We use intermediate training for sentence retrieval. We find that intermediate training improves sentence retrieval by 3.1 points.',
      )
    ).map(({ kind }) => kind)
    expect(kinds).toEqual(['result', 'method'])
  })

  test('keeps near-duplicates of one work once', async () => {
    const claims = await extracted(
      protocol(),
      [workOf('w')],
      [
        documentOf(
          'w',
          ['Abstract', 'We find that intermediate training improves sentence retrieval by 3.1 points.'],
          ['Conclusion', 'We find that intermediate training improves sentence retrieval by 3.1 points.'],
        ),
      ],
    )
    expect(claims).toHaveLength(1)
  })

  test('skips retracted works, acknowledgements, and table cells without a number', async () => {
    const text = 'We find that intermediate training improves sentence retrieval.'
    expect(await extract(text, 'Abstract', { retracted: true })).toEqual([])
    expect(await extract(text, 'Acknowledgements')).toEqual([])
    const cells = documentOf('w', ['Results', text])
    cells.paragraphs[0]!.kind = 'cell'
    expect(await extracted(protocol(), [workOf('w')], [cells])).toEqual([])
  })

  test('lets no work take more than its share while others have claims', async () => {
    const many = Array.from(
      { length: 30 },
      (_, index) => `We find that intermediate training improves dataset${index} by ${index + 1}.5 points.`,
    ).join(' ')
    const one = 'Intermediate training was studied without numbers by many groups of people.'
    const works = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((id) => workOf(id))
    const documents = works.map(({ id }) => documentOf(id, ['Results', id === 'a' ? many : one]))
    const claims = await extracted(protocol(20), works, documents)
    const of = (id: string) =>
      claims.filter(({ origin }) => origin.from === 'work' && origin.work === id).length
    expect(claims).toHaveLength(20)
    for (const { id } of works.slice(1)) expect(of(id)).toBe(1)
    expect(
      (await extracted(protocol(9), works, documents)).filter(
        ({ origin }) => 'work' in origin && origin.work === 'a',
      ),
    ).toHaveLength(2)
  })

  test('gives the same claims whatever the order of works and documents', async () => {
    const works = ['a', 'b', 'c'].map((id) => workOf(id))
    const documents = works.map(({ id }) =>
      documentOf(id, ['Results', `We find that intermediate training improves sentence retrieval on ${id}.`]),
    )
    expect(await extracted(protocol(), works.toReversed(), documents.toReversed())).toEqual(
      await extracted(protocol(), works, documents),
    )
    expect(await extracted(protocol(), [], [])).toEqual([])
  })

  const piece = fc.constantFrom(
    ...[
      'we find that intermediate training improves',
      'sentence retrieval',
      'drops by 8.2, 7.5 and 7.0 points',
      'on SQuAD, MNLI and HellaSwag',
      ', but parsing does not',
      ', whereas intermediate training hurts tagging in German',
      'our method (RAM) of',
      'However,',
      'It',
      'et al.',
      'e.g.',
      '.',
      '. ',
      '! ',
      '? ',
      ' - ',
      '(Hu et al., 2020)',
      'Intermediate training is better than English-only training',
      'ﬁne-tuning 𝔸 über',
    ],
  )
  property.prop([fc.array(piece, { minLength: 1, maxLength: 24 }), fc.constantFrom('Abstract', '5 Results')])(
    'gives whole sentences whose quote is found again at its place',
    async (pieces, heading) => {
      const document = documentOf('w', [heading, pieces.join(' ')])
      const claims = await extracted(protocol(), [workOf('w')], [document])
      const whole = new Set(
        document.paragraphs.flatMap(({ start, end }) => {
          const text = document.text.slice(start, end)
          return sentences(text).map((range) => text.slice(range.start, range.end))
        }),
      )
      for (const claim of claims) {
        expect(Claim.parse(claim)).toEqual(claim)
        if (claim.origin.from !== 'work') throw new Error('not from a work')
        const { start, end, quote } = claim.origin
        expect(document.text.slice(start, end)).toBe(quote)
        expect(whole.has(quote)).toBe(true)
        expect(claim.text).toBe(quote)
      }
      expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length)
      expect(new Set(claims.map(({ text }) => text)).size).toBe(claims.length)
    },
  )
})
