import { createHash } from 'node:crypto'
import { Window } from 'happy-dom'
import { expect } from 'vitest'

/** What holds of every report in each format, whatever it tells. */

/** A page brings in nothing and runs nothing. Gives the page as a browser reads it. */
export function expectHarmless(page: string) {
  const { document } = new Window()
  document.write(page)
  const policy = document
    .querySelector('meta[http-equiv="Content-Security-Policy"]')!
    .getAttribute('content')!
  const style = /<style>([\s\S]*?)<\/style>/.exec(page)![1]!
  expect(policy).toBe(
    `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; img-src data:; base-uri 'none'; form-action 'none'`,
  )
  expect(document.querySelectorAll('script, img, iframe, object, embed, link, form, base')).toHaveLength(0)
  expect(document.querySelectorAll('style')).toHaveLength(1)
  for (const element of document.querySelectorAll('*'))
    for (const { name, value } of element.attributes) {
      expect(name).not.toMatch(/^on|^style$|^src/)
      if (name === 'href') expect(value).toMatch(/^(https?:|#)/)
    }
  return document
}

/** Braces and environments close as they open, a row has as many cells as its table, and no text makes a command. */
export function expectBalanced(tex: string) {
  const uncommented = tex
    .split('\n')
    .filter((line) => !line.startsWith('%'))
    .join('\n')
  const signs = /\$(-|\^2|\\[a-z]+)\$/g
  const bare = uncommented
    .replace(signs, '')
    .replace(/\\[\\{}%&#_$]/g, (sign) => (sign === '\\\\' ? '\n@@' : ''))
  let depth = 0
  for (const sign of bare) {
    depth += sign === '{' ? 1 : sign === '}' ? -1 : 0
    expect(depth).toBeGreaterThanOrEqual(0)
  }
  expect(depth).toBe(0)
  expect(bare).not.toMatch(/[%#^_$]/)
  // After the end of a row these are its options.
  expect(uncommented).not.toMatch(/\\\\\s*[[*]/)
  // Ligatures, and quotes that change the signs around them.
  expect(bare).not.toMatch(/--|''|,,|["`<]/)
  const open: string[] = []
  for (const [, kind, name] of uncommented.matchAll(/\\(begin|end)\{(\w+)\}/g))
    if (kind === 'begin') open.push(name!)
    else expect(open.pop()).toBe(name)
  expect(open).toEqual([])
  for (const [, body] of bare.matchAll(/\\toprule([\s\S]*?)\\bottomrule/g)) {
    const cells = new Set(
      body!
        .split('\n@@')
        .map((row) => row.replace(/\\(midrule|endhead)/g, '').trim())
        .filter((row) => row !== '')
        .map((row) => row.split('&').length),
    )
    expect(cells.size).toBeLessThanOrEqual(1)
  }
}

/** No markup but ours: what text could make of Markdown is behind a backslash, but for links to `hosts`. Gives the lines outside of code. */
export function expectInert(markdown: string, hosts: RegExp): string[] {
  const address = `<https://(?:${hosts.source})/[^<>]*>`
  const lines = markdown.replace(/^(`{3,})\w*\n[\s\S]*?\n\1$/gm, '').split('\n')
  for (const line of lines) {
    const own = line
      .replace(/^>/, '')
      .replace(/\\[!-/:-@[-`{-~]/g, '')
      .replace(new RegExp(`\\]\\(${address}\\)|${address}`, 'g'), '')
      .replace(/`[^`]*`/g, '')
    expect(line).not.toMatch(/^[\s>]*(=+|-{2,}|\*{3,})\s*$/)
    expect(own, line).not.toMatch(/[<>](?!\s)|!\[|\]\(|https?:|www\.|~|\$|&(#|\w+;)/)
  }
  return lines
}

/** Rows of a table have as many cells as its head. */
export function expectTables(lines: readonly string[]) {
  const bars = (line: string) => line.replace(/\\[\s\S]/g, '').split('|').length
  for (const [at, line] of lines.entries())
    if (line.startsWith('|') && lines[at - 1]?.startsWith('|')) expect(bars(line)).toBe(bars(lines[at - 1]!))
}
