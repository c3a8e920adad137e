import { PolyviaError } from '#kernel'

/** A full text is there, but not in a form that can be read. */
export class TextUnreadableError extends PolyviaError {
  readonly code = 'TEXT_UNREADABLE'
  readonly exitCode = 1
  constructor(what: string, reason: string, cause?: unknown) {
    super(`Cannot read "${what}": ${reason}`, {
      hint: 'Put another copy of the publication (PDF, HTML, LaTeX or plain text) into the searched folder.',
      place: { file: what },
      cause,
    })
  }
}

/** A text of a review's bundle is not as it was written. */
export class TextDamagedError extends PolyviaError {
  readonly code = 'TEXT_DAMAGED'
  readonly exitCode = 1
  constructor(file: string, reason: string, cause?: unknown) {
    super(`The text "${file}" is not as it was written: ${reason}`, {
      hint: 'Delete the file and run the review again: the text is then read anew.',
      place: { file },
      cause,
    })
  }
}
