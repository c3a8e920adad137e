import * as Plot from '@observablehq/plot'
import { count } from '#kernel'
import { decimal } from '../numbers.ts'
import type { Panel, Report } from '../schema.ts'
import { armLine, SHARED } from './arm-line.ts'
import { draw } from './canvas.ts'

const WIDTH = 350

type Line = Panel['lines'][number]

const lookOf = (report: Report, { arms: [arm = '', ...others] }: Pick<Line, 'arms'>) => {
  const { colour, dash } = others.length === 0 ? armLine(report, arm) : SHARED
  return { stroke: colour, strokeDasharray: dash }
}

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

/** What each line is about, and what it does. */
const described = (lines: readonly Line[], what: (line: Line) => string) =>
  lines.map((line) => `${line.arms.join(', ')}, seed ${line.seed}: ${what(line)}`).join('; ')

/** Training loss by step, one line a seed and arm. */
export function lossCurves(report: Report, panel: Panel): string {
  const lines = panel.lines.filter(({ loss }) => loss.length > 0)
  const at = { x: '0', y: '1', strokeWidth: 1.75, strokeOpacity: 0.9 }
  const curves = lines.map((line) => Plot.line(line.loss, { ...lookOf(report, line), ...at }))
  const { marks, ...rest } = frame(190, 5)
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
  const at = { x: 'step', y: 'score', strokeWidth: 1.5 }
  const curves = lines.flatMap(({ development, ...line }) => {
    const look = lookOf(report, line)
    const fill = ({ kept }: (typeof development)[number]) => (kept ? look.stroke : 'var(--paper)')
    return [
      Plot.line(development, { ...at, ...look, strokeOpacity: 0.7 }),
      Plot.dot(development, { ...at, r: 3.75, stroke: look.stroke, fill }),
    ]
  })
  const { marks, ...rest } = frame(150, 4)
  const pointText = ({ step, score, kept }: Line['development'][number]) =>
    `${decimal(score)} at step ${count(step)}${kept ? ' (kept)' : ''}`
  return draw(
    { ...rest, x: { nice: true, zero: true }, y: { nice: true }, marks: [...marks, ...curves] },
    {
      title: `${panel.title}: English development score by step`,
      text: described(lines, ({ development }) => development.map(pointText).join(', ')),
    },
  )
}

const shortest = (value: number) => String(Number(value.toPrecision(4)))
