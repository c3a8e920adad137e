import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { testWork } from '../../../test/support/evidence/work.ts'
import type { Claim, Reading, Verdict } from '../bundle/claims.ts'
import { Synthesis } from '../bundle/synthesis.ts'
import type { Work } from '../bundle/works.ts'
import { readClaim } from '../claims/read.ts'
import { makeProtocol } from '../protocol/make.ts'
import { synthesize } from './synthesize.ts'

const protocolOf = (question: string) =>
  makeProtocol({ question, date: '2026-11-21', sources: ['acl-anthology', 'folder'] })
const DOES = protocolOf('Does character training help sentence retrieval?')

const workOf = (id: string, more: Partial<Work> = {}): Work =>
  testWork(id, { authors: [{ given: null, family: 'Lee' }], ...more })

const claimOf = (id: string, work: string, text: string, section = 'Results'): Claim => ({
  id,
  text,
  context: { authors: null, before: null },
  ...readClaim(text),
  origin: { from: 'work', work, sha256: work, section: [section], start: 0, end: text.length, quote: text },
})
const verdictOf = (claim: Claim, more: Partial<Verdict> = {}): Verdict => ({
  claim: claim.id,
  label: 'insufficient',
  confidence: 0.9,
  verified: false,
  calibration: 'test',
  mode: 'checks',
  findings: [],
  supportedBy: [],
  contradictedBy: [],
  reason: 'test',
  ...more,
})
/** One claim a work: `texts[0]` is claim c0 of work w0. */
const review = (...texts: string[]) => {
  const works = texts.map((_, index) => workOf(`w${index}`))
  const claims = texts.map((text, index) => claimOf(`c${index}`, `w${index}`, text))
  return { works, claims, verdicts: claims.map((claim) => verdictOf(claim)) }
}
const run = (
  { works, claims, verdicts }: ReturnType<typeof review>,
  protocol = DOES,
  readings: readonly Reading[] = [],
) => Synthesis.parse(synthesize(protocol, works, claims, verdicts, readings))
const answer = (question: string, ...texts: string[]) => run(review(...texts), protocolOf(question)).answer

const GAIN = 'Character training improves sentence retrieval by 3.1 points.'
const LOSS = 'Character training hurts sentence retrieval by 2.0 points.'

describe('whether something is so', () => {
  test('nothing is no evidence, with what was searched', () => {
    expect(run(review()).answer).toMatchObject({
      stance: 'no-evidence-found',
      sentence:
        'No evidence found: no sentence of a work is near to the question (searched: ACL Anthology, local folders; 0 works read).',
      claims: [],
    })
  })

  test('works of one mind say yes', () => {
    const { answer, stands } = run(
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
      sentence:
        'Yes, as far as was found: 3 works say that it is so ("Character training helps sentence retrieval").',
    })
    expect(stands.map(({ stand, by }) => [stand, by])).toEqual([
      ['for', 'rules'],
      ['for', 'rules'],
      ['for', 'rules'],
    ])
  })

  test.each([
    [LOSS, 'no'],
    ['Character training does not improve sentence retrieval.', 'no'],
    ['Sentence retrieval improves with character training.', 'yes'],
    ['Sentence retrieval gains 3 points from character training.', 'yes'],
    ['We find that character training improves sentence retrieval.', 'yes'],
    // The things are there, in other roles or in none.
    ['Sentence retrieval improves character training.', 'unclear'],
    ['Character training is studied together with sentence retrieval.', 'unclear'],
    ['Word training outperforms character training on sentence retrieval.', 'unclear'],
    ['Character training improves parsing.', 'no-evidence-found'],
  ])('"%s" answers %s', (text, stance) => expect(run(review(text)).answer.stance).toBe(stance))

  test.each([
    ['Question answering helps retrieval.', 'yes', 'unclear'],
    ['Retrieval helps question answering.', 'unclear', 'yes'],
    ['Retrieval does not improve with question answering.', 'no', 'unclear'],
  ])('exchanging the roles of a question changes the answer of "%s"', (text, one, other) => {
    expect(answer('Does question answering help retrieval?', text).stance).toBe(one)
    expect(answer('Does retrieval help question answering?', text).stance).toBe(other)
  })

  test('a verifier is believed before the words, unless the roles are exchanged', () => {
    const reading = (label: Reading['label'], confidence = 0.9): Reading[] => [
      { claim: 'c0', label, confidence, reason: 'read' },
    ]
    const stanceOf = (text: string, readings: Reading[]) => run(review(text), DOES, readings).answer.stance
    const vague = 'With character training, more of the translations are found by sentence retrieval.'
    expect(stanceOf(vague, [])).toBe('unclear')
    expect(stanceOf(vague, reading('supported'))).toBe('yes')
    expect(stanceOf(vague, reading('supported', 0.5))).toBe('unclear')
    expect(stanceOf(GAIN, reading('contradicted'))).toBe('no')
    expect(stanceOf(GAIN, reading('insufficient'))).toBe('unclear')
    expect(stanceOf('Sentence retrieval improves character training.', reading('supported'))).toBe('unclear')
  })

  test('is mixed where works disagree, and lists the pair with what differs', () => {
    const { answer, contradictions } = run(
      review(
        'Character training improves sentence retrieval by 3.1 points with mBERT in German.',
        'Character training hurts sentence retrieval by 2.0 points with XLM-R in German.',
      ),
    )
    expect(answer).toMatchObject({ stance: 'mixed', why: expect.arrayContaining(['Works disagree']) })
    expect(contradictions).toEqual([
      {
        claims: ['c0', 'c1'],
        about: 'Direction: Character training',
        factors: [{ name: 'model', one: 'mBERT', other: 'XLM-R' }],
      },
    ])
  })

  test('a work that contradicts a claim is a voice on the other side', () => {
    const { works, claims } = review(GAIN, GAIN)
    const verdicts = [verdictOf(claims[0]!), verdictOf(claims[1]!, { contradictedBy: ['other'] })]
    expect(run({ works, claims, verdicts }).answer.stance).toBe('mixed')
    const retracted = [...works, workOf('other', { retracted: true })]
    expect(run({ works: retracted, claims, verdicts }).answer.stance).toBe('yes')
  })

  test('a retracted work never answers', () => {
    const { claims, verdicts } = review(GAIN)
    const { answer } = run({ works: [workOf('w0', { retracted: true })], claims, verdicts })
    expect(answer).toMatchObject({
      stance: 'no-evidence-found',
      why: ['Nothing is said of it', '1 claim left out: only retracted works say so'],
    })
  })

  test('tells why it is not certain', () => {
    const { works } = review(GAIN)
    const claim = claimOf('c0', 'w0', 'Character training may improve sentence retrieval.', 'Abstract')
    const { answer } = run({ works, claims: [claim], verdicts: [verdictOf(claim)] })
    expect(answer).toMatchObject({
      certainty: 'very-low',
      why: [
        'One work only',
        'From abstracts only',
        'Every claim is hedged by its authors',
        'Imprecise: none of the claims that decide it gives a number',
      ],
    })
  })

  test('a measurement stands beside the works, with its interval; its mean speaks for its targets', () => {
    const measured = (id: string, target: string | null, clear = true): Claim => ({
      ...claimOf(
        id,
        'w0',
        'With XLM-R, intermediate training on characters improves retrieval by 1.5 points.',
      ),
      origin: {
        from: 'study',
        study: 'abc',
        question: 'Does character training help sentence retrieval?',
        model: 'XLM-R Large',
        arm: 'characters',
        against: 'baseline',
        target,
        seeds: 3,
        low: 0.2,
        high: 2.8,
        clear,
        published: true,
      },
    })
    const claims = [measured('c0', 'tatoeba'), measured('c1', null)]
    const both = run({ works: [], claims, verdicts: claims.map((claim) => verdictOf(claim)) })
    expect(both.answer.claims).toEqual(['c1'])
    expect(both.answer.sentence).toContain(
      'measured here with XLM-R Large, 3 seeds: characters against baseline +1.5 points (+0.2 to +2.8)',
    )
    expect(both.contradictions).toEqual([])
    const unclear = measured('c0', null, false)
    expect(run({ works: [], claims: [unclear], verdicts: [verdictOf(unclear)] }).answer.stance).toBe(
      'unclear',
    )
  })
})

describe('which of two', () => {
  test.each([
    ['Adapters outperform full fine-tuning on parsing.', 'yes'],
    ['Full fine-tuning outperforms adapters on parsing.', 'no'],
    ['Adapters improve parsing.', 'unclear'],
    // Words of a name that stand apart, and a name within another, are not that name.
    ['Fine-tuning of few parameters is as effective as full fine-tuning.', 'no-evidence-found'],
    ['Pre-finetuning improves adapters during fine-tuning.', 'no-evidence-found'],
  ])('"%s": %s', (text, stance) =>
    expect(answer('Are adapters better than full fine-tuning for parsing?', text).stance).toBe(stance),
  )
})

describe('how much', () => {
  const HOW = 'How much does XLM-R gain over mBERT on XNLI?'
  const TOLD =
    'XLM-R outperforms mBERT, including +14.6% average accuracy on XNLI and +13% average F1 on MLQA.'

  test('the number of the sentence on all that is asked, as it stands there, with its source', () => {
    const { answer, numbers } = run(review('XLM-R gains 2.1 points on parsing.', TOLD), protocolOf(HOW))
    expect(answer).toMatchObject({ stance: null, certainty: null, claims: ['c1'], works: ['w1'] })
    expect(answer.sentence).toContain('+14.6%')
    expect(answer.sentence).toContain('Lee (2020)')
    expect(numbers.map(({ claim, value }) => [claim, value])).toEqual([
      ['c1', 14.6],
      ['c1', 13],
      ['c0', 2.1],
    ])
  })

  test('says what a number leaves out, and gives none where none is', () => {
    const partly = answer(HOW, 'XLM-R gains 2.1 points over mBERT on parsing.')
    expect(partly.sentence).toMatch(/^No number was found for all that is asked \("XNLI" left out\)/)
    expect(answer(HOW, 'Parsing gains 2.1 points.').stance).toBe('no-evidence-found')
  })
})

describe('which and why', () => {
  const WHY = 'Why does mBERT transfer across languages without a shared vocabulary?'
  const PAPER = 'We show that mBERT transfers without any shared vocabulary because of shared parameters.'

  test('the nearest passages, in order, no stance', () => {
    const { answer, groups } = run(review(PAPER, 'Positions are shared across languages.'), protocolOf(WHY))
    expect(answer).toMatchObject({ stance: null, certainty: null, claims: ['c0', 'c1'] })
    expect(answer.sentence).toContain('because of shared parameters')
    expect(groups.flat()).toEqual(['c0', 'c1'])
  })

  test('passages of two works that say alike things stand together', () => {
    const again = 'Shared parameters explain why mBERT transfers, we show.'
    expect(run(review('Anything else goes here.', PAPER, again), protocolOf(WHY)).groups).toEqual([
      ['c1', 'c2'],
      ['c0'],
    ])
  })

  test('what speaks of less than half of the question is no answer', () => {
    const { stance, sentence, works } = answer(WHY, 'Lichens grow slowly on old stones.')
    expect(stance).toBe('no-evidence-found')
    expect(sentence).not.toContain('Lichens')
    expect(works).toEqual([])
  })
})

describe('with an encoder', () => {
  const withEncoder = (question: string, ...texts: string[]) =>
    run(review(...texts), { ...protocolOf(question), meaning: 'made-up' }).answer

  test('a question in another language is open, with what is near by meaning', () => {
    const { stance, sentence } = withEncoder(
      'Les adaptateurs améliorent-ils le transfert vers des langues peu dotées ?',
      'Adapters improve transfer to languages with little text.',
    )
    expect(stance).toBe('unclear')
    expect(sentence).toMatch(/^Open: no passage has the words of the question; by meaning alone, 1 passage/)
  })

  test('a question that nothing answers is no evidence, where one of its things is named', () => {
    const { stance, sentence, works } = withEncoder(
      'Does sourdough fermentation lower the glycemic index of bread?',
      'The agent puts a hot piece of bread on a plate.',
    )
    expect(stance).toBe('no-evidence-found')
    expect(sentence).toMatch(/^No evidence found: no sentence speaks of/)
    expect(works).toEqual([])
  })
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
property.prop([texts, fc.constantFrom(DOES, protocolOf('Which task helps sentence retrieval most?'))])(
  'does not depend on the order of works and verdicts',
  (list, protocol) => {
    const { works, claims, verdicts } = review(...list)
    expect(run({ works: works.toReversed(), claims, verdicts: verdicts.toReversed() }, protocol)).toEqual(
      run({ works, claims, verdicts }, protocol),
    )
  },
)
