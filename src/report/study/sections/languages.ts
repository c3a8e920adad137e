import { type Block, type ColumnOf, list, quiet, section, strong, table } from '../../document/model.ts'
import { decimal } from '../../numbers.ts'
import type { Report } from '../../schema.ts'
import { BEST_OF_LANGUAGE, exploratoryMarks, intervals } from '../captions.ts'
import { shadedCell, valueCell } from '../cells.ts'
import { cellOf, controlsOf, differenceOn, isBest, languagesByEffect, languagesByName } from '../lookup.ts'

type Target = Report['targets'][number]

/** Where a difference comes from: every comparison in every language, in colours. */
export function languagesSection(report: Report) {
  const { declared, baseline, comparisons, pairs, targets } = report
  const cells = pairs.filter(({ language }) => language !== null)
  return section({ title: 'By language', id: 'languages' }, [
    `${declared ? 'Declared comparisons' : `Difference to the ${baseline} arm`} in points; languages that gain most come first. For looking closer, not for an answer. ${exploratoryMarks(report, cells, 'cells')} Pale: not clear. Without colour: also in doubt, because something speaks against the comparison on that target.`,
    declared ? list(comparisons.map(({ title }, at) => [strong(letter(at)), ` ${title}`])) : null,
    ...targets.map((target) => heatMap(report, target)),
  ])
}

/** Short name of a declared comparison in narrow columns. */
const letter = (at: number) => (at < 26 ? String.fromCharCode(65 + at) : String(at + 1))

function heatMap(report: Report, target: Target): Block {
  const { comparisons, declared } = report
  const codes = languagesByEffect(report, target)
  const known = comparisons.flatMap((pair) =>
    codes.flatMap((code) => differenceOn(report, pair, target.id, code) ?? []),
  )
  const largest = Math.max(1, ...known.map(({ value }) => Math.abs(value)))
  const inDoubt = (pair: (typeof comparisons)[number]) =>
    !target.decides || (differenceOn(report, pair, target.id, null)?.doubts.length ?? 0) > 0
  const columns = comparisons.map(
    (pair, at): ColumnOf<string> => [
      declared ? letter(at) : pair.title,
      (code) => shadedCell(differenceOn(report, pair, target.id, code), largest, inDoubt(pair)),
      'number',
    ],
  )
  return table(
    {
      title: `${target.title}${target.decides ? '' : ' (at chance: decides nothing)'}`,
      layout: 'map',
      caption: `Deepest colour: ${decimal(largest)} points.`,
      parts: [target.averaged.length],
    },
    codes,
    [[quiet('language'), (code) => languageText(report, target, code)], ...columns],
  )
}

const languageText = ({ languages }: Report, target: Target, code: string) => [
  `${languages[code]!} `,
  quiet(controlsOf(target).includes(code) ? `(${code}, control)` : `(${code})`),
]

/** Every value in every language, and what is missing. */
export function valuesSection(report: Report) {
  const { baseline, targets } = report
  const missing = report.missing.map(
    ({ arm, target, seed, languages, reason }) =>
      `${arm}, ${target}, seed ${seed} (${languages.join(', ')}): ${reason}`,
  )
  return section({ title: 'All values by language', id: 'values', short: 'All values' }, [
    `Mean over seeds, then the difference to the ${baseline} arm in points, with ${intervals(report)}. ${BEST_OF_LANGUAGE}`,
    ...targets.map((target) =>
      section({ title: target.title, fold: 'open', note: target.metric.title }, [valueTable(report, target)]),
    ),
    missing.length === 0 ? null : section('Missing', [list(missing)]),
  ])
}

function valueTable(report: Report, target: Target): Block {
  const { id, title, averaged } = target
  const chanceIn = (code: string) =>
    report.cells.find((cell) => cell.target === id && cell.language === code)?.chance ?? null
  const printed = (chance: number | null) => (chance === null ? 'none' : decimal(chance))
  const valueIn = (arm: string, code: string) => {
    const cell = cellOf(report, arm, id, code)
    return valueCell(cell, cell !== undefined && isBest(report, target, cell))
  }
  const columns = report.arms.map(
    ({ name }): ColumnOf<string> => [name, (code) => valueIn(name, code), 'number'],
  )
  const head = { title: `Values on ${title}`, layout: 'numbers' as const, parts: [averaged.length] }
  return table(head, languagesByName(report, target), [
    ['Language', (code) => languageText(report, target, code)],
    ['Chance', (code) => printed(chanceIn(code)), 'number'],
    ...columns,
  ])
}
