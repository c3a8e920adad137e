import type { Key } from '#kernel'
import type { StoreRun } from '#store'
import type { Ledger } from './ledger.ts'
import type { RunOptions } from './run.ts'
import type { Schedulable } from './schedulable.ts'

/** Tells other runs what this one will still read, and drops what none will read. */
export class Spending<P extends Schedulable> {
  readonly #ledger: Ledger<P>
  readonly #options: RunOptions<P>
  readonly #run: StoreRun
  readonly #dropped = new Set<Key>()
  /** One round at a time. */
  #rounds: Promise<void> = Promise.resolve()

  constructor(ledger: Ledger<P>, options: RunOptions<P>, run: StoreRun) {
    this.#ledger = ledger
    this.#options = options
    this.#run = run
  }

  /** What was dropped in this run. */
  get dropped(): Key[] {
    return [...this.#dropped]
  }

  /** Looks what is spent; to be called whenever something is done. */
  round(): Promise<void> {
    this.#rounds = this.#rounds.then(() => this.#round())
    return this.#rounds
  }

  async #round(): Promise<void> {
    await this.#run.wants(this.#ledger.wanted())
    if (this.#options.dropping === undefined) return
    for (const key of this.#ledger.spent()) {
      const lasting = this.#options.dropping(this.#ledger.graph.phases.get(key)!)
      if (lasting === null || !this.#options.store.has(key)) continue
      // Asked again, as while the last one went something may have come to want this one.
      if (this.#ledger.spent().includes(key) && (await this.#run.drop(key, lasting))) this.#dropped.add(key)
    }
  }
}
