import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import {
  expectBalanced,
  expectHarmless,
  expectInert,
  expectTables,
} from '../../../test/support/report/formats.ts'
import { renderCsv } from './csv.ts'
import { renderHtml } from './html.ts'
import { renderLatex, renderPaperTables } from './latex.ts'
import { renderMarkdown } from './markdown.ts'
import {
  code,
  type Document,
  link,
  list,
  listOf,
  paragraph,
  quiet,
  section,
  strong,
  type Table,
} from './model.ts'

/** What people, papers and data may put into a text to get out of it, by what it would be if it got out. */
const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style></title><!-- --><svg onload=alert(1)>',
  '&lt;b&gt; &amp; &#60;',
  '[click](javascript:alert(1)) ![pixel](http://evil.example/p.png) <http://evil.example>',
  'https://evil.example/a www.evil.example [ref]: http://evil.example',
  '# heading #',
  '',
  '- item',
  '1. first',
  '=== --- ***',
  'a | b | c',
  '`code` ``` **bold** _under_ ~~gone~~ $x^2$',
  '\\input{/etc/passwd} \\end{document} \\write18{id}',
  '{ } } % comment & # _ ~ ^ -- --- \'\' `` "q" <<',
  '[1] at the start of a row',
  '* at the start of a row',
  "=cmd|' /C calc'!A0",
  '@SUM(A1)',
  '+1+1',
  '-2+3',
  '\t=1',
  'line one\n\n# line two\r\n| x |',
  'bell\u0007 escape\u001b[31m null\u0000',
  '明 Ł ễ ▲ − ≥',
]

/** A document in which every place that takes a text takes this one. */
function documentOf(text: string): Document {
  const grid: Table = {
    kind: 'table',
    title: text,
    columns: [
      { title: text, numeric: false },
      { title: { lines: [text, quiet(text)] }, numeric: true },
    ],
    rows: [
      [text, { lines: [strong(text), quiet(text)], shade: 0.5 }],
      [link('https://example.org/?q=a&b=%20|', text), { lines: [text], shade: -1 }],
      [text, text],
    ],
  }
  return {
    title: text,
    kicker: text,
    summary: text,
    sections: [
      section({ title: text, id: 'answer', tone: 'good' }, [
        paragraph(text, 'lead'),
        { kind: 'definitions', items: [{ label: text, value: text }] },
      ]),
      section({ title: text, id: 'rest', short: text }, [
        paragraph([text, ' ', code(text), link('javascript:alert(1)', text), link('#answer', text)]),
        list([text, { item: text, id: 'ref-1', note: text, below: listOf([text]) }]),
        { ...grid, caption: text, paper: text },
        { ...grid, layout: 'map' },
        { ...grid, layout: 'numbers' },
        {
          kind: 'figure',
          panels: [{ title: text, pictures: [{ title: text, wide: '<svg></svg>', narrow: '<svg></svg>' }] }],
          legend: [{ colour: 'red', dash: '2 3', label: text }],
          caption: text,
          text: [paragraph(text)],
        },
        {
          kind: 'claim',
          id: 'c1',
          name: 'C1',
          verdict: text,
          tone: 'bad',
          from: text,
          text,
          why: text,
          quotes: [{ text, source: text, tone: 'neutral' }],
        },
        { kind: 'code', language: 'yaml', text },
        section({ title: text, fold: 'closed', note: text }, [paragraph(text)]),
      ]),
    ],
    colophon: text,
    data: [{ name: 'data.csv', columns: ['text'], rows: [[text]] }],
  }
}

const OURS = /example\.org/

const COMMANDS = /\\(input|write18|end\{document\})/g

describe.each(HOSTILE.map((text) => [JSON.stringify(text), text] as const))('the text %s', (_, text) => {
  const shown = text.replace(/\s+/g, ' ').replace(/\p{Cc}/gu, '')
  const document = documentOf(text)

  it('is text on a page', () => {
    const page = expectHarmless(renderHtml(document))
    expect(page.querySelector('h1')!.textContent).toBe(shown)
    expect(page.querySelector('blockquote p')!.textContent).toBe(shown)
    expect(page.querySelectorAll('table.plain tbody th')[0]!.textContent).toBe(shown)
    expect(page.querySelectorAll('section, article, nav')).toHaveLength(4)
  })

  it('is text in Markdown', () => {
    const lines = expectInert(renderMarkdown(document), OURS)
    expectTables(lines)
    expect(lines.filter((line) => /^#+ /.test(line))).toHaveLength(4)
    expect(lines.filter((line) => /^\s*(-|\d+\.) /.test(line))).toHaveLength(4)
  })

  it('is text in LaTeX', () => {
    const tex = renderLatex(document)
    expectBalanced(tex)
    expect(tex.match(COMMANDS)).toEqual(['\\end{document}'])
    expectBalanced(renderPaperTables(document, text))
  })

  it('is a field that no spreadsheet runs', () => {
    const csv = renderCsv(document.data[0]!)
    const field = csv.slice('text\n'.length, -1)
    const value = field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field
    expect([text, `'${text}`]).toContain(value)
    expect(value.trimStart()).not.toMatch(/^[=+\-@]/)
  })
})

describe('a document', () => {
  it('is in every format, whole', () => {
    let count = 0
    // Every place of the fixture gets a word of its own.
    const numbered = (value: unknown): unknown =>
      value === 'word'
        ? `word${count++}x`
        : Array.isArray(value)
          ? value.map(numbered)
          : value !== null && typeof value === 'object'
            ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, numbered(each)]))
            : value
    const { data: _, ...rest } = documentOf('word')
    const document = { ...(numbered(rest) as Document), data: [] }
    const words = (text: string) => new Set(text.match(/word\d+x/g))
    const page = words(renderHtml(document))
    expect(page.size).toBeGreaterThan(40)
    // A page has, beside what all have, how pictures are read, what tables are called, and the short titles of sections.
    const pictures = words(
      JSON.stringify(document, [
        'sections',
        'blocks',
        'kind',
        'panels',
        'pictures',
        'legend',
        'label',
        'caption',
        'title',
        'short',
        'summary',
        'paper',
      ]),
    )
    for (const render of [renderMarkdown, renderLatex]) {
      const there = words(render(document))
      for (const word of page) if (!pictures.has(word)) expect(there, word).toContain(word)
    }
  })

  it('keeps the numbers of CSV as they are', () => {
    const rows = [[-0.4, '-0.4', '+3', true, null, 'a, "b"']]
    expect(renderCsv({ name: 'a.csv', columns: ['a', 'b', 'c', 'd', 'e', 'f'], rows })).toBe(
      'a,b,c,d,e,f\n-0.4,-0.4,+3,true,,"a, ""b"""\n',
    )
  })

  test.prop([fc.string({ unit: 'binary', maxLength: 60 })], { numRuns: 60 })(
    'of any text gives the same bytes twice, a page that brings nothing in, and LaTeX that closes',
    (text) => {
      const document = documentOf(text)
      const page = renderHtml(document)
      expect(renderHtml(documentOf(text))).toBe(page)
      expectHarmless(page)
      expectTables(expectInert(renderMarkdown(document), OURS))
      expectBalanced(renderLatex(document))
    },
  )
})
