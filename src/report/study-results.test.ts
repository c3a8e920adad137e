import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { namedStage, task } from '#catalog'
import { metric } from '#score'
import { declaredPairs, parseStudy, type Target } from '#study'
import { reportInput } from '../../test/support/report/made-study.ts'
import { Claim } from '../evidence/bundle/claims.ts'
import { studyClaims } from '../evidence/claims/of-study.ts'
import { parseClaimsFile } from '../experiments/claims-file.ts'
import { claimLibrary } from '../experiments/library/library.ts'
import { verifyClaims } from '../experiments/verify.ts'
import { buildReport } from './build.ts'
import type { Report } from './schema.ts'
import { studyResults } from './study-results.ts'

const STUDIES = resolve(import.meta.dirname, '../../studies')

/** Differences of a mini study by its shipped scores, as a report would give them: the part that results rest on. */
function shipped(name: string, folder = ''): Report {
  const text = readFileSync(join(STUDIES, folder, `${name}.yaml`), 'utf8')
  const study = parseStudy(text, `${name}.yaml`)
  const rows = readFileSync(join(STUDIES, 'results', name, 'scores.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
  const ids = study.targets.map((target) => (typeof target === 'string' ? target : target.task))
  const meanOf = (arm: string, target: string, column: 5 | 6, controls = false) => {
    const main = task(target).metrics[0]
    const found = rows.filter(
      ([of, on, language, , measured]) =>
        of === arm && on === target && (controls || language !== 'en') && measured === main,
    )
    return found.reduce((sum, row) => sum + Number(row[column]), 0) / found.length
  }
  const arms = Object.keys(study.arms)
  const decides = (target: string) =>
    arms.some((arm) => !(meanOf(arm, target, 5) < meanOf(arm, target, 6) + 1))
  const difference = (arm: string, against: string, targets: readonly string[], controls = false) => {
    const gaps = targets.map(
      (target) => meanOf(arm, target, 5, controls) - meanOf(against, target, 5, controls),
    )
    const value = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
    if (Number.isNaN(value)) return null
    const clear = Math.abs(value) > 0.5
    return {
      value: Math.round(value * 10) / 10,
      low: value - 0.5,
      high: value + 0.5,
      significant: clear,
      clear,
      doubts: [],
    }
  }
  const deciding = ids.filter(decides)
  const pairs =
    study.compare.length === 0
      ? arms.filter((arm) => arm !== 'baseline').map((arm) => ({ arm, against: 'baseline' }))
      : declaredPairs(study.compare)
  return {
    name,
    question: study.question,
    level: 95,
    baseline: 'baseline',
    seeds: Array.from({ length: study.seeds as number }, (_, at) => at + 1),
    arms: Object.keys(study.arms).map((arm) => ({ name: arm, baseline: arm === 'baseline', path: arm })),
    targets: study.targets.map((target, at) => {
      const entry = task(ids[at]!)
      return {
        id: entry.id,
        title: entry.title,
        metric: { ...metric(entry.metrics[0]!), unit: 'points' },
        languages: languagesIn(target, entry),
        averaged: languagesIn(target, entry).filter((code) => code !== 'en'),
        decides: decides(entry.id),
        chance: '',
        standsInFor: entry.standsInFor ?? null,
      }
    }),
    comparisons: pairs.map(({ arm, against }) => ({
      arm,
      against,
      difference: difference(arm, against, deciding),
      extent: { targets: deciding },
    })),
    pairs: pairs.flatMap(({ arm, against }) =>
      ids.flatMap((target) => {
        const found = difference(arm, against, [target])
        return found === null ? [] : [{ arm, against, target, language: null, difference: found }]
      }),
    ),
    withControls: pairs.flatMap(({ arm, against }) =>
      ids.flatMap((target) => {
        const found = difference(arm, against, [target], true)
        return found === null ? [] : [{ arm, against, target, targets: [target], difference: found }]
      }),
    ),
    means: [],
    missing: [],
    limits: [],
    manifest: { data: [] },
    reproduce: { file: `${name}.yaml`, study: text, commands: [] },
  } as unknown as Report
}

const languagesIn = (target: Target | string, { languages }: { languages: readonly string[] }) =>
  typeof target === 'string' ? languages : (target.languages ?? languages)

describe('studyResults', () => {
  const results = studyResults(buildReport(reportInput('rich')), 5_240_320)

  it('takes over what was measured, and everything that keeps a study from being an experiment of a paper', () => {
    expect(results.model).toEqual({
      name: 'an encoder made for this study',
      id: null,
      kind: 'scratch',
      parameters: 5_240_320,
    })
    expect(results.seeds).toEqual([1, 2, 3])
    // Differences leave English out; where it is scored, there is one with it beside.
    const udpos = results.targets.find((target) => target.task === 'udpos')!
    expect(udpos.languages).not.toContain('en')
    expect(udpos.controls).toEqual(['en'])
    const onUdpos = results.differences.filter(
      ({ target, arm }) => target === 'udpos' && arm === 'english-nli',
    )
    expect(onUdpos.map(({ withControls }) => withControls)).toEqual([false, true])
    expect(onUdpos[0]!.value).not.toBe(onUdpos[1]!.value)
    const nli = results.arms.find(({ name }) => name === 'english-nli')!
    expect(nli.stages).toMatchObject([{ tasks: ['sick-en'], named: null, languages: ['en'] }])
    expect(nli.standIns).toEqual({ 'sick-en': 'mnli' })
    expect(nli.gaps).toContain('sick-en stands in for mnli')
    expect(studyResults(buildReport(reportInput('incomplete')), 5_240_320).missing).toHaveLength(1)
    expect(results.differences.some(({ target }) => target === null)).toBe(true)
  })

  it('says that text named by its id alone was read in all its languages', () => {
    const report = buildReport(reportInput())
    const study = report.reproduce.study.replace(/english-nli: .*/, 'english-nli: [ntrex]')
    const { arms } = studyResults({ ...report, reproduce: { ...report.reproduce, study } }, null)
    expect(arms.find(({ name }) => name === 'english-nli')!.stages).toMatchObject([
      { tasks: ['ntrex'], languages: [] },
    ])
  })

  it('leaves replicates out: what differs from them is chance, and no claim is about that', () => {
    const report = buildReport(reportInput())
    const study = report.reproduce.study.replace(
      /nli-then-similarity: .*/,
      'nli-then-similarity: { replicateOf: english-nli }',
    )
    const found = studyResults({ ...report, reproduce: { ...report.reproduce, study } }, null)
    expect(found.arms.map(({ name }) => name)).toEqual(['baseline', 'english-nli'])
    const compared = found.differences.flatMap(({ arm, against }) => [arm, against])
    expect(new Set(compared)).toEqual(new Set(['english-nli', 'baseline']))
  })

  it('turns every difference into a claim in a whole sentence', () => {
    const claims = studyClaims(results)
    // One with English is for published means; it is no claim of its own.
    expect(claims).toHaveLength(results.differences.filter(({ withControls }) => !withControls).length)
    expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length)
    for (const claim of claims) {
      expect(Claim.parse(claim)).toEqual(claim)
      expect(claim.text).toMatch(/^With an encoder made for this study \(5\.24 million parameters\), .*\.$/)
    }
    const flat = studyClaims({
      ...results,
      differences: [{ ...results.differences[0]!, value: 0.2, low: -1, high: 1.4, clear: false }],
    })
    expect(flat[0]!.text).toContain('does not clearly change')
    expect(flat[0]!.slots.direction).toBe('equal')
  })

  it('knows a published encoder by its id in the catalogue', () => {
    const report = shipped('phang-2020-mini')
    const published = {
      ...report,
      reproduce: {
        ...report.reproduce,
        study: report.reproduce.study.replace('models/mini-44', 'xlm-roberta-large'),
      },
    }
    expect(studyResults(published, null).model).toMatchObject({ id: 'xlm-roberta-large', kind: 'published' })
    expect(studyResults(report, 3_400_000).model).toMatchObject({ name: 'models/mini-44', kind: 'folder' })
  })

  it('tells data that is less than published from data that is whole', () => {
    const report = shipped('phang-2020-mini')
    const read = (examples: number, notes: string[] = []) => ({
      ...report,
      manifest: {
        data: [{ task: 'tatoeba', split: 'test', language: 'de', examples, skipped: {}, notes, files: [] }],
      },
    })
    const gaps = (changed: unknown) =>
      studyResults(changed as Report, null).targets.find((target) => target.task === 'tatoeba')!.gaps
    expect(gaps(read(1000))).toEqual([])
    expect(gaps(read(400))).toEqual(['fewer test examples of tatoeba than published (de)'])
    expect(gaps(read(1000, ['The development file is scored in its place.']))).toHaveLength(1)
    expect(gaps(read(1000, ['Labels agree in every language.']))).toEqual([])
  })

  it('finds every note of the catalogue that says that other data is read', () => {
    const notes = ['udpos', 'panx', 'pawsx', 'tydiqa-goldp', 'bucc2018', 'mlqa', 'mewsli-x', 'siqa'].flatMap(
      (id) =>
        Object.values(task(id).splits).flatMap((split) =>
          [split!, ...(split!.otherwise ?? [])].flatMap(({ note }) => note ?? []),
        ),
    )
    expect(notes.length).toBeGreaterThan(8)
    const report = shipped('phang-2020-mini')
    for (const note of notes) {
      const data = [
        {
          task: 'tatoeba',
          split: 'test',
          language: 'de',
          examples: 1000,
          skipped: {},
          notes: [note],
          files: [],
        },
      ]
      const { targets } = studyResults({ ...report, manifest: { data } } as unknown as Report, null)
      expect(targets.find(({ task: id }) => id === 'tatoeba')!.gaps).toHaveLength(1)
    }
  })
})

describe('claims against shipped mini studies', () => {
  const decide = (name: string, folder = '', file = claimLibrary()) =>
    verifyClaims(file, studyResults(shipped(name, folder), 3_400_000))

  it('are never decided', () => {
    for (const [name, folder] of [
      ['phang-2020-mini', ''],
      ['semantic-similarity-mini', 'questions'],
      ['out-of-domain-mini', 'questions'],
    ] as const) {
      const decisions = decide(name, folder)
      expect(decisions).toHaveLength(claimLibrary().claims.length)
      expect(new Set(decisions.map(({ decision }) => decision))).toEqual(new Set(['undecided']))
    }
  })

  it('say why not, and which way the mini study points', () => {
    const decisions = decide('phang-2020-mini')
    const mnli = decisions.find(({ id }) => id === 'phang-2020-mnli')!
    for (const why of [
      'another encoder (models/mini-44, 3.40 million parameters)',
      'sick-en stands in for mnli',
      'xnli-sick stands in for xnli',
      'bucc2018 without de fr ru',
    ])
      expect(mnli.reason).toContain(why)
    expect(mnli.measured).toHaveLength(1)
    expect(mnli.measured[0]!.targets).toHaveLength(9)
    expect(mnli.direction).toBe('unclear')
    // nli loses 1.0 points on Tatoeba, say its scores.
    const tatoeba = parseClaimsFile(
      'claims: [{ text: "MNLI as intermediate task improves Tatoeba by 5 points.", source: me }]',
      'claims.yaml',
    )
    const [decision] = decide('phang-2020-mini', '', tatoeba)
    expect(decision).toMatchObject({ decision: 'undecided', direction: 'other' })
    expect(decision!.reason).toContain('nli against baseline on tatoeba: −1.0 points')
  })

  it('knows named stages of the catalogue as arms', () => {
    const text = readFileSync(join(STUDIES, 'phang-2020.yaml'), 'utf8')
    const { arms } = parseStudy(text, 'phang-2020.yaml')
    const report = shipped('phang-2020-mini')
    const whole = {
      ...report,
      arms: Object.keys(arms).map((name) => ({ name, baseline: false, path: name })),
      reproduce: { ...report.reproduce, study: text },
    }
    const found = studyResults(whole as Report, null).arms.flatMap(({ stages }) =>
      stages.map(({ named }) => named),
    )
    expect(found.filter((id) => id !== null).map((id) => namedStage(id!)!.id)).toEqual([
      'anli-plus',
      'phang-multi-task',
    ])
  })
})
