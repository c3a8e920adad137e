import { assertUnchanged, type Keep, lastingFiles, type Operation, type Plan, type PlannedPhase } from '#plan'
import type { RunEnvironment, WorkerBody } from './body.ts'
import type { RunOutcome } from './events.ts'
import { embedBody } from './phases/embed.ts'
import { featurizeBody } from './phases/featurize.ts'
import { initializeBody } from './phases/initialize.ts'
import { maskedLmLossBody } from './phases/masked-lm-loss.ts'
import { neighboursBody } from './phases/neighbours.ts'
import { overlapBody } from './phases/overlap.ts'
import { predictBody } from './phases/predict.ts'
import { scoreBody } from './phases/score.ts'
import { selectBody } from './phases/select.ts'
import { tokenizerBody } from './phases/tokenizer.ts'
import { trainBody } from './phases/train.ts'
import { newPrecisionSettler, type SettlePrecision } from './precision.ts'
import type { RunOptions } from './run.ts'
import { runPhases } from './run-phases.ts'
import type { PhaseBody, PhaseContext, Schedulable } from './schedulable.ts'

/** Operations whose body needs no worker. */
const IN_NODE: ReadonlySet<Operation> = new Set(['featurize', 'score', 'overlap'])

const BODIES: { readonly [O in Operation]: WorkerBody<O> } = {
  tokenizer: tokenizerBody,
  initialize: initializeBody,
  featurize: featurizeBody,
  train: trainBody,
  predict: predictBody,
  'masked-lm-loss': maskedLmLossBody,
  embed: embedBody,
  select: selectBody,
  neighbours: neighboursBody,
  score: scoreBody,
  overlap: overlapBody,
}

/** A planned phase as the scheduler sees it. */
export interface ScheduledPhase extends Schedulable {
  readonly planned: PlannedPhase
}

/**
 * Runs what a plan still lacks in the store.
 * @param settings `keep`: what the store is to hold in the end. Left out: nothing is dropped, nor made again that was
 */
export function runPlan(
  plan: Plan,
  settings: Pick<RunEnvironment, 'saving'> & { readonly keep?: Keep | undefined },
  options: Omit<RunOptions<ScheduledPhase>, 'dropping' | 'everything'>,
): Promise<RunOutcome<ScheduledPhase>> {
  const { keep, saving } = settings
  const environment: RunEnvironment = { saving, store: options.store, models: plan.models }
  const settle = newPrecisionSettler()
  return runPhases(plan.phases.map(scheduled), ({ planned }) => bodyOf(planned, environment, settle), {
    ...options,
    everything: keep === 'all',
    ...(keep === undefined || keep === 'all'
      ? {}
      : { dropping: ({ planned }) => lastingFiles(planned.operation, keep) }),
  })
}

function scheduled(planned: PlannedPhase): ScheduledPhase {
  const { key, operation, inputs, parameters, labels } = planned
  const others = labels.length - 1
  return {
    key,
    operation,
    inputs,
    parameters,
    label: others === 0 ? labels[0]! : `${labels[0]} (and ${others} more)`,
    needsWorker: !IN_NODE.has(operation),
    ...('checkpoint' in inputs ? { checkpointAffinity: inputs.checkpoint } : {}),
    planned,
  }
}

function bodyOf<O extends Operation>(
  phase: PlannedPhase<O>,
  environment: RunEnvironment,
  settle: SettlePrecision,
): PhaseBody {
  const body = BODIES[phase.operation]
  const given = Object.values(phase.inputs).filter((key) => key in environment.models)
  const assertGiven = () => Promise.all(given.map((key) => assertUnchanged(key, environment.models[key]!)))
  return async ({ output, state, report, tell, worker, slot }: PhaseContext) => {
    await assertGiven()
    const device = slot?.device ?? 'cpu'
    const facts = await body({
      phase,
      environment,
      output,
      state,
      report,
      tell,
      worker: worker!,
      runtime: {
        device,
        threads: slot?.threads ?? 1,
      },
      settlePrecision: (asked) => settle(asked, worker!.ready, device),
      progress: (total) => ({
        onProgress: ({ step, loss, tokens, seconds }) => report({ step, total, loss, tokens, seconds }),
      }),
    })
    await assertGiven()
    return facts
  }
}
