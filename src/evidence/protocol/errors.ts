import { PolyviaError } from '#kernel'

/** The question has no word that could be searched for. */
export class QuestionError extends PolyviaError {
  readonly code = 'QUESTION_EMPTY'
  readonly exitCode = 2
  constructor(question: string) {
    super(
      question.trim() === ''
        ? 'There is no question'
        : `The question "${question.trim()}" has no word to search for`,
      { hint: 'Ask a whole sentence, such as "Does intermediate-task training improve sentence retrieval?"' },
    )
  }
}

/** The period of a review ends before it begins. */
export class PeriodError extends PolyviaError {
  readonly code = 'REVIEW_PERIOD'
  readonly exitCode = 2
  constructor(from: string, until: string) {
    super(`No publication is both from ${from} or later and until ${until}`, {
      hint: 'Give the older date as the first.',
    })
  }
}
