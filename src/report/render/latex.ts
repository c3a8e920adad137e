import { cellOf } from '../lookup.ts'
import type { Report } from '../schema.ts'

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
}

const tex = (text: string) =>
  text.replace(/[\\&%$#_{}~^]/g, (character) => ESCAPES[character] ?? `\\${character}`)

const number = (value: number) => {
  const digits = Math.abs(value).toFixed(1)
  return value < 0 && Number(digits) !== 0 ? `$-$${digits}` : digits
}
const signed = (value: number) =>
  value > 0 && Number(value.toFixed(1)) !== 0 ? `+${number(value)}` : number(value)

/** The main table for a paper, in the style of `booktabs`: value, and under it the difference with its interval. */
export function renderLatex(report: Report): string {
  const targets = report.targets
  const rows = report.arms.flatMap((arm) => {
    const cells = targets.map((target) => cellOf(report, arm.name, target.id, null))
    const values = cells.map((cell, at) => {
      if (cell === undefined) return '--'
      const value = number(cell.value.value)
      return `${cell.difference?.significant ? `\\textbf{${value}}` : value}${targets[at]!.decides ? '' : '$^{\\dagger}$'}`
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
  return `% Needs \\usepackage{booktabs}. Made by Polyvia from the study ${report.name.replace(/\s+/g, ' ')}.
\\begin{table}
\\centering
\\begin{tabular}{l${'r'.repeat(targets.length)}}
\\toprule
 & ${targets.map((target) => tex(target.title)).join(' & ')} \\\\
 & ${targets.map((target) => `{\\footnotesize ${tex(target.metric.title)}}`).join(' & ')} \\\\
\\midrule
${rows.join('\n')}
\\bottomrule
\\end{tabular}
\\caption{Mean over languages and ${report.seeds.length} seed${report.seeds.length === 1 ? '' : 's'}; below it the difference to the ${tex(report.baseline)} arm with its ${report.level}\\,\\% interval (bold: excludes 0).${chance}}
\\label{tab:${report.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}}
\\end{table}
`
}
