import type { Key } from '#kernel'
import { type PhaseSpec, type PlannedPhase, phaseKey } from './phase.ts'

/** The phases of a plan in the making: the same computation asked for twice is one phase with two labels. */
export interface PhaseList {
  /** Adds a phase, or a label to the phase that already computes the same. Its inputs must have been added before. */
  add(spec: PhaseSpec, label: string): Key
  /** In an order in which every phase comes after its inputs. */
  all(): PlannedPhase[]
}

export function newPhaseList(): PhaseList {
  const found = new Map<Key, { readonly spec: PhaseSpec; readonly labels: Set<string> }>()
  return {
    add(spec, label) {
      const key = phaseKey(spec)
      const known = found.get(key)
      if (known === undefined) found.set(key, { spec, labels: new Set([label]) })
      else known.labels.add(label)
      return key
    },
    all: () => Array.from(found, ([key, { spec, labels }]) => ({ key, ...spec, labels: [...labels] })),
  }
}
