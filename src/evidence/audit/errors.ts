import { PolyviaError } from '#kernel'

/** A file is no report that can be audited: it has no table of claims. */
export class ForeignReportError extends PolyviaError {
  readonly code = 'REPORT_UNREADABLE'
  readonly exitCode = 2
}
