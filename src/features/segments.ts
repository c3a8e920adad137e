import { IntList } from './growable.ts'

/**
 * Token ids of several texts, end to end, without special tokens. Text i has tokens `bounds[i]` to `bounds[i + 1]`;
 * token t covers the UTF-16 code units `starts[t]` to `ends[t]` of its text.
 */
export interface Segments {
  readonly ids: Int32Array
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly bounds: Int32Array
}

/** Segments that are made text by text. */
export class SegmentsWriter {
  readonly #ids: IntList
  readonly #starts: IntList
  readonly #ends: IntList
  readonly #bounds: IntList

  /** `texts`: how many will come. */
  constructor(texts: number) {
    this.#ids = new IntList('tokens', texts * 16)
    this.#starts = new IntList('tokens', texts * 16)
    this.#ends = new IntList('tokens', texts * 16)
    this.#bounds = new IntList('texts', texts + 1)
    this.#bounds.push(0)
  }

  token(id: number, start: number, end: number): void {
    this.#ids.push(id)
    this.#starts.push(start)
    this.#ends.push(end)
  }

  /** All tokens of text `index` of others. */
  tokensOf({ ids, starts, ends, bounds }: Segments, index: number): void {
    const [first, last] = [bounds[index]!, bounds[index + 1]!]
    this.#ids.append(ids, first, last)
    this.#starts.append(starts, first, last)
    this.#ends.append(ends, first, last)
  }

  endText(): void {
    this.#bounds.push(this.#ids.length)
  }

  toSegments(): Segments {
    return {
      ids: this.#ids.toArray(),
      starts: this.#starts.toArray(),
      ends: this.#ends.toArray(),
      bounds: this.#bounds.toArray(),
    }
  }
}

/** A run of tokens of one text. */
export interface TokenRun {
  readonly segments: Segments
  readonly from: number
  readonly to: number
}

/** All tokens of text `index`. */
export function runOf(segments: Segments, index: number): TokenRun {
  return { segments, from: segments.bounds[index]!, to: segments.bounds[index + 1]! }
}

export const runLength = (run: TokenRun): number => run.to - run.from

/** The first `length` tokens of a run. */
export function shorten(run: TokenRun, length: number): TokenRun {
  return { segments: run.segments, from: run.from, to: Math.min(run.to, run.from + length) }
}
