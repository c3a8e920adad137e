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

/** A protocol that a user has written cannot be read. */
export class ProtocolFileError extends PolyviaError {
  readonly code = 'PROTOCOL_FILE'
  readonly exitCode = 2
  constructor(file: string, reason: string, cause?: unknown) {
    super(`The protocol cannot be read: ${reason}`, {
      hint: 'It has the fields form, statement and parts; delete the file, and the next review writes how it reads the question.',
      place: { file },
      cause,
    })
  }
}
