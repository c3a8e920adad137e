import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { keptWorker } from '#engine'
import { featuresPath, featurize, openTokenizer, writeFeatures } from '#features'
import { contentKey, readSafetensors, writeWhole } from '#kernel'

/** Tells how near texts are to a question in meaning. */
export interface Meaning {
  /** Names encoder and settings; goes into protocols. */
  readonly id: string
  /**
   * Cosine of each text with the question, rounded to four decimals, in the order of the texts.
   * @param onEmbedded told how many of the texts that were not known are embedded
   */
  similarities(
    question: string,
    texts: readonly string[],
    onEmbedded?: (done: number, of: number) => void,
    signal?: AbortSignal,
  ): Promise<number[]>
  close(): Promise<void>
}

export interface MeaningOptions {
  /** As it is called in sentences. */
  readonly name: string
  /** Folder in Hugging Face layout. */
  readonly checkpoint: string
  /** Content key of the folder. */
  readonly key: string
  /** `hidden_states` index and pooling of the vectors. */
  readonly layer: number
  readonly pooling: 'mean' | 'first-token'
  /** What the model was trained to see before a question and before a text. */
  readonly prefixes: { readonly query: string; readonly passage: string }
  /** Folder that remembers vectors. */
  readonly cache: string
}

/** Tokens of a text that are read: a sentence whole, of an abstract the first half or more. */
const MAX_LENGTH = 128
/** Texts that go to the worker at once, and that a kill loses at most. */
const BATCH = 512
const MOST_TOKENS = 4096
/** Bytes of a key in a file of vectors. */
const KEY = 32
/** Vectors are unit vectors of 16-bit parts. */
const SCALE = 32_767

/**
 * Opens an encoder for ranking. Each text is embedded once by a worker, which starts at the first text that is not
 * remembered and runs until `close`; vectors are remembered by the content of model and text.
 */
export function openMeaning(options: MeaningOptions): Meaning {
  const { name, checkpoint, key, layer, pooling, prefixes } = options
  const settings = contentKey({ key, layer, pooling, maxLength: MAX_LENGTH })
  const vectors = new VectorFiles(join(options.cache, settings.slice(0, 16)))
  const worker = keptWorker({ threads: availableParallelism() })

  async function embed(texts: readonly string[], signal: AbortSignal | undefined): Promise<Float32Array[]> {
    const tokenizer = await openTokenizer(checkpoint)
    const examples = texts.map((text, at) => ({ id: String(at), text, english: text }))
    const features = await featurize({ kind: 'sentence-retrieval', examples, split: 'test' }, tokenizer, {
      maxLength: MAX_LENGTH,
      side: 'text',
    })
    const work = await mkdtemp(join(tmpdir(), 'polyvia-meaning-'))
    try {
      await writeFeatures(work, features)
      const path = join(work, 'vectors.safetensors')
      const running = await worker.started(signal)
      await running.run(
        {
          op: 'embed',
          id: settings,
          checkpoint,
          features: featuresPath(work),
          outputs: [{ layer, pooling, path }],
          precision: 'fp32',
          batching: 'packed',
          runtime: { device: 'cpu', threads: availableParallelism(), maxTokens: MOST_TOKENS },
        },
        signal === undefined ? {} : { signal },
      )
      const { data, shape } = readSafetensors(path).embeddings!
      const width = shape[1]!
      return texts.map((_, at) => (data as Float32Array).slice(at * width, (at + 1) * width))
    } finally {
      await rm(work, { recursive: true, force: true })
    }
  }

  return {
    id: `${name}-${settings.slice(0, 8)}`,
    async similarities(question, texts, onEmbedded, signal) {
      const asked = prefixes.query + question
      const read = texts.map((text) => prefixes.passage + text)
      const open = [...new Set([asked, ...read])].filter((text) => !vectors.has(text))
      // Texts of like length together: less padding between them.
      open.sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
      for (let from = 0; from < open.length; from += BATCH) {
        const batch = open.slice(from, from + BATCH)
        await vectors.add(batch, await embed(batch, signal))
        onEmbedded?.(Math.min(from + BATCH, open.length), open.length)
      }
      const target = vectors.get(asked)
      return read.map((text) => Math.round(dot(target, vectors.get(text)) * 1e4) / 1e4)
    },
    close: () => worker.close(),
  }
}

function dot(one: Int16Array, other: Int16Array): number {
  let sum = 0
  for (let at = 0; at < one.length; at++) sum += one[at]! * other[at]!
  return sum / SCALE ** 2
}

/**
 * Unit vectors by text, in files of a batch each that are whole or not there: a kill loses the batch that was being
 * embedded. Read whole at the first question.
 */
class VectorFiles {
  readonly #folder: string
  #known: Map<string, Int16Array> | undefined

  constructor(folder: string) {
    this.#folder = folder
  }

  has(text: string): boolean {
    return this.#all().has(keyOf(text))
  }

  get(text: string): Int16Array {
    const found = this.#all().get(keyOf(text))
    if (found === undefined) throw new TypeError('a text that was not embedded')
    return found
  }

  async add(texts: readonly string[], vectors: readonly Float32Array[]): Promise<void> {
    const known = this.#all()
    const rows = texts.map((text, at) => ({ key: keyOf(text), vector: quantized(vectors[at]!) }))
    for (const { key, vector } of rows) known.set(key, vector)
    const width = rows[0]!.vector.byteLength
    const bytes = Buffer.alloc(rows.length * (KEY + width))
    rows.forEach(({ key, vector }, at) => {
      bytes.write(key, at * (KEY + width), 'hex')
      Buffer.from(vector.buffer).copy(bytes, at * (KEY + width) + KEY)
    })
    await mkdir(this.#folder, { recursive: true })
    const name = `${contentKey(rows.map(({ key }) => key)).slice(0, 32)}-${width / 2}.vectors`
    await writeWhole(join(this.#folder, name), bytes, { durable: false })
  }

  #all(): Map<string, Int16Array> {
    if (this.#known !== undefined) return this.#known
    const known = new Map<string, Int16Array>()
    for (const name of filesOf(this.#folder)) {
      const width = Number(/-(\d+)\.vectors$/.exec(name)?.[1] ?? 0)
      const bytes = readFileSync(join(this.#folder, name))
      const row = KEY + 2 * width
      // A file of another length was damaged: its texts are embedded again.
      if (width === 0 || bytes.length % row !== 0) continue
      for (let at = 0; at < bytes.length; at += row) {
        const parts = new Uint8Array(bytes.subarray(at + KEY, at + row))
        known.set(bytes.toString('hex', at, at + KEY), new Int16Array(parts.buffer))
      }
    }
    this.#known = known
    return known
  }
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

const keyOf = (text: string): string => contentKey({ text })

function quantized(vector: Float32Array): Int16Array {
  const length = Math.hypot(...vector) || 1
  return Int16Array.from(vector, (part) => Math.round((part / length) * SCALE))
}
