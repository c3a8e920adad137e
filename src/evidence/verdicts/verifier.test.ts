import { describe, expect, test } from 'vitest'
import { candidateOf } from '../../../test/support/evidence/mutations/suite.ts'
import type { Claim, Label } from '../bundle/claims.ts'
import { Verdict } from '../bundle/claims.ts'
import type { Calibration } from './calibration/table.ts'
import type { Candidate } from './candidate.ts'
import type { EntailmentScorer } from './entailment.ts'
import type { LlmJudge } from './llm/judge.ts'
import type { LlmVote } from './llm/votes.ts'
import { openVerifier } from './verifier.ts'

const SAID = 'XLM-R outperforms mBERT on XNLI by 14.6 points.'
const checks = openVerifier({ mode: 'checks' })

function claimOf(text: string, work: string | null = null): Pick<Claim, 'id' | 'text' | 'origin'> {
  return {
    id: 'c1',
    text,
    origin:
      work === null
        ? { from: 'report', file: 'report.txt', line: 1 }
        : { from: 'work', work, sha256: '', section: [], start: 0, end: text.length, quote: text },
  }
}
const from = (work: string, text = SAID, more: Partial<Candidate> = {}) =>
  candidateOf(text, { work, ...more })

describe('rules', () => {
  test('nothing retrieved: no evidence found', async () => {
    const verdict = await checks.verify(claimOf(SAID), [])
    expect(verdict).toMatchObject({
      label: 'insufficient',
      verified: false,
      findings: [],
      reason: 'no evidence found',
    })
  })

  test('a verdict is a row of the bundle, and cites candidates only', async () => {
    const verdict = await checks.verify(claimOf(SAID), [from('a'), from('b', 'mBERT is a model.')])
    expect(Verdict.parse(verdict)).toEqual(verdict)
    expect(verdict).toMatchObject({ label: 'supported', verified: true, supportedBy: ['a'] })
    expect(verdict.findings.map(({ work, label, tier }) => [work, label, tier])).toEqual([
      ['a', 'supported', 'verbatim'],
      ['b', 'insufficient', 'related'],
    ])
  })

  test('a retracted work supports nothing and contradicts nothing', async () => {
    const verdict = await checks.verify(claimOf(SAID), [from('a', SAID, { retracted: true })])
    expect(verdict).toMatchObject({ label: 'insufficient', verified: false, supportedBy: [] })
    expect(verdict.reason).toContain('retracted')
    const against = await checks.verify(claimOf(SAID.replace('14.6', '3.1')), [
      from('a', SAID, { retracted: true }),
    ])
    expect(against).toMatchObject({ label: 'insufficient', contradictedBy: [] })
  })

  test('works that disagree leave it open unless more support it', async () => {
    const other = SAID.replace('14.6', '3.1')
    expect(await checks.verify(claimOf(SAID), [from('a'), from('b', other)])).toMatchObject({
      label: 'insufficient',
      contradictedBy: ['b'],
    })
    expect(await checks.verify(claimOf(SAID), [from('a'), from('c'), from('b', other)])).toMatchObject({
      label: 'supported',
      verified: false,
      contradictedBy: ['b'],
    })
    expect(await checks.verify(claimOf(SAID), [from('b', other)])).toMatchObject({
      label: 'contradicted',
      contradictedBy: ['b'],
    })
  })

  test('the order of candidates does not matter', async () => {
    const candidates = [from('a'), from('b', 'mBERT is a model.'), from('c', SAID.replace('14.6', '3.1'))]
    const one = await checks.verify(claimOf(SAID), candidates)
    expect(await checks.verify(claimOf(SAID), [...candidates].reverse())).toEqual(one)
  })

  test('a cut claim is not verified, even word for word', async () => {
    const cut = 'XLM-R outperforms mBERT on XNLI by 14.6 poi'
    expect(await checks.verify(claimOf(cut), [from('a', `${cut}nts.`)])).toMatchObject({
      label: 'insufficient',
      verified: false,
    })
  })

  test('stops when aborted', async () => {
    await expect(checks.verify(claimOf(SAID), [from('a')], AbortSignal.abort())).rejects.toThrow()
  })
})

test('without a verifier nothing is decided, not even a quote of another work', async () => {
  const verdict = await openVerifier({ mode: 'quotes' }).verify(claimOf(SAID), [
    from('a'),
    from('b', SAID.replace('14.6', '3.1')),
  ])
  expect(Verdict.parse(verdict)).toMatchObject({
    label: 'insufficient',
    verified: false,
    confidence: 0,
    contradictedBy: [],
    reason: 'Not decided: no verifier has read it.',
  })
  expect(verdict.findings.map(({ work, label, tier }) => [work, label, tier])).toEqual([
    ['a', 'insufficient', 'related'],
    ['b', 'insufficient', 'related'],
  ])
})

const PARAPHRASE = 'XLM-R is ahead of mBERT when tested with natural language inference.'
const scorerOf = (label: Label, probability = 0.9): EntailmentScorer => ({
  id: 'nli-test',
  score: async (pairs) =>
    pairs.map(() => ({
      supported: 0.05,
      contradicted: 0.05,
      insufficient: 0.05,
      [label]: probability,
    })),
})
const calibration: Calibration = {
  id: 'nli-test-1',
  mode: 'nli',
  scorer: 'nli-test',
  operatingPoint: 0.9,
  about: 'Made up.',
  groups: {},
  curves: {
    supported: [
      [0.5, 0.4],
      [1, 0.98],
    ],
    contradicted: [
      [0.5, 0.4],
      [1, 0.8],
    ],
    insufficient: [[0.5, 0.7]],
  },
}

describe('an encoder', () => {
  const open = (label: Label, probability?: number) =>
    openVerifier({ mode: 'nli', scorer: scorerOf(label, probability), calibration })

  test('decides what the rules leave open, with the confidence of its table', async () => {
    const verdict = await open('supported', 0.99).verify(claimOf(PARAPHRASE), [from('a')])
    expect(verdict).toMatchObject({ label: 'supported', verified: true, calibration: 'nli-test-1' })
    expect(verdict.confidence).toBeCloseTo(0.9684, 4)
    expect(verdict.findings[0]).toMatchObject({ tier: 'model', scores: { supported: 0.99 } })
    expect(await open('supported', 0.6).verify(claimOf(PARAPHRASE), [from('a')])).toMatchObject({
      label: 'supported',
      verified: false,
    })
    expect(await open('contradicted').verify(claimOf(PARAPHRASE), [from('a')])).toMatchObject({
      label: 'contradicted',
      contradictedBy: ['a'],
    })
  })

  test('does not outweigh the rules', async () => {
    const yes = open('supported', 0.99)
    for (const wrong of [
      SAID.replace('14.6', '41.6'),
      SAID.replace('outperforms', 'does not outperform'),
      'mBERT outperforms XLM-R on XNLI by 14.6 points.',
      SAID.replace('XNLI', 'PAWS-X'),
      'XLM-R leads by 41.6 points.',
    ]) {
      const verdict = await yes.verify(claimOf(wrong), [from('a')])
      expect([wrong, verdict.label === 'supported']).toEqual([wrong, false])
    }
    expect(await open('contradicted', 0.99).verify(claimOf(SAID), [from('a')])).toMatchObject({
      label: 'supported',
    })
  })

  test('without a table of its own says how sure it is, and verifies nothing', async () => {
    const verdict = await openVerifier({ mode: 'nli', scorer: scorerOf('supported', 0.93) }).verify(
      claimOf(PARAPHRASE),
      [from('a')],
    )
    expect(verdict).toMatchObject({
      label: 'supported',
      confidence: 0.93,
      verified: false,
      calibration: 'nli-uncalibrated',
    })
  })

  test('a retracted work stays without a voice', async () => {
    expect(
      await open('supported', 0.99).verify(claimOf(PARAPHRASE), [from('a', SAID, { retracted: true })]),
    ).toMatchObject({ label: 'insufficient' })
  })
})

describe('a language model', () => {
  const judgeOf = (votes: readonly Partial<LlmVote>[]): LlmJudge => ({
    id: 'test:model',
    judge: async () =>
      votes.map((vote) => ({
        candidate: 0,
        prompt: 'support',
        label: 'supported',
        quote: 'XLM-R outperforms mBERT',
        reason: 'It says so.',
        void: null,
        ...vote,
      })),
  })
  const verify = (votes: readonly Partial<LlmVote>[], text = PARAPHRASE) =>
    openVerifier({ mode: 'llm', judge: judgeOf(votes) }).verify(claimOf(text), [from('a')])

  test('is believed when both prompts agree', async () => {
    expect(await verify([{}, { prompt: 'refute' }])).toMatchObject({ label: 'supported', verified: true })
    expect(await verify([{}, { prompt: 'refute', label: 'insufficient' }])).toMatchObject({
      label: 'supported',
      verified: false,
    })
    expect(await verify([{}, { prompt: 'refute', label: 'contradicted' }])).toMatchObject({
      label: 'insufficient',
    })
  })

  test('void votes, votes on other passages and vetoes do not count', async () => {
    expect(await verify([{ void: 'The quote is not there.' }, { prompt: 'refute' }])).toMatchObject({
      label: 'insufficient',
    })
    expect(await verify([{ candidate: 7 }, { candidate: 7, prompt: 'refute' }])).toMatchObject({
      label: 'insufficient',
    })
    expect(await verify([{}, { prompt: 'refute' }], SAID.replace('14.6', '41.6'))).toMatchObject({
      label: 'contradicted',
    })
  })

  test('an encoder that says the opposite silences it', async () => {
    const verifier = openVerifier({
      mode: 'llm',
      judge: judgeOf([{}, { prompt: 'refute' }]),
      scorer: scorerOf('contradicted'),
    })
    expect(await verifier.verify(claimOf(PARAPHRASE), [from('a')])).toMatchObject({ label: 'insufficient' })
  })
})
