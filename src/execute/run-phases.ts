import { buildGraph } from '#plan'
import { choose } from './choose.ts'
import type { RunOutcome } from './events.ts'
import { Inputs, setAsideDamaged } from './inputs.ts'
import { Ledger } from './ledger.ts'
import type { Run, RunOptions } from './run.ts'
import { runPhase } from './run-phase.ts'
import type { PhaseBody, Schedulable } from './schedulable.ts'
import { Slot, startSlotWorker } from './slot.ts'
import { Spending } from './spending.ts'

/**
 * Walks a graph of phases: each is made once, after its inputs, on the place that suits it; what is in the store is not
 * made again. What a phase reads is hashed before it starts and looked at again when it ends; a damaged artifact is set
 * aside with all that was computed from it, and made again. A failed phase takes its dependents with it and nobody else,
 * unless no other could succeed either (set-up missing, disk full). Where it may, it drops what nothing will read any more. Resolves with what became of each phase; it rejects
 * only on wrong use, and when the store cannot be used.
 */
export async function runPhases<P extends Schedulable>(
  phases: readonly P[],
  bodyOf: (phase: P) => PhaseBody,
  options: RunOptions<P>,
): Promise<RunOutcome<P>> {
  const { store, signal } = options
  const graph = buildGraph(phases)
  await store.sweep()
  const setAside = await setAsideDamaged(graph.phases.keys(), graph, options, signal && { signal })
  const storeRun = await store.openRun()
  try {
    const ledger = new Ledger(graph, options)
    const inputs = new Inputs(ledger, options, setAside)
    const spending = new Spending(ledger, options, storeRun)
    const begin = performance.now()
    ledger.open()
    await spending.round()
    await walk({ options, bodyOf, ledger, inputs, spending })
    await spending.round()
    const outcome = ledger.close()
    const { dropped } = spending
    return { ...outcome, dropped, setAside: inputs.setAside, seconds: (performance.now() - begin) / 1000 }
  } finally {
    await storeRun.close()
  }
}

/** Starts phases as they become ready and a place is free, until none is left that could. */
async function walk<P extends Schedulable>(run: Run<P>): Promise<void> {
  const { ledger } = run
  const { nodePhases = 4, signal, startWorker = startSlotWorker } = run.options
  const slots = run.options.slots.map((spec) => new Slot(spec, startWorker))
  const aborted = new Promise<void>((resolve) => {
    signal?.addEventListener('abort', () => resolve(), { once: true })
  })
  try {
    for (;;) {
      while (!ledger.isStopping && startNext(run, slots, nodePhases));
      const pending = [...ledger.running.values()].map(({ over }) => over)
      if (!ledger.isStopping) pending.push(...ledger.postponed.values())
      if (pending.length === 0) return
      await Promise.race(signal?.aborted ? pending : [...pending, aborted])
    }
  } finally {
    await Promise.all(slots.map((slot) => slot.stop()))
  }
}

/** Starts the most urgent phase that has a place; false when there is none. */
function startNext<P extends Schedulable>(run: Run<P>, slots: readonly Slot[], nodePhases: number): boolean {
  const { ledger } = run
  const next = choose(ledger, slots, nodePhases, run.options.dropping !== undefined)
  if (next === undefined) return false
  const { key, slot } = next
  const stop = new AbortController()
  const over = runPhase(run, ledger.graph.phases.get(key)!, slot, stop.signal).then(async (ending) => {
    ledger.settle(key, ending)
    await run.spending.round()
  })
  ledger.start(key, { slot, stop, over })
  return true
}
