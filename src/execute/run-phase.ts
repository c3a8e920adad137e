import { EngineProtocolError, JobFailedError, WorkerDiedError } from '#engine'
import { LeaseHeldError, LeaseLostError } from '#store'
import type { Ending } from './ledger.ts'
import { perform } from './perform.ts'
import type { Run } from './run.ts'
import type { Schedulable } from './schedulable.ts'
import type { Slot } from './slot.ts'

/** After these a worker may hold broken state or memory, so the slot gets a fresh one. */
const SPOILS_WORKER = new Set(['OUT_OF_MEMORY', 'INTERNAL'])

/**
 * An input was damaged, or taken away, while a phase worked on it: what the phase made is worth nothing, also where the
 * input is whole again by now.
 */
class InputsChanged extends Error {}

/**
 * Makes one phase: again when its worker was killed, and not from inputs that are damaged or change meanwhile.
 * @param stop aborts when its inputs turn out to be damaged
 */
export async function runPhase<P extends Schedulable>(
  { options, bodyOf, ledger, inputs }: Run<P>,
  phase: P,
  slot: Slot | undefined,
  stop: AbortSignal,
): Promise<Ending> {
  const { store, retries = 1 } = options
  const base = {
    operation: phase.operation,
    label: phase.label,
    inputs: phase.inputs,
    parameters: phase.parameters,
    versions: { node: process.versions.node, ...options.versions },
  }
  const signal = AbortSignal.any(options.signal === undefined ? [stop] : [options.signal, stop])
  for (let attempt = 1; ; attempt++) {
    let edition: string | undefined
    try {
      edition = await inputs.secure(phase)
      if (edition === undefined) return { became: 'again', begun: false }
      const { computed, manifest } = await store.produce(
        phase.key,
        base,
        async (work) => {
          ledger.tell(phase.key, { type: 'started', attempt, slot: slot?.spec ?? null })
          const made = await perform(phase, bodyOf(phase), slot, work, (news) => ledger.tell(phase.key, news))
          if (stop.aborted || (await inputs.secure(phase)) !== edition) throw new InputsChanged()
          return made
        },
        { wait: false, signal },
      )
      // Whoever found an input damaged meanwhile may have set it aside already.
      if (!store.has(phase.key)) return { became: 'again', begun: true }
      return computed ? { became: 'done', manifest } : { became: 'cached' }
    } catch (thrown) {
      if (thrown instanceof LeaseHeldError) return { became: 'postponed', holder: thrown.holder }
      if (thrown instanceof LeaseLostError) return { became: 'postponed' }
      const isChanged = async () =>
        stop.aborted || (await inputs.secure(phase).catch(() => edition)) !== edition
      // A body that fails on damaged input is not to blame.
      if (thrown instanceof InputsChanged || (edition !== undefined && (await isChanged()))) {
        await store.dropState(phase.key)
        return { became: 'again', begun: true }
      }
      if (options.signal?.aborted) return { became: 'interrupted' }
      const error = thrown instanceof Error ? thrown : new Error(String(thrown))
      if (isSpoiling(error)) await slot?.stop()
      if (!(error instanceof WorkerDiedError) || attempt > retries) return { became: 'failed', error }
      ledger.tell(phase.key, { type: 'retrying', error, attempt: attempt + 1 })
    }
  }
}

function isSpoiling(error: Error): boolean {
  return (
    error instanceof EngineProtocolError || (error instanceof JobFailedError && SPOILS_WORKER.has(error.code))
  )
}
