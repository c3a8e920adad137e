/**
 * The runs that are at work in a store, each with the artifacts that it will still read: what one run has no use for
 * another may need. A run that is not told of here, or starts just now, loses nothing but time: it makes again what it
 * misses.
 */
import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Key, writeWhole } from '#kernel'
import { livingAmong } from './at-work.ts'
import { dropArtifact } from './drop.ts'
import { storeStep } from './errors.ts'
import { namesIn } from './files.ts'
import type { Layout } from './layout.ts'
import { takeLease } from './lease.ts'
import type { Trust } from './trust.ts'

/** A run that is at work in a store. */
export interface StoreRun {
  /** Says what it will still read: no other run drops that. */
  wants(keys: Iterable<Key>): Promise<void>
  /** Drops an artifact but for its `lasting` files. False: it stays, as somebody works on it or another run will read it. */
  drop(key: Key, lasting: readonly string[]): Promise<boolean>
  close(): Promise<void>
}

/** Name of the lease of a run, by the name of its file. */
const leaseOf = (name: string) => `run-${name}`

/** Whether a lease is that of a run. */
export const isRunLease = (name: string): boolean => name.startsWith('run-') && !name.includes('.')

/** Enters a run into a store. */
export async function openRun(layout: Layout, trust: Trust): Promise<StoreRun> {
  const name = randomUUID()
  const lease = await storeStep(layout.root, async () => {
    await mkdir(layout.runs, { recursive: true })
    return takeLease(join(layout.leases, leaseOf(name)))
  })
  const file = join(layout.runs, name)
  return {
    async wants(keys) {
      await storeStep(layout.root, () => writeWhole(file, JSON.stringify([...keys]), { durable: false }))
    },
    async drop(key, lasting) {
      const wanted = await storeStep(layout.root, () => wantedByOthers(layout, name))
      return !wanted.has(key) && (await dropArtifact(layout, trust, key, lasting))
    },
    async close() {
      await rm(file, { force: true })
      await lease.release().catch(() => undefined)
    },
  }
}

async function wantedByOthers(layout: Layout, own: string): Promise<Set<Key>> {
  const names = (await namesIn(layout.runs)).filter((name) => name !== own)
  const living = await livingAmong(layout, names.map(leaseOf))
  const wanted = new Set<Key>()
  for (const name of names) {
    if (!living.has(leaseOf(name))) continue
    // Gone meanwhile: that run is over.
    const text = await readFile(join(layout.runs, name), 'utf8').catch(() => '[]')
    for (const key of JSON.parse(text) as Key[]) wanted.add(key)
  }
  return wanted
}

/** Removes what runs have left whose leases are not among the living. */
export async function removeRuns(
  layout: Layout,
  names: readonly string[],
  living: ReadonlyMap<string, unknown>,
): Promise<void> {
  for (const name of names)
    if (!living.has(leaseOf(name))) await rm(join(layout.runs, name), { recursive: true, force: true })
}
