import { InterruptedError, type ManifestExtra, type Workspace } from '#store'
import type { PhaseNews } from './events.ts'
import { deviceOf } from './precision.ts'
import type { PhaseBody, PhaseProgress, PhaseWorker, Schedulable } from './schedulable.ts'
import type { Slot } from './slot.ts'

/** Time that a phase has to end after an abort; the worker has a limit of its own, so it gets more. */
const GRACE_MS = { node: 10_000, worker: 150_000 }

/** Runs the body of a phase once, on the worker of its slot where it needs one. Gives what the manifest tells of it. */
export async function perform<P extends Schedulable>(
  phase: P,
  body: PhaseBody,
  slot: Slot | undefined,
  work: Workspace,
  tell: (news: PhaseNews<P>) => void,
): Promise<ManifestExtra> {
  const context = {
    ...work,
    report: (progress: PhaseProgress) => tell({ type: 'progress', progress }),
    tell: (notice: string) => tell({ type: 'told', notice }),
  }
  if (slot === undefined) return { facts: await untilAborted(body(context), work.signal, GRACE_MS.node) }
  if (slot.isCold) context.report({ note: 'starting a worker' })
  const worker = await slot.worker(work.signal)
  let tokens = 0
  const guarded: PhaseWorker = {
    ready: worker.ready,
    run: async (job, hooks) => {
      const done = await worker.run(job, { ...hooks, signal: work.signal })
      tokens += done.tokens
      return done
    },
  }
  slot.loaded = phase.checkpointAffinity
  const running = body({ ...context, worker: guarded, slot: slot.spec })
  const facts = await untilAborted(running, work.signal, GRACE_MS.worker)
  const { device, threads } = slot.spec
  const name = deviceOf(worker.ready, device)?.name ?? device
  return { facts: { ...facts, ranOn: { device, name, threads } }, tokens, versions: worker.ready.versions }
}

/** The promise itself, or INTERRUPTED when it has not settled some time after an abort. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal, graceMs: number): Promise<T> {
  const settled = new AbortController()
  const deadline = new Promise<never>((_, reject) => {
    const giveUp = () => {
      const timer = setTimeout(() => reject(new InterruptedError()), graceMs)
      settled.signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
    }
    if (signal.aborted) giveUp()
    else signal.addEventListener('abort', giveUp, { once: true, signal: settled.signal })
  })
  try {
    return await Promise.race([promise, deadline])
  } finally {
    settled.abort()
  }
}
