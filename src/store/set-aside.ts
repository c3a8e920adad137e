import { randomUUID } from 'node:crypto'
import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Key } from '#kernel'
import { underLease } from './at-work.ts'
import type { Suspect } from './audit.ts'
import { LeaseHeldError, storeStep } from './errors.ts'
import { artifactFolder, type Layout, recordFolder } from './layout.ts'
import { dropStatesFrom } from './state.ts'
import type { Trust } from './trust.ts'

/** Moves damaged artifacts and what was computed from them out of the way; see `Store`. */
export async function setAside(layout: Layout, trust: Trust, suspects: readonly Suspect[]): Promise<void> {
  for (const { key: root } of suspects.filter(({ damage }) => damage !== null))
    await underLease(layout, root, { wait: false }, async () => {
      // Looked at again: the process whose lease we came after may have set it aside and made it anew.
      const isThere = trust.isThere(root) || trust.isRecord(root)
      if (!isThere || (await trust.check(root, true)).whole) return
      const derived = suspects.filter(({ from }) => from.includes(root)).map(({ key }) => key)
      await storeStep(layout.root, () => dropStatesFrom(layout, new Set([root, ...derived])))
      // What reads an artifact goes before it, the damaged one last: after a kill the next run finds all that is left.
      for (const key of [...derived.toReversed(), root]) {
        trust.forget(key)
        await storeStep(layout.root, () => moveAside(layout, key))
      }
    }).catch((thrown) => {
      if (!(thrown instanceof LeaseHeldError)) throw thrown
    })
}

async function moveAside(layout: Layout, key: Key): Promise<void> {
  await mkdir(layout.quarantine, { recursive: true })
  const place = join(layout.quarantine, `${key}.${randomUUID().slice(0, 8)}`)
  for (const [folder, name] of [
    [artifactFolder(layout, key), place],
    [recordFolder(layout, key), `${place}.record`],
  ] as const)
    await rename(folder, name).catch((thrown: NodeJS.ErrnoException) => {
      if (thrown.code !== 'ENOENT') throw thrown
    })
}
