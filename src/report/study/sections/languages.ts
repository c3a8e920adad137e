import {
  type Block,
  list,
  numberColumn,
  paragraph,
  quiet,
  type Section,
  section,
  strong,
  table,
  textColumn,
} from '../../document/model.ts'
import { decimal } from '../../numbers.ts'
import type { Report } from '../../schema.ts'
import { shadedCell, valueCell } from '../cells.ts'
import { cellOf, differenceOn, languagesByEffect, languagesByName } from '../lookup.ts'

type Target = Report['targets'][number]

/** Where a difference comes from: every comparison in every language, in colours. */
export function languagesSection(report: Report): Section {
  const { declared, baseline, level, comparisons, targets } = report
  return section(
    'By language',
    [
      paragraph(
        `${declared ? 'Declared comparisons' : `Difference to the ${baseline} arm`} in points; languages that gain most come first. Bold: the ${level} % interval excludes 0. Among this many cells, some intervals exclude 0 by chance: nothing here is adjusted.`,
      ),
      ...(declared ? [list(comparisons.map(({ title }, at) => [strong(letter(at)), ` ${title}`]))] : []),
      ...targets.map((target) => heatMap(report, target)),
    ],
    { id: 'languages' },
  )
}

/** Short name of a declared comparison in narrow columns. */
const letter = (at: number) => (at < 26 ? String.fromCharCode(65 + at) : String(at + 1))

function heatMap(report: Report, target: Target): Block {
  const { comparisons, declared, languages } = report
  const codes = languagesByEffect(report, target)
  const known = comparisons.flatMap((pair) =>
    codes.flatMap((code) => differenceOn(report, pair, target.id, code) ?? []),
  )
  const largest = Math.max(1, ...known.map(({ value }) => Math.abs(value)))
  return table(
    `${target.title}${target.decides ? '' : ' (at chance: decides nothing)'}`,
    {
      columns: [
        textColumn(quiet('language')),
        ...comparisons.map(({ title }, at) => numberColumn(declared ? letter(at) : title)),
      ],
      rows: codes.map((code) => [
        [`${languages[code]!} `, quiet(`(${code})`)],
        ...comparisons.map((pair) => {
          const difference = differenceOn(report, pair, target.id, code)
          return difference ? shadedCell(difference, largest) : 'none'
        }),
      ]),
    },
    { layout: 'map', caption: `Deepest colour: ${decimal(largest)} points.` },
  )
}

/** Every value in every language, and what is missing. */
export function valuesSection(report: Report): Section {
  const { level, baseline, targets, missing } = report
  return section(
    'All values by language',
    [
      paragraph(
        `Mean over seeds with its ${level} % interval, then the difference to the ${baseline} arm in points.`,
      ),
      ...targets.map((target) =>
        section(target.title, [valueTable(report, target)], { fold: 'open', note: target.metric.title }),
      ),
      ...(missing.length === 0
        ? []
        : [
            section('Missing', [
              list(
                missing.map(
                  ({ arm, target, seed, languages, reason }) =>
                    `${arm}, ${target}, seed ${seed} (${languages.join(', ')}): ${reason}`,
                ),
              ),
            ]),
          ]),
    ],
    { id: 'values', short: 'All values' },
  )
}

function valueTable(report: Report, target: Target): Block {
  const chanceIn = (code: string) =>
    report.cells.find((cell) => cell.target === target.id && cell.language === code)?.chance ?? null
  return table(
    `Values on ${target.title}`,
    {
      columns: [
        textColumn('Language'),
        numberColumn('Chance'),
        ...report.arms.map(({ name }) => numberColumn(name)),
      ],
      rows: languagesByName(report, target).map((code) => {
        const chance = chanceIn(code)
        return [
          [`${report.languages[code]!} `, quiet(`(${code})`)],
          chance === null ? 'none' : decimal(chance),
          ...report.arms.map(({ name }) => valueCell(cellOf(report, name, target.id, code))),
        ]
      }),
    },
    { layout: 'numbers' },
  )
}
