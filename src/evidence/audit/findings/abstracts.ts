import { LIBRARY_SOURCES } from '#experiments'
import { plural } from '#kernel'
import { sentences } from '../../language/sentences.ts'
import { isWhole } from '../../language/whole-sentences.ts'
import { printKey } from '../alignment.ts'
import type { SourceSentence } from '../attribution.ts'
import type { AuditFinding } from '../audit-schema.ts'
import type { ReadReport } from './read-report.ts'

/** The same abstract over several reports. */
export function sameAbstract(reports: readonly ReadReport[]): AuditFinding[] {
  return repeats(reports, ({ report }) => report.abstract).map(({ files, text }) => ({
    code: 'same-abstract',
    sentence: `One abstract of ${text.length} characters stands in ${files.length} of ${reports.length} reports: it does not tell what any of them found.`,
    measures: { times: files.length, reports: reports.length, characters: text.length },
    places: files,
  }))
}

/** The same limitations over several reports. */
export function templateLimitations(reports: readonly ReadReport[]): AuditFinding[] {
  return repeats(reports, ({ report }) => report.limitations).map(({ files }) => ({
    code: 'template-limitations',
    sentence: `${plural(files.length, 'report')} have the same limitations word for word: they are not those of this search and these claims.`,
    measures: { times: files.length, reports: reports.length },
    places: files,
  }))
}

function repeats(reports: readonly ReadReport[], textOf: (read: ReadReport) => string | null) {
  const groups = new Map<string, { files: string[]; text: string }>()
  for (const read of reports) {
    const text = textOf(read)
    if (text === null) continue
    const group = groups.get(printKey(text)) ?? { files: [], text }
    group.files.push(read.report.file)
    groups.set(printKey(text), group)
  }
  return [...groups.values()].filter(({ files }) => files.length > 1)
}

/** An abstract that ends in the middle, and one that is taken from a source. */
export function abstractFindings(read: ReadReport, pool: readonly SourceSentence[]): AuditFinding[] {
  const { file, abstract, examines } = read.report
  if (abstract === null) return []
  const parts = sentences(abstract).map(({ start, end }) => abstract.slice(start, end))
  const taken = parts.flatMap((part) => {
    const key = printKey(part)
    const source = pool.find((each) => each.key === key || (key.length > 40 && each.key.startsWith(key)))
    return source === undefined ? [] : [{ part, source }]
  })
  const last = taken.find(({ part }) => part === parts.at(-1))
  const midWord = last !== undefined && /^\S/.test(last.source.key.slice(printKey(last.part).length))
  const title = LIBRARY_SOURCES.find((source) => printKey(source.title) === printKey(examines ?? ''))
  const findings: AuditFinding[] = []
  if (!isWhole(abstract))
    findings.push({
      code: 'abstract-cut',
      sentence: `The abstract is cut after ${abstract.length} characters${midWord ? ', inside a word' : ''}: "... ${abstract.slice(-30)}".`,
      measures: { characters: abstract.length, midWord: midWord ? 1 : 0 },
      places: [file],
    })
  if (taken.length * 2 >= parts.length && parts.length > 1)
    findings.push({
      code: 'abstract-of-source',
      sentence: `${taken.length} of the ${parts.length} sentences of the abstract are those of a source (${taken[0]!.source.work}), not of the report${title === undefined ? '' : '; the introduction names the title of that source as what is examined'}.`,
      measures: { sentences: parts.length, taken: taken.length },
      places: [file],
    })
  return findings
}
