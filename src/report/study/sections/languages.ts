import { type Block, type ColumnOf, list, quiet, section, strong, table } from '../../document/model.ts'
import { decimal } from '../../numbers.ts'
import type { Report } from '../../schema.ts'
import { shadedCell, valueCell } from '../cells.ts'
import { cellOf, differenceOn, languagesByEffect, languagesByName } from '../lookup.ts'

type Target = Report['targets'][number]

/** Where a difference comes from: every comparison in every language, in colours. */
export function languagesSection(report: Report) {
  const { declared, baseline, level, comparisons, targets } = report
  return section({ title: 'By language', id: 'languages' }, [
    `${declared ? 'Declared comparisons' : `Difference to the ${baseline} arm`} in points; languages that gain most come first. Bold: the ${level} % interval excludes 0, and nothing speaks against it. Among this many cells, some intervals exclude 0 by chance: nothing here is adjusted.`,
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
  const columns = comparisons.map(
    (pair, at): ColumnOf<string> => [
      declared ? letter(at) : pair.title,
      (code) => shadedCell(differenceOn(report, pair, target.id, code), largest),
      'number',
    ],
  )
  return table(
    {
      title: `${target.title}${target.decides ? '' : ' (at chance: decides nothing)'}`,
      layout: 'map',
      caption: `Deepest colour: ${decimal(largest)} points.`,
    },
    codes,
    [[quiet('language'), (code) => languageText(report, code)], ...columns],
  )
}

const languageText = ({ languages }: Report, code: string) => [`${languages[code]!} `, quiet(`(${code})`)]

/** Every value in every language, and what is missing. */
export function valuesSection(report: Report) {
  const { level, baseline, targets } = report
  const missing = report.missing.map(
    ({ arm, target, seed, languages, reason }) =>
      `${arm}, ${target}, seed ${seed} (${languages.join(', ')}): ${reason}`,
  )
  return section({ title: 'All values by language', id: 'values', short: 'All values' }, [
    `Mean over seeds with its ${level} % interval, then the difference to the ${baseline} arm in points.`,
    ...targets.map((target) =>
      section({ title: target.title, fold: 'open', note: target.metric.title }, [valueTable(report, target)]),
    ),
    missing.length === 0 ? null : section('Missing', [list(missing)]),
  ])
}

function valueTable(report: Report, { id, title, ...target }: Target): Block {
  const chanceIn = (code: string) =>
    report.cells.find((cell) => cell.target === id && cell.language === code)?.chance ?? null
  const printed = (chance: number | null) => (chance === null ? 'none' : decimal(chance))
  const columns = report.arms.map(
    ({ name }): ColumnOf<string> => [name, (code) => valueCell(cellOf(report, name, id, code)), 'number'],
  )
  return table({ title: `Values on ${title}`, layout: 'numbers' }, languagesByName(report, target), [
    ['Language', (code) => languageText(report, code)],
    ['Chance', (code) => printed(chanceIn(code)), 'number'],
    ...columns,
  ])
}
