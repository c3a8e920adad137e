import * as Plot from '@observablehq/plot'
import { signed, spoken } from '../numbers.ts'
import type { ComparedPair, Difference, Grouping, Report } from '../schema.ts'
import { draw } from './canvas.ts'
import { differenceOn, groupDifference } from './lookup.ts'

/** Rows under one heading. `faint`: says nothing, such as a target at chance. */
interface Section {
  readonly heading: string
  readonly note: string
  readonly faint: boolean
  readonly rows: readonly { readonly label: string; readonly difference: Difference | null }[]
}

interface Row {
  readonly y: number
  readonly label: string
  readonly difference: Difference | null
  readonly decides: boolean
}

interface Heading {
  readonly y: number
  readonly label: string
  readonly note: string
}

type Size = 'wide' | 'narrow'

/** The differences of every comparison with their intervals: over all deciding targets, then target by target. */
export function forestPlot(report: Report, size: Size): string {
  const section = (
    heading: string,
    note: string,
    faint: boolean,
    of: (pair: ComparedPair) => Difference | null,
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
export function groupPlot(report: Report, grouping: Grouping, size: Size): string {
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

/** Points with intervals on one scale around 0, in sections. */
function intervalPlot(sections: readonly Section[], size: Size, title: string): string {
  const wide = size === 'wide'
  const longest = Math.max(0, ...sections.flatMap(({ rows }) => rows.map(({ label }) => label.length)))
  const heading = Math.max(0, ...sections.map((section) => section.heading.length))
  // On a narrow page a long label takes a line of its own above the numbers.
  const stacked = !wide && longest > LONG_LABEL
  const rowHeight = wide ? 24 : stacked ? 58 : 40
  const left = wide ? Math.min(300, Math.max(170, longest * 7 + 24, heading * 7.4)) : 10
  const rows: Row[] = []
  const headings: Heading[] = []
  let y = 0
  for (const { heading, note, faint, rows: own } of sections) {
    if (headings.length > 0) y += 14
    headings.push({ y: y + 11, label: heading, note })
    y += 26
    for (const { label, difference } of own) {
      rows.push({ y: y + rowHeight / 2, label, difference, decides: !faint })
      y += rowHeight
    }
  }
  const known = rows.filter((row): row is Row & { difference: Difference } => row.difference !== null)
  const ends = known.flatMap(({ difference: { low, high } }) => [low, high])
  const low = Math.min(-0.5, ...ends)
  const high = Math.max(0.5, ...ends)
  const slack = (high - low) * 0.03
  const labelY = (row: Row) => (wide ? row.y : row.y - (stacked ? 19 : 9))
  const textY = (row: Row) => (wide ? row.y : row.y - (stacked ? 1 : 9))
  const barY = (row: Row) => (wide ? row.y : row.y + (stacked ? 16 : 8))
  const tone = (row: Row & { difference: Difference }) =>
    !row.decides || !row.difference.clear
      ? 'var(--soft)'
      : row.difference.value > 0
        ? 'var(--gain-ink)'
        : 'var(--loss-ink)'
  const numbers = (row: Row & { difference: Difference }) =>
    `${signed(row.difference.value)}  [${signed(row.difference.low)}, ${signed(row.difference.high)}]`
  const described = known
    .map((row) => `${row.label}: ${signed(row.difference.value)} (${spoken(row.difference)})`)
    .join('; ')
  const base = {
    y: { domain: [0, y], range: [34, 34 + y], axis: null },
    color: { type: 'identity' as const },
  }
  const atLeft = { frameAnchor: 'left' as const, textAnchor: 'start' as const }
  const atRight = { frameAnchor: 'right' as const, textAnchor: 'end' as const }
  return draw(
    {
      ...base,
      width: wide ? 800 : 358,
      height: 34 + y + 10,
      marginTop: 34,
      marginBottom: 10,
      marginLeft: left,
      marginRight: wide ? 150 : 10,
      x: { domain: [low - slack, high + slack], label: null },
      marks: [
        Plot.axisX({
          anchor: 'top',
          ticks: wide ? 8 : 5,
          tickSize: 0,
          fontSize: 12,
          fill: 'var(--soft)',
          tickFormat: (value: number) => signed(value, Number.isInteger(value) ? 0 : 1),
        }),
        Plot.gridX({ ticks: wide ? 8 : 5, stroke: 'var(--line)', strokeOpacity: 1 }),
        Plot.ruleX([0], { stroke: 'var(--ink)', strokeWidth: 1.25 }),
        Plot.text(headings, {
          y: 'y',
          text: 'label',
          ...atLeft,
          dx: -left,
          fontSize: 13,
          fontWeight: 650,
          fill: 'var(--ink)',
          stroke: 'var(--paper)',
          strokeWidth: 5,
        }),
        Plot.text(headings, {
          y: 'y',
          text: 'note',
          ...atRight,
          dx: wide ? 150 : 10,
          fontSize: 12,
          fontStyle: 'italic',
          fill: 'var(--soft)',
          stroke: 'var(--paper)',
          strokeWidth: 5,
        }),
        Plot.text(rows, {
          y: labelY,
          text: 'label',
          ...atLeft,
          dx: wide ? 12 - left : -2,
          fontSize: 13,
          fill: 'var(--ink)',
          stroke: 'var(--paper)',
          strokeWidth: 5,
        }),
        Plot.text(known, {
          y: textY,
          text: numbers,
          ...atRight,
          dx: wide ? 150 : 10,
          fontSize: 12.5,
          fontVariant: 'tabular-nums',
          fill: tone,
          stroke: 'var(--paper)',
          strokeWidth: 5,
        }),
        Plot.text(
          rows.filter((row) => row.difference === null),
          {
            y: textY,
            text: () => 'no result',
            ...atRight,
            dx: wide ? 150 : 10,
            fontSize: 12.5,
            fontStyle: 'italic',
            fill: 'var(--soft)',
          },
        ),
        Plot.link(known, {
          x1: (row) => row.difference.low,
          x2: (row) => row.difference.high,
          y1: barY,
          y2: barY,
          stroke: tone,
          strokeWidth: 2.25,
          strokeLinecap: 'round',
        }),
        Plot.dot(known, {
          x: (row) => row.difference.value,
          y: barY,
          r: 5,
          fill: (row) => (row.decides && row.difference.clear ? tone(row) : 'var(--paper)'),
          stroke: tone,
          strokeWidth: 2,
        }),
      ],
    },
    { title, text: described },
  )
}
