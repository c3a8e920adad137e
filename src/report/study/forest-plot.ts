import * as Plot from '@observablehq/plot'
import type { Size } from '../document/model.ts'
import { signed, spoken } from '../numbers.ts'
import type { ComparedPair, Report, ReportedDifference, ReportedGrouping } from '../schema.ts'
import { draw } from './canvas.ts'
import { differenceOn, groupDifference } from './lookup.ts'

/** Rows under one heading. A note says why they decide nothing, such as a target at chance. */
interface Section {
  readonly heading: string
  readonly note: string
  readonly rows: readonly { readonly label: string; readonly difference: ReportedDifference | null }[]
}

/** The differences of every comparison with their intervals: over all deciding targets, then target by target. */
export function forestPlot(report: Report, size: Size): string {
  const section = (heading: string, note: string, of: (pair: ComparedPair) => ReportedDifference | null) => ({
    heading,
    note,
    rows: report.comparisons.map((pair) => ({ label: pair.title, difference: of(pair) })),
  })
  const deciding = report.targets.filter((target) => target.decides).length
  const against = report.declared ? 'Differences' : `Differences to the ${report.baseline} arm`
  const means = section(`Mean over ${deciding} targets`, '', (pair) => pair.difference)
  const targets = report.targets.map(({ id, title, decides }) =>
    section(
      title,
      decides ? '' : 'at chance: decides nothing',
      (pair) => differenceOn(report, pair, id, null) ?? null,
    ),
  )
  return intervalPlot(
    deciding > 1 ? [means, ...targets] : targets,
    size,
    `${against}, in points, with ${report.level} % intervals`,
  )
}

/** The differences of every comparison by group of languages, mean over the deciding targets. */
export function groupPlot(report: Report, grouping: ReportedGrouping, size: Size): string {
  const sections = report.comparisons.map((pair) => ({
    heading: report.declared ? pair.title : `${pair.arm} vs ${pair.against}`,
    note: '',
    rows: grouping.groups.map(({ group, languages }) => ({
      label: `${group} (${languages.length})`,
      difference: groupDifference(grouping, pair, group, null)?.difference ?? null,
    })),
  }))
  const title = `Differences by ${grouping.title}, in points, with ${report.level} % intervals`
  return intervalPlot(sections, size, title)
}

const LONG_LABEL = 22

/** Where each heading and row stands, from the top down. */
function laidOut(sections: readonly Section[], rowHeight: number) {
  let height = 0
  const placed = sections.map(({ heading, note, rows }, at) => {
    const top = height + (at === 0 ? 0 : 14)
    const first = top + 26
    height = first + rows.length * rowHeight
    const below = rows.map((row, line) => ({
      ...row,
      decides: note === '',
      y: first + (line + 0.5) * rowHeight,
    }))
    return { heading, note, y: top + 11, rows: below }
  })
  return { headings: placed, rows: placed.flatMap(({ rows }) => rows), height }
}

type Row = ReturnType<typeof laidOut>['rows'][number]
type KnownRow = Row & { readonly difference: ReportedDifference }

const isClear = ({ decides, difference }: KnownRow) => decides && difference.clear
const isDoubted = ({ difference }: KnownRow) => difference.doubts.length > 0
const toneOf = (row: KnownRow) =>
  !isClear(row) ? 'var(--soft)' : row.difference.value > 0 ? 'var(--gain-ink)' : 'var(--loss-ink)'
const numbersOf = ({ difference: { value, low, high } }: KnownRow) =>
  `${signed(value)}  [${signed(low)}, ${signed(high)}]`
const tickText = (value: number) => signed(value, Number.isInteger(value) ? 0 : 1)

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
  const unknown = rows.filter(({ difference }) => difference === null)
  const reach = known.flatMap(({ difference: { low, high } }) => [low, high])
  const [low, high] = [Math.min(-0.5, ...reach), Math.max(0.5, ...reach)]
  const slack = (high - low) * 0.03
  const lower = (by: number) => (row: Row) => (wide ? row.y : row.y + by)
  const labelY = lower(stacked ? -19 : -9)
  const numberY = lower(stacked ? -1 : -9)
  const barY = lower(stacked ? 16 : 8)
  const onPaper = { stroke: 'var(--paper)', strokeWidth: 5 }
  const left = {
    ...onPaper,
    frameAnchor: 'left',
    textAnchor: 'start',
    fontSize: 13,
    fill: 'var(--ink)',
  } as const
  const right = { frameAnchor: 'right', textAnchor: 'end', dx: marginRight } as const
  const aside = { ...right, fontStyle: 'italic', fill: 'var(--soft)' } as const
  const numbers = { ...onPaper, ...right, y: numberY, fontSize: 12.5, fontVariant: 'tabular-nums' } as const
  const line = { stroke: toneOf, strokeWidth: 2.25, strokeLinecap: 'round' } as const
  const ends = {
    x1: ({ difference }: KnownRow) => difference.low,
    x2: ({ difference }: KnownRow) => difference.high,
    y1: barY,
    y2: barY,
  }
  const options: Plot.PlotOptions = {
    x: { domain: [low - slack, high + slack], label: null },
    y: { domain: [0, height], range: [top, top + height], axis: null },
    color: { type: 'identity' },
    width: wide ? 800 : 358,
    height: top + height + 10,
    marginTop: top,
    marginBottom: 10,
    marginLeft,
    marginRight,
    marks: [
      Plot.axisX({
        anchor: 'top',
        ticks,
        tickSize: 0,
        fontSize: 12,
        fill: 'var(--soft)',
        tickFormat: tickText,
      }),
      Plot.gridX({ ticks, stroke: 'var(--line)', strokeOpacity: 1 }),
      Plot.ruleX([0], { stroke: 'var(--ink)', strokeWidth: 1.25 }),
      Plot.text(headings, { ...left, y: 'y', text: 'heading', dx: -marginLeft, fontWeight: 650 }),
      Plot.text(headings, { ...onPaper, ...aside, y: 'y', text: 'note', fontSize: 12 }),
      Plot.text(rows, { ...left, y: labelY, text: 'label', dx: wide ? 12 - marginLeft : -2 }),
      Plot.text(known, { ...numbers, text: numbersOf, fill: toneOf }),
      Plot.text(unknown, { ...aside, y: numberY, text: () => 'no result', fontSize: 12.5 }),
      ...[false, true].map((doubted) =>
        Plot.link(
          known.filter((row) => isDoubted(row) === doubted),
          { ...line, ...ends, strokeDasharray: doubted ? '1 6' : 'none' },
        ),
      ),
      Plot.dot(known, {
        x: ({ difference }) => difference.value,
        y: barY,
        r: 5,
        fill: (row) => (isClear(row) ? toneOf(row) : 'var(--paper)'),
        stroke: toneOf,
        strokeWidth: 2,
      }),
    ],
  }
  const said = known.map(
    ({ label, difference }) =>
      `${label}: ${signed(difference.value)} (${spoken(difference)}${difference.doubts.length > 0 ? ', undecided' : ''})`,
  )
  return draw(options, { title, text: said.join('; ') })
}
