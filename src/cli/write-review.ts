import { relative } from 'node:path'
import process from 'node:process'
import { type Bundle, buildEvidenceReport, type EvidenceReport } from '#evidence'
import { breakable } from '#kernel'
import { writeEvidenceReport } from '#report'
import { printTable } from './table.ts'
import { color, print, tell } from './terminal.ts'

interface WrittenReview {
  readonly report: EvidenceReport
  readonly paths: Readonly<Record<string, string>>
}

/** Writes every rendering of a review's report into a folder. */
export async function writeReview(
  bundle: Bundle,
  folder: string,
  signal: AbortSignal,
): Promise<WrittenReview> {
  const report = breakable(() => buildEvidenceReport(bundle))
  return { report, paths: await writeEvidenceReport(report, folder, signal) }
}

/** The answer, by facet, what it rests on, and where the report lies. */
export function printReview({ report, paths }: WrittenReview): void {
  const { answer, facetAnswers, counts, searches, words } = report
  print(`${color.bold(answer.sentence)} ${color.dim(`(certainty ${answer.certainty.replace('-', ' ')})`)}\n`)
  printTable(
    ['facet', 'stance', 'certainty', 'claims', 'works'],
    facetAnswers.map(({ label, stance, certainty, claims, works }) => [
      label,
      words.stances[stance],
      certainty.replace('-', ' '),
      claims.length,
      works.length,
    ]),
    [48, 20, 12, 8, 8],
  )
  const { quoted, verified, contradicted } = counts.claims
  print(
    `\n${counts.records} records, ${counts.works} works, ${counts.included} read (${counts.abstractsOnly} as abstracts); ` +
      `${quoted} sentences quoted, ${verified} of them supported by another work, ${contradicted} contradicted.`,
  )
  const failures = searches
    .filter(({ stopped }) => stopped === 'failed')
    .map(({ source, problem }) => `${source}: ${problem ?? 'no reason given'}`)
  for (const failure of new Set(failures)) tell(`${color.yellow('failed')} ${failure}`)
  const page = paths['report.html']
  if (page !== undefined) print(`Report: ${relative(process.cwd(), page)}`)
}
