import { describe, expect, it } from 'vitest'
import { healthyBundle } from '../../../test/support/evidence/healthy-review.ts'
import { Bundle } from '../bundle/bundle.ts'
import type { Review } from '../bundle/reviews.ts'
import type { Work } from '../bundle/works.ts'
import type { Frozen } from './bundle-facts.ts'
import { captureRecapture } from './capture.ts'
import { reviewBundle } from './review.ts'
import { isWhole } from './whole-sentences.ts'

const measures = (bundle: Frozen) =>
  Object.assign({}, ...reviewBundle(bundle, { draws: 0 }).reviews.map((review) => review.measures)) as Record<
    string,
    number | null
  >
const capsOf = (bundle: Frozen) => reviewBundle(bundle, { draws: 0 }).assessment.caps.map(({ id }) => id)
const first = healthyBundle.works[0]!.id
const changed = (change: Partial<Work>): Frozen => ({
  ...healthyBundle,
  works: healthyBundle.works.map((work) => (work.id === first ? { ...work, ...change } : work)),
})

describe('reviewBundle', () => {
  it('gives rows that fit the bundle, the same every time', () => {
    const rated = reviewBundle(healthyBundle)
    expect(() => Bundle.parse({ ...healthyBundle, ...rated })).not.toThrow()
    expect(rated.reviews).toHaveLength(18)
    expect(JSON.stringify(reviewBundle(healthyBundle))).toBe(JSON.stringify(rated))
  })

  it('rates an empty review at most 4, whatever else is well', () => {
    const empty: Frozen = {
      ...healthyBundle,
      claims: [],
      verdicts: [],
      synthesis: {
        ...healthyBundle.synthesis,
        answer: { ...healthyBundle.synthesis.answer, stance: 'no-evidence-found', claims: [], works: [] },
        contradictions: [],
      },
    }
    const { assessment } = reviewBundle(empty)
    expect(assessment.caps.map(({ id }) => id)).toEqual(['unanswered'])
    expect(assessment.high).toBeLessThanOrEqual(4)
    const nothing = {
      ...empty,
      searches: [],
      records: [],
      works: [],
      screening: [],
      retrievals: [],
      texts: [],
    }
    expect(reviewBundle(nothing).assessment.high).toBeLessThanOrEqual(4)
  })

  it('takes no answer for one that rests on claims which are not there, or on neighbours of the question', () => {
    const { synthesis } = healthyBundle
    const resting = (claims: string[]) => ({
      ...healthyBundle,
      synthesis: { ...synthesis, answer: { ...synthesis.answer, claims } },
    })
    expect(capsOf(resting(['claim-1a']))).toEqual([])
    expect(capsOf(resting(['gone']))).toEqual(['unanswered'])
    expect(capsOf(resting(['claim-1b']))).toEqual(['unanswered'])
  })

  it('caps for retracted support, references from outside, abstracts alone and one work', () => {
    expect(capsOf(changed({ retracted: true }))).toEqual(['retracted'])
    const outside = { ...healthyBundle, works: healthyBundle.works.filter(({ id }) => id !== first) }
    expect(capsOf(outside)).toContain('outside-reference')
    const abstracts = {
      ...healthyBundle,
      texts: healthyBundle.texts.map((text) => ({ ...text, kind: 'abstract' as const })),
    }
    expect(capsOf(abstracts)).toEqual(['no-full-text'])
    const claims = healthyBundle.claims.filter(
      ({ origin }) => origin.from === 'work' && origin.work === first,
    )
    expect(capsOf({ ...healthyBundle, claims })).toContain('one-work')
  })

  it('notices a quote that has moved', () => {
    const moved = {
      ...healthyBundle,
      verdicts: healthyBundle.verdicts.map((verdict) => ({
        ...verdict,
        findings: verdict.findings.map((finding) => ({ ...finding, start: finding.start + 1 })),
      })),
    }
    expect(measures(healthyBundle)['quotes-found']).toBe(1)
    expect(measures(moved)['quotes-found']).toBeCloseTo(20 / 50)
    expect(measures(moved)['claims-cited']).toBe(0)
  })

  it('counts works that share authors as one group', () => {
    const shared = healthyBundle.works.map((work) => ({
      ...work,
      authors: [{ given: 'Ada', family: 'Arendt' }],
    }))
    expect(measures(healthyBundle)['groups-effective']).toBeCloseTo(10)
    expect(measures({ ...healthyBundle, works: shared })['groups-effective']).toBeCloseTo(1)
  })

  it('looks for known items by any identifier', () => {
    const knownItems = [
      'https://aclanthology.org/2025.made-up.3',
      '10.18653/v1/2025.made-up.4',
      '2005.13013v2',
    ]
    const bundle = { ...healthyBundle, protocol: { ...healthyBundle.protocol, knownItems } }
    expect(measures(bundle)['known-items']).toBeCloseTo(2 / 3)
  })

  it('lets people rate beside the rules, under names of their own', () => {
    const person = (rater: string): Review[] => [
      {
        dimension: 'relevance',
        rater,
        kind: 'person',
        score: 1,
        measures: {},
        rationale: 'off the question',
      },
    ]
    const { reviews, assessment } = reviewBundle(healthyBundle, { ratings: person('Kim'), draws: 10 })
    expect(reviews).toHaveLength(19)
    expect(assessment.raters.at(-1)).toEqual({ id: 'Kim', kind: 'person', description: 'A person' })
    expect(assessment.dimensions[1]!.mean).toBeCloseTo(4)
    expect(() => reviewBundle(healthyBundle, { ratings: person('strict') })).toThrow(/rule-based/)
    expect(() => reviewBundle(healthyBundle, { ratings: [...person('Kim'), ...person('Kim')] })).toThrow(
      /twice/,
    )
  })
})

describe('capture-recapture', () => {
  const works = (first: number, second: number, both: number) => [
    ...Array.from({ length: both }, () => ({ sources: ['arxiv', 'crossref'] as Work['sources'] })),
    ...Array.from({ length: first - both }, () => ({ sources: ['arxiv'] as Work['sources'] })),
    ...Array.from({ length: second - both }, () => ({ sources: ['crossref'] as Work['sources'] })),
  ]
  it('is Chapman’s: 10 and 15 caught, 5 of them twice, make 28.3', () => {
    expect(captureRecapture(works(10, 15, 5))).toMatchObject({ first: 10, second: 15, both: 5 })
    expect(captureRecapture(works(10, 15, 5))!.estimate).toBeCloseTo(28.33, 2)
  })
  it('never expects fewer than were found, and says nothing without overlap', () => {
    expect(captureRecapture(works(6, 6, 6))).toMatchObject({ estimate: 6, low: 6, high: 6 })
    expect(captureRecapture(works(6, 7, 0))).toBeNull()
    expect(captureRecapture([])).toBeNull()
  })
})

describe('isWhole', () => {
  it.each([
    ['It improves by 8.2 points.', true],
    ['He said "it helps."', true],
    ['It helps (see the table.)', true],
    ['这有帮助。', true],
    ['Intermediate training yields improvements of 8.2, 7.5, and 7.0 point', false],
    ['It helps ...', false],
    ['It helps…', false],
    ['', false],
  ])('%s', (text, whole) => expect(isWhole(text)).toBe(whole))
})
