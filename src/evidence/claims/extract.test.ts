import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { sha256 } from '#kernel'
import { testWork } from '../../../test/support/evidence/work.ts'
import { Claim } from '../bundle/claims.ts'
import type { Protocol } from '../bundle/protocol.ts'
import type { TextDocument } from '../bundle/texts.ts'
import type { Work } from '../bundle/works.ts'
import { sentences } from '../language/sentences.ts'
import { extractClaims } from './extract.ts'

const facet = (id: string, text: string, distinguishing: boolean) => ({
  id,
  role: 'intervention' as const,
  label: text,
  question: `What is known about ${text}?`,
  terms: [{ text, synonyms: [] }],
  distinguishing,
})
const protocol = (claims = 50): Protocol => ({
  question: 'Does intermediate-task training help sentence retrieval?',
  date: '2026-11-21',
  facets: [facet('training', 'intermediate training', true), facet('retrieval', 'sentence retrieval', false)],
  criteria: [],
  sources: ['folder'],
  queries: {},
  from: null,
  until: null,
  limits: { recordsPerSource: 10, fullTexts: 10, claims },
  knownItems: [],
})

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
  extractClaims(protocol(), [workOf('w', more)], [documentOf('w', [heading, text])])
const textsOf = (...args: Parameters<typeof extract>) => extract(...args).map(({ text }) => text)

describe('extractClaims', () => {
  test('says who "we" are, and drops what ties a sentence to the one before', () => {
    expect(textsOf('However, we find that intermediate training improves our model.')).toEqual([
      'Phang et al. (2020) find that intermediate training improves their model.',
    ])
    expect(textsOf('In this paper, we show that intermediate training improves retrieval.')).toEqual([
      'Phang et al. (2020) show that intermediate training improves retrieval.',
    ])
    expect(textsOf('Our results show that intermediate training improves retrieval.')).toEqual([
      'The results of Phang et al. (2020) show that intermediate training improves retrieval.',
    ])
    expect(
      textsOf('We show that intermediate training improves retrieval.', 'Abstract', {
        authors: [{ given: null, family: 'Lee' }],
      }),
    ).toEqual(['Lee (2020) shows that intermediate training improves retrieval.'])
    expect(textsOf('Experiments on nine tasks show that intermediate training improves retrieval.')).toEqual([
      'Experiments of Phang et al. (2020) on nine tasks show that intermediate training improves retrieval.',
    ])
  })

  test('splits coordinated results into one claim each, all with the same origin', () => {
    const sentence =
      'Intermediate training yields gains of 8.2, 7.5 and 7.0 points on SQuAD, MNLI and HellaSwag.'
    const claims = extract(sentence)
    expect(claims.map(({ text }) => text).sort()).toEqual([
      'Intermediate training yields gains of 7.0 points on HellaSwag.',
      'Intermediate training yields gains of 7.5 points on MNLI.',
      'Intermediate training yields gains of 8.2 points on SQuAD.',
    ])
    expect(new Set(claims.map(({ id }) => id)).size).toBe(3)
    for (const { origin } of claims) expect(origin).toMatchObject({ quote: sentence, start: 0 })
    expect(claims.map(({ slots }) => slots.value).sort()).toEqual([7, 7.5, 8.2])
  })

  test('expands an acronym that the text defines elsewhere', () => {
    const text =
      'Bilingual lexicon matching (BLM) is a task of ours. Intermediate training on BLM improves sentence retrieval.'
    expect(textsOf(text)).toContain(
      'Intermediate training on bilingual lexicon matching (BLM) improves sentence retrieval.',
    )
  })

  test('leaves out what cannot be understood alone, or names its subject', () => {
    expect(textsOf('It improves intermediate training by 3 points.')).toEqual([])
    expect(textsOf('This is due to intermediate training on many tasks.')).toEqual([])
    expect(textsOf('We show that they improve intermediate training a lot.')).toEqual([])
    expect(textsOf('Results of intermediate training are in Table 3 below.')).toEqual([])
    expect(
      textsOf('We propose RetroBERT, a new encoder. It improves intermediate training by 3 points.'),
    ).toContain('RetroBERT improves intermediate training by 3 points.')
  })

  test('leaves out what is not a whole sentence, a question, or off topic', () => {
    expect(textsOf('Intermediate training improves sentence retrieval by')).toEqual([])
    expect(textsOf('Intermediate training improves sentence retrieval and ...')).toEqual([])
    expect(textsOf('Does intermediate training improve sentence retrieval?')).toEqual([])
    expect(textsOf('Parsing improves with more layers in every language.')).toEqual([])
  })

  test('flags what others found and keeps hedges', () => {
    const [claim] = extract('Previous work has shown that intermediate training may help retrieval.')
    expect(claim).toMatchObject({ attributed: true, hedged: true })
    expect(extract('We show that intermediate training helps sentence retrieval.')[0]?.attributed).toBe(false)
  })

  test('puts results before methods', () => {
    const kinds = extract(
      'We use intermediate training for sentence retrieval. We find that intermediate training improves sentence retrieval by 3.1 points.',
    ).map(({ kind }) => kind)
    expect(kinds).toEqual(['result', 'method'])
  })

  test('keeps near-duplicates of one work once', () => {
    const claims = extractClaims(
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

  test('skips retracted works, acknowledgements, titles and table cells', () => {
    const text = 'We find that intermediate training improves sentence retrieval.'
    expect(extract(text, 'Abstract', { retracted: true })).toEqual([])
    expect(extract(text, 'Acknowledgements')).toEqual([])
    const cells = documentOf('w', ['Results', text])
    cells.paragraphs[0]!.kind = 'cell'
    expect(extractClaims(protocol(), [workOf('w')], [cells])).toEqual([])
  })

  test('lets no work take more than its share while others have claims', () => {
    const many = Array.from(
      { length: 30 },
      (_, index) => `We find that intermediate training improves dataset${index} by ${index + 1}.5 points.`,
    ).join(' ')
    const one = 'Intermediate training was studied without numbers by many groups of people.'
    const works = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((id) => workOf(id))
    const documents = works.map(({ id }) => documentOf(id, ['Results', id === 'a' ? many : one]))
    const claims = extractClaims(protocol(20), works, documents)
    const of = (id: string) =>
      claims.filter(({ origin }) => origin.from === 'work' && origin.work === id).length
    expect(claims).toHaveLength(20)
    for (const { id } of works.slice(1)) expect(of(id)).toBe(1)
    expect(
      extractClaims(protocol(9), works, documents).filter(
        ({ origin }) => 'work' in origin && origin.work === 'a',
      ),
    ).toHaveLength(2)
  })

  test('gives the same claims whatever the order of works and documents', () => {
    const works = ['a', 'b', 'c'].map((id) => workOf(id))
    const documents = works.map(({ id }) =>
      documentOf(id, ['Results', `We find that intermediate training improves sentence retrieval on ${id}.`]),
    )
    expect(extractClaims(protocol(), works.toReversed(), documents.toReversed())).toEqual(
      extractClaims(protocol(), works, documents),
    )
    expect(extractClaims(protocol(), [], [])).toEqual([])
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
    (pieces, heading) => {
      const document = documentOf('w', [heading, pieces.join(' ')])
      const claims = extractClaims(protocol(), [workOf('w')], [document])
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
        expect(claim.text).toMatch(/[.!]["”')\]]*$/)
        expect(claim.text === quote || !quote.startsWith(claim.text)).toBe(true)
        const added = 'Phang et al. (2020)'.length + 12
        expect(claim.text.length).toBeLessThanOrEqual(
          quote.length + added + 3 * (quote.match(/\bwe\b/gi)?.length ?? 0),
        )
      }
      expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length)
      expect(new Set(claims.map(({ text }) => text)).size).toBe(claims.length)
    },
  )
})
