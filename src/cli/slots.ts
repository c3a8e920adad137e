import { execFileSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import type { SlotSpec } from '#execute'
import { PolyviaError } from '#kernel'
import type { Architecture } from '#plan'

class SlotError extends PolyviaError {
  readonly code = 'SLOTS_INVALID'
  readonly exitCode = 2
}

/** Parameters (encoder and embeddings) under which a core of its own serves a model better than sharing all cores. */
const SMALL_MODEL = 30e6

/** Most places, and most threads of one. */
const MOST = 1024

/**
 * Places for workers. One a GPU where there are GPUs; else on the CPU: for a small model one a core with one thread,
 * for a larger one a single place with all cores. `given` is `--slots`: `2`, `2x4` (2 places of 4 threads) or `cuda:0,cuda:1`.
 */
export function slotsFor(given: string | undefined, model: Architecture): SlotSpec[] {
  const cores = availableParallelism()
  if (given === undefined) {
    const gpus = countGpus()
    if (gpus > 0)
      return Array.from({ length: gpus }, (_, at) => ({
        device: `cuda:${at}`,
        threads: Math.max(1, Math.floor(cores / gpus)),
      }))
    const parameters =
      model.vocabulary * model.hidden +
      model.layers * (4 * model.hidden ** 2 + 2 * model.hidden * model.feedForward)
    return parameters < SMALL_MODEL ? cpuSlots(cores, 1) : cpuSlots(1, cores)
  }
  const cpu = /^(\d+)(?:x(\d+))?$/.exec(given)
  if (cpu) {
    const slots = Number(cpu[1])
    const threads = cpu[2] === undefined ? Math.max(1, Math.floor(cores / slots)) : Number(cpu[2])
    const fits = (value: number) => value >= 1 && value <= MOST
    if (fits(slots) && fits(threads)) return cpuSlots(slots, threads)
  }
  const devices = given.split(',')
  if (devices.every((device) => /^(cpu|cuda(:\d+)?)$/.test(device)))
    return devices.map((device) => ({ device, threads: Math.max(1, Math.floor(cores / devices.length)) }))
  throw new SlotError(
    `--slots "${given}" is neither a number up to ${MOST}, nor NUMBERxTHREADS, nor devices such as cuda:0,cuda:1`,
    {
      hint: 'Leave it out to use what the machine has.',
    },
  )
}

const cpuSlots = (slots: number, threads: number): SlotSpec[] =>
  Array.from({ length: slots }, () => ({ device: 'cpu', threads }))

function countGpus(): number {
  try {
    const listed = execFileSync('nvidia-smi', ['-L'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return listed.split('\n').filter((line) => line.startsWith('GPU ')).length
  } catch {
    return 0
  }
}
