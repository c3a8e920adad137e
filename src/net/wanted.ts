import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { sha256File } from '#kernel'

/** One file that is wanted. */
export interface Wanted {
  /** Addresses in order of preference. */
  readonly urls: readonly string[]
  /** Where it goes. Nothing but the whole, checked file ever has this name. */
  readonly path: string
  /** Its size, where known. */
  readonly bytes?: number | undefined
  readonly sha256?: string | undefined
  /** Hash that git knows it by (SHA-1 of "blob <size>\0" and the content), where known. */
  readonly gitOid?: string | undefined
  /** Credentials and the like; sent to hosts of `urls` only. */
  readonly headers?: Readonly<Record<string, string>>
}

/** What happens while a file is fetched. */
export type DownloadEvent =
  | {
      readonly type: 'progress'
      readonly path: string
      readonly bytes: number
      readonly total: number | undefined
    }
  | { readonly type: 'pause'; readonly path: string; readonly reason: string; readonly pauseMs: number }
  | { readonly type: 'waiting'; readonly path: string; readonly holder: string }

/** A file that is there, whole. */
export interface Downloaded {
  readonly path: string
  readonly url: string
  readonly bytes: number
  readonly sha256: string
  /** Bytes that were here from an earlier attempt. */
  readonly resumedFrom: number
}

/** Whether a file is what is wanted, as far as that is known. */
export async function isWanted(wanted: Wanted, path: string, size: number): Promise<boolean> {
  if (wanted.bytes !== undefined && wanted.bytes !== size) return false
  return (await wrongHash(wanted, path, size)) === undefined
}

/** What is wrong with the hash of a file, or undefined. */
export async function wrongHash(
  { sha256, gitOid }: Wanted,
  path: string,
  size: number,
): Promise<string | undefined> {
  if (sha256 !== undefined) {
    const got = await sha256File(path)
    return got === sha256 ? undefined : `SHA-256 ${sha256} was promised, ${got} arrived`
  }
  if (gitOid === undefined) return undefined
  const hash = createHash('sha1').update(`blob ${size}\0`)
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  const got = hash.digest('hex')
  return got === gitOid ? undefined : `git hash ${gitOid} was promised, ${got} arrived`
}
