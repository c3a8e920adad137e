import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { plugins } from '@citation-js/core'
import '@citation-js/plugin-bibtex'
import { Window } from 'happy-dom'
import { describe, expect, it } from 'vitest'
import { emptyBundle, evidenceBundle } from '../../../test/support/evidence/made-bundle.ts'
import {
  expectBalanced,
  expectHarmless,
  expectInert,
  expectTables,
} from '../../../test/support/report/formats.ts'
import { buildEvidenceReport } from '../../evidence/report/build.ts'
import { EvidenceReport } from '../../evidence/report/schema.ts'
import { renderHtml } from '../document/html.ts'
import { renderLatex } from '../document/latex.ts'
import { renderMarkdown } from '../document/markdown.ts'
import { renderEvidenceBibtex } from './bibtex.ts'
import { reviewDocument } from './document.ts'
import { flowDiagram } from './flow-diagram.ts'
import { writeEvidenceReport } from './write.ts'

const report = buildEvidenceReport(evidenceBundle())
const empty = buildEvidenceReport(emptyBundle())

describe.each([
  ['a review', report],
  ['an empty review', empty],
] as const)('the page of %s', (_, each) => {
  const page = renderHtml(reviewDocument(each))
  const { document } = new Window()
  document.write(page)

  it('is one file that brings nothing in, and prints no empty values', () => {
    expectHarmless(page)
    expect(document.querySelectorAll('h1')).toHaveLength(1)
    expect(page.replace(/<style>[\s\S]*<\/style>/, '')).not.toMatch(/undefined|NaN|\bnull\b|\[object/)
  })

  it('is inert Markdown with whole tables, and LaTeX that closes', () => {
    expectTables(expectInert(renderMarkdown(reviewDocument(each)), /aclanthology\.org|doi\.org|arxiv\.org/))
    expectBalanced(renderLatex(reviewDocument(each)))
  })

  it('has a target for every link inside it, and each id once', () => {
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const links = [...document.querySelectorAll('a[href^="#"]')].map((link) => link.getAttribute('href')!)
    expect(links.length).toBeGreaterThan(8)
    for (const link of links) expect(ids, link).toContain(link.slice(1))
  })

  it('names every section, table and figure for those who do not see it', () => {
    for (const section of document.querySelectorAll('section'))
      expect(document.getElementById(section.getAttribute('aria-labelledby')!)).not.toBeNull()
    for (const region of document.querySelectorAll('.scroll'))
      expect(region.getAttribute('aria-label')).not.toBeNull()
    for (const figure of document.querySelectorAll('svg'))
      expect(figure.querySelector('title')).not.toBeNull()
  })
})

describe('the first page', () => {
  const { document } = new Window()
  document.write(renderHtml(reviewDocument(report)))
  const headings = [...document.querySelectorAll('h2')]
  const titles = headings.map(({ textContent }) => textContent)
  const sectionOf = (title: RegExp) =>
    headings.find(({ textContent }) => title.test(textContent))!.closest('section')!.textContent

  it('answers, shows what was found, what is lacking and the references, before the appendix', () => {
    expect(titles.slice(0, 4)).toEqual(['Answer: mixed', 'What was found', 'Limitations', 'References'])
    const answer = sectionOf(/^Answer/)
    expect(answer).toContain(report.answer.sentence)
    expect(answer).toContain('Certainty: low')
  })

  it('has the quotes for and against, each once, and those that decide nothing apart', () => {
    const found = sectionOf(/^What was found/)
    expect(found.match(/by 5\.1 points on average over the nine/g)).toHaveLength(1)
    expect(found.indexOf('For')).toBeLessThan(found.indexOf('Against'))
    expect(found).toContain('Nearest passages that do not decide it')
  })
})

describe('what sources write', () => {
  it('is text on the page', () => {
    const page = renderHtml(reviewDocument(report))
    expect(page).toContain('When Detours Do Not Pay &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;')
  })

  it('is text in Markdown, also in tables', () => {
    const markdown = renderMarkdown(reviewDocument(report))
    expect(markdown).not.toMatch(/(?<!\\)<script/)
    const row = markdown.split('\n').find((line) => line.startsWith('| C7 '))!
    expect(row).toContain('\\`intermediate\\` training \\| here')
    expect(row.match(/(?<!\\)\|/g)).toHaveLength(7)
  })

  it('cannot leave its field in BibTeX', () => {
    const nasty = structuredClone(report)
    nasty.references[0]!.title = 'Closing } @misc{evil, title = {\\input{/etc/passwd} 50 % of $x_1$'
    nasty.references[0]!.ids = { doi: '10.5555/a}b' }
    const bibtex = renderEvidenceBibtex(nasty)
    expect(bibtex).toContain('\\textbraceright{} @misc\\textbraceleft{}')
    expect(bibtex).not.toContain('\\input')
    expect(bibtex).not.toContain('a}b')
    expect(bibtex.match(/^@/gm)).toHaveLength(report.references.length)
    let depth = 0
    for (const sign of bibtex.replace(/\\[{}]/g, '')) depth += sign === '{' ? 1 : sign === '}' ? -1 : 0
    expect(depth).toBe(0)
  })
})

describe('BibTeX', () => {
  it('reads back as the same works, names of any script included', () => {
    const entries = plugins.input.chain(renderEvidenceBibtex(report), {
      forceType: '@bibtex/text',
      generateGraph: false,
    }) as { id: string; title: string; author: { family: string; given?: string }[]; note?: string }[]
    expect(entries.map(({ id }) => id)).toEqual(report.references.map(({ key }) => key))
    for (const [at, { author, title }] of entries.entries()) {
      const reference = report.references[at]!
      expect(author.map(({ family }) => family)).toEqual(reference.authors.map(({ family }) => family))
      expect(title.replace(/<\/?span[^>]*>/g, '')).toBe(reference.title)
    }
    expect(entries.find(({ id }) => id === 'doe2019universal')!.note).toBe('Retracted')
    expect(renderEvidenceBibtex(empty)).toBe('')
  })
})

describe('the flow diagram', () => {
  it.each(['wide', 'narrow'] as const)('has all counts and stays within its frame, %s', (shape) => {
    const figure = flowDiagram(report, shape)
    const { prisma } = report
    for (const text of [
      `Duplicates removed: ${prisma.duplicates}`,
      `Works screened: ${prisma.screened}`,
      `Texts sought: ${prisma.sought}`,
      `Texts read: ${prisma.assessed}`,
      `Works included: ${prisma.included}`,
    ])
      expect(figure).toContain(`>${text}<`)
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(figure)!.map(Number)
    for (const [, x, y, w, h] of figure.matchAll(
      /<rect x="(\d+)" y="([\d.]+)" width="(\d+)" height="(\d+)"/g,
    )) {
      expect(Number(x) + Number(w)).toBeLessThanOrEqual(width!)
      expect(Number(y) + Number(h)).toBeLessThanOrEqual(height!)
    }
  })
})

describe('writeEvidenceReport', () => {
  it('writes every form, again over the first; the JSON is the report', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'polyvia-evidence-report-'))
    try {
      await writeEvidenceReport(report, folder)
      const paths = await writeEvidenceReport(report, folder)
      expect(readdirSync(folder).sort()).toEqual([
        'claims.csv',
        'findings.csv',
        'numbers.csv',
        'references.bib',
        'report.html',
        'report.json',
        'report.md',
        'report.tex',
      ])
      expect(Object.keys(paths).sort()).toEqual(readdirSync(folder).sort())
      expect(EvidenceReport.parse(JSON.parse(readFileSync(paths['report.json']!, 'utf8')))).toEqual(report)
      expect(readFileSync(paths['report.md']!, 'utf8')).not.toMatch(/undefined|NaN|\bnull\b|\[object/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
