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

const frame = {
  width: WIDTH,
  marginLeft: 44,
  marginRight: 14,
  color: { type: 'identity' as const },
}
const axis = { fontSize: 12, fill: 'var(--soft)', tickSize: 0, label: null }

/** Training loss by step, one line a seed and arm. */
export function lossCurves(report: Report, panel: Panel): string {
  const lines = panel.lines.filter((line) => line.loss.length > 0)
  return draw(
    {
      ...frame,
      height: 190,
      marginTop: 12,
      marginBottom: 26,
      marks: [
        Plot.axisX({ ...axis, ticks: 4, tickFormat: count }),
        Plot.axisY({ ...axis, ticks: 5, tickFormat: shortest }),
        Plot.gridY({ ticks: 5, stroke: 'var(--line)', strokeOpacity: 1 }),
        ...lines.map((line) =>
          Plot.line(line.loss, {
            x: ([step]) => step,
            y: ([, loss]) => loss,
            stroke: colourOf(report, line),
            strokeDasharray: dashOf(report, line),
            strokeWidth: 1.75,
            strokeOpacity: 0.9,
          }),
        ),
      ],
    },
    {
      title: `${panel.title}: training loss by step`,
      text: lines
        .map(
          (line) =>
            `${line.arms.join(', ')}, seed ${line.seed}: from ${decimal(line.loss[0]![1], 2)} to ${decimal(line.loss.at(-1)![1], 2)}`,
        )
        .join('; '),
    },
  )
}

/** English development score at the evaluation points; the kept one is filled. */
export function developmentScores(report: Report, panel: Panel): string | null {
  const lines = panel.lines.filter((line) => line.development.length > 0)
  if (lines.length === 0) return null
  return draw(
    {
      ...frame,
      height: 150,
      marginTop: 12,
      marginBottom: 26,
      x: { nice: true, zero: true },
      y: { nice: true },
      marks: [
        Plot.axisX({ ...axis, ticks: 4, tickFormat: count }),
        Plot.axisY({ ...axis, ticks: 4, tickFormat: shortest }),
        Plot.gridY({ ticks: 4, stroke: 'var(--line)', strokeOpacity: 1 }),
        ...lines.flatMap((line) => [
          Plot.line(line.development, {
            x: 'step',
            y: 'score',
            stroke: colourOf(report, line),
            strokeDasharray: dashOf(report, line),
            strokeWidth: 1.5,
            strokeOpacity: 0.7,
          }),
          Plot.dot(line.development, {
            x: 'step',
            y: 'score',
            r: 3.75,
            stroke: colourOf(report, line),
            fill: (point: Line['development'][number]) =>
              point.kept ? colourOf(report, line) : 'var(--paper)',
            strokeWidth: 1.5,
          }),
        ]),
      ],
    },
    {
      title: `${panel.title}: English development score by step`,
      text: lines
        .map(
          (line) =>
            `${line.arms.join(', ')}, seed ${line.seed}: ${line.development.map(({ step, score, kept }) => `${decimal(score)} at step ${count(step)}${kept ? ' (kept)' : ''}`).join(', ')}`,
        )
        .join('; '),
    },
  )
}

const shortest = (value: number) => String(Number(value.toPrecision(4)))
