import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClassificationExample } from '#data'
import { type KeptWorker, keptWorker, type Worker } from '#engine'
import type { SlotSpec } from '#execute'
import { featuresPath, featurize, openTokenizer, writeFeatures } from '#features'
import { contentKey, readSafetensors } from '#kernel'
import { isCalibrated } from '../calibration/tables.ts'
import type { EntailmentScorer, LabelProbabilities } from '../entailment.ts'
import {
  checkpointOfFolder,
  checkpointOfStudy,
  type FolderVerifier,
  type NliCheckpoint,
  type StudyVerifier,
} from './checkpoint.ts'
import { cutPremises } from './cut.ts'
import type { LabelledPair } from './labels.ts'
import { LogitCache } from './logit-cache.ts'
import { fitTemperature, type Logits, probabilities } from './temperature.ts'

type Pairs = Parameters<EntailmentScorer['score']>[0]

export interface NliOptions {
  /** A study whose checkpoint is in a store, or a folder. */
  readonly from: StudyVerifier | FolderVerifier
  /**
   * Divides the logits. A number, or pairs to fit it on; by default it is fitted on the development data of the study, and 1
   * for a folder.
   */
  readonly temperature?: number | readonly LabelledPair[]
  /** Folder that remembers the logits of pairs. */
  readonly cache?: string
  /** Where the worker runs; default the CPU with all cores. */
  readonly slot?: SlotSpec
  /**
   * Most tokens in one forward pass. The default, 1, takes each pair alone: then what is said of it does not depend on the
   * others, to the last bit. On a GPU thousands are faster.
   */
  readonly maxTokens?: number
  /** A worker that runs already, on the device of `slot`; it is not stopped by `close`. */
  readonly worker?: Worker
}

/** A classifier of entailment. Its worker starts at the first pair that is not remembered, and runs until `close`. */
export interface NliScorer extends EntailmentScorer {
  /** Whether it can contradict: a head of two outputs cannot. */
  readonly contradicts: boolean
  /** Whether there is a table of how often it is right. */
  readonly calibrated: boolean
  readonly temperature: number
  /** Before softmax and temperature, rounded to thousandths. */
  logits(pairs: Pairs, signal?: AbortSignal): Promise<Logits[]>
  close(): Promise<void>
}

/** Pairs that go to the worker at once, and that a kill loses at most. */
const BATCH = 256

/**
 * Opens a classifier of entailment, ours or a published one: premise = passage, hypothesis = claim. Close it after use.
 * @throws VerifierMissingError when a study was not run; VerifierUnfitError for what is no such classifier;
 * VerifierLabelsError where it is unclear what its outputs mean.
 */
export async function openNliScorer(options: NliOptions): Promise<NliScorer> {
  const { from, temperature } = options
  const checkpoint = await ('study' in from ? checkpointOfStudy(from) : checkpointOfFolder(from))
  const reader = new PairReader(checkpoint, options)
  try {
    if (typeof temperature === 'number') return new Scorer(reader, checkpoint, temperature)
    const pairs = temperature ?? (await checkpoint.development())
    const logits = await reader.logits(pairs)
    const fitted = fitTemperature(pairs.map(({ label }, at) => ({ label, logits: logits[at]! })))
    return new Scorer(reader, checkpoint, fitted)
  } catch (thrown) {
    await reader.close()
    throw thrown
  }
}

class Scorer implements NliScorer {
  readonly id: string
  readonly temperature: number
  readonly contradicts: boolean
  readonly calibrated: boolean
  readonly #reader: PairReader

  constructor(reader: PairReader, { key, maxLength, places }: NliCheckpoint, temperature: number) {
    this.#reader = reader
    this.temperature = temperature
    this.id = `nli-${contentKey({ key, maxLength, temperature }).slice(0, 16)}`
    this.contradicts = places.contradicted !== null
    this.calibrated = isCalibrated(this.id)
  }

  async score(pairs: Pairs, signal?: AbortSignal): Promise<LabelProbabilities[]> {
    const logits = await this.logits(pairs, signal)
    return logits.map((each) => probabilities(each, this.temperature))
  }

  logits(pairs: Pairs, signal?: AbortSignal): Promise<Logits[]> {
    return this.#reader.logits(pairs, signal)
  }

  close(): Promise<void> {
    return this.#reader.close()
  }
}

/** Pairs to logits: remembered, or computed by the worker. */
class PairReader {
  readonly #checkpoint: NliCheckpoint
  readonly #slot: SlotSpec
  readonly #maxTokens: number
  readonly #cache: LogitCache
  readonly #given: Worker | undefined
  readonly #own: KeptWorker
  /** One job at a time; a caller waits for those before. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(checkpoint: NliCheckpoint, { slot, maxTokens, cache, worker }: NliOptions) {
    this.#checkpoint = checkpoint
    this.#given = worker
    this.#slot = slot ?? { device: 'cpu', threads: availableParallelism() }
    const { env } = this.#slot
    this.#own = keptWorker({ threads: this.#slot.threads, ...(env === undefined ? {} : { env }) })
    this.#maxTokens = maxTokens ?? 1
    const { key, maxLength, precision } = checkpoint
    this.#cache = new LogitCache(cache, contentKey({ key, maxLength, precision }).slice(0, 16))
  }

  logits(pairs: Pairs, signal?: AbortSignal): Promise<Logits[]> {
    const turn = this.#last.then(() => this.#all(pairs, signal))
    this.#last = turn.catch(() => undefined)
    return turn
  }

  async close(): Promise<void> {
    await this.#last
    await this.#own.close()
  }

  async #all(pairs: Pairs, signal: AbortSignal | undefined): Promise<Logits[]> {
    const known = new Map<string, Logits>()
    const name = ({ premise, hypothesis }: Pairs[number]) => JSON.stringify([premise, hypothesis])
    const open = new Map<string, Pairs[number]>()
    for (const pair of pairs) {
      const found = this.#cache.get(pair.premise, pair.hypothesis)
      if (found === undefined) open.set(name(pair), pair)
      else known.set(name(pair), found)
    }
    const left = [...open.values()]
    for (let from = 0; from < left.length; from += BATCH) {
      const batch = left.slice(from, from + BATCH)
      const found = await this.#compute(batch, signal)
      for (const [at, pair] of batch.entries()) {
        known.set(name(pair), found[at]!)
        await this.#cache.set(pair.premise, pair.hypothesis, found[at]!)
      }
    }
    return pairs.map((pair) => known.get(name(pair))!)
  }

  async #compute(pairs: Pairs, signal: AbortSignal | undefined): Promise<Logits[]> {
    const { folder, head, labels, maxLength, precision, batching, key } = this.#checkpoint
    const tokenizer = await openTokenizer(folder)
    const examples = (await cutPremises(pairs, tokenizer, maxLength)).map(
      ({ premise, hypothesis }, at): ClassificationExample => ({
        id: String(at),
        text: premise,
        pair: hypothesis,
        label: null,
      }),
    )
    const features = await featurize({ kind: 'classification', examples, split: 'test' }, tokenizer, {
      maxLength,
      labels: [...labels],
    })
    const work = await mkdtemp(join(tmpdir(), 'polyvia-nli-'))
    try {
      await writeFeatures(work, features)
      const worker = this.#given ?? (await this.#own.started(signal))
      const path = join(work, 'logits.safetensors')
      await worker.run(
        {
          op: 'logits',
          id: key,
          checkpoint: folder,
          task: head,
          features: featuresPath(work),
          output: path,
          precision,
          batching,
          runtime: { device: this.#slot.device, threads: this.#slot.threads, maxTokens: this.#maxTokens },
        },
        signal === undefined ? {} : { signal },
      )
      const logits = readSafetensors(path).logits!.data as Float32Array
      const outputs = labels.length
      return pairs.map((_, at) => this.#named(logits.subarray(at * outputs, (at + 1) * outputs)))
    } finally {
      await rm(work, { recursive: true, force: true })
    }
  }

  #named(logits: ArrayLike<number>): Logits {
    const { supported, contradicted, insufficient } = this.#checkpoint.places
    // Thousandths: another machine or number of threads moves the last bits only.
    const of = (place: number) => Math.round(logits[place]! * 1000) / 1000
    return {
      supported: of(supported),
      contradicted: contradicted === null ? null : of(contradicted),
      insufficient: of(insufficient),
    }
  }
}
