import { describe, expect, it } from 'vitest'
import { reportInput } from '../../test/support/report/made-study.ts'
import { buildReport } from './build.ts'
import { renderMarkdown } from './document/markdown.ts'
import { studyDocument } from './study/document.ts'

const input = reportInput()
const report = buildReport(input)
const { overlaps } = report

/** Share of right answers among some items of XNLI in German, percent, mean over seeds. */
function accuracy(arm: string, isLeft: (item: number) => boolean): number {
  const cells = input.results.cells.filter(
    (cell) => cell.arm === arm && cell.target === 'xnli' && cell.language === 'de',
  )
  const values = cells.map(({ score }) => {
    const left = Array.from(score.outcomes.correct!).filter((_, item) => isLeft(item))
    return (100 * left.filter((right) => right === 1).length) / left.length
  })
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

describe('overlaps of a report', () => {
  it('counts items by training step, with the arms whose scores it is about', () => {
    expect(overlaps).toMatchObject({ planned: 3, compared: 2 })
    expect(overlaps.found).toMatchObject([
      {
        target: 'tatoeba',
        language: 'de',
        text: 1,
        ngrams: 1,
        whole: 0,
        arms: report.arms.map(({ name }) => name),
      },
      { target: 'xnli', language: 'de', text: 20, arms: ['english-nli', 'nli-then-similarity'] },
    ])
    expect(overlaps.found[1]!.trained).toEqual([expect.stringMatching(/^Intermediate: SICK/)])
  })

  it('gives scores and differences without what the arm or the baseline was trained on', () => {
    const row = overlaps.scores.find(
      ({ arm, target, language }) => arm === 'english-nli' && target === 'xnli' && language === 'de',
    )!
    const all = () => true
    const left = (item: number) => item >= 20
    expect(row.leftOut).toBe(20)
    expect(row.value).toBeCloseTo(accuracy('english-nli', all), 3)
    expect(row.without).toBeCloseTo(accuracy('english-nli', left), 3)
    expect(row.difference).toBeCloseTo(accuracy('english-nli', all) - accuracy('baseline', all), 3)
    expect(row.differenceWithout).toBeCloseTo(accuracy('english-nli', left) - accuracy('baseline', left), 3)
    // The baseline was trained on no item of XNLI, but read the text of the encoder.
    const ofBaseline = overlaps.scores.filter(({ arm }) => arm === 'baseline')
    expect(new Set(ofBaseline.map(({ target }) => target))).toEqual(new Set(['tatoeba']))
  })

  it('has means that agree with the report where nothing is left out of a language', () => {
    const mean = overlaps.scores.find(
      ({ arm, language, target }) => arm === 'baseline' && language === null && target === 'tatoeba',
    )!
    const told = report.means.find(({ arm, target }) => arm === 'baseline' && target === 'tatoeba')!
    expect(mean.value).toBeCloseTo(told.value.value, 3)
  })

  it('leads with a sentence, names what is missing, and warns where a percent of the items was seen', () => {
    const markdown = renderMarkdown(studyDocument(report)).replaceAll('\\', '')
    expect(markdown).toContain('22 of 5,000 test items (0.4 %) are in training data.')
    expect(markdown).toContain('1 of 3 comparisons of training data with test sets is still to be made')
    expect(report.limits.filter((limit) => limit.includes('Test items of'))).toEqual([
      expect.stringMatching(/^Test items of Tatoeba .*German: 2 of 200 items \(1\.0 %\)/),
      expect.stringMatching(/^Test items of XNLI .*German: 20 of 200 items \(10\.0 %\)/),
    ])
    expect(report.methods.join(' ')).toContain('8-grams of words')
  })

  it('says so where nothing was seen', () => {
    const nothing = input.overlaps.map((record) => ({
      ...record,
      sets: (record.sets ?? []).map((set) => ({
        ...set,
        seen: { whole: [], text: [], ngrams: [] },
        quotes: [],
      })),
    }))
    const clean = buildReport({ ...input, overlaps: nothing })
    expect(clean.overlaps).toMatchObject({ found: [], scores: [], quotes: [] })
    expect(renderMarkdown(studyDocument(clean))).toContain(
      'Nothing that was trained on is among the 5,000 test items',
    )
    expect(clean.limits.join(' ')).not.toContain('are in training data')
  })

  it('has no number where no item is left', () => {
    const [first, second] = input.overlaps
    const all = second!.sets!.map((set) => ({
      ...set,
      seen: { ...set.seen, text: Array.from({ length: set.items }, (_, at) => at) },
    }))
    const seen = buildReport({ ...input, overlaps: [first!, { ...second!, sets: all }] })
    const rows = seen.overlaps.scores.filter(({ target }) => target === 'xnli')
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) expect(row).toMatchObject({ without: null, differenceWithout: null })
    expect(renderMarkdown(studyDocument(seen))).toContain('no item left')
  })
})
