import { groupTable } from '../group-words.ts'
import { cellOf, differenceOn, isSeveral } from '../lookup.ts'
import { signed as signedText } from '../numbers.ts'
import type { Difference, Report, Table } from '../schema.ts'
import { benchmarkTable, publishedTable, selectionTable } from '../tables.ts'

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '\u2212': '$-$',
}

const tex = (text: string) =>
  text.replace(/[\\&%$#_{}~^\u2212]/g, (character) => ESCAPES[character] ?? `\\${character}`)

const number = (value: number) => {
  const digits = Math.abs(value).toFixed(1)
  return value < 0 && Number(digits) !== 0 ? `$-$${digits}` : digits
}
const signed = (value: number) =>
  value > 0 && Number(value.toFixed(1)) !== 0 ? `+${number(value)}` : number(value)

/** Tables for a paper, in the style of `booktabs`: the main one first, then those that the study asks for. */
export function renderLatex(report: Report): string {
  const change = (difference: Difference) =>
    `${signedText(difference.value)} [${signedText(difference.low)}, ${signedText(difference.high)}]${difference.clear ? '*' : ''}`
  const excluded = `with its ${report.level} % interval (*: it excludes 0, not adjusted)`
  return [
    `% Needs \\usepackage{booktabs}. Made by Polyvia from the study ${report.name.replace(/\s+/g, ' ')}.`,
    mainTable(report),
    ...(report.declared ? [comparisonTable(report)] : []),
    ...report.groups.map((grouping) =>
      textTable(
        report,
        groupTable(report, grouping, change),
        `Differences in points by ${grouping.title}, ${excluded}.`,
        grouping.by,
      ),
    ),
    ...report.benchmarks
      .filter(({ scores }) => scores.length > 0)
      .map((each) =>
        textTable(
          report,
          benchmarkTable(report, each),
          `${each.title} scores. ${each.missing}`.trim(),
          each.title,
        ),
      ),
    ...(report.published.length > 0
      ? [
          textTable(
            report,
            publishedTable(report),
            'Published numbers beside ours. No row is a replication.',
            'published',
          ),
        ]
      : []),
    ...(report.selections.length > 0
      ? [
          textTable(
            report,
            selectionTable(report),
            'Layer and pooling of each encoder, chosen on development data.',
            'layers',
          ),
        ]
      : []),
  ]
    .join('\n')
    .concat('\n')
}

const labelOf = (report: Report, part = '') =>
  `tab:${`${report.name} ${part}`
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')}`

/** A table of text, small enough for a page by its type size. */
function textTable(report: Report, { columns, rows }: Table, caption: string, part: string): string {
  const long = (at: number) => rows.some((row) => row[at]!.length > 30)
  return `\\begin{table}
\\centering\\scriptsize
\\begin{tabular}{${columns.map(({ numeric }, at) => (numeric ? 'r' : long(at) ? 'p{0.25\\textwidth}' : 'l')).join('')}}
\\toprule
${columns.map(({ title }) => tex(title)).join(' & ')} \\\\
\\midrule
${rows.map((row) => `${row.map(tex).join(' & ')} \\\\`).join('\n')}
\\bottomrule
\\end{tabular}
\\caption{${tex(caption)}}
\\label{${labelOf(report, part)}}
\\end{table}`
}

/** Every declared comparison on every target. */
function comparisonTable(report: Report): string {
  const cell = (difference: Difference | null | undefined) =>
    difference
      ? `${signedText(difference.value)} [${signedText(difference.low)}, ${signedText(difference.high)}]${difference.clear ? '*' : ''}`
      : 'none'
  const several = isSeveral(report)
  return textTable(
    report,
    {
      columns: [
        { title: 'Comparison', numeric: false },
        ...(several ? [{ title: 'Mean over deciding targets', numeric: true }] : []),
        ...report.targets.map(({ title }) => ({ title, numeric: true })),
      ],
      rows: report.comparisons.map((pair) => [
        pair.title,
        ...(several ? [cell(pair.difference)] : []),
        ...report.targets.map(({ id }) => cell(differenceOn(report, pair, id, null))),
      ]),
    },
    `Declared comparisons: difference in points with its ${report.level} % interval (*: clear${report.comparisons.length * report.targets.length > 1 ? ' after adjusting for all comparisons, Holm' : ''}).`,
    'comparisons',
  )
}

function mainTable(report: Report): string {
  const targets = report.targets
  const rows = report.arms.flatMap((arm) => {
    const cells = targets.map((target) => cellOf(report, arm.name, target.id, null))
    const values = cells.map((cell, at) => {
      if (cell === undefined) return '--'
      const value = number(cell.value.value)
      return `${cell.difference?.clear ? `\\textbf{${value}}` : value}${targets[at]!.decides ? '' : '$^{\\dagger}$'}`
    })
    const differences = cells.map((cell) =>
      cell?.difference
        ? `{\\footnotesize ${signed(cell.difference.value)} [${signed(cell.difference.low)}, ${signed(cell.difference.high)}]}`
        : '',
    )
    return [
      `${tex(arm.name)} & ${values.join(' & ')} \\\\`,
      ...(arm.baseline ? ['\\midrule'] : [` & ${differences.join(' & ')} \\\\`]),
    ]
  })
  const chance = targets.some((target) => !target.decides)
    ? ' $^{\\dagger}$Baseline at chance: decides nothing.'
    : ''
  const bold = report.declared ? 'declared and clear' : 'clear'
  return `\\begin{table}
\\centering
\\begin{tabular}{l${'r'.repeat(targets.length)}}
\\toprule
 & ${targets.map((target) => tex(target.title)).join(' & ')} \\\\
 & ${targets.map((target) => `{\\footnotesize ${tex(target.metric.title)}}`).join(' & ')} \\\\
\\midrule
${rows.join('\n')}
\\bottomrule
\\end{tabular}
\\caption{Mean over languages and ${report.seeds.length} seed${report.seeds.length === 1 ? '' : 's'}; below it the difference to the ${tex(report.baseline)} arm with its ${report.level}\\,\\% interval (bold: ${bold}${report.comparisons.length * targets.length > 1 ? ' after adjusting for all comparisons, Holm' : ''}).${chance}}
\\label{${labelOf(report)}}
\\end{table}`
}
