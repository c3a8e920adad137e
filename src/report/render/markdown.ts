import { markdownTable } from 'markdown-table'
import { day } from '#kernel'
import { groupFindings, groupTable, membersOf } from '../group-words.ts'
import { cellOf, differenceOn, isSeveral, languagesByName, meaningOfMarks, named } from '../lookup.ts'
import { decimal, signed } from '../numbers.ts'
import type { Cell, Difference, Report, Table } from '../schema.ts'
import {
  benchmarkTable,
  DETAIL_NOTE,
  dataTable,
  detailTable,
  fileTable,
  publishedNote,
  publishedTable,
  selectionNote,
  selectionTable,
  trainingTable,
  versionTable,
} from '../tables.ts'

/** The whole report as Markdown without HTML, for a repository or a message. */
export function renderMarkdown(report: Report): string {
  return [
    ...head(report),
    ...results(report),
    ...byGroup(report),
    ...published(report),
    ...byLanguage(report),
    ...retrieval(report),
    ...training(report),
    ...rest(report),
  ]
    .join('\n\n')
    .concat('\n')
}

/** Text that Markdown must not read as markup; names keep their dots and hyphens. */
export function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|~]/g, '\\$&').replace(/\r?\n/g, ' ')
}

export const bullets = (lines: readonly string[]) => lines.map((line) => `- ${line}`).join('\n')

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
  return difference.clear ? `**${text}** ${difference.value > 0 ? '▲' : '▼'}` : text
}

const valued = ({ value }: Cell) => `${decimal(value.value)} [${decimal(value.low)}, ${decimal(value.high)}]`

function table(
  columns: readonly { title: string; numeric: boolean }[],
  rows: readonly (readonly string[])[],
  aligned = true,
): string {
  return markdownTable([columns.map((column) => column.title), ...rows], {
    align: columns.map((column) => (column.numeric ? 'r' : 'l')),
    alignDelimiters: aligned,
  })
}

const text = (title: string) => ({ title: plain(title), numeric: false })
const number = (title: string) => ({ title: plain(title), numeric: true })

function results(report: Report): string[] {
  const several = isSeveral(report)
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
      text(report.declared ? 'Comparison' : 'Arm'),
      ...(several ? [number('Mean over deciding targets')] : []),
      ...report.targets.map((target) => number(target.title)),
    ],
    report.comparisons.map((pair) => [
      plain(pair.title),
      ...(several ? [pair.difference ? change(pair.difference) : 'no result'] : []),
      ...report.targets.map((target) => {
        const difference = differenceOn(report, pair, target.id, null)
        return difference ? change(difference) : 'no result'
      }),
    ]),
  )
  const what = report.declared
    ? 'Difference of the declared comparisons'
    : `Difference to the ${plain(report.baseline)} arm`
  return [
    '## Results',
    `Mean over languages and seeds, with its ${report.level} % interval.`,
    values,
    `${what} in points, with its ${report.level} % interval. Bold and ▲ (better) or ▼ (worse): ${meaningOfMarks(report)}.`,
    differences,
    bullets(
      report.comparisons.map(
        (pair) =>
          `**${plain(pair.title)}**${report.declared ? '' : ` (${plain(pathOf(report, pair.arm))})`}: ${plain(pair.finding)}`,
      ),
    ),
    ...(report.declared
      ? ['### Arms', bullets(report.arms.map((arm) => `**${plain(arm.name)}**: ${plain(arm.path)}`))]
      : []),
    '### Which targets decide',
    bullets(report.targets.map((target) => `**${plain(target.title)}**: ${plain(target.chance)}`)),
    ...(report.benchmarks.length === 0 ? [] : ['### Benchmark scores']),
    ...report.benchmarks.flatMap((each) => [
      ...(each.scores.length > 0 ? [asText(benchmarkTable(report, each))] : []),
      ...(each.missing === '' ? [] : [plain(each.missing)]),
    ]),
  ]
}

const pathOf = (report: Report, arm: string) => report.arms.find(({ name }) => name === arm)?.path ?? ''

function byGroup(report: Report): string[] {
  if (report.groups.length === 0) return []
  return [
    '## By group',
    `Differences in points over the languages of a group, each language counting the same, with ${report.level} % intervals. Bold: the interval excludes 0; nothing here is adjusted for the number of groups.`,
    ...report.groups.flatMap((grouping) => [
      `### By ${plain(grouping.title)}`,
      ...(grouping.differences.length === 0
        ? ['No comparison has results in any group.']
        : [
            ((found: Table) =>
              table(
                found.columns.map((column) => ({ ...column, title: plain(column.title) })),
                found.rows,
              ))(groupTable(report, grouping, change)),
          ]),
      bullets([...groupFindings(report, grouping), ...membersOf(report, grouping)].map(plain)),
    ]),
  ]
}

function published(report: Report): string[] {
  if (report.published.length === 0) return []
  return ['## Published results', plain(publishedNote(report)), asText(publishedTable(report))]
}

function retrieval(report: Report): string[] {
  const { selections, details } = report
  if (selections.length === 0 && details.length === 0) return []
  return [
    '## Chosen on development data',
    ...(selections.length === 0
      ? []
      : ['### Layer and pooling of retrieval', plain(selectionNote(report)), asText(selectionTable(report))]),
    ...(details.length === 0 ? [] : ['### Thresholds', plain(DETAIL_NOTE), asText(detailTable(report))]),
  ]
}

function byLanguage(report: Report): string[] {
  const missing = report.missing.map(
    (cell) =>
      `${plain(cell.arm)}, ${plain(cell.target)}, seed ${cell.seed} (${cell.languages.join(', ')}): ${plain(cell.reason)}`,
  )
  return [
    '## By language',
    `The ${plain(report.baseline)} arm's value, and every ${report.declared ? 'declared comparison' : "other arm's difference to it"} in points with its ${report.level} % interval. Bold: the interval excludes 0, which among many languages happens by chance too.`,
    ...report.targets.flatMap((target) => [
      `### ${plain(target.title)} (${plain(target.metric.title)})`,
      table(
        [
          text('Language'),
          number('Chance'),
          number(report.baseline),
          ...report.comparisons.map((pair) => number(pair.title)),
        ],
        languagesByName(report, target).map((code) => {
          const baseline = cellOf(report, report.baseline, target.id, code)
          const chance =
            report.cells.find((cell) => cell.target === target.id && cell.language === code)?.chance ?? null
          return [
            plain(named(report, code)),
            chance === null ? 'none' : decimal(chance),
            baseline ? valued(baseline) : 'no result',
            ...report.comparisons.map((pair) => {
              const difference = differenceOn(report, pair, target.id, code)
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

/** `aligned`: columns are filled up with blanks, which long texts are better without. */
export function asText(data: Table, aligned = true): string {
  return table(
    data.columns.map((column) => ({ ...column, title: plain(column.title) })),
    data.rows.map((row) => row.map(plain)),
    aligned,
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
