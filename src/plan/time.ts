import type { Key } from '#kernel'
import type { Cost } from './cost.ts'

/** Sustained rates of a device. */
interface Device {
  /** FLOP/s. */
  readonly flops: number
  /** Bytes a second through its memory. */
  readonly memory: number
}

/** 30 % of the dense peak of the data sheet, what a well-fed encoder reaches, and 70 % of the memory bandwidth. */
const fromDataSheet = (peak: number, bandwidth: number): Device => ({
  flops: 0.3 * peak,
  memory: 0.7 * bandwidth,
})

const CPU = 'one CPU core (AVX-512, fp32)'

const DEVICES: Readonly<Record<string, Device>> = {
  'NVIDIA H100/H200': fromDataSheet(989e12, 3.35e12),
  'NVIDIA A100': fromDataSheet(312e12, 1.55e12),
  'NVIDIA T4 (fp16)': fromDataSheet(65e12, 0.32e12),
  // Measured in CPU time: multilingual E5 Small, 32 x 10 to 32 x 100 tokens at 40 to 52 GFLOP/s; masked-LM of a 3-layer
  // encoder of width 192, 60 GFLOP/s. AdamW on 118 million parameters, 0.20 s.
  [CPU]: { flops: 50e9, memory: 16e9 },
}

/**
 * What does not grow with the data, in seconds; measured with multilingual E5 Small (470 MB). `run`: Python with PyTorch and
 * transformers starts, and a vocabulary of 250,000 pieces is opened. `phase`: a request, its files, its manifest. Weights:
 * 0.60 s to open, 0.38 s to write, 0.45 s to hash.
 */
const FIXED = { run: 8, phase: 0.5, bytesASecond: 0.5e9 }

const fixed = ({ stored }: Cost): number => FIXED.phase + stored / FIXED.bytesASecond

const computing = ({ flops, moved }: Cost, device: Device): number =>
  flops / device.flops + moved / device.memory

const sum = (costs: readonly Cost[], of: (cost: Cost) => number) =>
  costs.reduce((total, cost) => total + of(cost), 0)

/**
 * Seconds until some phases have run on one worker, by device: what every run and phase takes anyhow, and computing. Where
 * phases of the plan have run, this machine is among the devices.
 */
export function secondsByDevice(
  toRun: readonly Cost[],
  priced: ReadonlyMap<Key, Cost>,
  secondsOf: (key: Key) => number | undefined,
): Record<string, number> {
  const anyhow = toRun.length === 0 ? 0 : FIXED.run + sum(toRun, fixed)
  const seconds = Object.fromEntries(
    Object.entries(DEVICES).map(([name, device]) => [
      name,
      anyhow + sum(toRun, (cost) => computing(cost, device)),
    ]),
  )
  const slower = thisMachine(priced, secondsOf)
  return slower === null
    ? seconds
    : {
        'this machine, one worker (measured)':
          anyhow + slower * sum(toRun, (cost) => computing(cost, DEVICES[CPU]!)),
        ...seconds,
      }
}

/** How many times as long as one CPU core this machine computes, over the phases that have run; null before any has. */
function thisMachine(
  priced: ReadonlyMap<Key, Cost>,
  secondsOf: (key: Key) => number | undefined,
): number | null {
  const ran = [...priced].flatMap(([key, cost]) => {
    const took = secondsOf(key)
    return took === undefined ? [] : [{ cost, took }]
  })
  // On a fast device a short phase is all fixed: then at least a twentieth of it was computing.
  const took = ran.reduce((total, each) => total + Math.max(each.took - fixed(each.cost), each.took / 20), 0)
  const expected = sum(
    ran.map(({ cost }) => cost),
    (cost) => computing(cost, DEVICES[CPU]!),
  )
  return expected > 0 && took > 0 ? took / expected : null
}
