import type { EvidenceReport } from '#evidence'
import { escapeHtml } from '../document/markup.ts'
import { type Block, list, listOf } from '../document/model.ts'

/** A count, and what it is made of. */
type Counted = readonly [total: string, ...parts: string[]]

interface Step {
  readonly counted: Counted
  /** What leaves the flow here. */
  readonly leaving: readonly Counted[]
}

const SHAPES = {
  wide: { width: 720, main: 300, side: 360, characters: { main: 40, side: 50 }, beside: true },
  narrow: { width: 340, main: 340, side: 300, characters: { main: 44, side: 39 }, beside: false },
} as const
const LINE = 19
const PAD = 11
const GAP = 26

const sum = (rows: readonly { count: number }[]) => rows.reduce((all, { count }) => all + count, 0)

function stepsOf({ prisma }: EvidenceReport): Step[] {
  const why = (title: string, rows: readonly { reason: string; count: number }[]): Counted => [
    `${title}: ${sum(rows)}`,
    ...rows.map(({ reason, count }) => `${reason}: ${count}`),
  ]
  const abstracts = prisma.assessedByAbstract
  return [
    {
      counted: [
        `Records found: ${sum(prisma.identified)}`,
        ...prisma.identified.map(({ source, count }) => `${source}: ${count}`),
      ],
      leaving: [
        [`Duplicates removed: ${prisma.duplicates}`],
        ...(prisma.otherwiseRemoved === 0
          ? []
          : [[`Otherwise removed: ${prisma.otherwiseRemoved}`] as const]),
      ],
    },
    {
      counted: [`Works screened: ${prisma.screened}`],
      leaving: [why('Left out by title and abstract', prisma.excludedAbstracts)],
    },
    { counted: [`Texts sought: ${prisma.sought}`], leaving: [why('Not to be had', prisma.notRetrieved)] },
    {
      counted: [
        `Texts read: ${prisma.assessed}`,
        ...(abstracts === 0 ? [] : [`abstract only: ${abstracts}`]),
      ],
      leaving: [why('Left out after reading', prisma.excludedTexts)],
    },
    { counted: [`Works included: ${prisma.included}`], leaving: [] },
  ]
}

/** The flow as a list: the same counts without a picture. */
export const flowList = (report: EvidenceReport): Block =>
  list(
    stepsOf(report)
      .flatMap(({ counted, leaving }) => [counted, ...leaving])
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

/** The PRISMA 2020 flow diagram as one SVG element, in the colours of the page. */
export function flowDiagram(report: EvidenceReport, shape: keyof typeof SHAPES): string {
  const { width, main, side, characters, beside } = SHAPES[shape]
  const parts: string[] = []
  const box = (lines: readonly string[], x: number, y: number, w: number, kind: 'main' | 'side') => {
    const height = lines.length * LINE + 2 * PAD
    parts.push(
      `<rect x="${x}" y="${y}" width="${w}" height="${height}" rx="5" fill="${kind === 'main' ? 'var(--surface)' : 'none'}" stroke="${kind === 'main' ? 'var(--soft)' : 'var(--line)'}" stroke-width="1.2"/>`,
      ...lines.map(
        (line, at) =>
          `<text x="${x + PAD + 2}" y="${y + PAD + 14 + at * LINE}" font-size="14" fill="${kind === 'main' || at === 0 ? 'var(--ink)' : 'var(--soft)'}"${at === 0 ? ' font-weight="600"' : ''}>${escapeHtml(line)}</text>`,
      ),
    )
    return height
  }
  const line = (x1: number, y1: number, x2: number, y2: number) =>
    parts.push(
      `<path d="M${x1} ${y1}L${x2} ${y2}" stroke="var(--soft)" stroke-width="1.2"/>`,
      x1 === x2
        ? `<path d="M${x2 - 4} ${y2 - 7}L${x2} ${y2}L${x2 + 4} ${y2 - 7}Z" fill="var(--soft)"/>`
        : `<path d="M${x2 - 7} ${y2 - 4}L${x2} ${y2}L${x2 - 7} ${y2 + 4}Z" fill="var(--soft)"/>`,
    )
  const steps = stepsOf(report)
  const x = beside ? main / 2 : 16
  let y = 1
  for (const [at, { counted, leaving }] of steps.entries()) {
    const own = wrapped(counted, characters.main)
    const height = box(own, 1, y, main - 2, 'main')
    const left = wrapped(leaving.flat(), characters.side)
    let below = y + height
    if (left.length > 0) {
      const from = width - side
      const top = beside ? y : below + GAP / 2
      const outHeight = box(left, from, top, side - 1, 'side')
      const middle = beside ? y + Math.min(height, outHeight) / 2 : top + outHeight / 2
      line(beside ? main - 1 : x, middle, from, middle)
      below = Math.max(below, top + outHeight)
    }
    if (at < steps.length - 1) line(x, y + height, x, below + GAP)
    y = below + GAP
  }
  const height = y - GAP + 1
  const { prisma } = report
  const said = `${sum(prisma.identified)} records, ${prisma.duplicates} duplicates removed, ${prisma.screened} works screened, ${prisma.sought} texts sought, ${prisma.assessed} read, ${prisma.included} works included.`
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="Flow of works" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><title>Flow of works</title><desc>${said}</desc>${parts.join('')}</svg>`
}
