import type { Tensor } from '#kernel'
import { MaxLengthError } from './errors.ts'
import { IntList } from './growable.ts'
import { runLength, shorten, type TokenRun } from './segments.ts'
import { overhead, type SpecialTokens } from './template.ts'
import type { Tokenizer } from './tokenizer.ts'
import { longestFirst } from './truncation.ts'

/** Lays sequences end to end: special tokens, ids and types, as the tokenizer's own post-processor would. */
export class SequenceWriter {
  readonly ids = new IntList('tokens', 1 << 16)
  readonly offsets = new IntList('sequences')
  /** Sequences that lost tokens, and how many tokens. */
  truncated = 0
  cut = 0
  longest = 0
  private readonly types: IntList | null
  private readonly tokenizer: Tokenizer
  private readonly maxLength: number

  constructor(tokenizer: Tokenizer, maxLength: number) {
    this.tokenizer = tokenizer
    this.maxLength = maxLength
    this.types = tokenizer.typeIds ? new IntList('tokens', 1 << 16) : null
    this.offsets.push(0)
    if (!Number.isInteger(maxLength) || maxLength < 1)
      throw new MaxLengthError(maxLength, 'it must be a whole number')
    if (tokenizer.maxLength !== null && maxLength > tokenizer.maxLength)
      throw new MaxLengthError(maxLength, `the model takes at most ${tokenizer.maxLength}`)
    if (this.room(2) < 2)
      throw new MaxLengthError(maxLength, `${overhead(tokenizer.template, 2)} are special tokens`)
  }

  get sequences(): number {
    return this.offsets.length - 1
  }

  /** Tokens left for text in a sequence of one text, or of two. */
  room(texts: 1 | 2, maxLength = this.maxLength): number {
    return maxLength - overhead(this.tokenizer.template, texts)
  }

  /** Writes one text, cut at its end; `maxLength` where it is less than the writer's. */
  single(text: TokenRun, maxLength = this.maxLength): void {
    const kept = shorten(text, this.room(1, maxLength))
    this.lost(runLength(text) - runLength(kept))
    const { left, type, right } = this.tokenizer.template.single
    this.gap(left)
    this.run(kept, type)
    this.gap(right)
    this.close()
  }

  /** Writes two texts, the longer cut first. */
  pair(first: TokenRun, second: TokenRun, maxLength = this.maxLength): void {
    const [a, b] = longestFirst(runLength(first), runLength(second), this.room(2, maxLength))
    this.lost(runLength(first) - a + runLength(second) - b)
    this.join(shorten(first, a), shorten(second, b))
  }

  /** Writes two texts that fit. Returns the position of the second inside the sequence. */
  join(first: TokenRun, second: TokenRun): number {
    const { left, firstType, middle, secondType, right } = this.tokenizer.template.pair
    this.gap(left)
    this.run(first, firstType)
    this.gap(middle)
    this.run(second, secondType)
    this.gap(right)
    this.close()
    return left.ids.length + runLength(first) + middle.ids.length
  }

  /** Counts tokens that a format cut itself. */
  lost(tokens: number): void {
    if (tokens <= 0) return
    this.truncated++
    this.cut += tokens
  }

  /** `ids`, `type_ids` where the model has types and one is not 0, and `sequence_offsets`. */
  tensors(): Record<string, Tensor> {
    const ids = this.ids.toArray()
    const types = this.types?.toArray()
    const offsets = this.offsets.toArray()
    return {
      ids: { data: ids, shape: [ids.length] },
      ...(types?.some((type) => type !== 0)
        ? { type_ids: { data: Uint8Array.from(types), shape: [types.length] } }
        : {}),
      sequence_offsets: { data: offsets, shape: [offsets.length] },
    }
  }

  private gap({ ids, types }: SpecialTokens): void {
    for (const id of ids) this.ids.push(id)
    if (this.types !== null) for (const type of types) this.types.push(type)
  }

  private run({ segments, from, to }: TokenRun, type: number): void {
    this.ids.append(segments.ids, from, to)
    this.types?.fill(type, to - from)
  }

  private close(): void {
    const length = this.ids.length - this.offsets.data[this.offsets.length - 1]!
    if (length > this.longest) this.longest = length
    this.offsets.push(this.ids.length)
  }
}
