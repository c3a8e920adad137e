import { markdownTable } from 'markdown-table'
import { cellOf, languagesByName, named, otherArms } from '../lookup.ts'
import type { Cell, Difference, Report, Table } from '../schema.ts'
import { dataTable, fileTable, trainingTable, versionTable } from '../tables.ts'
import { day, decimal, signed } from '../wording.ts'

/** The whole report as Markdown without HTML, for a repository or a message. */
export function renderMarkdown(report: Report): string {
  return [...head(report), ...results(report), ...byLanguage(report), ...training(report), ...rest(report)]
    .join('\n\n')
    .concat('\n')
}

/** Text that Markdown must not read as markup; names keep their dots and hyphens. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|~]/g, '\\$&').replace(/\r?\n/g, ' ')
}

const bullets = (lines: readonly string[]) => lines.map((line) => `- ${line}`).join('\n')

function head(report: Report): string[] {
  const { answer } = report
  return [
    `# ${plain(report.question)}`,
    `${plain(report.name)}, transfer study, ${day(report.created)}`,
    `## Answer`,
    `**${plain(answer.sentence)}**`,
    plain(answer.where),
    bullets(answer.facts.map(({ label, value }) => `${plain(label)}: ${plain(value)}`)),
  ]
}

const change = (difference: Difference) => {
  const text = `${signed(difference.value)} [${signed(difference.low)}, ${signed(difference.high)}]`
  return difference.significant ? `**${text}** ${difference.value > 0 ? '▲' : '▼'}` : text
}

const valued = ({ value }: Cell) => `${decimal(value.value)} [${decimal(value.low)}, ${decimal(value.high)}]`

function table(
  columns: readonly { title: string; numeric: boolean }[],
  rows: readonly (readonly string[])[],
): string {
  return markdownTable([columns.map((column) => column.title), ...rows], {
    align: columns.map((column) => (column.numeric ? 'r' : 'l')),
    alignDelimiters: true,
  })
}

const text = (title: string) => ({ title: plain(title), numeric: false })
const number = (title: string) => ({ title: plain(title), numeric: true })

function results(report: Report): string[] {
  const several = report.targets.filter((target) => target.decides).length > 1
  const title = (target: Report['targets'][number]) =>
    `${target.title}, ${target.metric.title}${target.decides ? '' : ' (at chance)'}`
  const values = table(
    [text('Arm'), ...report.targets.map((target) => number(title(target)))],
    report.arms.map((arm) => [
      plain(arm.name),
      ...report.targets.map((target) => {
        const cell = cellOf(report, arm.name, target.id, null)
        return cell ? `${valued(cell)}${cell.aboveChance ? '' : ' at chance'}` : 'no result'
      }),
    ]),
  )
  const differences = table(
    [
      text('Arm'),
      ...(several ? [number('Mean over deciding targets')] : []),
      ...report.targets.map((target) => number(target.title)),
    ],
    otherArms(report).map((arm) => [
      plain(arm.name),
      ...(several ? [arm.difference ? change(arm.difference) : 'no result'] : []),
      ...report.targets.map((target) => {
        const difference = cellOf(report, arm.name, target.id, null)?.difference
        return difference ? change(difference) : 'no result'
      }),
    ]),
  )
  return [
    '## Results',
    `Mean over languages and seeds, with its ${report.level} % interval.`,
    values,
    `Difference to the ${plain(report.baseline)} arm in points, with its ${report.level} % interval. Bold and ▲ (better) or ▼ (worse): the interval excludes 0.`,
    differences,
    bullets(
      otherArms(report).map((arm) => `**${plain(arm.name)}** (${plain(arm.path)}): ${plain(arm.finding)}`),
    ),
    '### Which targets decide',
    bullets(report.targets.map((target) => `**${plain(target.title)}**: ${plain(target.chance)}`)),
  ]
}

function byLanguage(report: Report): string[] {
  const missing = report.missing.map(
    (cell) =>
      `${plain(cell.arm)}, ${plain(cell.target)}, seed ${cell.seed} (${cell.languages.join(', ')}): ${plain(cell.reason)}`,
  )
  return [
    '## By language',
    `The ${plain(report.baseline)} arm's value, and every other arm's difference to it in points with its ${report.level} % interval. Bold: the interval excludes 0.`,
    ...report.targets.flatMap((target) => [
      `### ${plain(target.title)} (${plain(target.metric.title)})`,
      table(
        [
          text('Language'),
          number('Chance'),
          number(report.baseline),
          ...otherArms(report).map((arm) => number(arm.name)),
        ],
        languagesByName(report, target).map((code) => {
          const baseline = cellOf(report, report.baseline, target.id, code)
          const chance =
            report.cells.find((cell) => cell.target === target.id && cell.language === code)?.chance ?? null
          return [
            plain(named(report, code)),
            chance === null ? 'none' : decimal(chance),
            baseline ? valued(baseline) : 'no result',
            ...otherArms(report).map((arm) => {
              const difference = cellOf(report, arm.name, target.id, code)?.difference
              return difference ? change(difference) : 'no result'
            }),
          ]
        }),
      ),
    ]),
    ...(missing.length === 0 ? [] : ['### Missing', bullets(missing)]),
  ]
}

function training(report: Report): string[] {
  return [
    '## Learning curves',
    'First and last training loss of each run, and the English development score that was kept.',
    table(
      [
        text('Run'),
        text('Arms'),
        number('Seed'),
        number('Steps'),
        number('First loss'),
        number('Last loss'),
        number('Kept development score'),
      ],
      report.curves.flatMap((panel) =>
        panel.lines.map((line) => {
          const kept = line.development.find((point) => point.kept)
          return [
            plain(panel.title),
            plain(line.arms.join(', ')),
            String(line.seed),
            String(line.loss.at(-1)?.[0] ?? 0),
            line.loss[0] ? decimal(line.loss[0][1], 3) : 'none',
            line.loss.at(-1) ? decimal(line.loss.at(-1)![1], 3) : 'none',
            kept ? `${decimal(kept.score)} at step ${kept.step}` : 'none',
          ]
        }),
      ),
    ),
  ]
}

function asText(data: Table): string {
  return table(
    data.columns.map((column) => ({ ...column, title: plain(column.title) })),
    data.rows.map((row) => row.map(plain)),
  )
}

function rest(report: Report): string[] {
  const { manifest, reproduce } = report
  return [
    '## Methods',
    ...report.methods.map(plain),
    '### Settings of every trained phase',
    asText(report.settings),
    '### Where settings and metrics come from',
    asText(report.sources),
    '## Limits',
    bullets(report.limits.map(plain)),
    '## Manifest',
    bullets(manifest.summary.map(plain)),
    '### Trained phases',
    asText(trainingTable(report)),
    '### Data read',
    asText(dataTable(report)),
    '### Files read',
    asText(fileTable(report)),
    '### Versions and machines',
    asText(versionTable(report)),
    '### How to repeat this',
    fenced('sh', reproduce.commands.join('\n')),
    `with this study as \`${reproduce.file}\`:`,
    fenced('yaml', reproduce.study),
  ]
}

/** A fence longer than any in the text. */
function fenced(language: string, content: string): string {
  const fence = '`'.repeat(Math.max(3, ...Array.from(content.matchAll(/`+/g), ([run]) => run.length + 1)))
  return `${fence}${language}\n${content.trimEnd()}\n${fence}`
}
