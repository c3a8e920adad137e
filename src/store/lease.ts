/**
 * Leases: of all processes that share a folder, perhaps over NFS, one at a time does a piece of work.
 *
 * A lease is a file that names its holder. It is written under a private name and then hard-linked to the public one,
 * which is atomic on NFS too and never shows a half-written file. The holder rewrites it now and then, so its
 * modification time is a sign of life by the file server's clock.
 *
 * A lease is dead when its process is known not to run (counted by the same kernel and namespace), when its machine has
 * been started anew since, or when it showed no sign of life for a while: seconds where it was written on this machine
 * (by another container) or names no holder, minutes where a network may be in between. Silence is told by the age of the file, or, as
 * clocks may be wrong, by having watched it that long.
 */
import { randomUUID } from 'node:crypto'
import { constants, type Stats } from 'node:fs'
import { type FileHandle, link, open, readdir, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { InterruptedError, LeaseHeldError, LeaseLostError, LeaseUnreadableError } from './errors.ts'
import { beat } from './heartbeat.ts'
import { boot, HIDDEN, installation, machine, processStart } from './process.ts'

const Holder = z.object({
  token: z.string(),
  host: z.string(),
  machine: z.string(),
  installation: z.string().default(''),
  pid: z.int(),
  processStart: z.string(),
  since: z.string(),
})

/** Who holds a lease. */
export type Holder = z.infer<typeof Holder>

export interface LeaseOptions {
  /** False: throw LEASE_HELD instead of waiting. Default true. */
  readonly wait?: boolean
  /** Called every second or so while another holds the lease. */
  readonly onWait?: (holder: Holder, waitedMs: number) => void
  readonly signal?: AbortSignal
  /** Silence after which the lease of another machine is dead. Default 10 minutes. */
  readonly staleMs?: number
  /** The same for a lease that was written on this machine, where no network can delay it. Default 20 seconds. */
  readonly staleHereMs?: number
  /** Default 4 seconds. */
  readonly heartbeatMs?: number
}

export interface Lease {
  readonly token: string
  /** Aborts when another process took the lease over. */
  readonly lost: AbortSignal
  /** Throws LEASE_LOST when the lease is no longer ours. */
  assertHeld(): Promise<void>
  release(): Promise<void>
}

interface Limits {
  readonly staleMs: number
  readonly staleHereMs: number
}

const LIMITS: Limits = { staleMs: 10 * 60_000, staleHereMs: 20_000 }
const HEARTBEAT_MS = 4000
const POLL_MS = { first: 100, most: 1500 }
/** More than a lease ever holds. */
const MOST_BYTES = 4096

/** Stands for whoever holds a lease that cannot be read. */
export const UNKNOWN_HOLDER: Holder = {
  token: '',
  host: 'unknown',
  machine: '',
  installation: '',
  pid: 0,
  processStart: '',
  since: 'unknown',
}

function errorCode(thrown: unknown): string {
  return (thrown as NodeJS.ErrnoException).code ?? ''
}

interface Sighting {
  readonly holder: Holder
  readonly modifiedMs: number
  /** How long this process has seen it without a sign of life. */
  readonly watchedMs: number
}

/**
 * Reads a lease. Opened rather than stat'ed, because opening makes an NFS client ask the server for fresh attributes;
 * without following links, and without waiting for the other end of a pipe.
 * @throws LEASE_UNREADABLE when something else than a readable plain file has its name.
 */
async function look(file: string): Promise<Sighting | undefined> {
  let handle: FileHandle
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (thrown) {
    const code = errorCode(thrown)
    if (code === 'ENOENT' || code === 'ESTALE') return undefined
    if (code === 'ELOOP') throw new LeaseUnreadableError(file, 'is a link')
    if (code === 'ENXIO') throw new LeaseUnreadableError(file, 'is a socket')
    if (code === 'EACCES' || code === 'EPERM')
      throw new LeaseUnreadableError(file, 'may not be read by this user', thrown)
    throw thrown
  }
  try {
    const found = await handle.stat()
    if (!found.isFile()) throw new LeaseUnreadableError(file, `is a ${kindOf(found)}`)
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0)
    return watched(file, parseHolder(buffer.toString('utf8', 0, bytesRead)), found)
  } catch (thrown) {
    if (errorCode(thrown) === 'ESTALE') return undefined
    throw thrown
  } finally {
    await handle.close()
  }
}

const kindOf = (found: Stats) => (found.isDirectory() ? 'folder' : found.isFIFO() ? 'pipe' : 'device')

function parseHolder(text: string): Holder {
  try {
    return Holder.parse(JSON.parse(text))
  } catch {
    return UNKNOWN_HOLDER
  }
}

/** When this process first saw a lease as it is now, by its own steady clock. */
const watch = new Map<string, { readonly state: string; readonly sinceMs: number }>()

function watched(file: string, holder: Holder, { ino, mtimeMs }: Stats): Sighting {
  const state = `${holder.token} ${ino} ${mtimeMs}`
  const nowMs = performance.now()
  const before = watch.get(file)
  const sinceMs = before?.state === state ? before.sinceMs : nowMs
  watch.set(file, { state, sinceMs })
  return { holder, modifiedMs: mtimeMs, watchedMs: nowMs - sinceMs }
}

/** `nowMs` is compared with the time of the file, so it is that of a file of the same disk. */
function isDead({ holder, modifiedMs, watchedMs }: Sighting, nowMs: number, limits: Limits): boolean {
  if (holder.machine === machine) {
    const start = processStart(holder.pid)
    if (start !== HIDDEN) return start !== holder.processStart
  }
  const sameHost = holder.host === hostname()
  const sameBoot = boot !== '' && holder.machine.includes(boot)
  if (sameHost && !sameBoot && boot !== '' && installation !== '' && holder.installation === installation)
    return true // The machine was started anew.
  // Whoever lives writes what can be read within a heartbeat: what cannot is left of a crash, or was never a lease.
  const nobody = holder === UNKNOWN_HOLDER
  const limitMs = nobody || sameHost || sameBoot ? limits.staleHereMs : limits.staleMs
  return nowMs - modifiedMs > limitMs || watchedMs > limitMs
}

/** The live holder of a lease, if any. `nowMs` is compared with file times, so take it from a file of the same disk. */
export async function liveHolder(file: string, nowMs: number): Promise<Holder | undefined> {
  const sighting = await look(file)
  return sighting === undefined || isDead(sighting, nowMs, LIMITS) ? undefined : sighting.holder
}

/**
 * Takes the dead lease away. Only one process may: the one whose draft gets the name that the dead lease's token gives.
 * It looks again under that right, so that a lease which was taken meanwhile is left alone.
 */
async function displace(
  file: string,
  dead: Holder,
  draft: string,
  nowMs: number,
  limits: Limits,
): Promise<void> {
  const right = `${file}.after.${dead.token.replace(/[^\w-]/g, '')}`
  if (!(await claim(draft, right))) {
    // Whoever has the right is about to use it, or died with it.
    const other = await look(right)
    if (other !== undefined && isDead(other, nowMs, limits)) await rm(right, { force: true })
    return
  }
  try {
    if ((await look(file))?.holder.token === dead.token) await rm(file, { force: true })
  } finally {
    await rm(right, { force: true })
  }
}

/** Removes a lease file when its holder is dead. */
export async function removeDead(file: string, nowMs: number, limits: Limits = LIMITS): Promise<void> {
  const sighting = await look(file)
  if (sighting === undefined || !isDead(sighting, nowMs, limits)) return
  const holder = ourselves()
  const draft = `${file}.${holder.token}`
  const handle = await open(draft, 'wx')
  try {
    await touch(handle, textOf(holder))
    await displace(file, sighting.holder, draft, nowMs, limits)
  } finally {
    await handle.close()
    await rm(draft, { force: true })
  }
}

function ourselves(): Holder {
  return {
    token: randomUUID(),
    host: hostname(),
    machine,
    installation,
    pid: process.pid,
    processStart: processStart(process.pid) ?? '',
    since: new Date().toISOString(),
  }
}

const textOf = (holder: Holder) => `${JSON.stringify(holder)}\n`

/** One attempt: true when the public name is now ours. */
async function claim(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file)
    return true
  } catch (thrown) {
    if (errorCode(thrown) === 'EEXIST') return false
    // An NFS server may have linked and its answer got lost: the count of links tells.
    if ((await stat(draft)).nlink === 2) return true
    throw thrown
  }
}

/**
 * Takes the lease, waiting while a live process holds it. Removes what dead processes left of their attempts.
 * @throws LEASE_HELD when not to wait, INTERRUPTED, LEASE_UNREADABLE when something else has the lease's name.
 */
export async function takeLease(file: string, options: LeaseOptions = {}): Promise<Lease> {
  const { wait = true, onWait, signal, staleMs = LIMITS.staleMs } = options
  const limits = { staleMs, staleHereMs: options.staleHereMs ?? Math.min(LIMITS.staleHereMs, staleMs) }
  const holder = ourselves()
  const draft = `${file}.${holder.token}`
  const handle = await open(draft, 'wx')
  const began = performance.now()
  let pollMs = POLL_MS.first
  try {
    for (;;) {
      if (signal?.aborted) throw new InterruptedError('Waiting for another process')
      await touch(handle, textOf(holder))
      if (await claim(draft, file)) break
      const sighting = await look(file)
      if (sighting === undefined) continue
      const nowMs = (await handle.stat()).mtimeMs
      if (isDead(sighting, nowMs, limits)) {
        await displace(file, sighting.holder, draft, nowMs, limits)
        continue
      }
      if (!wait) throw new LeaseHeldError(file, sighting.holder)
      onWait?.(sighting.holder, performance.now() - began)
      await sleep(pollMs * (0.5 + Math.random()), undefined, signal === undefined ? {} : { signal }).catch(
        () => undefined,
      )
      pollMs = Math.min(POLL_MS.most, pollMs * 1.5)
    }
    watch.delete(file)
    await sweepDrafts(file, draft, (await handle.stat()).mtimeMs, limits)
  } catch (thrown) {
    await handle.close()
    throw thrown
  } finally {
    await rm(draft, { force: true })
  }
  return hold(file, handle, holder, options.heartbeatMs ?? HEARTBEAT_MS)
}

/** What follows the name of a lease in the names of drafts, and of rights to displace it. */
const DRAFT = /^\.(?:[0-9a-f-]{36}|after\.[\w-]*)$/

/** Removes the drafts of dead processes. */
async function sweepDrafts(file: string, ours: string, nowMs: number, limits: Limits): Promise<void> {
  for (const name of await readdir(dirname(file))) {
    const path = join(dirname(file), name)
    if (path === ours || !name.startsWith(basename(file)) || !DRAFT.test(name.slice(basename(file).length)))
      continue
    const sighting = await look(path).catch(() => undefined)
    if (sighting !== undefined && isDead(sighting, nowMs, limits)) await rm(path, { force: true })
  }
}

async function touch(handle: FileHandle, text: string): Promise<void> {
  await handle.write(text, 0)
  await handle.sync()
}

function hold(file: string, handle: FileHandle, holder: Holder, heartbeatMs: number): Lease {
  const lost = new AbortController()
  const isOurs = async () => (await look(file))?.holder.token === holder.token
  const stopBeating = beat(handle.fd, textOf(holder), heartbeatMs)
  let looking = Promise.resolve()
  const timer = setInterval(() => {
    looking = isOurs()
      .catch((thrown) => !(thrown instanceof LeaseUnreadableError)) // a hiccup of the server tells nothing
      .then((ours) => {
        if (!ours && !lost.signal.aborted) lost.abort(new LeaseLostError(file))
      })
  }, heartbeatMs)
  timer.unref()
  return {
    token: holder.token,
    lost: lost.signal,
    async assertHeld() {
      if (lost.signal.aborted || !(await isOurs())) throw new LeaseLostError(file)
    },
    async release() {
      clearInterval(timer)
      await looking
      await stopBeating()
      try {
        if (await isOurs()) await rm(file, { force: true })
      } finally {
        await handle.close()
      }
    },
  }
}
