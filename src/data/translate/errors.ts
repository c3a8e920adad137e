import { PolyviaError } from '#kernel'

/** What was asked of a translation cannot be done: task, languages, splits, marks, or the command as written. */
export class TranslateRequestError extends PolyviaError {
  readonly code = 'TRANSLATE_INVALID'
  readonly exitCode = 2
}

/** The translator's program cannot be started. */
export class TranslatorMissingError extends PolyviaError {
  readonly code = 'TRANSLATOR_NOT_FOUND'
  readonly exitCode = 2
  constructor(program: string, reason: string, cause?: unknown) {
    super(`Cannot start the translator "${program}": ${reason}`, {
      hint: 'Check --command: the first word is a program on the PATH, or the path of one. A pipe or a shell function needs "sh -c".',
      cause,
    })
  }
}

const quoted = (log: string) => (log === '' ? '' : `\n${log.replace(/^/gm, '  | ')}`)

/** The translator ended with an error of its own. */
export class TranslatorFailedError extends PolyviaError {
  readonly code = 'TRANSLATOR_FAILED'
  readonly exitCode = 1
  constructor(program: string, how: string, log: string) {
    super(`The translator "${program}" failed (${how})${quoted(log)}`, {
      hint: 'Its last messages are above. What it had translated is kept: the same command continues there.',
    })
  }
}

/** The translator is alive and does nothing. */
export class TranslatorStalledError extends PolyviaError {
  readonly code = 'TRANSLATOR_STALLED'
  readonly exitCode = 1
  constructor(program: string, seconds: number, received: number, log: string) {
    super(
      `The translator "${program}" has read and written nothing for ${seconds} s, after ${received} translations${quoted(log)}`,
      {
        hint: 'It was ended; the same command continues there. If it is only slow, raise --stall-seconds; if it waits for the end of a block, let it write after each line.',
      },
    )
  }
}

/** The translator's output is not one translation a line. */
export class TranslationInvalidError extends PolyviaError {
  readonly code = 'TRANSLATION_INVALID'
  readonly exitCode = 1
  /** Whether lines went astray, so that nothing of this run can be trusted. */
  readonly astray: boolean
  constructor(program: string, reason: string, log: string, { astray = false } = {}) {
    const kept = astray
      ? 'Where lines went astray is unknown, so nothing of this run is kept.'
      : 'What came before is kept.'
    super(`The translator "${program}" ${reason}${quoted(log)}`, {
      hint: `It must write exactly one line of UTF-8 to standard output for each line of standard input, in order, and messages to standard error only. ${kept}`,
    })
    this.astray = astray
  }
}

/** No example came through. */
export class NothingTranslatedError extends PolyviaError {
  readonly code = 'NOTHING_TRANSLATED'
  readonly exitCode = 1
}
