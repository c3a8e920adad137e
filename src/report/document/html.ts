import { createHash } from 'node:crypto'
import { escapeHtml, html, Markup } from './markup.ts'
import {
  type Block,
  type ClaimBlock,
  cellLines,
  type Document,
  type Figure,
  type List,
  lengthOf,
  plainText,
  printable,
  printableLines,
  type Section,
  type Table,
  type TableCell,
  type Text,
} from './model.ts'
import { SHADES, STYLE } from './style.ts'
import { type Inline, inlineOf } from './written.ts'

/**
 * A page may use its own style sheet, known by its hash, and pictures that it carries; nothing else: no script, no font,
 * no request, no form, and nothing that a text of others could bring in.
 */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** The document as one file that needs nothing else. */
export function renderHtml(document: Document): string {
  const { title, kicker, summary, sections, colophon } = document
  const contents = sections.filter(({ id, tone }) => id !== undefined && tone === undefined)
  const first = sections.findIndex(({ tone }) => tone === undefined)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Polyvia">
<meta name="description" content="${printable(summary)}">
<title>${printable(title)} · ${printable(kicker)}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<header class="masthead">
<p class="eyebrow">${printable(kicker)}</p>
<h1>${printable(title)}</h1>
</header>
<main>
${sections.slice(0, first).map((each) => sectionOf(each, 2))}
<nav aria-label="Contents"><ul class="contents">${contents.map(({ id, short, title }) => html`<li><a href="#${id!}">${short ?? title}</a></li>`)}</ul></nav>
${sections.slice(first).map((each) => sectionOf(each, 2))}
</main>
<footer class="colophon">${inline(colophon)}</footer>
</body>
</html>
`.text
}

const HTML: Inline = {
  escape: escapeHtml,
  marks: {
    strong: (inner) => `<strong>${inner}</strong>`,
    quiet: (inner) => `<span class="quiet">${inner}</span>`,
    code: (inner) => `<code>${inner}</code>`,
    better: (inner) => `<span class="up">${inner}</span>`,
    worse: (inner) => `<span class="down">${inner}</span>`,
  },
  link: (address, inner) => `<a href="${escapeHtml(address)}">${inner}</a>`,
}

const inline = (text: Text) => new Markup(inlineOf(HTML, text))

/** An attribute that is there where it has a value. */
const attribute = (name: string, value: string | undefined) =>
  value === undefined || value === '' ? null : html` ${name}="${value}"`

/** A section in a heading of its depth; those that can be folded are closed or open details. */
function sectionOf({ title, id, note, fold, tone, blocks }: Section, depth: number): Markup {
  const inside = blocksOf(blocks, depth + 1)
  const heading = html`${inline(title)}${note === undefined ? null : html` <span class="quiet">${inline(note)}</span>`}`
  const name = attribute('id', id)
  if (fold !== undefined)
    return html`<details${name}${fold === 'open' ? ' open' : ''}><summary>${heading}</summary>\n${inside}</details>`
  const tag = `h${Math.min(depth, 6)}`
  const whole = html`<${tag}${name}>${heading}</${tag}>\n${inside}`
  if (depth > 2 || id === undefined) return whole
  return html`<section${attribute('class', tone && `answer ${tone}`)} aria-labelledby="${id}">\n${whole}</section>`
}

const SCALE = new Markup('<p class="scale"><span>worse</span><i></i><span>better</span></p>\n')

/** Maps stand side by side under their scale of colours, where there is room. */
function blocksOf(blocks: readonly Block[], depth: number): Markup {
  const isMap = (block: Block | undefined) => block?.kind === 'table' && block.layout === 'map'
  return html`${blocks.map((block, at) => {
    const starts = isMap(block) && !isMap(blocks[at - 1])
    const ends = isMap(block) && !isMap(blocks[at + 1])
    return html`${starts ? html`${SCALE}<div class="maps">\n` : null}${blockOf(block, depth)}\n${ends ? html`</div>\n` : null}`
  })}`
}

function blockOf(block: Block, depth: number): Markup {
  switch (block.kind) {
    case 'paragraph':
      return html`<p${attribute('class', block.role)}>${inline(block.text)}</p>`
    case 'list':
      return listOf(block)
    case 'definitions':
      return html`<dl class="facts">${block.items.map(({ label, value }) => html`<div><dt>${inline(label)}</dt><dd>${inline(value)}</dd></div>`)}</dl>`
    case 'table':
      return tableOf(block)
    case 'figure':
      return figureOf(block, depth)
    case 'claim':
      return claimOf(block)
    case 'code':
      return html`<pre><code>${printableLines(block.text)}</code></pre>`
    case 'section':
      return sectionOf(block, depth)
  }
}

function listOf({ items, numbered = false }: List): Markup {
  const inside = items.map(
    ({ item, id, note, below }) =>
      html`<li${attribute('id', id)}>${inline(item)}${note === undefined ? null : html`<span class="quiet">${inline(note)}</span>`}${below === undefined ? null : listOf(below)}</li>`,
  )
  return numbered ? html`<ol class="references">${inside}</ol>` : html`<ul>${inside}</ul>`
}

/** Columns with long texts get room. */
const LONG = 40

function tableOf({ title, columns, rows, caption, layout, parts = [] }: Table): Markup {
  const kinds = columns.map(({ numeric }, at) =>
    numeric ? 'number' : rows.some((row) => lengthOf(row[at] ?? '') > LONG) ? 'long' : '',
  )
  const cell = (content: TableCell, at: number) => {
    if (at === 0) return html`<th scope="row"${attribute('class', kinds[0])}>${stacked(content)}</th>`
    if (layout === 'map') return shaded(content)
    return html`<td${attribute('class', kinds[at])}>${stacked(content)}</td>`
  }
  return html`<figure class="tabled"><div class="scroll" role="region" tabindex="0" aria-label="${printable(title)}, scrolls sideways"><table class="${layout ?? 'plain'}">
${layout === 'map' ? html`<caption>${inline(title)}</caption>\n` : null}<thead><tr>${columns.map((column, at) => html`<th scope="col"${attribute('class', kinds[at])}>${stacked(column.title)}</th>`)}</tr></thead>
<tbody>${rows.map((row, at) => html`<tr${attribute('class', parts.includes(at) ? 'part' : '')}>${row.map(cell)}</tr>`)}</tbody>
</table></div>${caption === undefined ? null : html`<figcaption>${inline(caption)}</figcaption>`}</figure>`
}

function stacked(cell: TableCell): Markup {
  const lines = cellLines(cell).map(inline)
  return lines.length === 1 ? lines[0]! : html`${lines.map((line) => html`<div>${line}</div>`)}`
}

/** A cell of a map: its first line on the colour of its value, the others where one points at it. */
function shaded(cell: TableCell): Markup {
  const [first = '', ...others] = cellLines(cell)
  const { shade, open = false } = typeof cell === 'object' && 'lines' in cell ? cell : {}
  if (shade === undefined) return html`<td class="none">${inline(first)}</td>`
  const step = Math.round(Math.min(1, Math.abs(shade)) * SHADES)
  const colour = open ? 'open' : step === 0 ? '' : `${shade < 0 ? 'loss' : 'gain'}-${step}`
  const more = others.map(plainText).map(printable).join('; ')
  return html`<td${attribute('class', colour)}${attribute('title', more)}>${inline(first)}</td>`
}

function figureOf({ panels, legend, caption, text }: Figure, depth: number): Markup {
  const heading = (title: string | undefined, level: number) => {
    const tag = `h${Math.min(level, 6)}`
    return title === undefined ? null : html`<${tag}>${inline(title)}</${tag}>\n`
  }
  const drawn = panels.map(({ title, pictures }) => {
    const inside = pictures.map(({ title: name, wide, narrow }) => [
      heading(name, depth + 1),
      narrow === undefined
        ? new Markup(wide)
        : html`<div class="wide">${new Markup(wide)}</div><div class="narrow">${new Markup(narrow)}</div>`,
      '\n',
    ])
    return [heading(title, depth), inside]
  })
  return html`<figure>
${legend === undefined ? null : html`<ul class="legend">${legend.map(({ colour, dash, label }) => html`<li>${swatch(colour, dash)}${inline(label)}</li>`)}</ul>\n`}${panels.length > 1 ? html`<div class="panels">${drawn.map((each) => html`<div>${each}</div>`)}</div>` : drawn}
${caption === undefined ? null : html`<figcaption>${inline(caption)}</figcaption>\n`}</figure>
${text.length === 0 ? null : html`<details class="as-text"><summary>The figure in numbers</summary>\n${blocksOf(text, depth)}</details>`}`
}

const swatch = (colour: string, dash: string) =>
  html`<svg width="26" height="8" aria-hidden="true"><line x1="1" x2="25" y1="4" y2="4" stroke="${colour}" stroke-width="2.5"${attribute('stroke-dasharray', dash === 'none' ? '' : dash)}/></svg>`

const claimOf = ({ id, name, verdict, tone, from, text, why, quotes }: ClaimBlock) =>
  html`<article class="claim" id="${id}">
<p class="head">${name} <span class="verdict ${tone}">${inline(verdict)}</span> <span>from ${inline(from)}</span></p>
<p class="said">${inline(text)}</p>
<p class="note">${inline(why)}</p>
${quotes.map((quote) => html`<blockquote class="${quote.tone}"><p>${inline(quote.text)}</p><footer>${inline(quote.source)}</footer></blockquote>\n`)}</article>`
