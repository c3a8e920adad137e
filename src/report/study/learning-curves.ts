import * as Plot from '@observablehq/plot'
import { count } from '#kernel'
import { decimal } from '../numbers.ts'
import type { Panel, Report } from '../schema.ts'
import { armColour, armDash } from './arm-colour.ts'
import { draw } from './canvas.ts'

const WIDTH = 350

type Line = Panel['lines'][number]

/** The arm whose colour a line takes; phases that several arms share take none. */
const colourOf = (report: Report, line: Line) =>
  line.arms.length === 1 ? armColour(report, line.arms[0]!) : 'var(--ink)'
const dashOf = (report: Report, line: Line) =>
  line.arms.length === 1 ? armDash(report, line.arms[0]!) : 'none'

const axis = { fontSize: 12, fill: 'var(--soft)', tickSize: 0, label: null }

/** What both pictures have: their frame, their axes, and `steps` lines across. */
const frame = (height: number, steps: number) => ({
  width: WIDTH,
  height,
  marginLeft: 44,
  marginRight: 14,
  marginTop: 12,
  marginBottom: 26,
  color: { type: 'identity' as const },
  marks: [
    Plot.axisX({ ...axis, ticks: 4, tickFormat: count }),
    Plot.axisY({ ...axis, ticks: steps, tickFormat: shortest }),
    Plot.gridY({ ticks: steps, stroke: 'var(--line)', strokeOpacity: 1 }),
  ],
})

const strokeOf = (report: Report, line: Line) => ({
  stroke: colourOf(report, line),
  strokeDasharray: dashOf(report, line),
})

/** What each line is about, and what it does. */
const described = (lines: readonly Line[], what: (line: Line) => string) =>
  lines.map((line) => `${line.arms.join(', ')}, seed ${line.seed}: ${what(line)}`).join('; ')

/** Training loss by step, one line a seed and arm. */
export function lossCurves(report: Report, panel: Panel): string {
  const lines = panel.lines.filter(({ loss }) => loss.length > 0)
  const { marks, ...rest } = frame(190, 5)
  const curves = lines.map((line) =>
    Plot.line(line.loss, {
      x: ([step]) => step,
      y: ([, loss]) => loss,
      ...strokeOf(report, line),
      strokeWidth: 1.75,
      strokeOpacity: 0.9,
    }),
  )
  return draw(
    { ...rest, marks: [...marks, ...curves] },
    {
      title: `${panel.title}: training loss by step`,
      text: described(
        lines,
        ({ loss }) => `from ${decimal(loss[0]![1], 2)} to ${decimal(loss.at(-1)![1], 2)}`,
      ),
    },
  )
}

/** English development score at the evaluation points; the kept one is filled. */
export function developmentScores(report: Report, panel: Panel): string | null {
  const lines = panel.lines.filter(({ development }) => development.length > 0)
  if (lines.length === 0) return null
  const { marks, ...rest } = frame(150, 4)
  const at = { x: 'step', y: 'score' }
  const curves = lines.flatMap((line) => [
    Plot.line(line.development, { ...at, ...strokeOf(report, line), strokeWidth: 1.5, strokeOpacity: 0.7 }),
    Plot.dot(line.development, {
      ...at,
      r: 3.75,
      stroke: colourOf(report, line),
      fill: ({ kept }: Line['development'][number]) => (kept ? colourOf(report, line) : 'var(--paper)'),
      strokeWidth: 1.5,
    }),
  ])
  return draw(
    { ...rest, x: { nice: true, zero: true }, y: { nice: true }, marks: [...marks, ...curves] },
    {
      title: `${panel.title}: English development score by step`,
      text: described(lines, ({ development }) =>
        development
          .map(({ step, score, kept }) => `${decimal(score)} at step ${count(step)}${kept ? ' (kept)' : ''}`)
          .join(', '),
      ),
    },
  )
}

const shortest = (value: number) => String(Number(value.toPrecision(4)))
