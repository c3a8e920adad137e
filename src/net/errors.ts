import { PolyviaError } from '#kernel'

/** What came of one address: the address, and in words why it did not serve. */
export interface Failure {
  readonly url: string
  readonly reason: string
}

/** What was wanted, each address with what came of it, and the last cause. */
type Tried = readonly [name: string, failures: readonly Failure[], cause?: unknown]

/** Base of the errors of a file that no address gave. */
abstract class SourceError extends PolyviaError {
  readonly failures: readonly Failure[]
  constructor(what: string, hint: string, [, failures, cause]: Tried) {
    super(`${what}:${failures.map(({ url, reason }) => `\n  ${url}: ${reason}`).join('')}`, { hint, cause })
    this.failures = failures
  }
}

/** No host could be reached. */
export class OfflineError extends SourceError {
  readonly code = 'SOURCE_OFFLINE'
  readonly exitCode = 1
  constructor(...tried: Tried) {
    super(
      `Cannot reach a source of "${tried[0]}"`,
      'Check the network, and HTTPS_PROXY where a proxy is needed. Without a network, get the files elsewhere and use "polyvia data import". What has arrived is kept.',
      tried,
    )
  }
}

/** No source has the file any more. */
export class SourceNotFoundError extends SourceError {
  readonly code = 'SOURCE_NOT_FOUND'
  readonly exitCode = 1
  constructor(...tried: Tried) {
    super(
      `"${tried[0]}" is at none of its sources`,
      'The file was moved or removed. Look for it elsewhere, then use "polyvia data import" or put it into a data folder.',
      tried,
    )
  }
}

/** The source wants an account, accepted terms, or a token. */
export class SourceGatedError extends SourceError {
  readonly code = 'SOURCE_GATED'
  readonly exitCode = 1
  constructor(...tried: Tried) {
    super(
      `The source does not give out "${tried[0]}" without permission`,
      'Open its page in a browser, accept the terms, make an access token, set HF_TOKEN to it, and fetch again. The hub answers the same for a repository that does not exist: check its name.',
      tried,
    )
  }
}

/** The source wants fewer requests, and still did after waiting. */
export class SourceBusyError extends SourceError {
  readonly code = 'SOURCE_BUSY'
  readonly exitCode = 1
  constructor(...tried: Tried) {
    super(
      `The source of "${tried[0]}" takes no more requests now`,
      'Wait and fetch again; it goes on where it stopped. On the hub, HF_TOKEN raises the limit.',
      tried,
    )
  }
}

/** The source answers, but not with what was asked for: server errors, circles, web pages, silence. */
export class SourceBrokenError extends SourceError {
  readonly code = 'SOURCE_BROKEN'
  readonly exitCode = 1
  constructor(...tried: Tried) {
    super(
      `The source of "${tried[0]}" does not work`,
      'Fetch again later; what has arrived is kept. If it stays so, get the file elsewhere and use "polyvia data import".',
      tried,
    )
  }
}

/** The source sends more than such an answer ever has, or a file of unknown size without an end. */
export class SourceTooLargeError extends SourceError {
  readonly code = 'SOURCE_TOO_LARGE'
  readonly exitCode = 1
  constructor(...tried: Tried) {
    super(
      `The source of "${tried[0]}" sends more than it may`,
      'Nothing was kept. If the file is right, state its size ("bytes") under "downloads" of the task entry, or get it elsewhere and use "polyvia data import".',
      tried,
    )
  }
}

/** The source sends too little in the time that it has. */
export class SourceTooSlowError extends SourceError {
  readonly code = 'SOURCE_TOO_SLOW'
  readonly exitCode = 1
  constructor(...tried: Tried) {
    super(
      `The source of "${tried[0]}" is too slow`,
      'Fetch again later: it goes on with what has arrived, where the source allows it. Or get the file elsewhere and use "polyvia data import".',
      tried,
    )
  }
}

/** An address that is not followed. */
export class UnsafeAddressError extends SourceError {
  readonly code = 'SOURCE_UNSAFE'
  readonly exitCode = 1
  constructor(...tried: Tried) {
    super(
      `The source of "${tried[0]}" leads where no source should`,
      'Addresses begin with http or https, and a public host must not lead into a private network. Correct the address, or get the file elsewhere and use "polyvia data import".',
      tried,
    )
  }
}

/** The connection ended before the end of the file, again and again. */
export class DownloadTruncatedError extends SourceError {
  readonly code = 'DOWNLOAD_TRUNCATED'
  readonly exitCode = 1
  constructor(...tried: Tried) {
    super(
      `"${tried[0]}" did not arrive whole`,
      'Fetch again: it goes on with what has arrived, where the source allows it.',
      tried,
    )
  }
}

/** What arrived is not the file that was promised. It was removed. */
export class DownloadCorruptedError extends SourceError {
  readonly code = 'DOWNLOAD_CORRUPTED'
  readonly exitCode = 1
  constructor(...tried: Tried) {
    super(
      `"${tried[0]}" arrived with other content than promised, and was removed`,
      'Fetch again. If it stays so, the source has changed: results would not be comparable, so nothing was kept.',
      tried,
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
