import { randomStream, type Tensors } from '#kernel'
import { NothingToTrainError } from './errors.ts'
import { type FeatureSet, itemLengths } from './feature-set.ts'
import { IntList } from './growable.ts'
import { type Decay, learningRates } from './learning-rate.ts'
import { type DrawMasks, type Masking, maskDrawer } from './masking.ts'
import { type SamplingRule, samplingProbabilities } from './sampling.ts'

/** One task of a schedule. */
export interface ScheduleTask {
  readonly features: Pick<FeatureSet, 'tensors'>
  /** Items a step; the last step of an epoch takes what is left. */
  readonly batchSize?: number | undefined
  /** Instead of `batchSize`: as many items a step as hold at most this many tokens, at least one. */
  readonly batchTokens?: number | undefined
  /** masked-lm only. */
  readonly masking?: Masking | undefined
}

/** Everything that decides the order of training. */
export interface ScheduleSpec {
  readonly tasks: readonly ScheduleTask[]
  /** Optimiser steps. Either this or `epochs`. */
  readonly steps?: number | undefined
  /** Passes over the data; may be fractional. Of several tasks: over as many steps as one epoch of each takes, capped sizes where the rule has a cap. */
  readonly epochs?: number | undefined
  /** How steps are shared out; needed with several tasks. */
  readonly sampling?: SamplingRule | undefined
  /** Peak. */
  readonly learningRate: number
  readonly warmupFraction: number
  /** Of the learning rate, after the warm-up. */
  readonly decay: Decay
  readonly seed: number
}

/** A whole training run, step by step. */
export interface Schedule {
  /** In the layout of the engine contract; goes to the worker as a safetensors file. */
  readonly tensors: Tensors
  readonly steps: number
  /** Items trained on, counted each time. */
  readonly items: number
  /** Real tokens trained on, counted each time. */
  readonly tokens: number
  /** Steps, items and tokens of each task. */
  readonly tasks: readonly { readonly steps: number; readonly items: number; readonly tokens: number }[]
}

/**
 * Draws the order of training: each task runs through its own shuffled epochs, one task a step. Every stream of random
 * numbers has its own name, so the order of one task does not depend on the others.
 */
export function buildSchedule(spec: ScheduleSpec): Schedule {
  const cursors = spec.tasks.map((task, index) => new Cursor(task, index, spec.seed))
  if (cursors.length === 0) throw new RangeError('a schedule needs a task')
  const steps = totalSteps(spec, cursors)
  const choose = taskChooser(spec, cursors)

  const items = new IntList('the items of a schedule', 1 << 14)
  const stepOffsets = new IntList('the steps of a schedule', steps + 1)
  const stepTask = new Int32Array(steps)
  const masked = spec.tasks.some(({ masking }) => masking !== undefined)
  const maskOffsets = new IntList('the masks of a schedule', 1 << 14)
  const maskPositions = new IntList('the masks of a schedule', 1 << 16)
  const maskInputs = new IntList('the masks of a schedule', 1 << 16)
  stepOffsets.push(0)
  maskOffsets.push(0)
  for (let step = 0; step < steps; step++) {
    const task = choose()
    const cursor = cursors[task]!
    stepTask[step] = task
    const last = cursor.advance()
    for (let at = cursor.batchStart; at < last; at++) {
      const item = cursor.order[at]!
      items.push(item)
      if (masked) {
        cursor.drawMasks(item, maskPositions, maskInputs)
        maskOffsets.push(maskPositions.length)
      }
    }
    stepOffsets.push(items.length)
  }
  const vector = (list: IntList) => ({ data: list.toArray(), shape: [list.length] })
  return {
    tensors: {
      items: vector(items),
      step_offsets: vector(stepOffsets),
      step_task: { data: stepTask, shape: [steps] },
      learning_rate: {
        data: learningRates(steps, spec.learningRate, spec.warmupFraction, spec.decay),
        shape: [steps],
      },
      ...(masked && {
        mask_offsets: vector(maskOffsets),
        mask_positions: vector(maskPositions),
        mask_inputs: vector(maskInputs),
      }),
    },
    steps,
    items: items.length,
    tokens: cursors.reduce((sum, { tokens }) => sum + tokens, 0),
    tasks: cursors.map(({ taken, items: count, tokens }) => ({ steps: taken, items: count, tokens })),
  }
}

/** Walks through the shuffled epochs of one task, batch by batch. */
class Cursor {
  /** Items of this epoch, shuffled. */
  readonly order: Int32Array
  readonly size: number
  batchStart = 0
  taken = 0
  items = 0
  tokens = 0
  private end = 0
  private epoch = -1
  private readonly task: ScheduleTask
  private readonly index: number
  private readonly seed: number
  private readonly lengths: Int32Array
  private draw: DrawMasks | null = null

  constructor(task: ScheduleTask, index: number, seed: number) {
    this.task = task
    this.index = index
    this.seed = seed
    this.lengths = itemLengths(task.features)
    this.size = this.lengths.length
    this.order = new Int32Array(this.size)
    checkTrainable(task, index, this.size)
    this.startEpoch()
  }

  /** Takes the next batch: `order` from `batchStart` to the returned index. */
  advance(): number {
    if (this.end === this.size) this.startEpoch()
    this.batchStart = this.end
    this.end = this.batchEnd(this.batchStart)
    this.taken++
    this.items += this.end - this.batchStart
    for (let at = this.batchStart; at < this.end; at++) this.tokens += this.lengths[this.order[at]!]!
    return this.end
  }

  /** Steps of an epoch over at most `cap` items; with `batchTokens`, of the first epoch's order. */
  stepsPerEpoch(cap: number): number {
    const { batchSize } = this.task
    if (batchSize !== undefined) return Math.ceil(Math.min(this.size, cap) / batchSize)
    let steps = 0
    for (let at = 0; at < Math.min(this.size, cap); steps++) at = this.batchEnd(at)
    return steps
  }

  drawMasks(item: number, positions: IntList, inputs: IntList): void {
    if (this.draw === null) return
    const { ids, sequence_offsets: offsets } = this.task.features.tensors
    this.draw(ids!.data as Int32Array, offsets!.data[item]!, offsets!.data[item + 1]!, positions, inputs)
  }

  private startEpoch(): void {
    this.epoch++
    this.end = 0
    for (let item = 0; item < this.size; item++) this.order[item] = item
    const stream = (purpose: string) =>
      randomStream(this.seed, purpose, `task ${this.index}`, `epoch ${this.epoch}`)
    stream('order').shuffle(this.order)
    const { masking } = this.task
    if (masking !== undefined) this.draw = maskDrawer(masking, stream('masking'))
  }

  private batchEnd(start: number): number {
    const { batchSize, batchTokens } = this.task
    if (batchSize !== undefined) return Math.min(this.size, start + batchSize)
    let end = start + 1
    let tokens = this.lengths[this.order[start]!]!
    while (end < this.size && tokens + this.lengths[this.order[end]!]! <= batchTokens!)
      tokens += this.lengths[this.order[end++]!]!
    return end
  }
}

function checkTrainable({ features: { tensors }, ...task }: ScheduleTask, index: number, size: number): void {
  const batch = task.batchSize ?? task.batchTokens ?? 0
  if (
    (task.batchSize === undefined) === (task.batchTokens === undefined) ||
    !(Number.isInteger(batch) && batch > 0)
  )
    throw new RangeError(`task ${index} needs either batchSize or batchTokens, a whole number`)
  if (size === 0) throw new NothingToTrainError(index, 'its features hold no items')
  const labels = tensors.labels?.data
  const unlabelled =
    labels?.filter((label) => label < 0).length ?? tensors.values?.data.filter(Number.isNaN).length ?? 0
  if (unlabelled > 0)
    throw new NothingToTrainError(index, `${unlabelled} of ${size} items have no gold label`)
  const tags = tensors.tag_labels?.data
  if (tags?.every((label) => label < 0)) throw new NothingToTrainError(index, 'no word has a gold label')
}

function totalSteps({ steps, epochs, sampling }: ScheduleSpec, cursors: readonly Cursor[]): number {
  if ((steps === undefined) === (epochs === undefined))
    throw new RangeError('a schedule needs either steps or epochs')
  if (steps !== undefined) {
    if (!(Number.isInteger(steps) && steps > 0)) throw new RangeError(`steps is ${steps}`)
    return steps
  }
  if (!(epochs! > 0)) throw new RangeError(`epochs is ${epochs}`)
  const cap = (sampling !== undefined && 'cap' in sampling && sampling.cap) || Number.POSITIVE_INFINITY
  const once = cursors.reduce(
    (sum, cursor) => sum + cursor.stepsPerEpoch(cursors.length > 1 ? cap : cursor.size),
    0,
  )
  // Nine digits: 0.1 + 0.2 epochs of ten steps are three steps, not four.
  return Math.max(1, Math.ceil(Number((epochs! * once).toPrecision(9))))
}

/** Draws the task of each step, independently. */
function taskChooser({ sampling, seed }: ScheduleSpec, cursors: readonly Cursor[]): () => number {
  if (cursors.length === 1) return () => 0
  if (sampling === undefined) throw new RangeError('several tasks need a sampling rule')
  const probabilities = samplingProbabilities(
    sampling,
    cursors.map(({ size }) => size),
  )
  const random = randomStream(seed, 'task')
  const last = probabilities.findLastIndex((probability) => probability > 0)
  return () => {
    let rest = random.uniform()
    for (let task = 0; task < last; task++) {
      rest -= probabilities[task]!
      if (rest < 0) return task
    }
    return last
  }
}
