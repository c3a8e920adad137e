import type { Key } from '#kernel'
import type { Ledger } from './ledger.ts'
import type { Schedulable } from './schedulable.ts'
import type { Slot } from './slot.ts'

/** A phase to start, and where; without slot where it needs no worker. */
export interface Choice {
  readonly key: Key
  readonly slot: Slot | undefined
}

/**
 * The most urgent phase that has a place. Warm places first (no checkpoint to load), then the phases with the longest
 * way to go; or, to spare the disk, those that come first in the plan: it ends one arm before it begins the next, so that
 * little lies about for others to read.
 */
export function choose<P extends Schedulable>(
  { graph, ready, running }: Ledger<P>,
  slots: readonly Slot[],
  nodePhases: number,
  sparing: boolean,
): Choice | undefined {
  const busy = [...running.values()].map(({ slot }) => slot)
  const free = slots.filter((slot) => !busy.includes(slot))
  const isNodeFree = busy.filter((slot) => slot === undefined).length < nodePhases
  const warm = new Set(slots.map((slot) => slot.loaded).filter((loaded) => loaded !== undefined))
  let best: (Choice & { readonly urgency: readonly number[] }) | undefined
  for (const key of ready) {
    const { needsWorker, checkpointAffinity } = graph.phases.get(key)!
    if (needsWorker ? free.length === 0 : !isNodeFree) continue
    const isWarm = (slot: Slot) => checkpointAffinity !== undefined && slot.loaded === checkpointAffinity
    // A place that holds nothing is better than one whose checkpoint others may still want.
    const slot = needsWorker
      ? (free.find(isWarm) ?? free.find((place) => !place.loaded) ?? free[0])
      : undefined
    const urgency = [
      slot !== undefined && isWarm(slot) ? 1 : 0,
      sparing ? 0 : graph.depthOf.get(key)!,
      // Loaded by a busy place only: rather leave it to that one.
      !sparing && checkpointAffinity !== undefined && warm.has(checkpointAffinity) ? 0 : 1,
      -graph.rankOf.get(key)!,
    ]
    if (best === undefined || isGreater(urgency, best.urgency)) best = { key, slot, urgency }
  }
  return best
}

function isGreater(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, index) => value !== b[index])
  return at !== -1 && a[at]! > b[at]!
}
