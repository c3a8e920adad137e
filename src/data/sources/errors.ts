import { PolyviaError } from '#kernel'

/** An archive is damaged, or holds what must not be unpacked. Nothing of it is kept. */
export class ArchiveError extends PolyviaError {
  readonly code = 'ARCHIVE_INVALID'
  readonly exitCode = 1
  constructor(path: string, reason: string, cause?: unknown) {
    super(`Cannot unpack "${path}": ${reason}`, {
      hint: 'Nothing was unpacked. Compare the file with the original download.',
      place: { file: path },
      cause,
    })
  }
}

/** The list of what was fetched cannot be read. */
export class FetchedListError extends PolyviaError {
  readonly code = 'FETCHED_INVALID'
  readonly exitCode = 1
  constructor(path: string, reason: string, cause?: unknown) {
    super(`Cannot read "${path}": ${reason}`, {
      hint: 'Restore the file, or remove it: then files that are there count as brought by hand.',
      place: { file: path },
      cause,
    })
  }
}

/** An entry names a repository, a file or a place that cannot be. */
export class SourceUnknownError extends PolyviaError {
  readonly code = 'SOURCE_UNKNOWN'
  readonly exitCode = 2
}

/** A model cannot be had from its hub, and its copy has no place to go. */
export class ModelFolderTakenError extends PolyviaError {
  readonly code = 'MODEL_FOLDER_TAKEN'
  readonly exitCode = 1
  constructor(folder: string, cause: PolyviaError) {
    super(
      `"${folder}" holds other files, which a copy of the model is not mixed with; the hub does not give those that are missing: ${cause.message}`,
      {
        hint: `Move the folder away and fetch again, or fetch where the hub can be reached.`,
        place: { file: folder },
        cause,
      },
    )
  }
}

/** What is to be imported has no file that the task reads, or would overwrite others. */
export class ImportError extends PolyviaError {
  readonly code = 'IMPORT_INVALID'
  readonly exitCode = 2
}
