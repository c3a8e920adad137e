/**
 * Leases: of all processes that share a folder, perhaps over NFS, one at a time does a piece of work.
 *
 * A lease is a file that names its holder. It is written under a private name and then hard-linked to the public one,
 * which is atomic on NFS too and never shows a half-written file. The holder rewrites it now and then, so its
 * modification time is a sign of life by the file server's clock. A lease is dead when its process is known not to run
 * (same machine), or when it showed no sign of life for `staleMs` (another machine).
 */
import { randomUUID } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { link, open, readFile, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { InterruptedError, LeaseHeldError, LeaseLostError } from './errors.ts'
import { machine, processStart } from './process.ts'

const Holder = z.object({
  token: z.string(),
  host: z.string(),
  machine: z.string(),
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
  /** Default 15 seconds. */
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

const STALE_MS = 10 * 60_000
const HEARTBEAT_MS = 15_000
const POLL_MS = { first: 100, most: 1500 }

const unreadable: Holder = {
  token: '',
  host: 'unknown',
  machine: '',
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
}

async function look(file: string): Promise<Sighting | undefined> {
  // Opened rather than stat'ed: opening makes an NFS client ask the server for fresh attributes.
  const handle = await open(file, 'r').catch((thrown) => {
    if (['ENOENT', 'ESTALE'].includes(errorCode(thrown))) return undefined
    throw thrown
  })
  if (handle === undefined) return undefined
  try {
    const text = await handle.readFile('utf8')
    return { holder: parseHolder(text), modifiedMs: (await handle.stat()).mtimeMs }
  } catch (thrown) {
    if (errorCode(thrown) === 'ESTALE') return undefined
    throw thrown
  } finally {
    await handle.close()
  }
}

function parseHolder(text: string): Holder {
  try {
    return Holder.parse(JSON.parse(text))
  } catch {
    return unreadable
  }
}

function isDead({ holder, modifiedMs }: Sighting, nowMs: number, staleMs: number): boolean {
  if (holder.machine === machine) return processStart(holder.pid) !== holder.processStart
  return nowMs - modifiedMs > staleMs
}

/** The live holder of a lease, if any. `nowMs` is compared with file times, so take it from a file of the same disk. */
export async function liveHolder(
  file: string,
  nowMs: number,
  staleMs = STALE_MS,
): Promise<Holder | undefined> {
  const sighting = await look(file)
  return sighting === undefined || isDead(sighting, nowMs, staleMs) ? undefined : sighting.holder
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
  staleMs: number,
): Promise<void> {
  const right = `${file}.after.${dead.token}`
  if (!(await claim(draft, right))) {
    // Whoever has the right is about to use it, or died with it.
    const other = await look(right)
    if (other !== undefined && isDead(other, nowMs, staleMs)) await rm(right, { force: true })
    return
  }
  try {
    if ((await look(file))?.holder.token === dead.token) await rm(file, { force: true })
  } finally {
    await rm(right, { force: true })
  }
}

/** Removes a lease file when its holder is dead. */
export async function removeDead(file: string, nowMs: number, staleMs = STALE_MS): Promise<void> {
  const sighting = await look(file)
  if (sighting === undefined || !isDead(sighting, nowMs, staleMs)) return
  const holder = ourselves()
  const draft = `${file}.${holder.token}`
  const handle = await open(draft, 'wx')
  try {
    await touch(handle, holder)
    await displace(file, sighting.holder, draft, nowMs, staleMs)
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
    pid: process.pid,
    processStart: processStart(process.pid) ?? '',
    since: new Date().toISOString(),
  }
}

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

/** Takes the lease, waiting while a live process holds it. */
export async function takeLease(file: string, options: LeaseOptions = {}): Promise<Lease> {
  const { wait = true, onWait, signal, staleMs = STALE_MS } = options
  const holder = ourselves()
  const draft = `${file}.${holder.token}`
  const handle = await open(draft, 'wx')
  const began = performance.now()
  let pollMs = POLL_MS.first
  try {
    for (;;) {
      if (signal?.aborted) throw new InterruptedError('Waiting for another process')
      await touch(handle, holder)
      if (await claim(draft, file)) break
      const sighting = await look(file)
      if (sighting === undefined) continue
      const nowMs = (await handle.stat()).mtimeMs
      if (isDead(sighting, nowMs, staleMs)) {
        await displace(file, sighting.holder, draft, nowMs, staleMs)
        continue
      }
      if (!wait) throw new LeaseHeldError(file, sighting.holder)
      onWait?.(sighting.holder, performance.now() - began)
      await sleep(pollMs * (0.5 + Math.random()), undefined, signal === undefined ? {} : { signal }).catch(
        () => undefined,
      )
      pollMs = Math.min(POLL_MS.most, pollMs * 1.5)
    }
  } catch (thrown) {
    await handle.close()
    throw thrown
  } finally {
    await rm(draft, { force: true })
  }
  return hold(file, handle, holder, options.heartbeatMs ?? HEARTBEAT_MS)
}

async function touch(handle: FileHandle, holder: Holder): Promise<void> {
  await handle.write(`${JSON.stringify(holder)}\n`, 0)
  await handle.sync()
}

function hold(file: string, handle: FileHandle, holder: Holder, heartbeatMs: number): Lease {
  const lost = new AbortController()
  const isOurs = async () => parseHolder(await readFile(file, 'utf8').catch(() => '')).token === holder.token
  let beat = Promise.resolve()
  const timer = setInterval(() => {
    beat = touch(handle, holder)
      .catch(() => undefined) // a full disk or a hiccup of the server is no reason to stop the work
      .then(isOurs)
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
      await beat
      if (await isOurs()) await rm(file, { force: true })
      await handle.close()
    },
  }
}
