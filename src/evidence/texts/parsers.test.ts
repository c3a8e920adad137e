import { describe, expect, test } from 'vitest'
import {
  expectSound,
  latexFiles,
  origin,
  outline,
  paperFile,
  paperWork,
} from '../../../test/support/evidence/texts.ts'
import { parseHtml } from './html.ts'
import { parseLatex } from './latex.ts'
import { parseAbstract, parsePlainText } from './plain-or-markdown.ts'

const html = (body: string) => parseHtml(body, origin('html'))
const latex = (body: string, preamble = '') =>
  parseLatex(
    new Map([['a.tex', `\\documentclass{article}${preamble}\\begin{document}${body}\\end{document}`]]),
    origin('latex'),
  )
const texts = (document: ReturnType<typeof html>) => outline(document).map(([, , text]) => text)

/** The invented paper, as each of its forms must read; only citations are written differently. */
const PAPER = (citation: string) => [
  ['title', 'Intermediate Tasks for Basque Retrieval', 'Intermediate Tasks for Basque Retrieval'],
  ['prose', 'Abstract', 'We train on three tasks & test zero-shot. Gains are 2.5 ± 0.3 points.'],
  [
    'prose',
    '1 Introduction',
    `Earlier work [${citation}] found gains, e.g. in §2. The loss is L = 1/n∑_i x_i where n is small.`,
  ],
  ['prose', '1 Introduction', 'Only for English.'],
  ['list-item', '1 Introduction', 'SQuAD helps most.'],
  ['list-item', '1 Introduction', 'CCG does not help.'],
  ['prose', '2 Results > 2.1 Retrieval', 'Table 1 shows all results.'],
  ['caption', '2 Results > 2.1 Retrieval', 'Table 1: Accuracy per language.'],
  ['cell', '2 Results > 2.1 Retrieval', 'None / Tatoeba / eu = 31.0.'],
  ['cell', '2 Results > 2.1 Retrieval', 'None / Tatoeba / sw = 12.1.'],
  ['cell', '2 Results > 2.1 Retrieval', 'None / BUCC / de = 66.5.'],
  ['cell', '2 Results > 2.1 Retrieval', 'SQuAD / Tatoeba / eu = 39.2.'],
  ['cell', '2 Results > 2.1 Retrieval', 'SQuAD / Tatoeba / sw = 14.7 ± 0.4.'],
  ['cell', '2 Results > 2.1 Retrieval', 'SQuAD / BUCC / de = –.'],
  ['caption', '2 Results > 2.2 Data', 'Table 2: Examples per task.'],
  ['cell', '2 Results > 2.2 Data', 'MNLI / inference / Train = 392,702.'],
  ['cell', '2 Results > 2.2 Data', 'SQuAD / answers / Train = 87,599.'],
  ['prose', 'Appendix A Details', 'We train for two epochs.'],
]

describe('one paper in two forms', () => {
  const page = parseHtml(paperFile('paper.html'), origin('arxiv-html'))
  const source = parseLatex(latexFiles(), origin('arxiv-source'))

  test('HTML of LaTeXML', () => {
    expectSound(page)
    expect(outline(page)).toEqual(PAPER('Doe 2019'))
    expect(page).toMatchObject({ licence: 'CC BY 4.0', language: 'en', kind: 'arxiv-html', version: null })
  })

  test('LaTeX', () => {
    expectSound(source)
    expect(outline(source)).toEqual(PAPER('doe2019'))
  })

  test('a fact of a table is the same cell in both', () => {
    const facts = ({ cells }: typeof page) =>
      cells.map(({ table, row, column, value }) => ({ table, row, column, value }))
    expect(facts(source)).toEqual(facts(page))
    expect(facts(page)).toContainEqual({
      table: 'Table 1: Accuracy per language.',
      row: ['SQuAD'],
      column: ['Tatoeba', 'eu'],
      value: '39.2',
    })
  })
})

describe('parseHtml', () => {
  test('ordinary pages', () => {
    const page = html(paperFile('page.html'))
    expectSound(page)
    expect(page.language).toBe('eu')
    expect(outline(page)).toEqual([
      ['title', 'Basque Retrieval in Practice', 'Basque Retrieval in Practice'],
      ['prose', 'Basque Retrieval in Practice', 'Before the first heading there is text.'],
      ['prose', 'Findings', 'It works[1].'],
      ['prose', 'Findings', 'It is fast.'],
      ['list-item', 'Findings', 'First point.'],
      ['list-item', 'Findings', 'Second point.'],
      ['caption', 'Findings', 'Speed by size'],
      ['cell', 'Findings', 'small / Seconds = 0.5.'],
      ['cell', 'Findings', 'After training / large / Seconds = 2.5.'],
      ['prose', 'Thanks', 'We thank everybody.'],
    ])
  })

  test('leaves out scripts, hidden text and what is marked as navigation', () => {
    const page = html(
      '<p>One.</p><script>p("x")</script><p hidden>two</p><div role="navigation">three</div><p aria-hidden="true">4</p><template><p>5</p></template>',
    )
    expect(texts(page)).toEqual(['arxiv:2101.00001', 'One.'])
  })

  test('tables that arrange a page are text', () => {
    expect(
      texts(html('<table><tr><td><h2>A</h2><p>One.</p><p>Two.</p></td><td>Side</td></tr></table>')),
    ).toEqual(['arxiv:2101.00001', 'One.', 'Two.', 'Side'])
  })

  test('spans past the table are cut', () => {
    const page = html(
      '<table><tr><th>a</th><th colspan="100000">b</th></tr><tr><td>x</td><td rowspan="65534" colspan="100000">1</td></tr></table>',
    )
    expect(page.cells).toHaveLength(99)
    expect(new Set(page.cells.map(({ value }) => value))).toEqual(new Set(['1']))
  })

  test('many wide tables stop at the budget', () => {
    const table = `<table>${'<tr><td>x</td><td colspan="1000">1</td></tr>'.repeat(600)}</table>`
    expect(html(table.repeat(2)).cells.length).toBeLessThanOrEqual(50_000)
  })

  test.each([
    ['', 'holds no text'],
    ['<script>x</script>', 'holds no text'],
    [`${'<div>'.repeat(5000)}deep`, 'have no end'],
    [`${'<div>'.repeat(5000)}deep${'</div>'.repeat(5000)}`, 'nested too deeply'],
  ])('refuses %#', (page, reason) => {
    expect(() => html(page)).toThrow(
      expect.objectContaining({ code: 'TEXT_UNREADABLE', message: expect.stringContaining(reason) }),
    )
  })
})

describe('parseLatex', () => {
  test('accents, signs, dashes and quotes', () => {
    expect(
      texts(
        latex(
          "M\\\"uller, \\v{S}\\'{\\i}, \\c{c}a, {\\ss}: ``8--10'' --- 5\\,\\% of \\$3\\,000 \\& \\#1, \\alpha-test",
        ),
      ),
    ).toEqual(['arxiv:2101.00001', 'Müller, Ší, ça, ß: “8–10” — 5 % of $3 000 & #1, α-test'])
  })

  test('macros with arguments, options, spaces and other macros in them', () => {
    const preamble =
      '\\newcommand{\\xlmr}{XLM-R\\xspace}\\newcommand\\gain[2][points]{\\textbf{#2} #1}\\def\\twice#1{#1 and #1}' +
      '\\let\\same\\gain\\DeclareMathOperator{\\acc}{acc}\\renewcommand{\\section}[1]{broken}'
    expect(
      texts(latex('\\xlmr gains \\gain{2.5}, \\same[percent]{7}; \\twice{\\xlmr}. $\\acc = 1$', preamble)),
    ).toEqual(['arxiv:2101.00001', 'XLM-R gains 2.5 points, 7 percent; XLM-R and XLM-R. acc = 1'])
  })

  test('references show their numbers, before and after', () => {
    const body =
      'See \\cref{t} and (\\ref{s}), \\eqref{e}, \\ref{none}. \\section{One}\\subsection{Two}\\label{s}' +
      '\\begin{equation}x\\label{e}\\end{equation} \\begin{table}\\caption{Words.}\\label{t}\\end{table}'
    expect(texts(latex(body))).toEqual([
      'arxiv:2101.00001',
      'See Table 1 and (1.1), (1), ?.',
      'x',
      'Table 1: Words.',
    ])
  })

  test('rows of an equation have numbers of their own', () => {
    const body =
      '\\begin{align}a\\label{a}\\\\ b\\nonumber\\\\ c\\label{c}\\end{align} \\eqref{a} \\eqref{c} ' +
      '\\begin{equation}\\begin{split}d\\\\ e\\end{split}\\label{e}\\end{equation} \\eqref{e}'
    expect(texts(latex(body)).at(-1)).toBe('a b c (1) (2) d e (3)')
  })

  test('a float in a paragraph comes after it', () => {
    const body =
      'A sentence \\begin{figure}\\includegraphics[width=1cm]{x.png}\\caption{Seen.}\\end{figure} goes on.'
    expect(texts(latex(body)).slice(1)).toEqual(['A sentence goes on.', 'Figure 1: Seen.'])
  })

  test('groups of rows, merged rows, and two rows of headers', () => {
    const body = `\\begin{tabular}{llrr}\\toprule & & \\multicolumn{2}{c}{Score}\\\\ \\cmidrule(lr){3-4}
      Model & Size & dev & test \\\\ \\midrule
      \\multicolumn{4}{l}{\\textit{Zero-shot}} \\\\ \\midrule
      \\multirow{2}{*}{\\makecell{XLM\\\\R}} & base & 1.5 & 2.5 \\\\ & large & 3.5 & \\underline{4.5}$^{\\dagger}$ \\\\
      \\Xhline{1pt} & & \\multicolumn{2}{c}{Tuned} \\\\ mBERT & base & 5.5 & \\\\ \\specialrule{1pt}{2pt}{2pt} XLM & base & 6.5 & \\\\ \\bottomrule\\end{tabular}`
    expect(texts(latex(body)).slice(1)).toEqual([
      'Zero-shot / XLM R / base / Score / dev = 1.5.',
      'Zero-shot / XLM R / base / Score / test = 2.5.',
      'Zero-shot / XLM R / large / Score / dev = 3.5.',
      'Zero-shot / XLM R / large / Score / test = 4.5†.',
      'Tuned / mBERT / base / Score / dev = 5.5.',
      'Tuned / XLM / base / Score / dev = 6.5.',
    ])
  })

  test('comments, hidden parts and code are no text', () => {
    const body =
      'One%\n  two. 5\\% % three\n\n%\\section{No}\n\\iffalse four \\iftrue five\\fi \\else six\\fi\n\\begin{lstlisting}\nseven {\n\\end{lstlisting}'
    expect(texts(latex(body)).slice(1)).toEqual(['Onetwo. 5%', 'six'])
  })

  test('inclusions stay in the archive, and loops end', () => {
    const files = new Map([
      [
        'a/main.tex',
        '\\documentclass{x}\\begin{document}Start. \\input{b} \\input{/etc/passwd} \\input{../../c}\\end{document}',
      ],
      ['a/b.tex', 'Middle. \\input{b} \\include{main} \\input{d.tex}'],
      ['d.tex', 'outside of the folder'],
      ['a/d.tex', 'End.'],
    ])
    expect(texts(parseLatex(files, origin('latex'))).slice(1)).toEqual(['Start. Middle. End.'])
  })

  test.each([
    ['calls itself', '\\newcommand{\\a}{\\a\\a x}', '\\a done'],
    [
      'doubles',
      `\\newcommand{\\z}{x}${'abcdefghijklmnopqrstuvwxy'
        .split('')
        .map(
          (name, index, all) =>
            `\\newcommand{\\q${name}}{\\${index === 24 ? 'z' : `q${all[index + 1]}`}\\${index === 24 ? 'z' : `q${all[index + 1]}`}}`,
        )
        .join('')}`,
      '\\qa done',
    ],
    ['grows', '\\def\\g#1{\\g{#1#1}}', '\\g{xxxx} done'],
  ])('a macro that %s ends', (_, preamble, body) => {
    expect(texts(latex(body, preamble)).at(-1)).toMatch(/done$/)
  })

  test('files that include each other without end stop at a limit', () => {
    const files = new Map([['main.tex', '\\documentclass{x}\\begin{document}\\input{f0}\\end{document}']])
    for (let index = 0; index < 18; index++)
      files.set(`f${index}.tex`, `Word. \\input{f${index + 1}} \\input{f${index + 1}} \\input{f${index + 1}}`)
    expect(parseLatex(files, origin('latex')).text.length).toBeLessThan(20_000)
  })

  test('refuses what is no paper', () => {
    const code = expect.objectContaining({ code: 'TEXT_UNREADABLE' })
    expect(() => parseLatex(new Map(), origin('latex'))).toThrow(code)
    expect(() => parseLatex(new Map([['a.tex', '\\documentclass{x}']]), origin('latex'))).toThrow(code)
  })
})

describe('parsePlainText', () => {
  test('title, numbered and named headings, paragraphs, lists', () => {
    const document = parsePlainText(
      'A Paper on Basque\n\nAbstract\nIt is\r\nshort.\n\n1 Introduction\n\nWe begin. 2 tasks help.\n\n1.1 Data and More\nThere are\n- one\n- two\n\nReferences\n\n[1] Doe.\n\nAppendix\n\nMore.',
      origin('plain-text'),
    )
    expectSound(document)
    expect(outline(document)).toEqual([
      ['title', 'A Paper on Basque', 'A Paper on Basque'],
      ['prose', 'Abstract', 'It is short.'],
      ['prose', '1 Introduction', 'We begin. 2 tasks help.'],
      ['prose', '1 Introduction > 1.1 Data and More', 'There are'],
      ['list-item', '1 Introduction > 1.1 Data and More', 'one'],
      ['list-item', '1 Introduction > 1.1 Data and More', 'two'],
      ['prose', 'Appendix', 'More.'],
    ])
  })

  test('without a title line the known title stands in', () => {
    const document = parsePlainText('We find gains. They are small.', {
      ...origin('plain-text'),
      title: 'Known',
    })
    expect(texts(document)).toEqual(['Known', 'We find gains. They are small.'])
  })

  test('refuses empty and binary files', () => {
    for (const text of ['', ' \n', 'a\0b'])
      expect(() => parsePlainText(text, origin('plain-text'))).toThrow(
        expect.objectContaining({ code: 'TEXT_UNREADABLE' }),
      )
  })
})

test('parseAbstract takes title and abstract, and nothing where there is none', () => {
  const document = parseAbstract(paperWork())!
  expectSound(document)
  expect(document).toMatchObject({ kind: 'abstract', version: 'v2', language: 'en' })
  expect(texts(document)).toEqual([
    'Intermediate Tasks for Basque Retrieval',
    'We train on three tasks. Gains are 2.5 points.',
  ])
  expect(parseAbstract(paperWork({ abstract: null }))).toBeNull()
})
