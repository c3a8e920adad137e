import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LANGUAGE_GROUPS, languages } from '#catalog'
import {
  expectBalanced,
  expectHarmless,
  expectInert,
  expectTables,
} from '../../test/support/report/formats.ts'
import { reportInput } from '../../test/support/report/made-study.ts'
import { buildReport } from './build.ts'
import { renderHtml } from './document/html.ts'
import { renderLatex, renderPaperTables } from './document/latex.ts'
import { renderMarkdown } from './document/markdown.ts'
import type { ReportInput } from './input.ts'
import { describeGroup, groupingsOf } from './language-groups.ts'
import { decimal, signed } from './numbers.ts'
import { studyDocument } from './study/document.ts'
import { isBest } from './study/lookup.ts'
import { writeReport } from './study/write.ts'

/** The fixture with every difference and interval of the comparison moved by some points. */
function moved(points: number): ReportInput {
  const input = reportInput()
  const shifted = <D extends { value: number; low: number; high: number } | null>(difference: D): D => {
    if (difference === null) return difference
    const [value, low, high] = [difference.value + points, difference.low + points, difference.high + points]
    const clear = low > 0 || high < 0
    return { ...difference, value, low, high, excludesZero: clear, clear, adjusted: clear ? 0.01 : 0.4 }
  }
  const { comparison } = input
  return {
    ...input,
    comparison: {
      ...comparison,
      pairs: comparison.pairs.map((pair) => ({
        ...pair,
        deciding: shifted(pair.deciding),
        targets: pair.targets.map((each) => ({ ...each, difference: shifted(each.difference) })),
      })),
    } as ReportInput['comparison'],
  }
}

describe('buildReport', () => {
  const report = buildReport(reportInput())

  it('answers with the best arm, its interval, and what that is worth', () => {
    expect(report.answer.verdict).toBe('improves')
    expect(report.answer.arm).toBe('nli-then-similarity')
    expect(report.answer.sentence).toMatch(
      /^nli-then-similarity is better than the baseline arm: .*95 % interval over test examples and training runs/,
    )
    expect(report.answer.sentence).toContain('It loses on UD part-of-speech tagging')
    expect(report.answer.sentence).toContain('largest gain of 2 arms')
  })

  it('says that nothing clearly helps, and first what harms', () => {
    const { difference } = report.answer
    const none = buildReport(moved(-difference!.value))
    expect(none.answer).toMatchObject({ verdict: 'harms', arm: 'english-nli' })
    expect(none.answer.sentence).toContain('No clear difference to the baseline arm: nli-then-similarity 0.0')
    const worse = buildReport(moved(-20))
    expect(worse.answer.verdict).toBe('harms')
    expect(worse.answer.sentence).toMatch(/^english-nli is worse than the baseline arm: −/)
  })

  it('is undecided where every target is at chance', () => {
    const input = reportInput()
    const targets = input.comparison.targets.map((target) => ({ ...target, decides: false }))
    const { answer } = buildReport({ ...input, comparison: { ...input.comparison, targets, deciding: [] } })
    expect(answer.verdict).toBe('undecided')
    expect(answer.difference).toBeNull()
    expect(answer.sentence).toContain('no arm is above chance on any of the')
  })

  it('says where the weights are a copy', () => {
    const said = (copy: string | null) => {
      const { limits, methods } = buildReport({ ...reportInput(), copy })
      return JSON.stringify([limits, methods]).split('a copy of 4 bit').length - 1
    }
    expect(said(null)).toBe(0)
    expect(said('a copy of 4 bit')).toBe(1)
  })

  it('names missing cells, stand-ins and targets at chance', () => {
    const incomplete = buildReport(reportInput('incomplete'))
    expect(incomplete.missing).toHaveLength(1)
    expect(incomplete.answer.sentence).toContain(
      'Undecided between english-nli and the baseline arm, because languages of UD part-of-speech tagging have different numbers of seeds.',
    )
    const limits = incomplete.limits.join('\n')
    expect(limits).toContain('stands in for mnli')
    expect(report.targets.find(({ id }) => id === 'xnli')?.chance).toContain('Chance is 33.3')
  })

  it('says with few seeds how often simulated reports had a false mark', () => {
    const input = reportInput()
    const limits = (seeds: number[]) =>
      buildReport({ ...input, results: { ...input.results, seeds } }).limits.join('\n')
    expect(limits([1, 2])).toContain('two seeds are too few to tell')
    expect(limits([1, 2, 3])).toContain('9 ± 3 % had a false mark')
    expect(limits([1, 2, 3, 4, 5])).not.toContain('false mark')
  })

  it('says of a replicate what it repeats and why, and compares it with no paper', () => {
    const input = reportInput()
    const again = { replicateOf: 'english-nli', number: 1 }
    const arms = { baseline: [], 'english-nli': ['sick-en'], 'nli-then-similarity': again }
    const { arms: told, methods, published } = buildReport({ ...input, study: { ...input.study, arms } })
    const [, original, replicate] = told
    expect(replicate!.path).toBe(`${original!.path}, trained again with other seeds`)
    expect(methods.join(' ')).toContain(
      'nli-then-similarity is a replicate of english-nli: the same trainings on the same examples with other seeds',
    )
    const before = buildReport(input).published.map(({ arm }) => arm)
    expect(before).toContain('nli-then-similarity')
    expect(published.map(({ arm }) => arm)).not.toContain('nli-then-similarity')
  })

  it('gives the same bytes for the same input', () => {
    expect(JSON.stringify(buildReport(reportInput()))).toBe(JSON.stringify(report))
  })
})

describe('a report of declared comparisons, groups and retrieval', () => {
  const input = reportInput('rich')
  const report = buildReport(input)

  it('answers with the first comparison, and names the others', () => {
    expect(report.answer).toMatchObject({ arm: 'nli-then-similarity', against: 'english-nli' })
    expect(report.answer.sentence).toMatch(/^nli-then-similarity is better than english-nli: /)
    expect(report.answer.sentence).toContain(
      'Also clear: nli-then-similarity is better than the baseline arm:',
    )
    expect(report.answer.sentence).not.toContain('largest gain')
  })

  it('does not call clear what the adjusted p value does not', () => {
    const { comparison } = input
    const [first, ...rest] = comparison.pairs
    const unsure = { ...first!, deciding: { ...first!.deciding!, adjusted: 0.08, clear: false } }
    const { answer, comparisons } = buildReport({
      ...input,
      comparison: { ...comparison, pairs: [unsure, ...rest] },
    })
    expect(answer.verdict).toBe('no-clear-effect')
    expect(answer.sentence).toContain('not enough after adjusting for 3 comparisons (Holm: p = 0.080)')
    expect(comparisons[0]!.finding).toMatch(/^No clear difference/)
  })

  it('says how many tests it adjusted for, and what intervals cover', () => {
    const markdown = renderMarkdown(studyDocument(report))
    expect(markdown).toContain('(Holm: 3 for the mean over targets, 12 for single')
    expect(markdown).toContain('intervals over other test examples and other training runs')
    const pairs = report.pairs.map((pair) =>
      pair.target === 'lareqa' ? { ...pair, difference: { ...pair.difference, adjusted: null } } : pair,
    )
    const fewer = studyDocument({ ...report, pairs })
    expect(renderMarkdown(fewer)).toContain('(Holm: 3 for the mean over targets, 9 for single')
  })

  it('decides by the first metric of the study that a target has', () => {
    const metrics = Object.fromEntries(report.targets.map(({ id, metric }) => [id, metric.id]))
    expect(metrics).toMatchObject({ tatoeba: 'recall@10', lareqa: 'map@20', xnli: 'accuracy' })
  })

  it('gives groups with those left out, and what other languages do', () => {
    const morphology = report.groups.find(({ by }) => by === 'morphology')!
    expect(morphology.groups.map(({ group }) => group)).toContain('agglutinative')
    const markdown = renderMarkdown(studyDocument(report))
    expect(markdown).toContain('### By morphological type')
    expect(markdown).toContain('nli-then-similarity vs english-nli (exploratory): no group clearly differs')
    expect(markdown).toContain('introflexive cannot be told: one family on a side')
    expect(markdown).toMatch(/\(exploratory\): .* resource class, over \d+ languages of \d+ families/)
  })

  it('describes every way of grouping that the catalogue has', () => {
    const known = languages().map(({ code }) => code)
    for (const { by, groupOf } of groupingsOf(LANGUAGE_GROUPS)) {
      expect(describeGroup(by).source).not.toBe('')
      expect(known.some((code) => groupOf(code) !== null)).toBe(true)
      expect(groupOf('tlh')).toBeNull()
    }
  })

  it('discloses layers, poolings and thresholds', () => {
    const html = renderHtml(studyDocument(report))
    expect(html).toContain('Layer and pooling of retrieval')
    expect(html).toContain('Thresholds')
    expect(report.methods.join(' ')).toContain('layer and pooling were chosen for each encoder, among 10,')
    expect(report.methods.join(' ')).toContain('dual encoder')
  })

  it('says which benchmark average there is not, and why', () => {
    expect(report.benchmarks.map(({ title }) => title)).toEqual(['XTREME', 'XTREME-R'])
    expect(report.benchmarks[0]!.missing).toMatch(/^No XTREME average: .*pawsx.* are not among the targets/)
  })

  it('never lets a mini run read as a replication', () => {
    expect(report.published.length).toBeGreaterThan(3)
    for (const { cautions } of report.published) expect(cautions.join()).toContain('another encoder')
    const tatoeba = report.published.find(({ target, arm }) => target === 'tatoeba' && arm === 'baseline')!
    expect(tatoeba.ours).toBeCloseTo(meanAccuracy(input, 'baseline', 'tatoeba'), 4)
    expect(renderMarkdown(studyDocument(report))).toMatch(
      /No row is a replication\. What keeps all of them apart: another encoder/,
    )
  })
})

it('is held against a paper over the languages of its table, English too', () => {
  const { results } = reportInput()
  const { published } = buildReport(reportInput())
  const xnli = published.find(({ target, arm }) => target === 'xnli' && arm === 'baseline')!
  const own = results.cells.filter(({ arm, target }) => arm === 'baseline' && target === 'xnli')
  // XTREME has no Finnish and no Japanese in XNLI, and has English.
  const shared = own.filter(({ language }) => !['fi', 'ja'].includes(language))
  expect(new Set(shared.map(({ language }) => language)).size).toBe(11)
  expect(shared.some(({ language }) => language === 'en')).toBe(true)
  const mean = shared.reduce((sum, { score }) => sum + score.metrics.accuracy! / shared.length, 0)
  expect(xnli.ours).toBeCloseTo(mean, 3)
  expect(xnli.cautions).toContain('fewer languages: of their 15 we have 11')
})

function meanAccuracy({ results }: ReportInput, arm: string, target: string): number {
  const own = results.cells.filter((cell) => cell.arm === arm && cell.target === target)
  return own.reduce((sum, { score }) => sum + score.metrics['retrieval-accuracy']! / own.length, 0)
}

describe.each(['plain', 'rich'] as const)('renderings of a %s study', (kind) => {
  const report = buildReport(reportInput(kind))

  it('are a page that brings nothing in, inert Markdown with whole tables, and LaTeX that closes', () => {
    const document = studyDocument(report)
    const page = expectHarmless(renderHtml(document))
    expect(page.querySelectorAll('h1')).toHaveLength(1)
    expect(page.querySelectorAll('svg').length).toBeGreaterThan(2)
    expectTables(expectInert(renderMarkdown(document), /-/))
    expectBalanced(renderLatex(document))
    expectBalanced(renderPaperTables(document, report.name))
  })

  it('print the numbers of every picture where there is none', () => {
    const document = studyDocument(report)
    for (const { difference } of report.comparisons) {
      const text = `[${signed(difference!.low)}, ${signed(difference!.high)}]`
      expect(renderMarkdown(document)).toContain(text.replace(/[[\]]/g, '\\$&'))
      expect(renderLatex(document)).toContain(
        text.replace('[', '{[}').replace(']', '{]}').replaceAll('−', '$-$'),
      )
    }
  })

  it('Markdown has a row for every language', () => {
    const markdown = renderMarkdown(studyDocument(report))
    for (const name of ['Arabic (ar)', 'Swahili (sw)', 'Chinese']) expect(markdown).toContain(name)
  })

  it('writes every form, again over the first, and prints no empty values', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'polyvia-report-'))
    try {
      await writeReport(report, folder)
      await writeReport(report, folder)
      const files = readdirSync(folder).sort()
      expect(files).toEqual([
        'differences.csv',
        'forgetting.csv',
        'groups.csv',
        'overlaps.csv',
        'report.html',
        'report.json',
        'report.md',
        'report.tex',
        'scores-without-overlap.csv',
        'scores.csv',
        'table.tex',
        'transfer-gaps.csv',
      ])
      for (const file of files.filter((name) => name !== 'report.json'))
        expect(readFileSync(join(folder, file), 'utf8')).not.toMatch(/undefined|NaN|\bnull\b|\[object/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('marks', () => {
  const arrows = /[\u25b2\u25bc]/
  const cellsOf = (markdown: string) =>
    markdown
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .join('\n')

  it('are nowhere in a report of one seed, which says so', () => {
    const markdown = renderMarkdown(studyDocument(buildReport(reportInput('one-seed'))))
    expect(cellsOf(markdown)).not.toMatch(arrows)
    expect(markdown).toContain('over other test examples only (one seed)')
    expect(markdown).toContain('Nothing is marked: with one seed nothing is said about the arms.')
    expect(markdown).toContain('With one seed nothing is said about what an arm does to the gap.')
  })

  it('rest on the adjusted test alone, whatever the interval', () => {
    const report = buildReport(reportInput())
    const unclear = <D extends { clear: boolean } | null>(difference: D): D =>
      difference && { ...difference, clear: false }
    const each = <R extends { difference: { clear: boolean } | null }>(rows: readonly R[]) =>
      rows.map((row) => ({ ...row, difference: unclear(row.difference) }))
    expect(cellsOf(renderMarkdown(studyDocument(report)))).toMatch(arrows)
    const none = {
      ...report,
      comparisons: each(report.comparisons),
      pairs: each(report.pairs),
      means: each(report.means),
      cells: each(report.cells),
      transferGaps: report.transferGaps.map((gap) => ({ ...gap, arms: each(gap.arms) })),
    }
    expect(none.pairs.some(({ difference }) => difference.significant)).toBe(true)
    expect(cellsOf(renderMarkdown(studyDocument(none)))).not.toMatch(arrows)
  })

  it('are not bold in LaTeX, where bold is the best of a column', () => {
    const tex = renderPaperTables(studyDocument(buildReport(reportInput())), 'made')
    expect(tex).toMatch(/\+\d+\.\d \$\\uparrow\$/)
    expect(tex).not.toMatch(/textbf\{[^}]*(arrow|[+$])/)
    expect(tex).toMatch(/\\textbf\{\d+\.\d\}/)
    expect(tex).toContain('en, control')
    expect(tex).toContain('12 languages without English')
  })

  it('call no arm best that lacks a seed or language of others', () => {
    const report = buildReport(reportInput())
    const target = report.targets.find(({ id }) => id === 'tatoeba')!
    const best = report.means.find((cell) => cell.target === 'tatoeba' && isBest(report, target, cell))!
    expect(best.arm).toBe('nli-then-similarity')
    const lacking = (lack: Partial<typeof best>) => {
      const means = report.means.map((cell) => (cell === best ? { ...cell, ...lack } : cell))
      return means.filter((cell) => cell.target === 'tatoeba' && isBest({ ...report, means }, target, cell))
    }
    expect(lacking({ seeds: [1, 2] }).map(({ arm }) => arm)).toEqual(['english-nli'])
    expect(lacking({ languages: ['de'] }).map(({ arm }) => arm)).toEqual(['english-nli'])
  })
})

describe('wording', () => {
  it('has a true minus and no negative zero', () => {
    expect(decimal(-12.34)).toBe('\u221212.3')
    expect(decimal(-0.01)).toBe('0.0')
    expect(signed(0.04)).toBe('0.0')
    expect(signed(3.14)).toBe('+3.1')
    expect(() => decimal(Number.NaN)).toThrow(RangeError)
  })
})
