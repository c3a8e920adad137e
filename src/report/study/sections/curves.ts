import { type Block, paragraph, type Section, section, table } from '../../document/model.ts'
import { decimal } from '../../numbers.ts'
import type { Panel, Report } from '../../schema.ts'
import { armLine, SHARED } from '../arm-line.ts'
import { developmentScores, lossCurves } from '../learning-curves.ts'

/** How training went, one panel a training step. */
export const curvesSection = (report: Report): Section =>
  section({ title: 'Learning curves', id: 'curves' }, [
    curveFigure(report),
    paragraph(
      'One line a seed. Loss is averaged within stretches of the run. A filled dot is the step whose weights were kept.',
      'note',
    ),
  ])

function curveFigure(report: Report): Block {
  const shared = report.curves.some(({ lines }) => lines.some(({ arms }) => arms.length > 1))
  return {
    kind: 'figure',
    legend: [
      ...report.arms.map(({ name }) => ({ label: name, ...armLine(report, name) })),
      ...(shared ? [{ label: 'shared by several arms', ...SHARED }] : []),
    ],
    panels: report.curves.map((panel) => ({ title: panel.title, pictures: pictures(report, panel) })),
    text: [
      paragraph('First and last training loss of each run, and the English development score that was kept.'),
      runTable(report),
    ],
  }
}

function pictures(report: Report, panel: Panel) {
  const scores = developmentScores(report, panel)
  const title = `English development score by step (${panel.score ?? 'score'})`
  return [
    { title: 'Training loss by step', wide: lossCurves(report, panel) },
    ...(scores === null ? [] : [{ title, wide: scores }]),
  ]
}

/** One row a run of a training step. */
function runTable({ curves }: Report): Block {
  const lossAt = (point: Panel['lines'][number]['loss'][number] | undefined) =>
    point === undefined ? 'none' : decimal(point[1], 3)
  const keptOf = ({ development }: Panel['lines'][number]) => {
    const kept = development.find((point) => point.kept)
    return kept ? `${decimal(kept.score)} at step ${kept.step}` : 'none'
  }
  const runs = curves.flatMap(({ title, lines }) => lines.map((line) => ({ title, ...line })))
  return table('Runs', runs, [
    ['Run', ({ title }) => title],
    ['Arms', ({ arms }) => arms.join(', ')],
    ['Seed', ({ seed }) => String(seed), 'number'],
    ['Steps', ({ loss }) => String(loss.at(-1)?.[0] ?? 0), 'number'],
    ['First loss', ({ loss }) => lossAt(loss[0]), 'number'],
    ['Last loss', ({ loss }) => lossAt(loss.at(-1)), 'number'],
    ['Kept development score', keptOf, 'number'],
  ])
}
