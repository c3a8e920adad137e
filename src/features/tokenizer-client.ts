import { HelperProcess, type Key } from '#kernel'
import { TokenizerInvalidError } from './errors.ts'
import { type Segments, SegmentsWriter } from './segments.ts'
import type { Template } from './template.ts'
import type { TokenizerAnswer, TokenizerQuestion } from './tokenizer-process.ts'

/** Texts handed to the native library at a time: bounds the memory that its encodings take. */
const CHUNK = 2048

/** Time that every question has, and characters a second beyond it: some hundredth of what the library does. */
const LIMIT_MS = 30_000
const SLOWEST_PER_SECOND = 20_000

const helper = new HelperProcess<TokenizerQuestion, TokenizerAnswer>('tokenizer-process', import.meta.url)

/**
 * A tokenizer of the native library in a process of its own, which may abort or be ended: a `tokenizer.json` holds
 * patterns, and for some of them there are texts that the library aborts on or never finishes.
 * Every method throws TOKENIZER_INVALID then, and where the tokenizer cannot be opened.
 */
export class TokenizerClient {
  readonly #file: string
  readonly #hash: Key
  readonly #json: string

  /** `hash` is that of `json`, the content of `file`. */
  constructor(file: string, hash: Key, json: string) {
    this.#file = file
    this.#hash = hash
    this.#json = json
  }

  /** Special tokens around one text and around two; `null` where they do not keep the texts in order. */
  async template(): Promise<Template | null> {
    const answer = await this.#ask(null, 0)
    if ('template' in answer) return answer.template
    throw this.#invalid(answer)
  }

  /** Encodes texts without special tokens. Equal texts are encoded once a chunk: SQuAD asks five questions about one context. */
  async encode(texts: readonly string[]): Promise<Segments> {
    const writer = new SegmentsWriter(texts.length)
    for (let from = 0; from < texts.length; from += CHUNK) {
      const chunk = texts.slice(from, from + CHUNK)
      const places = new Map<string, number>()
      for (const text of chunk) if (!places.has(text)) places.set(text, places.size)
      const distinct = [...places.keys()]
      const characters = distinct.reduce((sum, text) => sum + text.length, 0)
      const answer = await this.#ask(distinct, characters)
      if (!('segments' in answer)) throw this.#invalid(answer)
      for (const text of chunk) {
        writer.tokensOf(answer.segments, places.get(text)!)
        writer.endText()
      }
    }
    return writer.toSegments()
  }

  async #ask(texts: readonly string[] | null, characters: number): Promise<TokenizerAnswer> {
    const question = { hash: this.#hash, texts }
    const answer = await this.#send(question, characters)
    if (!('unknown' in answer)) return answer
    return this.#send({ ...question, json: this.#json }, characters + this.#json.length)
  }

  async #send(question: TokenizerQuestion, characters: number): Promise<TokenizerAnswer> {
    const result = await helper.ask(question, LIMIT_MS + (characters / SLOWEST_PER_SECOND) * 1000)
    if ('answer' in result) return result.answer
    return { reason: `the process that reads texts with it did not survive: ${result.ended}` }
  }

  #invalid(answer: TokenizerAnswer): TokenizerInvalidError {
    return new TokenizerInvalidError(this.#file, 'reason' in answer ? answer.reason : 'it was not opened')
  }
}
