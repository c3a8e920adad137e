import { describe, expect, it } from 'vitest'
import { reportInput } from '../../test/support/report/made-study.ts'
import { buildReport } from './build.ts'
import { renderHtml } from './document/html.ts'
import { renderMarkdown } from './document/markdown.ts'
import type { ForgettingRecord, ReportInput } from './input.ts'
import { studyDocument } from './study/document.ts'
import { forgettingLead } from './study/forgetting-words.ts'
import { forgettingSection } from './study/sections/forgetting.ts'

const withForgetting = (change: (record: ForgettingRecord) => Partial<ForgettingRecord>): ReportInput => {
  const input = reportInput()
  return { ...input, forgetting: { ...input.forgetting, ...change(input.forgetting) } }
}
const withoutLoss = () =>
  withForgetting(({ encoders }) => ({
    text: [],
    maskProbability: null,
    encoders: encoders.map((each) => ({ ...each, maskedLm: [] })),
  }))
const textOf = (input: ReportInput) => renderMarkdown(studyDocument(buildReport(input)))
const sectionOf = (input: ReportInput) => JSON.stringify(forgettingSection(buildReport(input)))

describe('forgettingOf', () => {
  const report = buildReport(reportInput())
  const { steps } = report.forgetting
  const change = (arm: string, from: number, to: number, target: string | null) =>
    steps
      .find((step) => step.arm === arm && step.from === from && step.to === to)!
      .changes.find((each) => each.target === target)!

  it('has each stage of each arm, and the whole way where there are several', () => {
    expect(steps.map(({ arm, from, to, stage }) => [arm, from, to, stage])).toEqual([
      ['english-nli', 0, 1, 'sick-en'],
      ['nli-then-similarity', 0, 2, null],
      ['nli-then-similarity', 0, 1, 'sick-en'],
      ['nli-then-similarity', 1, 2, 'stsb-en'],
    ])
  })

  it('means over languages but English, and says how much the change differs between seeds', () => {
    // Losses before: 3.2 to 4.3, mean 3.75; the stage adds 0.9, and 0.01, 0.03 or 0.05 by the seed.
    const { mean, averaged, languages } = change('english-nli', 0, 1, null)
    expect(averaged).toHaveLength(12)
    expect(mean).toEqual({ before: 3.75, after: 4.68, change: 0.93, spread: 0.02, seeds: 3 })
    expect(languages.find(({ language }) => language === 'en')).toMatchObject({ before: 3.1, change: 0.12 })
  })

  it('adds up over stages, and ends where the cells of the arm are', () => {
    for (const target of [null, 'tatoeba']) {
      const [whole, first, second] = [
        [0, 2],
        [0, 1],
        [1, 2],
      ].map(([from, to]) => change('nli-then-similarity', from!, to!, target).mean!)
      expect(first!.change + second!.change).toBeCloseTo(whole!.change, 3)
    }
    const { before, after } = change('nli-then-similarity', 0, 2, 'tatoeba').mean!
    const meanOf = (arm: string) =>
      report.means.find((each) => each.arm === arm && each.target === 'tatoeba')!.value.value
    expect(before).toBeCloseTo(meanOf('baseline'), 3)
    expect(after).toBeCloseTo(meanOf('nli-then-similarity'), 3)
  })

  it('compares a seed with itself: one that lacks an encoder is left out of both sides', () => {
    const input = withForgetting(({ encoders }) => ({
      encoders: encoders.map((each) =>
        each.arm === 'english-nli' && each.seed === 2 ? { ...each, maskedLm: [], retrieval: [] } : each,
      ),
      missing: 25,
    }))
    const { forgetting } = buildReport(input)
    const { mean } = forgetting.steps[0]!.changes.find(({ target }) => target === null)!
    expect(mean).toEqual({ before: 3.75, after: 4.68, change: 0.93, spread: 0.0283, seeds: 2 })
    expect(sectionOf(input)).toContain('25 measurements of forgetting are not in the store')
  })
})

describe('the section on forgetting', () => {
  it('begins with the arm that forgets most', () => {
    expect(forgettingLead(buildReport(reportInput()))).toMatch(
      /^After its 2 stages, nli-then-similarity retrieves 10\.8 points more \(mean of 12 languages, ±\d\.\d between 3 seeds\), and its masked-LM loss rises from 3\.75 to 5\.08 nats \(mean of 12 languages, ±0\.02 between 3 seeds\)\. Of 2 arms with stages, its masked-LM loss rises most\.$/,
    )
  })

  it('says where a change is no more than the seeds differ, and where no arm forgets', () => {
    const input = withForgetting(({ encoders }) => ({
      encoders: encoders.map((each) => ({
        ...each,
        maskedLm: each.maskedLm.map((loss) => ({
          ...loss,
          loss: 3 - (each.stage > 0 ? 0.1 * (each.seed - 1.5) : 0),
        })),
      })),
    }))
    expect(forgettingLead(buildReport(input))).toMatch(
      /falls from 3\.00 to 2\.95 nats \(mean of 12 languages, ±0\.10 between 3 seeds, no more than its seeds differ\)\. Masked-LM loss rises in no arm with stages\.$/,
    )
  })

  it('tells a head that began anew from an encoder that forgets', () => {
    const input = withForgetting(({ encoders }) => ({
      encoders: encoders.map((each) => (each.stage === 2 ? { ...each, head: 'new' as const } : each)),
    }))
    const report = buildReport(input)
    expect(report.forgetting.steps.map(({ head }) => head)).toEqual(['before', 'new', 'before', 'new'])
    expect(forgettingLead(report)).toMatch(/^After its stage, english-nli .* rises from 3\.75 to 4\.68 nats/)
    expect(sectionOf(input)).toContain('its head begins anew')
    expect(sectionOf(reportInput())).not.toContain('its head begins anew')
  })

  it('says why there is no masked-LM loss', () => {
    expect(sectionOf(withoutLoss())).toContain('neither the study (\\"forgetting\\") nor a recipe')
    expect(forgettingLead(buildReport(withoutLoss()))).toMatch(
      /retrieves .*Retrieval falls in no arm with stages\.$/,
    )
    const headless = withForgetting(({ encoders }) => ({
      encoders: encoders.map((each) => ({
        ...each,
        maskedLm: each.maskedLm.map((loss) => ({ ...loss, loss: null, tokens: 0 })),
      })),
    }))
    expect(sectionOf(headless)).toContain('came without a masked-LM head')
    expect(sectionOf(headless)).not.toContain('kept out of training')
    const partly = withForgetting(({ encoders }) => ({
      encoders: encoders.map((each) =>
        each.stage > 0
          ? each
          : { ...each, maskedLm: each.maskedLm.map((loss) => ({ ...loss, loss: null, tokens: 0 })) },
      ),
    }))
    expect(sectionOf(partly)).toContain('39 masked-LM losses could not be measured')
  })

  it('is in every format, and not in a study without stages', () => {
    const input = reportInput()
    const html = renderHtml(studyDocument(buildReport(input)))
    expect(html).toContain('id="forgetting"')
    expect(html).toContain('4.68')
    expect(textOf(input)).toContain('## Forgetting')
    const data = studyDocument(buildReport(input)).data.find(({ name }) => name === 'forgetting.csv')!
    expect(data.rows).toHaveLength(4 * (1 + 12 + 1 + 13))
    const alone = { ...input, study: { ...input.study, arms: { baseline: [] } } }
    expect(forgettingSection({ ...buildReport(input), forgetting: buildReport(alone).forgetting })).toBeNull()
  })
})
