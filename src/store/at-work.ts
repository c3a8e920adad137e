/** Who is at work in a store. */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Key } from '#kernel'
import { LeaseUnreadableError, storeStep } from './errors.ts'
import { diskTimeMs, type Layout } from './layout.ts'
import {
  type Holder,
  type Lease,
  type LeaseOptions,
  liveHolder,
  removeDead,
  takeLease,
  UNKNOWN_HOLDER,
} from './lease.ts'

/** Does something while no other process works on a key. */
export async function underLease<T>(
  layout: Layout,
  key: Key,
  options: LeaseOptions,
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  const lease = await storeStep(layout.root, async () => {
    await mkdir(layout.leases, { recursive: true })
    return takeLease(join(layout.leases, key), options)
  })
  try {
    return await work(lease)
  } finally {
    await lease.release().catch(() => undefined)
  }
}

/** Those of the named lease files, drafts included, that belong to a living process. */
export async function livingAmong(layout: Layout, names: readonly string[]): Promise<Map<string, Holder>> {
  const living = new Map<string, Holder>()
  const nowMs = names.length === 0 ? 0 : await diskTimeMs(layout)
  for (const name of names) {
    const holder = await liveHolder(join(layout.leases, name), nowMs).catch((thrown) => {
      // A folder or a link is nobody's lease; what may not be read is somebody's.
      if (thrown instanceof LeaseUnreadableError) return thrown.locked ? UNKNOWN_HOLDER : undefined
      throw thrown
    })
    if (holder !== undefined) living.set(name, holder)
  }
  return living
}

/** Removes lease files of dead processes, and what only has the name of one. */
export async function removeLeases(layout: Layout, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const file = join(layout.leases, name)
    await removeDead(file, await diskTimeMs(layout)).catch((thrown) => {
      if (!(thrown instanceof LeaseUnreadableError)) throw thrown
      return rm(file, { recursive: true, force: true })
    })
  }
}
