import * as Plot from '@observablehq/plot'
import type { Difference, Report } from '../schema.ts'
import { signed, spoken } from '../wording.ts'
import { draw } from './canvas.ts'

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

/** The differences of every arm to the baseline with their intervals: over all deciding targets, then target by target. */
export function forestPlot(report: Report, size: 'wide' | 'narrow'): string {
  const wide = size === 'wide'
  const rowHeight = wide ? 24 : 40
  const rows: Row[] = []
  const headings: Heading[] = []
  let y = 0
  const group = (label: string, note: string, decides: boolean, of: (arm: string) => Difference | null) => {
    if (headings.length > 0) y += 14
    headings.push({ y: y + 11, label, note })
    y += 26
    for (const { name } of report.arms.filter((arm) => !arm.baseline)) {
      rows.push({ y: y + rowHeight / 2, label: name, difference: of(name), decides })
      y += rowHeight
    }
  }
  const deciding = report.targets.filter((target) => target.decides)
  if (deciding.length > 1)
    group(
      `Mean over ${deciding.length} targets`,
      '',
      true,
      (arm) => report.arms.find((each) => each.name === arm)?.difference ?? null,
    )
  for (const target of report.targets)
    group(
      target.title,
      target.decides ? '' : 'at chance: decides nothing',
      target.decides,
      (arm) =>
        report.means.find((cell) => cell.arm === arm && cell.target === target.id && cell.language === null)
          ?.difference ?? null,
    )
  const known = rows.filter((row): row is Row & { difference: Difference } => row.difference !== null)
  const ends = known.flatMap(({ difference: { low, high } }) => [low, high])
  const low = Math.min(-0.5, ...ends)
  const high = Math.max(0.5, ...ends)
  const slack = (high - low) * 0.03
  const textY = (row: Row) => (wide ? row.y : row.y - 9)
  const barY = (row: Row) => (wide ? row.y : row.y + 8)
  const tone = (row: Row & { difference: Difference }) =>
    !row.decides || !row.difference.significant
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
  const left = { frameAnchor: 'left' as const, textAnchor: 'start' as const }
  const right = { frameAnchor: 'right' as const, textAnchor: 'end' as const }
  return draw(
    {
      ...base,
      width: wide ? 800 : 358,
      height: 34 + y + 10,
      marginTop: 34,
      marginBottom: 10,
      marginLeft: wide ? 170 : 10,
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
          ...left,
          dx: wide ? -170 : -10,
          fontSize: 13,
          fontWeight: 650,
          fill: 'var(--ink)',
          stroke: 'var(--paper)',
          strokeWidth: 5,
        }),
        Plot.text(headings, {
          y: 'y',
          text: 'note',
          ...right,
          dx: wide ? 150 : 10,
          fontSize: 12,
          fontStyle: 'italic',
          fill: 'var(--soft)',
          stroke: 'var(--paper)',
          strokeWidth: 5,
        }),
        Plot.text(rows, {
          y: textY,
          text: 'label',
          ...left,
          dx: wide ? -158 : -2,
          fontSize: 13,
          fill: 'var(--ink)',
          stroke: 'var(--paper)',
          strokeWidth: 5,
        }),
        Plot.text(known, {
          y: textY,
          text: numbers,
          ...right,
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
            ...right,
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
          fill: (row) => (row.decides && row.difference.significant ? tone(row) : 'var(--paper)'),
          stroke: tone,
          strokeWidth: 2,
        }),
      ],
    },
    {
      title: `Differences to the ${report.baseline} arm, in points, with ${report.level} % intervals`,
      text: described,
    },
  )
}
