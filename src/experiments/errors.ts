import { PolyviaError } from '#kernel'

/** A file of claims cannot be read, is not YAML, or does not fit the schema. */
export class ClaimsFileError extends PolyviaError {
  readonly code = 'CLAIMS_INVALID'
  readonly exitCode = 2
}
