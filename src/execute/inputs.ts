import type { Key } from '#kernel'
import type { Graph } from '#plan'
import { ArtifactUnstableError, type Store, type Suspect } from '#store'
import type { Ledger } from './ledger.ts'
import type { RunOptions } from './run.ts'
import type { Schedulable } from './schedulable.ts'

/** How often an artifact may be found damaged in a run before it fails. */
const MOST_DAMAGE = 3

/** Moves what is damaged among artifacts out of the way, with what was computed from it, and tells of it. */
export async function setAsideDamaged<P extends Schedulable>(
  keys: Iterable<Key>,
  { phases }: Graph<P>,
  { store, onSetAside }: RunOptions<P>,
  options: Parameters<Store['audit']>[1],
): Promise<Suspect[]> {
  const suspects = (await store.audit(keys, options)).map((suspect) => {
    // Where a damaged manifest does not tell its names, the graph may.
    const { operation, label } = phases.get(suspect.key) ?? suspect
    return { ...suspect, operation: suspect.operation || operation, label: suspect.label || label }
  })
  if (suspects.length === 0) return []
  await store.setAside(suspects)
  onSetAside?.(suspects)
  return suspects
}

/** Keeps phases from reading what is damaged. */
export class Inputs<P extends Schedulable> {
  /** All that was set aside in this run. */
  readonly setAside: Suspect[]
  readonly #ledger: Ledger<P>
  readonly #options: RunOptions<P>
  /** How often an artifact was found damaged. */
  readonly #damages = new Map<Key, number>()

  constructor(ledger: Ledger<P>, options: RunOptions<P>, setAside: readonly Suspect[]) {
    this.#ledger = ledger
    this.#options = options
    this.setAside = [...setAside]
  }

  /**
   * Makes sure that all that a phase reads is as it was written; what is not is set aside, and wanted again.
   * @returns a name for what it reads, which is another once any of it was made again; undefined when not all is there
   */
  async secure(phase: P): Promise<string | undefined> {
    const { graph } = this.#ledger
    const { store } = this.#options
    const inputs = graph.inputsOf.get(phase.key)!
    const given = Object.values(phase.inputs)
    const suspects = await setAsideDamaged(given, graph, this.#options, { thorough: true })
    // Another process may have set one aside.
    const gone = inputs.filter((key) => !store.has(key))
    if (suspects.length === 0 && gone.length === 0)
      return inputs.map((key) => store.manifest(key).started).join()
    this.setAside.push(...suspects)
    for (const { key, damage } of suspects) {
      const times = 1 + (this.#damages.get(key) ?? 0)
      this.#damages.set(key, times)
      if (damage !== null && times >= MOST_DAMAGE && graph.phases.has(key))
        this.#ledger.fail(key, new ArtifactUnstableError(key, store.root, damage))
    }
    this.#ledger.want([...suspects.map(({ key }) => key), ...gone])
    return undefined
  }
}
