import { PolyviaError } from '#kernel'
import type { Event } from './contract.ts'

/** The Python side of the set-up is absent, old or broken. */
export class SetupMissingError extends PolyviaError {
  readonly code = 'SETUP_MISSING'
  readonly exitCode = 3
  constructor(what: string, hint: string, cause?: unknown) {
    super(what, { hint, cause })
  }
}

/** The installed worker speaks another contract than this program. */
export class EngineMismatchError extends PolyviaError {
  readonly code = 'ENGINE_MISMATCH'
  readonly exitCode = 3
  constructor(what: string) {
    super(what, { hint: 'Two versions of polyvia are mixed. Install polyvia again, then run the set-up.' })
  }
}

/** The worker did not come up. */
export class WorkerNotReadyError extends PolyviaError {
  readonly code = 'WORKER_NOT_READY'
  readonly exitCode = 3
  constructor(what: string, log: string, cause?: unknown) {
    super(`The PyTorch worker ${what}${quoteLog(log)}`, {
      hint: 'Run the set-up again; if the machine was busy or the disk slow, just try again.',
      cause,
    })
  }
}

/** The worker process ended although it had work. */
export class WorkerDiedError extends PolyviaError {
  readonly code = 'WORKER_DIED'
  readonly exitCode = 1
  readonly signal: NodeJS.Signals | null
  constructor(what: string, status: { exitCode: number | null; signal: NodeJS.Signals | null }, log: string) {
    const how =
      status.signal === null ? `ended with exit code ${status.exitCode}` : `was killed by ${status.signal}`
    super(`The PyTorch worker ${how} during ${what}${quoteLog(log)}`, {
      hint:
        status.signal === 'SIGKILL'
          ? 'The system kills a process this way when memory runs out: lower the tokens of a forward pass or the number of slots. Training continues from its saved state.'
          : 'The lines above say why. Training continues from its saved state when the run is started again.',
    })
    this.signal = status.signal
  }
}

/** The worker said something that the contract does not know. */
export class EngineProtocolError extends PolyviaError {
  readonly code = 'ENGINE_PROTOCOL'
  readonly exitCode = 1
  constructor(line: string, reason: string) {
    super(
      `The PyTorch worker sent an event that is not in the contract: ${reason}\n  ${line.slice(0, 300)}`,
      {
        hint: 'Two versions of polyvia may be mixed; install it again. Otherwise this is a bug: please report it.',
      },
    )
  }
}

type Failure = Extract<Event, { type: 'failed' }>
/** Causes that the worker itself names; DISK_FULL becomes the store's error of that code. */
export type JobFailure = Exclude<Failure['code'], 'DISK_FULL'>

const HINTS: Record<JobFailure, string> = {
  OUT_OF_MEMORY:
    'Lower the tokens of a forward pass (same result, more parts), or use a device with more memory.',
  NOT_FINITE: 'Training diverged: lower the learning rate, lengthen the warm-up, or use fp32.',
  BAD_FILE:
    'Copy or fetch the file again: it is damaged, or not what the phase expects. Of artifacts, "polyvia store verify" finds the damaged ones.',
  NO_HEAD: 'The checkpoint was never trained on this task: check the stages of the arm.',
  UNSUPPORTED_MODEL: 'Choose another pretrained model, or one of the encoder families that the guide lists.',
  BAD_REQUEST:
    'Two versions of polyvia may be mixed; install it again. Otherwise this is a bug: please report it.',
  INTERNAL: 'This is a bug in the worker: please report it with the lines above.',
}

/** The worker could not do a job and said why; it lives on. */
export class JobFailedError extends PolyviaError {
  readonly code: JobFailure
  readonly exitCode = 1
  constructor(what: string, code: JobFailure, message: string, log: string) {
    super(`${what} failed: ${message}${code === 'INTERNAL' ? quoteLog(log) : ''}`, { hint: HINTS[code] })
    this.code = code
  }
}

function quoteLog(log: string): string {
  return log === '' ? '' : `\n${log.replace(/^/gm, '  | ')}`
}
