import type { EvidenceReport } from '#evidence'
import { escapeHtml } from '../document/markup.ts'
import { type Block, list, listOf, type Size } from '../document/model.ts'

/** A count, and what it is made of. */
type Counted = readonly [total: string, ...parts: string[]]

const SHAPES = {
  wide: { width: 720, main: 300, side: 360, characters: { main: 40, side: 50 }, beside: true },
  narrow: { width: 340, main: 340, side: 300, characters: { main: 44, side: 39 }, beside: false },
} as const satisfies Record<Size, unknown>
const LINE = 19
const PAD = 11
const GAP = 26

const sum = (rows: readonly { count: number }[]) => rows.reduce((all, { count }) => all + count, 0)

/** What is counted at each step, then what leaves the flow there. */
function stepsOf({ prisma }: EvidenceReport): (readonly [Counted, ...Counted[]])[] {
  type Rows = readonly { count: number; reason?: string; source?: string }[]
  const inAll = (title: string, rows: Rows): Counted => [
    `${title}: ${sum(rows)}`,
    ...rows.map(({ reason, source, count }) => `${reason ?? source}: ${count}`),
  ]
  const { duplicates, otherwiseRemoved: others, assessedByAbstract: abstracts } = prisma
  const removed: Counted = [`Duplicates removed: ${duplicates}`]
  const read: Counted = [`Texts read: ${prisma.assessed}`]
  return [
    [
      inAll('Records found', prisma.identified),
      ...(others === 0 ? [removed] : [removed, [`Otherwise removed: ${others}`] as const]),
    ],
    [
      [`Works screened: ${prisma.screened}`],
      inAll('Left out by title and abstract', prisma.excludedAbstracts),
    ],
    [[`Texts sought: ${prisma.sought}`], inAll('Not to be had', prisma.notRetrieved)],
    [
      abstracts === 0 ? read : [...read, `abstract only: ${abstracts}`],
      inAll('Left out after reading', prisma.excludedTexts),
    ],
    [[`Works included: ${prisma.included}`]],
  ]
}

/** The flow as a list: the same counts without a picture. */
export const flowList = (report: EvidenceReport): Block =>
  list(
    stepsOf(report)
      .flat()
      .map(([item, ...parts]) => (parts.length === 0 ? item : { item, below: listOf(parts) })),
  )

/** Breaks lines at blanks; a word that is too long stays whole. */
function wrapped(lines: readonly string[], characters: number): string[] {
  return lines.flatMap((line) => {
    const rows = ['']
    for (const word of line.split(' ')) {
      const row = rows.at(-1)!
      if (row !== '' && row.length + 1 + word.length > characters) rows.push(word)
      else rows[rows.length - 1] = row === '' ? word : `${row} ${word}`
    }
    return rows
  })
}

const INKS = {
  main: { fill: 'var(--surface)', stroke: 'var(--soft)', text: 'var(--ink)' },
  side: { fill: 'none', stroke: 'var(--line)', text: 'var(--soft)' },
}

const heightOf = (lines: readonly string[]) => lines.length * LINE + 2 * PAD

/** Lines in a box, the first of them strong. */
function boxOf(
  lines: readonly string[],
  x: number,
  y: number,
  width: number,
  kind: keyof typeof INKS,
): string {
  const { fill, stroke, text } = INKS[kind]
  const written = lines.map((line, at) => {
    const look = at === 0 ? 'fill="var(--ink)" font-weight="600"' : `fill="${text}"`
    return `<text x="${x + PAD + 2}" y="${y + PAD + 14 + at * LINE}" font-size="14" ${look}>${escapeHtml(line)}</text>`
  })
  return `<rect x="${x}" y="${y}" width="${width}" height="${heightOf(lines)}" rx="5" fill="${fill}" stroke="${stroke}" stroke-width="1.2"/>${written.join('')}`
}

/** An arrow to the right or down. */
function arrow(x1: number, y1: number, x2: number, y2: number): string {
  const [one, other] =
    x1 === x2
      ? [`${x2 - 4} ${y2 - 7}`, `${x2 + 4} ${y2 - 7}`]
      : [`${x2 - 7} ${y2 - 4}`, `${x2 - 7} ${y2 + 4}`]
  return `<path d="M${x1} ${y1}L${x2} ${y2}" stroke="var(--soft)" stroke-width="1.2"/><path d="M${one}L${x2} ${y2}L${other}Z" fill="var(--soft)"/>`
}

/** The PRISMA 2020 flow diagram as one SVG element, in the colours of the page. */
export function flowDiagram(report: EvidenceReport, size: Size): string {
  const { width, main, side, characters, beside } = SHAPES[size]
  const x = beside ? main / 2 : 16
  const parts: string[] = []
  let y = 1
  let above = y
  for (const [counted, ...leaving] of stepsOf(report)) {
    const own = wrapped(counted, characters.main)
    const left = wrapped(leaving.flat(), characters.side)
    if (y > 1) parts.push(arrow(x, above, x, y))
    parts.push(boxOf(own, 1, y, main - 2, 'main'))
    above = y + heightOf(own)
    let below = above
    if (left.length > 0) {
      const top = beside ? y : above + GAP / 2
      const middle = top + (beside ? Math.min(heightOf(own), heightOf(left)) : heightOf(left)) / 2
      parts.push(boxOf(left, width - side, top, side - 1, 'side'))
      parts.push(arrow(beside ? main - 1 : x, middle, width - side, middle))
      below = Math.max(above, top + heightOf(left))
    }
    y = below + GAP
  }
  const height = y - GAP + 1
  const { prisma } = report
  const said = `${sum(prisma.identified)} records, ${prisma.duplicates} duplicates removed, ${prisma.screened} works screened, ${prisma.sought} texts sought, ${prisma.assessed} read, ${prisma.included} works included.`
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="Flow of works" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><title>Flow of works</title><desc>${said}</desc>${parts.join('')}</svg>`
}
