import { describe, expect, it } from 'vitest'
import golden from '../golden/answers.json' with { type: 'json' }
import { metric } from '../metrics/index.ts'
import { type AnswerRulesId, scoreSpanExtraction } from '../scorers/span-extraction.ts'
import { normalizeMlqa } from './mlqa.ts'
import { normalizeSquad } from './squad.ts'

// Official scripts on answers we made up; remade by scripts/parity/answers.py.
type Pair = readonly number[]
interface Case {
  readonly language: string
  readonly prediction: string
  readonly golds: readonly string[]
  readonly squad?: Pair
  readonly mlqa?: Pair
  readonly 'squad-v2': Pair
}
const cases: readonly Case[] = golden.cases

const example = ({ golds }: Case, id: string) => ({
  id,
  question: '',
  context: '',
  answers: golds.map((text) => ({ text, start: 0 })),
})
const anchor = { id: 'anchor', question: '', context: '', answers: [{ text: 'x', start: 0 }] }

/** [exact match, F1] of one answer. SQuAD 2.0 needs one answered question, which the anchor is: right, and taken out again. */
function scoreOne(rules: AnswerRulesId, each: Case): Pair {
  const withAnchor = rules === 'squad-v2'
  const examples = withAnchor ? [example(each, 'q'), anchor] : [example(each, 'q')]
  const answers = new Map([
    ['q', each.prediction],
    ['anchor', 'x'],
  ])
  const { outcomes } = scoreSpanExtraction({ task: 't', language: each.language }, examples, answers, {
    rules,
  })
  const counts = Int32Array.from(examples, ({ id }) => (id === 'q' ? 1 : 0))
  const family = rules === 'mlqa' ? 'mlqa' : 'squad'
  return ['exact-match', 'f1'].map((name) => metric(`${family}-${name}`).value(outcomes, counts))
}

describe.each(['squad', 'squad-v2', 'mlqa'] as const)('%s rules', (rules) => {
  it('agree with the official script on every answer, to the last digit', () => {
    const covered = cases.filter((each) => each[rules] !== undefined)
    expect(covered.length).toBeGreaterThan(300)
    for (const each of covered)
      expect({ ...each, ours: scoreOne(rules, each) }).toEqual({ ...each, ours: each[rules] })
  })
})

describe('a whole file', () => {
  const { missing, ...totals } = golden.totals
  const whole = cases.map((each, at) => ({ each, id: String(at) }))
  const score = (
    rules: AnswerRulesId,
    language: string,
    chosen: typeof whole,
    without: readonly string[],
  ) => {
    const answers = new Map(
      chosen.filter(({ id }) => !without.includes(id)).map(({ each, id }) => [id, each.prediction]),
    )
    const examples = chosen.map(({ each, id }) => example(each, id))
    const { metrics } = scoreSpanExtraction({ task: 't', language }, examples, answers, { rules })
    const family = rules === 'mlqa' ? 'mlqa' : 'squad'
    return [metrics[`${family}-exact-match`], metrics[`${family}-f1`]]
  }
  const answered = whole.filter(({ each }) => each.golds.length > 0)

  it('squad: missing answers score 0', () => {
    expect(score('squad', 'en', answered, missing)).toEqual(totals.squad)
  })

  it.each(Object.entries(totals.mlqa))('mlqa in %s', (language, official) => {
    const chosen = answered.filter(({ each }) => each.language === language)
    expect(score('mlqa', language, chosen, missing)).toEqual(official)
  })

  it('squad-v2: with questions that have no answer', () => {
    expect(score('squad-v2', 'en', whole, [])).toEqual(totals['squad-v2'])
  })
})

describe('normalisation', () => {
  it('normalizeSquad keeps Unicode punctuation', () => {
    expect(normalizeSquad(' The  „Cat’s“, a-b_c ')).toBe('„cat’s“ abc')
  })

  it('normalizeMlqa cuts Chinese into characters and takes ال out of words', () => {
    expect(normalizeMlqa('NBA总决赛，2020年', 'zh')).toBe('nba 总 决 赛 2020 年')
    expect(normalizeMlqa('مالك', 'ar')).toBe('م ك')
  })

  it('normalizeMlqa names the languages it covers', () => {
    expect(() => normalizeMlqa('x', 'th')).toThrow(/cover en, es, de, vi, ar, hi, zh/)
  })
})
