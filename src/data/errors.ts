import { PolyviaError } from '#kernel'

/** A data file does not hold what its format promises. Nothing of it is used. */
export class DataInvalidError extends PolyviaError {
  readonly code = 'DATA_INVALID'
  readonly exitCode = 1
  constructor(
    place: { file: string; line?: number; field?: string },
    reason: string,
    hint?: string,
    cause?: unknown,
  ) {
    const line = place.line === undefined ? '' : ` at line ${place.line}`
    super(`Cannot read "${place.file}"${line}: ${reason}`, {
      hint: hint ?? 'Compare the file with the original download; a cut or edited copy reads like this.',
      place,
      cause,
    })
  }
}

/** No data folder has the files of a task. */
export class DataNotFoundError extends PolyviaError {
  readonly code = 'DATA_NOT_FOUND'
  readonly exitCode = 2
  constructor(what: string, missing: readonly string[], folders: readonly string[]) {
    const where =
      folders.length === 0
        ? 'no data folder was given'
        : `in ${folders.map((each) => `"${each}"`).join(', ')}`
    const shown = missing.slice(0, 8)
    const more = missing.length > shown.length ? `, and ${missing.length - shown.length} more patterns` : ''
    super(
      `Files of ${what} not found in the data folders: looked for ${shown.join(', ')}${more} (each also with .gz or .bz2); ${where}`,
      {
        hint: 'Fetch them with "polyvia data fetch", put them there under one of these names, or name the folder that has them with --data.',
      },
    )
  }
}

/** The task has no such language or split. */
export class DataUnavailableError extends PolyviaError {
  readonly code = 'DATA_UNAVAILABLE'
  readonly exitCode = 2
}

/** The entry of a task asks for a parser, a file role or an option that does not exist. */
export class FormatError extends PolyviaError {
  readonly code = 'FORMAT_INVALID'
  readonly exitCode = 2
}
