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
