import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { twoColumnPaper } from '../../../test/support/evidence/pdf.ts'
import { expectSound, latexFiles, origin, paperFile } from '../../../test/support/evidence/texts.ts'
import type { TextDocument } from '../bundle/texts.ts'
import { unpackSource } from './arxiv-source.ts'
import { TextUnreadableError } from './errors.ts'
import { parseHtml } from './html.ts'
import { parseLatex } from './latex.ts'
import { parsePdf } from './pdf.ts'
import { parsePlainText } from './plain-or-markdown.ts'

fc.configureGlobal({ seed: 1 })

/** A sound document, or the one error that callers expect. */
async function expectDocumentOrError(parse: () => TextDocument | Promise<TextDocument>): Promise<void> {
  try {
    expectSound(await parse())
  } catch (thrown) {
    if (!(thrown instanceof TextUnreadableError)) throw thrown
  }
}

/** A text with pieces cut out, doubled, moved, or replaced by others. */
const garbled = (text: string, pieces: readonly string[]) =>
  fc
    .array(fc.tuple(fc.nat(text.length), fc.nat(200), fc.constantFrom('', 'twice', ...pieces)), {
      maxLength: 8,
    })
    .map((edits) =>
      edits.reduce((all, [at, length, put]) => {
        const cut = all.slice(at, at + length)
        return all.slice(0, at) + (put === 'twice' ? cut + cut : put) + all.slice(at + length)
      }, text),
    )

const TAGS = [
  '<div>',
  '</div>',
  '<table>',
  '<tr><td colspan="9999">',
  '</tr>',
  '<math alttext="{\\frac{1">',
  '&#0;',
  '\ud800',
  '<!--',
  '<p',
  '"',
  '<h2>References</h2>',
  '<span class="ltx_note ltx_role_footnote">',
  '<li>',
]
const COMMANDS = [
  '{',
  '}',
  '$',
  '\\begin{table}',
  '\\end{table}',
  '\\begin{tabular}{l',
  '&',
  '\\\\',
  '\\multirow{9999}{*}',
  '\\multicolumn{99999}{c}{',
  '\\newcommand{\\x}{\\x\\x}\\x',
  '\\footnote{',
  '\\caption{',
  '%',
  '\\section{',
  '[',
  '\\iffalse',
  '\\cite',
  '\\"',
  '\\input{sections/results}',
  '\0',
  '\udc00',
]

describe('damaged input gives a sound document or a clear error', () => {
  test.prop([garbled(paperFile('paper.html'), TAGS)], { numRuns: 60 })('HTML', (html) =>
    expectDocumentOrError(() => parseHtml(html, origin('html'))),
  )

  test.prop([garbled(paperFile('page.html'), TAGS)], { numRuns: 60 })('ordinary HTML', (html) =>
    expectDocumentOrError(() => parseHtml(html, origin('html'))),
  )

  test.prop(
    [
      garbled(latexFiles().get('main.tex')!, COMMANDS),
      garbled(latexFiles().get('sections/results.tex')!, COMMANDS),
    ],
    { numRuns: 100 },
  )('LaTeX', (main, results) =>
    expectDocumentOrError(() =>
      parseLatex(
        new Map([
          ['main.tex', main],
          ['sections/results.tex', results],
        ]),
        origin('latex'),
        'main.tex',
      ),
    ),
  )

  test.prop(
    [
      fc
        .array(fc.constantFrom(...COMMANDS, ...TAGS, 'word ', '\n\n', '\\a', '12.5'))
        .map((parts) => parts.join('')),
    ],
    { numRuns: 60 },
  )('heaps of markup', async (heap) => {
    await expectDocumentOrError(() =>
      parseLatex(new Map([['a.tex', `\\documentclass{a}${heap}`]]), origin('latex')),
    )
    await expectDocumentOrError(() => parseHtml(heap, origin('html')))
    await expectDocumentOrError(() => parsePlainText(heap, origin('plain-text')))
  })

  test.prop([fc.string({ unit: 'binary' })], { numRuns: 100 })('any text', async (text) => {
    await expectDocumentOrError(() => parsePlainText(text, origin('plain-text')))
    await expectDocumentOrError(() => parseHtml(text, origin('html')))
    await expectDocumentOrError(() => parseLatex(new Map([['a.tex', text]]), origin('latex')))
  })

  test.prop([fc.nat(), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 20 }), fc.boolean()], {
    numRuns: 40,
  })('PDF', (cut, changes, interleaved) => {
    const bytes = Buffer.from(twoColumnPaper(interleaved))
    for (const [at, value] of changes) bytes[at % bytes.length] = value
    const kept = cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes
    return expectDocumentOrError(() => parsePdf(kept, origin('pdf')))
  })

  test.prop(
    [
      fc.uint8Array({ maxLength: 2000 }),
      fc.constantFrom([0x1f, 0x8b, 8], [0x25, 0x50, 0x44, 0x46, 0x2d], []),
    ],
    { numRuns: 60 },
  )('containers', async (bytes, magic) => {
    const content = await unpackSource(Uint8Array.from([...magic, ...bytes]), 'source').catch(
      (thrown: unknown) => thrown,
    )
    if (content instanceof Error) expect(content).toBeInstanceOf(TextUnreadableError)
  })
})

// Each would take hours if its cost grew with the square of its length.
describe('long runs of what is never closed end', () => {
  const times = (text: string) => text.repeat(Math.ceil(200_000 / text.length))

  test.each([
    '<div>',
    '<p>x',
    '<!--',
    '<a x="',
    '<table><tr><td>',
    '</div>',
    '<math alttext="',
    '<',
    '<script>',
    '<li><ul>',
    '<sup>1</sup>',
    '<br>',
    '<option>',
    '<thead>',
    '<colgroup>',
    '<p a="b">',
    '&amp;',
  ])('HTML: %s', (unit) => expectDocumentOrError(() => parseHtml(unit.repeat(50_000), origin('html'))))

  test.each([
    '{',
    '}',
    '\\(',
    '\\[',
    '$',
    '[',
    '\\footnote{',
    '\\begin{table}',
    '\\begin{tabular}{l}',
    '\\foo[',
    '\\verb|',
    '%\n',
    '\\\\',
    '&',
    '\\section{',
    '\\iffalse',
    '\\cite',
    '\\newcommand{\\a}[',
    '\\"',
    "'",
    '\\textbf{',
    '\n ',
    '\\multicolumn{',
    '\\cmidrule(',
  ])('LaTeX: %s', (unit) =>
    expectDocumentOrError(() =>
      parseLatex(new Map([['a.tex', `\\documentclass{a}${times(unit)}`]]), origin('latex')),
    ),
  )

  test.each(['\n', '# ', '1.', '- a\n', 'A ', '\f'])('plain text: %s', (unit) =>
    expectDocumentOrError(() => parsePlainText(times(unit), origin('plain-text'))),
  )
})
