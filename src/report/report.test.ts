import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Window } from 'happy-dom'
import { describe, expect, it } from 'vitest'
import { buildReport } from './build.ts'
import { reportInput } from './fixture.ts'
import type { ReportInput } from './input.ts'
import { renderHtml } from './render/html.ts'
import { renderMarkdown } from './render/markdown.ts'
import { decimal, signed } from './wording.ts'
import { writeReport } from './write.ts'

/** The fixture with every difference and interval of the comparison moved by some points. */
function moved(points: number): ReportInput {
  const input = reportInput()
  const move = <D extends { value: number; low: number; high: number; excludesZero: boolean } | null>(
    difference: D,
  ): D => {
    if (difference === null) return difference
    const [value, low, high] = [difference.value + points, difference.low + points, difference.high + points]
    return { ...difference, value, low, high, excludesZero: low > 0 || high < 0 }
  }
  const { comparison } = input
  const shift = <R extends { difference: Parameters<typeof move>[0] }>(results: readonly R[]) =>
    results.map((result) => ({ ...result, difference: move(result.difference) }))
  return {
    ...input,
    comparison: {
      ...comparison,
      means: shift(comparison.means),
      deciding: shift(comparison.deciding),
    } as ReportInput['comparison'],
  }
}

describe('buildReport', () => {
  const report = buildReport(reportInput())

  it('answers with the best arm, its interval, and what that is worth', () => {
    expect(report.answer.verdict).toBe('improves')
    expect(report.answer.arm).toBe('nli-then-similarity')
    expect(report.answer.sentence).toMatch(
      /^Yes, on this evidence: the best arm, nli-then-similarity, improves .*95 % interval/,
    )
    expect(report.answer.sentence).toContain('It loses on UD part-of-speech tagging')
    expect(report.answer.sentence).toContain('best of 2 arms')
  })

  it('says no where nothing clearly helps, and where the best arm harms', () => {
    const { difference } = report.answer
    const none = buildReport(moved(-difference!.value))
    expect(none.answer.verdict).toBe('no-clear-effect')
    expect(none.answer.sentence).toMatch(/^No detour clearly helps here/)
    const worse = buildReport(moved(-20))
    expect(worse.answer.verdict).toBe('harms')
    expect(worse.answer.sentence).toMatch(/^No, the detour harms here/)
  })

  it('is undecided where every target is at chance', () => {
    const input = reportInput()
    const targets = input.comparison.targets.map((target) => ({ ...target, decides: false }))
    const { answer } = buildReport({ ...input, comparison: { ...input.comparison, targets, deciding: [] } })
    expect(answer.verdict).toBe('undecided')
    expect(answer.difference).toBeNull()
    expect(answer.sentence).toContain('at chance')
  })

  it('names missing cells, stand-ins and targets at chance', () => {
    expect(report.missing).toHaveLength(1)
    const limits = report.limits.join('\n')
    expect(limits).toContain('stands in for mnli')
    expect(report.targets.find(({ id }) => id === 'xnli')?.chance).toContain('Chance is 33.3')
  })

  it('gives the same bytes for the same input', () => {
    expect(JSON.stringify(buildReport(reportInput()))).toBe(JSON.stringify(report))
  })
})

describe('renderings', () => {
  const report = buildReport(reportInput())

  it('HTML is well-formed, self-contained, and escapes what people wrote', () => {
    const html = renderHtml(report)
    const { document } = new Window()
    document.write(html)
    expect(document.querySelectorAll('h1')).toHaveLength(1)
    expect(document.querySelectorAll('svg').length).toBeGreaterThan(2)
    expect(html).not.toContain('<test &')
    expect(html).not.toMatch(/<(script|link)[ >]/)
    expect(html).not.toMatch(/src="http|url\(http/)
  })

  it('Markdown has a row for every language', () => {
    const markdown = renderMarkdown(report)
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
        'report.html',
        'report.json',
        'report.md',
        'scores.csv',
        'table.tex',
      ])
      for (const file of files.filter((name) => name !== 'report.json'))
        expect(readFileSync(join(folder, file), 'utf8')).not.toMatch(/undefined|NaN|\bnull\b|\[object/)
    } finally {
      rmSync(folder, { recursive: true })
    }
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
