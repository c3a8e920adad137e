/** Where in the user's material the cause lies. Lines count from 1. */
export interface Place {
  readonly file?: string
  readonly line?: number
  readonly field?: string
}

/** Exit codes of the command line (2 bad usage or study, 3 set-up missing, 1 a run failed, 130 interrupted). */
export type ExitCode = 1 | 2 | 3 | 130

interface Details {
  /** What to do next, one sentence. */
  readonly hint: string
  readonly place?: Place
  readonly cause?: unknown
}

/**
 * Base of every error that a user can act on. One subclass a cause, in the room where the cause arises.
 * The command line prints message, place and hint and exits with `exitCode`; any other error is a bug and keeps its stack.
 */
export abstract class PolyviaError extends Error {
  /** Stable, greppable name of the cause, such as `STUDY_INVALID`. */
  abstract readonly code: string
  abstract readonly exitCode: ExitCode
  readonly hint: string
  readonly place: Place

  constructor(message: string, details: Details) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = new.target.name
    this.hint = details.hint
    this.place = details.place ?? {}
  }
}

/** `file:line (field)` with the parts that are known, or an empty string. */
export function formatPlace(place: Place): string {
  const position = [place.file, place.line].filter((part) => part !== undefined).join(':')
  return [position, place.field === undefined ? '' : `(${place.field})`].filter(Boolean).join(' ')
}

/** Message of anything thrown, for embedding in another message. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
