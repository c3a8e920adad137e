import { relative } from 'node:path'
import process from 'node:process'
import { type Bundle, buildEvidenceReport, type EvidenceReport, verifyingModes } from '#evidence'
import { breakable } from '#kernel'
import { writeEvidenceReport } from '#report'
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

/** Quotes that are printed. */
const MOST_PRINTED = 5

/** The answer, the nearest quotes, and where the report lies. */
export function printReview({ report, paths }: WrittenReview): void {
  const { answer, claims, counts, references, searches, modes } = report
  const sure =
    answer.certainty === null ? '' : color.dim(` (certainty ${answer.certainty.replace('-', ' ')})`)
  print(`${color.bold(answer.sentence)}${sure}\n`)
  for (const claim of claims.filter(({ id }) => answer.claims.includes(id)).slice(0, MOST_PRINTED)) {
    const { origin } = claim
    const work = origin.from === 'work' ? references.find((each) => each.work === origin.work) : undefined
    const stand = claim.stand === null ? '' : `${claim.stand.replace('-', ' ')}: `
    const why = claim.stand === null || claim.standWhy === null ? '' : `\n    ${color.dim(claim.standWhy)}`
    print(
      `  ${color.dim(stand)}${claim.text}${why}\n    ${color.dim(work === undefined ? 'measured here' : `${work.title} (${work.year ?? 'no year'})`)}`,
    )
  }
  const { quoted, verified, contradicted } = counts.claims
  const others =
    verifyingModes(modes).length === 0
      ? 'no verifier held them against other works'
      : `${verified} supported by another work, ${contradicted} contradicted`
  print(
    `\n${counts.records} records, ${counts.works} works, ${counts.included} read (${counts.abstractsOnly} as abstracts); ` +
      `${quoted} sentences quoted, ${others}.`,
  )
  const failures = searches
    .filter(({ stopped }) => stopped === 'failed')
    .map(({ source, problem }) => `${source}: ${problem ?? 'no reason given'}`)
  for (const failure of new Set(failures)) tell(`${color.yellow('failed')} ${failure}`)
  const page = paths['report.html']
  if (page !== undefined) print(`Report: ${relative(process.cwd(), page)}`)
}
