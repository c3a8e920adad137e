import { plural } from '#kernel'
import { contentWords } from '../alignment.ts'
import type { AuditFinding } from '../audit-schema.ts'
import type { ReadReport } from './read-report.ts'

/** Share of the words of a question that a claim which answers it has. */
const ON_QUESTION = 2 / 3

const shareOf = (words: readonly string[], claim: string): number => {
  const own = new Set(contentWords(claim))
  return words.filter((word) => own.has(word)).length / Math.max(1, words.length)
}

/** A report answers where it has a section that does, or a claim with most words of its question; null: it asks nothing. */
export function answersQuestion({ report, claims }: ReadReport): boolean | null {
  if (report.question === null) return null
  const words = [...new Set(contentWords(report.question))]
  return (
    report.answer !== null ||
    claims.some(({ text, whole }) => shareOf(words, whole?.text ?? text) >= ON_QUESTION)
  )
}

export function questionUnanswered(reports: readonly ReadReport[]): AuditFinding[] {
  const asking = reports.filter((read) => answersQuestion(read) !== null)
  const open = asking.filter((read) => answersQuestion(read) === false)
  if (open.length === 0) return []
  return [
    {
      code: 'question-unanswered',
      sentence:
        reports.length === 1
          ? 'The question is not answered: there is no section that does, and no claim has most of its words.'
          : `${asking.length - open.length} of ${plural(asking.length, 'question')} are answered: ${plural(open.length, 'report')} have no section that does and no claim with most words of their question.`,
      measures: { reports: asking.length, answered: asking.length - open.length },
      places: open.map(({ report }) => report.file),
    },
  ]
}
