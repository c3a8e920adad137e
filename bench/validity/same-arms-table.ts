import type { Report } from '#report'

/** What the reports of an A/A study say, as Markdown: shares of false verdicts and marks, spread of trainings, every run. */
export function sameArmsTable(reports: readonly Report[]): string {
  return `# The same arm three times

An A/A study: the quickstart's study in small ([same-arms.yaml](same-arms.yaml)), whose compared arms are one arm and its
replicates, run ${reports.length} times with other seeds. Every verdict and every mark is false. Made by
\`npx tsx bench/validity/same-arms.ts --store DIR\`; differences in points.

${falseFindings(reports)}

## Spread between trainings

\`s\` is the standard deviation between trainings: the residual of arm × seed in each run, pooled over runs. Two means over
${reports[0]!.seeds.length} seeds then differ by chance with a standard deviation of s·√(2/${reports[0]!.seeds.length}), if trainings were all that differs. Beside it
stand the differences that were seen, and the half width of the intervals that the reports gave them.

${spreads(reports)}

## Runs

${runs(reports)}
`
}

interface Interval {
  readonly value: number
  readonly low: number
  readonly high: number
}

const present = <T>(value: T | null): value is T => value !== null
const leavesOut0 = ({ low, high }: Interval) => low > 0 || high < 0
const saysSo = (verdict: string) => verdict === 'improves' || verdict === 'harms'
const marksOf = ({ pairs }: Report) => pairs.filter(({ difference }) => difference.clear)
const hasVerdict = ({ answer, comparisons }: Report) =>
  saysSo(answer.verdict) || comparisons.some(({ verdict }) => saysSo(verdict))

function falseFindings(reports: readonly Report[]): string {
  const means = reports.flatMap(({ comparisons }) =>
    comparisons.map((each) => each.difference).filter(present),
  )
  const pairs = reports.flatMap((report) => report.pairs)
  const of = (whole: boolean) => pairs.filter(({ language }) => (language === null) === whole)
  const inDoubt = reports.filter(({ comparisons }) =>
    comparisons.some(({ verdict }) => verdict === 'undecided'),
  )
  const share = <T>(all: readonly T[], is: (each: T) => boolean) => {
    const count = all.filter(is).length
    return [
      `${count} of ${all.length}`,
      all.length === 0 ? '' : `${((100 * count) / all.length).toFixed(1)} %`,
    ]
  }
  return table(
    ['What', 'Count', 'Share'],
    [
      ['Runs with any verdict (improves, harms)', ...share(reports, hasVerdict)],
      [
        'Runs with any mark (a target, or a language of one)',
        ...share(reports, (each) => marksOf(each).length > 0),
      ],
      ['Runs with a comparison that is undecided', ...share(reports, (each) => inDoubt.includes(each))],
      ['Intervals of the mean that leave out 0', ...share(means, leavesOut0)],
      [
        'Intervals of a target that leave out 0',
        ...share(of(true), ({ difference }) => leavesOut0(difference)),
      ],
      [
        'Intervals of a language that leave out 0',
        ...share(of(false), ({ difference }) => leavesOut0(difference)),
      ],
      ['Languages of a target that are marked', ...share(of(false), ({ difference }) => difference.clear)],
    ],
  )
}

function spreads(reports: readonly Report[]): string {
  const seeds = reports[0]!.seeds.length
  const row = (title: string, targets: readonly string[], differences: readonly Interval[]) => {
    const s = Math.sqrt(mean(reports.map((report) => residual(report, targets))))
    const seen = Math.sqrt(mean(differences.map(({ value }) => value ** 2)))
    const half = mean(differences.map(({ low, high }) => (high - low) / 2))
    return [title, ...[s, s * Math.sqrt(2 / seeds), seen, half].map((each) => each.toFixed(2))]
  }
  const targets = reports[0]!.targets.map(({ id }) => id)
  return table(
    [
      'Target',
      's',
      `s·√(2/${seeds})`,
      'Root mean square of the differences',
      'Half width of their intervals',
    ],
    [
      ...targets.map((id) =>
        row(
          id,
          [id],
          reports.flatMap(({ pairs }) =>
            pairs
              .filter(({ target, language }) => target === id && language === null)
              .map((each) => each.difference),
          ),
        ),
      ),
      row(
        'mean over targets',
        targets,
        reports.flatMap(({ comparisons }) => comparisons.map((each) => each.difference).filter(present)),
      ),
    ],
  )
}

/** Residual mean square of arm × seed over the compared arms, of the mean over targets and the languages compared. */
function residual(report: Report, targets: readonly string[]): number {
  const arms = [...new Set(report.comparisons.flatMap(({ arm, against }) => [arm, against]))]
  const languages = report.comparisons[0]!.extent!.languages
  const scoreOf = (arm: string, seed: number, id: string) => {
    const { metric } = report.targets.find((target) => target.id === id)!
    return mean(
      report.scores
        .filter(
          (each) =>
            each.arm === arm &&
            each.seed === seed &&
            each.target === id &&
            each.metric === metric.id &&
            languages.includes(each.language),
        )
        .map(({ value }) => value),
    )
  }
  const values = arms.map((arm) =>
    report.seeds.map((seed) => mean(targets.map((target) => scoreOf(arm, seed, target)))),
  )
  const all = mean(values.flat())
  const ofSeed = report.seeds.map((_, at) => mean(values.map((row) => row[at]!)))
  const squares = values.flatMap((row) =>
    row.map((value, at) => (value - mean(row) - ofSeed[at]! + all) ** 2),
  )
  return squares.reduce((sum, square) => sum + square, 0) / ((arms.length - 1) * (report.seeds.length - 1))
}

function runs(reports: readonly Report[]): string {
  const rows = reports.flatMap((report) =>
    report.comparisons.map(({ arm, against, difference, verdict }) => {
      const own = report.pairs.filter((pair) => pair.arm === arm && pair.against === against)
      const marked = own.filter((pair) => pair.difference.clear)
      return [
        report.seeds.join(' '),
        `${arm} vs ${against}`,
        difference === null
          ? 'none'
          : `${signed(difference.value)} [${signed(difference.low)}, ${signed(difference.high)}]`,
        difference?.adjusted?.toFixed(3) ?? 'none',
        verdict,
        marked
          .map(({ target, language }) => (language === null ? target : `${target} ${language}`))
          .join(', '),
      ]
    }),
  )
  return table(['Seeds', 'Comparison', 'Mean difference', 'Adjusted p', 'Verdict', 'Marked'], rows)
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
