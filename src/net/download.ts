import { mkdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { PolyviaError, sha256File } from '#kernel'
import { takeLease } from '#store'
import { NoSpaceError } from './errors.ts'
import { LIMITS, type Limits } from './limits.ts'
import { PartialFile } from './partial-file.ts'
import { Problem, sourceError } from './problem.ts'
import { withRetries } from './retry.ts'
import { type DownloadEvent, type Downloaded, isWanted, type Wanted } from './wanted.ts'

export interface DownloadOptions {
  readonly onEvent?: (event: DownloadEvent) => void
  readonly limits?: Partial<Limits>
}

/**
 * Fetches a file: mirrors in order, each with retries; goes on where an earlier attempt stopped, where the source
 * promises that the file is the same; checks size and hash; gives it its name last. One process at a time.
 *
 * Throws a SOURCE_ error, DOWNLOAD_TRUNCATED, DOWNLOAD_CORRUPTED (then nothing is kept) or NO_SPACE.
 */
export async function download(wanted: Wanted, options: DownloadOptions = {}): Promise<Downloaded> {
  const { path } = wanted
  const folder = dirname(path)
  await mkdir(folder, { recursive: true })
  const lease = await takeLease(join(folder, `.${basename(path)}.lock`), {
    onWait: ({ pid, host }) =>
      options.onEvent?.({ type: 'waiting', path, holder: `process ${pid} on ${host}` }),
  })
  try {
    return (await alreadyThere(wanted)) ?? (await fromMirrors(wanted, options))
  } finally {
    await lease.release()
  }
}

/** The file, where it is there as wanted: another process may have fetched it meanwhile. */
async function alreadyThere(wanted: Wanted): Promise<Downloaded | undefined> {
  const found = await stat(wanted.path).catch(() => undefined)
  if (found === undefined || !(await isWanted(wanted, wanted.path, found.size))) return undefined
  const sha256 = await sha256File(wanted.path)
  return { path: wanted.path, url: wanted.urls[0]!, bytes: found.size, sha256, resumedFrom: 0 }
}

async function fromMirrors(wanted: Wanted, options: DownloadOptions): Promise<Downloaded> {
  const limits = { ...LIMITS, ...options.limits }
  const tried: { url: string; problem: Problem }[] = []
  for (const url of wanted.urls) {
    const part = new PartialFile(wanted, url, limits, options.onEvent)
    try {
      return await withRetries(() => part.attempt(), limits, {
        progress: () => part.steps,
        onPause: (reason, pauseMs) =>
          options.onEvent?.({ type: 'pause', path: wanted.path, reason, pauseMs }),
      })
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw asNoSpace(thrown, dirname(wanted.path))
      tried.push({ url, problem: thrown })
    }
  }
  throw sourceError(basename(wanted.path), tried)
}

function asNoSpace(thrown: unknown, folder: string): unknown {
  const code = (thrown as NodeJS.ErrnoException).code
  if (thrown instanceof PolyviaError || (code !== 'ENOSPC' && code !== 'EDQUOT')) return thrown
  return new NoSpaceError(folder, undefined, 0, thrown)
}
