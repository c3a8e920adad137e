import { PolyviaError } from '#kernel'

/** What came of one address: the address, and in words why it did not serve. */
export interface Failure {
  readonly url: string
  readonly reason: string
}

const listed = (failures: readonly Failure[]) =>
  failures.map(({ url, reason }) => `\n  ${url}: ${reason}`).join('')

/** Base of the errors of a download: what was wanted, and each address with what came of it. */
abstract class SourceError extends PolyviaError {
  readonly failures: readonly Failure[]
  constructor(what: string, failures: readonly Failure[], hint: string, cause?: unknown) {
    super(`${what}:${listed(failures)}`, { hint, cause })
    this.failures = failures
  }
}

/** No host could be reached. */
export class OfflineError extends SourceError {
  readonly code = 'SOURCE_OFFLINE'
  readonly exitCode = 1
  constructor(name: string, failures: readonly Failure[], cause?: unknown) {
    super(
      `Cannot reach a source of "${name}"`,
      failures,
      'Check the network, and HTTPS_PROXY where a proxy is needed. Without a network, get the files elsewhere and use "polyvia data import". What has arrived is kept.',
      cause,
    )
  }
}

/** No source has the file any more. */
export class SourceNotFoundError extends SourceError {
  readonly code = 'SOURCE_NOT_FOUND'
  readonly exitCode = 1
  constructor(name: string, failures: readonly Failure[], cause?: unknown) {
    super(
      `"${name}" is at none of its sources`,
      failures,
      'The file was moved or removed. Look for it elsewhere, then use "polyvia data import" or put it into a data folder.',
      cause,
    )
  }
}

/** The source wants an account, accepted terms, or a token. */
export class SourceGatedError extends SourceError {
  readonly code = 'SOURCE_GATED'
  readonly exitCode = 1
  constructor(name: string, failures: readonly Failure[], cause?: unknown) {
    super(
      `The source does not give out "${name}" without permission`,
      failures,
      'Open its page in a browser, accept the terms, make an access token, set HF_TOKEN to it, and fetch again. The hub answers the same for a repository that does not exist: check its name.',
      cause,
    )
  }
}

/** The source wants fewer requests, and still did after waiting. */
export class SourceBusyError extends SourceError {
  readonly code = 'SOURCE_BUSY'
  readonly exitCode = 1
  constructor(name: string, failures: readonly Failure[], cause?: unknown) {
    super(
      `The source of "${name}" takes no more requests now`,
      failures,
      'Wait and fetch again; it goes on where it stopped. On the hub, HF_TOKEN raises the limit.',
      cause,
    )
  }
}

/** The source answers, but not with the file: server errors, loops, web pages, silence. */
export class SourceBrokenError extends SourceError {
  readonly code = 'SOURCE_BROKEN'
  readonly exitCode = 1
  constructor(name: string, failures: readonly Failure[], cause?: unknown) {
    super(
      `The source of "${name}" does not work`,
      failures,
      'Fetch again later; what has arrived is kept. If it stays so, get the file elsewhere and use "polyvia data import".',
      cause,
    )
  }
}

/** The connection ended before the end of the file, again and again. */
export class DownloadTruncatedError extends SourceError {
  readonly code = 'DOWNLOAD_TRUNCATED'
  readonly exitCode = 1
  constructor(name: string, failures: readonly Failure[], cause?: unknown) {
    super(
      `"${name}" did not arrive whole`,
      failures,
      'Fetch again: it goes on with what has arrived, where the source allows it.',
      cause,
    )
  }
}

/** What arrived is not the file that was promised. It was removed. */
export class DownloadCorruptedError extends SourceError {
  readonly code = 'DOWNLOAD_CORRUPTED'
  readonly exitCode = 1
  constructor(name: string, failures: readonly Failure[], cause?: unknown) {
    super(
      `"${name}" arrived with other content than promised, and was removed`,
      failures,
      'Fetch again. If it stays so, the source has changed: results would not be comparable, so nothing was kept.',
      cause,
    )
  }
}

/** The disk is too small for what is to come. */
export class NoSpaceError extends PolyviaError {
  readonly code = 'NO_SPACE'
  readonly exitCode = 1
  constructor(folder: string, neededBytes: number | undefined, freeBytes: number, cause?: unknown) {
    const mib = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`
    super(
      neededBytes === undefined
        ? `No space left on the disk of "${folder}"`
        : `The disk of "${folder}" has ${mib(freeBytes)} free, ${mib(neededBytes)} are needed`,
      { hint: 'Free space, or choose a folder on another disk with --into.', place: { file: folder }, cause },
    )
  }
}
