import * as Plot from '@observablehq/plot'
import { signed, spoken } from '../numbers.ts'
import type { ComparedPair, Report, ReportedDifference, ReportedGrouping } from '../schema.ts'
import { draw } from './canvas.ts'
import { differenceOn, groupDifference } from './lookup.ts'

/** Rows under one heading. `faint`: says nothing, such as a target at chance. */
interface Section {
  readonly heading: string
  readonly note: string
  readonly faint: boolean
  readonly rows: readonly { readonly label: string; readonly difference: ReportedDifference | null }[]
}

interface Row {
  readonly y: number
  readonly label: string
  readonly difference: ReportedDifference | null
  readonly decides: boolean
}
type KnownRow = Row & { readonly difference: ReportedDifference }

interface Heading {
  readonly y: number
  readonly heading: string
  readonly note: string
}

type Size = 'wide' | 'narrow'

/** The differences of every comparison with their intervals: over all deciding targets, then target by target. */
export function forestPlot(report: Report, size: Size): string {
  const section = (
    heading: string,
    note: string,
    faint: boolean,
    of: (pair: ComparedPair) => ReportedDifference | null,
  ) => ({
    heading,
    note,
    faint,
    rows: report.comparisons.map((pair) => ({ label: pair.title, difference: of(pair) })),
  })
  const deciding = report.targets.filter((target) => target.decides)
  const against = report.declared ? 'Differences' : `Differences to the ${report.baseline} arm`
  return intervalPlot(
    [
      ...(deciding.length > 1
        ? [section(`Mean over ${deciding.length} targets`, '', false, (pair) => pair.difference)]
        : []),
      ...report.targets.map((target) =>
        section(
          target.title,
          target.decides ? '' : 'at chance: decides nothing',
          !target.decides,
          (pair) => differenceOn(report, pair, target.id, null) ?? null,
        ),
      ),
    ],
    size,
    `${against}, in points, with ${report.level} % intervals`,
  )
}

/** The differences of every comparison by group of languages, mean over the deciding targets. */
export function groupPlot(report: Report, grouping: ReportedGrouping, size: Size): string {
  return intervalPlot(
    report.comparisons.map((pair) => ({
      heading: report.declared ? pair.title : `${pair.arm} vs ${pair.against}`,
      note: '',
      faint: false,
      rows: grouping.groups.map(({ group, languages }) => ({
        label: `${group} (${languages.length})`,
        difference: groupDifference(grouping, pair, group, null)?.difference ?? null,
      })),
    })),
    size,
    `Differences by ${grouping.title}, in points, with ${report.level} % intervals`,
  )
}

const LONG_LABEL = 22

/** Where each heading and row stands, from the top down. */
function laidOut(sections: readonly Section[], rowHeight: number) {
  const rows: Row[] = []
  const headings: Heading[] = []
  let y = 0
  for (const { heading, note, faint, rows: own } of sections) {
    if (headings.length > 0) y += 14
    headings.push({ y: y + 11, heading, note })
    y += 26
    for (const { label, difference } of own) {
      rows.push({ y: y + rowHeight / 2, label, difference, decides: !faint })
      y += rowHeight
    }
  }
  return { rows, headings, height: y }
}

const isClear = ({ decides, difference }: KnownRow) => decides && difference.clear
const toneOf = (row: KnownRow) =>
  !isClear(row) ? 'var(--soft)' : row.difference.value > 0 ? 'var(--gain-ink)' : 'var(--loss-ink)'
const numbersOf = ({ difference: { value, low, high } }: KnownRow) =>
  `${signed(value)}  [${signed(low)}, ${signed(high)}]`

/** Points with intervals on one scale around 0, in sections. */
function intervalPlot(sections: readonly Section[], size: Size, title: string): string {
  const wide = size === 'wide'
  const longest = Math.max(0, ...sections.flatMap(({ rows }) => rows.map(({ label }) => label.length)))
  const heading = Math.max(0, ...sections.map((section) => section.heading.length))
  // On a narrow page a long label takes a line of its own above the numbers.
  const stacked = !wide && longest > LONG_LABEL
  const [marginLeft, marginRight, top, ticks] = wide
    ? [Math.min(300, Math.max(170, longest * 7 + 24, heading * 7.4)), 150, 34, 8]
    : [10, 10, 34, 5]
  const { rows, headings, height } = laidOut(sections, wide ? 24 : stacked ? 58 : 40)
  const known = rows.filter((row): row is KnownRow => row.difference !== null)
  const ends = known.flatMap(({ difference: { low, high } }) => [low, high])
  const [low, high] = [Math.min(-0.5, ...ends), Math.max(0.5, ...ends)]
  const slack = (high - low) * 0.03
  const lower = (by: number) => (row: Row) => (wide ? row.y : row.y + by)
  const barY = lower(stacked ? 16 : 8)
  const numberY = lower(stacked ? -1 : -9)
  const onPaper = { stroke: 'var(--paper)', strokeWidth: 5 }
  const atLeft = { frameAnchor: 'left', textAnchor: 'start', fontSize: 13, fill: 'var(--ink)' } as const
  const atRight = { frameAnchor: 'right', textAnchor: 'end', dx: marginRight } as const
  const aside = { ...atRight, fontStyle: 'italic', fill: 'var(--soft)' } as const
  return draw(
    {
      y: { domain: [0, height], range: [top, top + height], axis: null },
      color: { type: 'identity' },
      width: wide ? 800 : 358,
      height: top + height + 10,
      marginTop: top,
      marginBottom: 10,
      marginLeft,
      marginRight,
      x: { domain: [low - slack, high + slack], label: null },
      marks: [
        Plot.axisX({
          anchor: 'top',
          ticks,
          tickSize: 0,
          fontSize: 12,
          fill: 'var(--soft)',
          tickFormat: (value: number) => signed(value, Number.isInteger(value) ? 0 : 1),
        }),
        Plot.gridX({ ticks, stroke: 'var(--line)', strokeOpacity: 1 }),
        Plot.ruleX([0], { stroke: 'var(--ink)', strokeWidth: 1.25 }),
        Plot.text(headings, {
          ...atLeft,
          ...onPaper,
          y: 'y',
          text: 'heading',
          dx: -marginLeft,
          fontWeight: 650,
        }),
        Plot.text(headings, { ...aside, ...onPaper, y: 'y', text: 'note', fontSize: 12 }),
        Plot.text(rows, {
          ...atLeft,
          ...onPaper,
          y: lower(stacked ? -19 : -9),
          text: 'label',
          dx: wide ? 12 - marginLeft : -2,
        }),
        Plot.text(known, {
          ...atRight,
          ...onPaper,
          y: numberY,
          text: numbersOf,
          fill: toneOf,
          fontSize: 12.5,
          fontVariant: 'tabular-nums',
        }),
        Plot.text(
          rows.filter(({ difference }) => difference === null),
          { ...aside, y: numberY, text: () => 'no result', fontSize: 12.5 },
        ),
        Plot.link(known, {
          x1: ({ difference }) => difference.low,
          x2: ({ difference }) => difference.high,
          y1: barY,
          y2: barY,
          stroke: toneOf,
          strokeWidth: 2.25,
          strokeLinecap: 'round',
        }),
        Plot.dot(known, {
          x: ({ difference }) => difference.value,
          y: barY,
          r: 5,
          fill: (row) => (isClear(row) ? toneOf(row) : 'var(--paper)'),
          stroke: toneOf,
          strokeWidth: 2,
        }),
      ],
    },
    {
      title,
      text: known
        .map(({ label, difference }) => `${label}: ${signed(difference.value)} (${spoken(difference)})`)
        .join('; '),
    },
  )
}
