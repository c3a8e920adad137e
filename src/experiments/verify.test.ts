import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { benchmark } from '#catalog'
import {
  ClaimEntry,
  type ClaimEntryInput,
  ClaimsFile,
  claimsFileJsonSchema,
  parseClaimsFile,
  StudyCheck,
} from './claims-file.ts'
import { readCheck } from './read-check.ts'
import type { StudyDifference, StudyResults } from './study-results.ts'
import { verifyClaims } from './verify.ts'

const XTREME = benchmark('xtreme').tasks
const arm = (name: string, tasks: string[], gaps: string[] = []) => ({
  name,
  path: name,
  stages: tasks.length === 0 ? [] : [{ tasks, named: null, languages: ['en'], translated: false }],
  standIns: {},
  gaps,
})
const over = (
  name: string,
  value: number,
  half: number,
  target: string | null = null,
  against = 'baseline',
  withControls = false,
): StudyDifference => ({
  arm: name,
  against,
  target,
  targets: target === null ? XTREME.map(({ task }) => task) : [target],
  withControls,
  value,
  low: value - half,
  high: value + half,
  clear: Math.abs(value) > half,
})

/** A made-up study that is the published experiment, with SQuAD 8 points above the baseline everywhere. */
function qualifying(change: Partial<StudyResults> = {}, value = 8, half = 0.8): StudyResults {
  return {
    study: 'a'.repeat(64),
    name: 'full',
    question: 'Does it help?',
    model: { name: 'XLM-R Large', id: 'xlm-roberta-large', kind: 'published', parameters: 558_840_832 },
    level: 95,
    seeds: [1, 2, 3],
    baseline: 'baseline',
    arms: [arm('baseline', []), arm('squad', ['squad-v1.1']), arm('mnli', ['mnli'])],
    targets: XTREME.map(({ task, languages }) => ({
      task,
      title: task,
      standsInFor: null,
      metric: { id: 'accuracy', title: 'Accuracy' },
      languages,
      controls: [],
      decides: true,
      gaps: [],
    })),
    differences: [
      over('squad', value, half),
      ...XTREME.map(({ task }) => over('squad', value, half, task)),
      over('mnli', 1, 2),
      ...XTREME.map(({ task }) => over('mnli', 1, 2, task)),
    ],
    missing: [],
    limits: [],
    ...change,
  }
}

const SQUAD = 'SQuAD as intermediate task improves the nine-target average by 8.2 points.'
const claim = (text: string, check?: ClaimEntryInput['check']) =>
  ClaimsFile.parse({ claims: [{ text, source: 'arxiv:2005.13013', ...(check && { check }) }] })
type Check = NonNullable<ClaimEntryInput['check']>
const decide = (results: StudyResults, text = SQUAD, check?: ClaimEntryInput['check']) =>
  verifyClaims(claim(text, check), results)[0]!

describe('verifyClaims', () => {
  it('reproduces a value that the interval of the whole experiment meets', () => {
    const decision = decide(qualifying())
    expect(decision).toMatchObject({ decision: 'reproduced', obstacles: [], direction: 'same' })
    expect(decision.reason).toContain('+8.0 points (95 % interval +7.2 to +8.8)')
  })

  it('holds a published mean with English against the one with English, and others against the one without', () => {
    const apart = XTREME.map(({ task, languages }) => {
      const others = languages.filter((code) => code !== 'en')
      return {
        task,
        title: task,
        standsInFor: null,
        metric: { id: 'accuracy', title: 'Accuracy' },
        languages: others,
        controls: languages.filter((code) => code === 'en'),
        decides: true,
        gaps: [],
      }
    })
    const differences = [
      over('squad', 3, 0.8),
      over('squad', 8, 0.8, null, 'baseline', true),
      over('squad', 3, 0.8, 'xnli'),
      over('squad', 8, 0.8, 'xnli', 'baseline', true),
      ...XTREME.filter(({ task }) => task !== 'xnli').map(({ task }) => over('squad', 3, 0.8, task)),
    ]
    const results = qualifying({ targets: apart, differences })
    const check = (languages?: string[]): Check => ({
      intermediate: 'squad-v1.1',
      targets: ['xnli'],
      direction: 'better',
      difference: 8.2,
      ...(languages === undefined ? {} : { languages }),
    })
    const whole = decide(results, SQUAD, check())
    expect(whole).toMatchObject({ decision: 'reproduced', obstacles: [] })
    expect(whole.reason).toContain('on xnli, English too: +8.0 points')
    expect(decide(results, SQUAD, check(apart.find(({ task }) => task === 'xnli')!.languages))).toMatchObject(
      {
        decision: 'contradicted',
        obstacles: [],
      },
    )
    // Without a difference with English nothing is decided, whatever the other one says.
    const without = qualifying({
      targets: apart,
      differences: differences.filter(({ withControls }) => !withControls),
    })
    expect(decide(without, SQUAD, check()).decision).toBe('undecided')
  })

  it('contradicts a value that the interval misses, and a gain that is a loss', () => {
    expect(decide(qualifying({}, 3, 0.5)).decision).toBe('contradicted')
    expect(decide(qualifying({}, -3, 0.5))).toMatchObject({ decision: 'contradicted', direction: 'other' })
  })

  it('leaves open what the interval does not settle', () => {
    expect(decide(qualifying({}, 3, 8)).decision).toBe('undecided')
    expect(decide(qualifying({}, 9, 4)).decision).toBe('reproduced')
    expect(decide(qualifying({}, 9, 5)).decision).toBe('undecided')
  })

  it('takes a value published on development data as contradicted only by its sign', () => {
    const check: Check = {
      intermediate: 'squad-v1.1',
      targets: ['xtreme'],
      direction: 'better',
      difference: 8.2,
      split: 'development',
    }
    const less = decide(qualifying({}, 3, 0.5), SQUAD, check)
    expect(less.decision).toBe('undecided')
    expect(less.reason).toContain('development data')
    expect(decide(qualifying({}, -3, 0.5), SQUAD, check).decision).toBe('contradicted')
    expect(decide(qualifying(), SQUAD, check).decision).toBe('reproduced')
  })

  const full = qualifying()
  const standingIn = full.targets.map((target) =>
    target.task === 'xnli'
      ? { ...target, task: 'xnli-sick', standsInFor: 'xnli', gaps: ['a stand-in'] }
      : target,
  )
  it.each<[string, Partial<StudyResults>, RegExp]>([
    [
      'a mini encoder',
      { model: { name: 'models/mini-44', id: null, kind: 'folder', parameters: 3_400_000 } },
      /another encoder \(models\/mini-44, 3\.40 million/,
    ],
    [
      'a smaller published one',
      { model: { ...full.model, name: 'XLM-R Base', id: 'xlm-roberta-base' } },
      /another encoder/,
    ],
    ['random weights', { model: { ...full.model, id: null, kind: 'random' } }, /another encoder/],
    ['one seed', { seeds: [1] }, /1 of the 3 seeds/],
    ['a stand-in target', { targets: standingIn }, /stand-in/],
    [
      'a limited arm',
      { arms: [full.arms[0]!, arm('squad', ['squad-v1.1'], ['at most 2000 training examples'])] },
      /at most 2000/,
    ],
    ['fewer targets', { targets: full.targets.slice(1) }, /without pawsx/],
    [
      'fewer languages',
      { targets: full.targets.map((target) => ({ ...target, languages: ['de', 'en'] })) },
      /pawsx without es fr ja ko zh/,
    ],
    [
      'a target at chance',
      { targets: full.targets.map((target) => ({ ...target, decides: target.task !== 'xnli' })) },
      /xnli is at chance/,
    ],
    [
      'missing scores',
      { missing: [{ arm: 'squad', target: 'panx', reason: 'not run yet' }] },
      /scores of panx are missing/,
    ],
    [
      'no such arm',
      { arms: full.arms.filter(({ name }) => name !== 'squad') },
      /no arm for squad-v2.0 or squad-v1.1/,
    ],
  ])('never takes %s for the published experiment', (_, change, reason) => {
    for (const value of [8, -3]) {
      const decision = decide(qualifying(change, value, 0.5))
      expect(decision.decision).toBe('undecided')
      expect(decision.reason).toMatch(reason)
    }
  })

  it('still tells which way a smaller run points', () => {
    const mini = {
      model: { name: 'models/mini-44', id: null, kind: 'folder' as const, parameters: 3_400_000 },
    }
    expect(decide(qualifying(mini)).reason).toContain('What was measured points the same way')
    expect(decide(qualifying(mini, -3, 0.5)).reason).toContain('What was measured points the other way')
    expect(decide(qualifying(mini, 0.1, 0.5)).reason).toContain('gives no clear direction')
  })

  it('asks for every arm and target where a claim says so', () => {
    const check: Check = {
      intermediate: ['squad-v1.1', 'mnli'],
      targets: ['tatoeba', 'bucc2018'],
      combine: 'each',
      direction: 'better',
    }
    const text = 'Both tasks improve both retrieval targets.'
    expect(decide(qualifying(), text, check).decision).toBe('undecided')
    expect(decide(qualifying(), text, { ...check, share: 0.5 }).decision).toBe('reproduced')
    expect(decide(qualifying({}, -3, 0.5), text, check).decision).toBe('contradicted')
  })

  it('decides that something brings no benefit', () => {
    const check: Check = { intermediate: 'squad-v1.1', targets: ['xnli'], direction: 'not-better' }
    const text = 'XNLI does not see benefits from intermediate training on SQuAD.'
    expect(decide(qualifying({}, 0.2, 0.5), text, check).decision).toBe('reproduced')
    expect(decide(qualifying({}, 8, 0.5), text, check).decision).toBe('contradicted')
    expect(decide(qualifying({}, 1, 0.5), text, check).decision).toBe('undecided')
  })

  it('never decides the best arm of each target by the scores that it was picked by', () => {
    const check: Check = {
      intermediate: 'best-per-target',
      targets: ['xtreme'],
      direction: 'better',
      difference: 8,
    }
    const decision = decide(qualifying(), 'The best task of each target gains 8 points.', check)
    expect(decision).toMatchObject({ decision: 'undecided', direction: 'same' })
    expect(decision.reason).toContain('not on development data')
  })

  it('turns a comparison that the study has the other way round', () => {
    const check: Check = {
      intermediate: 'mnli',
      against: 'squad-v1.1',
      targets: ['tatoeba'],
      direction: 'worse',
    }
    const results = qualifying({ differences: [over('squad', 7, 1, 'tatoeba', 'mnli')] })
    expect(decide(results, 'MNLI does less for Tatoeba than SQuAD.', check)).toMatchObject({
      decision: 'reproduced',
      measured: [{ value: -7, low: -8, high: -6 }],
    })
  })
})

describe('readCheck', () => {
  it('reads a plain sentence', () => {
    expect(readCheck(SQUAD)).toMatchObject({
      intermediate: 'squad-v2.0 or squad-v1.1',
      targets: ['xtreme'],
      direction: 'better',
      difference: 8.2,
      model: 'xlm-roberta-large',
    })
    expect(readCheck('Intermediate training on MNLI harms XNLI by 2 points.')).toMatchObject({
      intermediate: 'mnli',
      targets: ['xnli'],
      difference: -2,
    })
  })

  it.each([
    'SQuAD as intermediate task does not improve the nine-target average.',
    'SQuAD and MNLI as intermediate task improve the nine-target average by 8.2 points.',
    'SQuAD as intermediate task may improve the nine-target average by 8.2 points.',
    'SQuAD as intermediate task improves Tatoeba and BUCC by 8.2 points.',
    'SQuAD as intermediate task improves the nine-target average by 8.2 percent.',
    'SQuAD is a span extraction task sourced from Wikipedia.',
  ])('leaves alone: %s', (text) => {
    expect(readCheck(text)).toBeNull()
    expect(decide(qualifying(), text).reason).toContain('Not a measurable statement')
  })
})

describe('a file of claims', () => {
  it('is read from YAML, with defaults', () => {
    const { claims } = parseClaimsFile(`claims:\n  - { text: "${SQUAD}", source: me }\n`, 'claims.yaml')
    expect(claims[0]).toMatchObject({ section: null, complete: true })
  })

  it('is as its guide says', () => {
    const guide = readFileSync(resolve(import.meta.dirname, '../../docs/guide/verify-claims.md'), 'utf8')
    const [example] = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block]) => block!)
    expect(parseClaimsFile(example!, 'verify-claims.md').claims).toHaveLength(2)
    const named = [...guide.matchAll(/^\| `([a-z]+)`/gm)].map(([, field]) => field)
    expect(named.toSorted()).toEqual(
      [...Object.keys(ClaimEntry.shape), ...Object.keys(StudyCheck.shape)].toSorted(),
    )
    expect(JSON.stringify(claimsFileJsonSchema())).toContain('"intermediate"')
  })

  it.each([
    ['claims: [', 'cannot be read as YAML'],
    ['claims: [{ text: "It helps by 8.2 point", source: me }]', 'a whole sentence that ends in a full stop'],
    ['claims: [{ text: "It helps.", source: me, check: { intermediate: mnli } }]', 'targets'],
  ])('names the fault of %s', (text, fault) => {
    expect(() => parseClaimsFile(text, 'claims.yaml')).toThrow(fault)
  })
})
