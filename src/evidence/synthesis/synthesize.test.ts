import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { testWork } from '../../../test/support/evidence/work.ts'
import type { Claim, Verdict } from '../bundle/claims.ts'
import type { Protocol } from '../bundle/protocol.ts'
import { Synthesis } from '../bundle/synthesis.ts'
import type { Work } from '../bundle/works.ts'
import { readClaim } from '../claims/read.ts'
import { facetsIn } from '../protocol/match.ts'
import { synthesize } from './synthesize.ts'

const facet = (text: string, distinguishing: boolean): Protocol['facets'][number] => ({
  id: text.toLowerCase().replace(/\W+/g, '-'),
  role: distinguishing ? 'intervention' : 'outcome',
  label: text,
  question: `What is known about ${text}?`,
  terms: [{ text, synonyms: [] }],
  distinguishing,
})
const PROTOCOL: Protocol = {
  question: 'Does character training help sentence retrieval?',
  date: '2026-11-21',
  facets: [facet('character training', true), facet('sentence retrieval', false)],
  criteria: [],
  sources: ['acl-anthology', 'folder'],
  queries: {},
  from: null,
  until: null,
  limits: { recordsPerSource: 10, fullTexts: 10, claims: 50 },
  knownItems: [],
}

const workOf = (id: string, more: Partial<Work> = {}): Work =>
  testWork(id, { authors: [{ given: null, family: 'Lee' }], ...more })

const claimOf = (id: string, work: string, text: string, section = 'Results'): Claim => ({
  id,
  text,
  context: { authors: null, before: null },
  facets: facetsIn(PROTOCOL, text),
  ...readClaim(text),
  origin: { from: 'work', work, sha256: work, section: [section], start: 0, end: text.length, quote: text },
})
const verdictOf = (
  claim: Claim,
  label: Verdict['label'] = 'supported',
  more: Partial<Verdict> = {},
): Verdict => {
  const work = claim.origin.from === 'work' ? claim.origin.work : 'study'
  return {
    claim: claim.id,
    label,
    confidence: 0.9,
    verified: label === 'supported',
    calibration: 'test',
    mode: 'checks',
    findings: [],
    supportedBy: [],
    contradictedBy: label === 'contradicted' ? [`other-than-${work}`] : [],
    reason: 'test',
    ...more,
  }
}
/** One claim a work, all supported: `texts[0]` is claim c0 of work w0. */
const review = (...texts: string[]) => {
  const works = texts.map((_, index) => workOf(`w${index}`))
  const claims = texts.map((text, index) => claimOf(`c${index}`, `w${index}`, text))
  return { works, claims, verdicts: claims.map((claim) => verdictOf(claim)) }
}
const run = ({ works, claims, verdicts }: ReturnType<typeof review>) =>
  Synthesis.parse(synthesize(PROTOCOL, works, claims, verdicts))

const GAIN = 'Character training improves sentence retrieval by 3.1 points.'
const LOSS = 'Character training hurts sentence retrieval by 2.0 points.'

describe('synthesize', () => {
  test('finds no evidence in nothing, and says what was searched', () => {
    const synthesis = run(review())
    expect(synthesis.answer).toMatchObject({
      stance: 'no-evidence-found',
      certainty: 'very-low',
      claims: [],
      works: [],
    })
    expect(synthesis.answer.sentence).toBe(
      'No evidence found: no sentence of a work speaks of character training (searched: ACL Anthology, local folders; 0 works read).',
    )
    expect(synthesis.facets.map(({ stance }) => stance)).toEqual(['no-evidence-found', 'no-evidence-found'])
    expect(synthesis).toMatchObject({ contradictions: [], effects: [], pooled: [] })
  })

  test('answers yes with numbers from claims of one mind', () => {
    const { answer } = run(
      review(
        GAIN,
        'Character training improves sentence retrieval by 4.5 points.',
        'Character training helps sentence retrieval.',
      ),
    )
    expect(answer).toMatchObject({
      stance: 'yes',
      certainty: 'high',
      claims: ['c0', 'c1', 'c2'],
      works: ['w0', 'w1', 'w2'],
      why: ['3 independent works'],
    })
    expect(answer.sentence).toBe(
      'In favour, as far as was found: 3 quoted sentences of 3 works speak of character training; 3 claims of 3 works report a gain (+3.1 to +4.5 points).',
    )
  })

  test.each([
    [LOSS, 'no'],
    ['Character training does not improve sentence retrieval.', 'no'],
    ['Character training is on par with word training.', 'no'],
    ['Character training is studied in many languages.', 'unclear'],
    ['Word training outperforms character training.', 'no'],
    ['Character training outperforms word training.', 'yes'],
  ])('"%s" answers %s', (text, stance) => {
    expect(run(review(text)).answer.stance).toBe(stance)
  })

  test('is mixed where works disagree, and lists the pair with what differs', () => {
    const { answer, contradictions } = run(
      review(
        'Character training improves sentence retrieval by 3.1 points with mBERT in German.',
        'Character training hurts sentence retrieval by 2.0 points with XLM-R in German.',
      ),
    )
    expect(answer.stance).toBe('mixed')
    expect(answer.why).toContain('Works disagree')
    expect(contradictions).toEqual([
      {
        claims: ['c0', 'c1'],
        about: 'Direction: Character training',
        factors: [{ name: 'model', one: 'mBERT', other: 'XLM-R' }],
      },
    ])
  })

  test('finds contradictions between swapped sides and clearly different sizes, not between different tasks', () => {
    const pairs = (...texts: string[]) => run(review(...texts)).contradictions.map(({ about }) => about)
    expect(
      pairs('Character training outperforms word training.', 'Word training outperforms character training.'),
    ).toEqual(['Which is better: Character training against word training'])
    expect(pairs(GAIN, 'Character training improves sentence retrieval by 12.0 points.')).toEqual([
      'Size of the difference: Character training',
    ])
    expect(pairs(GAIN, 'Character training improves sentence retrieval by 3.4 points.')).toEqual([])
    expect(pairs('Character training helps on XNLI.', 'Character training hurts on SQuAD.')).toEqual([])
  })

  test('takes what a work says as said, whether another work supports it or not', () => {
    const { works, claims } = review(GAIN)
    const alone = [verdictOf(claims[0]!, 'insufficient')]
    expect(run({ works, claims, verdicts: alone }).answer).toMatchObject({ stance: 'yes', works: ['w0'] })
    const supported = [verdictOf(claims[0]!, 'supported', { supportedBy: ['w1'] })]
    const both = [...works, workOf('w1')]
    expect(run({ works: both, claims, verdicts: supported }).answer.works).toEqual(['w0', 'w1'])
  })

  test('takes a work that contradicts a claim for a voice on the other side', () => {
    const { works, claims, verdicts } = review(GAIN, GAIN)
    const disputed = [verdicts[0]!, verdictOf(claims[1]!, 'contradicted')]
    const { answer } = run({ works, claims, verdicts: disputed })
    expect(answer).toMatchObject({ stance: 'mixed', claims: ['c0', 'c1'], works: ['w0', 'w1'] })
    const retracted = [...works, workOf('other-than-w1', { retracted: true })]
    expect(run({ works: retracted, claims, verdicts: disputed }).answer.stance).toBe('yes')
  })

  test('never lets a retracted work answer', () => {
    const { claims, verdicts } = review(GAIN)
    const { answer, effects } = run({ works: [workOf('w0', { retracted: true })], claims, verdicts })
    expect(answer.stance).toBe('no-evidence-found')
    expect(answer.why).toContain('1 claim left out: only retracted works support them')
    expect(effects).toEqual([])
  })

  test('tells why it is not certain', () => {
    const { works } = review(GAIN)
    const claim = claimOf('c0', 'w0', 'Character training may help.', 'Abstract')
    const { answer } = run({ works, claims: [claim], verdicts: [verdictOf(claim)] })
    expect(answer.certainty).toBe('very-low')
    expect(answer.why).toEqual([
      'One work only',
      'From abstracts only',
      'Indirect: no claim speaks of all parts of the question together',
      'Every claim is hedged by its authors',
      'Imprecise: none of the claims that decide it gives the size of a difference',
    ])
  })

  test('does not answer the whole question from claims that leave out what distinguishes it', () => {
    const { answer, facets } = run(review('Word training improves sentence retrieval by 3.1 points.'))
    expect(answer.stance).toBe('no-evidence-found')
    expect(facets.map(({ stance }) => stance)).toEqual(['no-evidence-found', 'unclear'])
    expect(facets[1]!.sentence).toBe(
      'Unclear: 1 quoted sentence of 1 work speaks of sentence retrieval; none of them together with character training.',
    )
  })

  test('names a measurement as measured, and an encoder of no paper as such', () => {
    const text = 'Character training improves sentence retrieval by 1.5 points.'
    const origin: Claim['origin'] = {
      from: 'study',
      study: 'abc',
      question: 'q',
      model: 'models/mini-44',
      arm: 'characters',
      against: 'words',
      target: 'tatoeba',
      seeds: 3,
      low: 0.5,
      high: 2.5,
      clear: true,
      published: false,
    }
    const claim = { ...claimOf('c0', 'w0', text), origin }
    const { answer, effects } = run({ works: [], claims: [claim], verdicts: [verdictOf(claim)] })
    expect(answer.sentence).toBe(
      'In favour, as far as was found: measured here with models/mini-44 (not a published encoder), 3 seeds: characters against words on tatoeba +1.5 points (+0.5 to +2.5).',
    )
    expect(answer.works).toEqual([])
    expect(answer.why).toContain('Measured with an encoder that is not a published one')
    expect(effects).toMatchObject([{ source: 'abc', task: 'tatoeba', difference: 1.5, low: 0.5, high: 2.5 }])
    const public_ = { ...claim, origin: { ...origin, model: 'XLM-R Large', published: true } }
    const real = run({ works: [], claims: [public_], verdicts: [verdictOf(public_)] }).answer
    expect(real.sentence).toContain('measured here with XLM-R Large, 3 seeds')
    expect(real.why).not.toContain('Measured with an encoder that is not a published one')
    const mean = { ...claim, id: 'c1', origin: { ...origin, target: null, low: 0.2, high: 1 } }
    const both = run({ works: [], claims: [claim, mean], verdicts: [verdictOf(claim), verdictOf(mean)] })
    expect([both.answer.claims, both.contradictions]).toEqual([['c1'], []])
    const unclear = { ...claim, origin: { ...origin, low: -1, high: 4, clear: false } }
    expect(run({ works: [], claims: [unclear], verdicts: [verdictOf(unclear)] }).answer.stance).toBe(
      'unclear',
    )
  })

  test('lists differences, not scores, and pools three comparable rows with intervals', () => {
    const text = (value: string) =>
      `Character training improves accuracy on Tatoeba for sentence retrieval by ${value} points.`
    const { effects, pooled } = run(
      review(
        text('2.0 ± 0.5'),
        text('3.0 ± 0.5'),
        text('4.0 ± 0.5'),
        'Character training reaches 80.1 points.',
      ),
    )
    expect(effects.map(({ difference, low, high }) => [difference, low, high])).toEqual([
      [2, 1.5, 2.5],
      [3, 2.5, 3.5],
      [4, 3.5, 4.5],
    ])
    // The task is named twice, "Tatoeba" and "sentence retrieval": rows without a single task are not pooled.
    expect(pooled).toEqual([])
    const single = (value: string) => `Character training improves accuracy on Tatoeba by ${value} points.`
    const rows = run(review(single('2.0 ± 0.5'), single('3.0 ± 0.5'), single('4.0 ± 0.5')))
    expect(rows.pooled).toMatchObject([
      { about: 'character-training: accuracy on Tatoeba, in points', claims: ['c0', 'c1', 'c2'] },
    ])
    expect(rows.pooled[0]!.difference).toBeCloseTo(3, 9)
    expect(run(review(single('2.0 ± 0.5'), single('3.0 ± 0.5'), single('4.0'))).pooled).toEqual([])
  })

  const texts = fc.array(
    fc.constantFrom(
      GAIN,
      LOSS,
      'Character training does not improve sentence retrieval.',
      'Character training improves accuracy on Tatoeba by 2.0 ± 0.5 points.',
      'Word training outperforms character training.',
      'Sentence retrieval may benefit.',
    ),
    { maxLength: 8 },
  )
  property.prop([
    texts,
    fc.array(fc.constantFrom('supported', 'contradicted', 'insufficient' as const), {
      minLength: 8,
      maxLength: 8,
    }),
  ])('does not depend on the order of works, claims and verdicts', (list, labels) => {
    const { works, claims } = review(...list)
    const verdicts = claims.map((claim, index) => verdictOf(claim, labels[index]!))
    expect(
      run({ works: works.toReversed(), claims: claims.toReversed(), verdicts: verdicts.toReversed() }),
    ).toEqual(run({ works, claims, verdicts }))
  })
})
