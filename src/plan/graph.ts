import type { Key } from '#kernel'

/** A phase as the graph sees it. */
export interface Node {
  readonly key: Key
  /** Keys of what it reads, by role. */
  readonly inputs: Readonly<Record<string, Key>>
}

/** Phases by key with their order: each key once, inputs before dependents. */
export interface Graph<P extends Node> {
  readonly phases: ReadonlyMap<Key, P>
  /** Keys of the phases that a phase waits for; inputs given from outside are left out. */
  readonly inputsOf: ReadonlyMap<Key, readonly Key[]>
  readonly dependentsOf: ReadonlyMap<Key, readonly Key[]>
  /** Length of the longest path from a phase to an end of the graph, itself included. */
  readonly depthOf: ReadonlyMap<Key, number>
  /** Place in the list that was given. */
  readonly rankOf: ReadonlyMap<Key, number>
}

/** Orders phases. Phases of one key are one phase. Throws on a cycle. */
export function buildGraph<P extends Node>(listed: readonly P[]): Graph<P> {
  const phases = new Map<Key, P>()
  for (const phase of listed) if (!phases.has(phase.key)) phases.set(phase.key, phase)
  const inputsOf = new Map<Key, Key[]>()
  const dependentsOf = new Map<Key, Key[]>([...phases.keys()].map((key) => [key, []]))
  for (const { key, inputs } of phases.values()) {
    const known = [...new Set(Object.values(inputs))].filter((input) => phases.has(input))
    inputsOf.set(key, known)
    for (const input of known) dependentsOf.get(input)!.push(key)
  }
  const depthOf = new Map<Key, number>()
  const open = new Map([...dependentsOf].map(([key, dependents]) => [key, dependents.length]))
  const ends = [...open].filter(([, count]) => count === 0).map(([key]) => key)
  for (let key = ends.pop(); key !== undefined; key = ends.pop()) {
    depthOf.set(key, 1 + Math.max(0, ...dependentsOf.get(key)!.map((dependent) => depthOf.get(dependent)!)))
    for (const input of inputsOf.get(key)!) {
      open.set(input, open.get(input)! - 1)
      if (open.get(input) === 0) ends.push(input)
    }
  }
  const stuck = [...phases.values()].find(({ key }) => !depthOf.has(key))
  if (stuck !== undefined) throw new TypeError(`phase ${stuck.key} depends on itself`)
  const rankOf = new Map([...phases.keys()].map((key, rank) => [key, rank]))
  return { phases, inputsOf, dependentsOf, depthOf, rankOf }
}

/** What a run has to do, inputs first: an absent artifact is needed where nothing depends on it, or where something that runs does. */
export interface Demand {
  readonly run: ReadonlySet<Key>
  readonly cached: ReadonlySet<Key>
  /** Absent, and not missed: all that reads them is cached. */
  readonly unneeded: ReadonlySet<Key>
}

/**
 * Compares a graph with what is in the store.
 * @param everything what is absent and not missed is to run too
 */
export function demandOf<P extends Node>(
  graph: Graph<P>,
  has: (key: Key) => boolean,
  everything = false,
): Demand {
  const inputsFirst = [...graph.phases.keys()].sort((a, b) => graph.depthOf.get(b)! - graph.depthOf.get(a)!)
  const run = new Set<Key>()
  for (const key of inputsFirst.toReversed()) {
    const readers = graph.dependentsOf.get(key)!
    if (!has(key) && (everything || readers.length === 0 || readers.some((reader) => run.has(reader))))
      run.add(key)
  }
  const where = (holds: (key: Key) => boolean) => new Set(inputsFirst.filter(holds))
  const cached = where(has)
  return {
    run: where((key) => run.has(key)),
    cached,
    unneeded: where((key) => !run.has(key) && !cached.has(key)),
  }
}

/** What nothing of a graph will read any more: it is read at all, and no reader of it is still to run. */
export const spentOf = <P extends Node>(
  { dependentsOf }: Graph<P>,
  isThere: (key: Key) => boolean,
  isToRun: (key: Key) => boolean,
): Key[] =>
  [...dependentsOf]
    .filter(([key, readers]) => readers.length > 0 && isThere(key) && !readers.some(isToRun))
    .map(([key]) => key)
