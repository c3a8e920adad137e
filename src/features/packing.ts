/** Tokens that a forward pass computes under one policy, and pairs of tokens that its attention compares. */
export interface Load {
  readonly tokens: number
  readonly pairs: number
}

/** What padding would cost on top of the real tokens. */
export interface PackingReport {
  readonly sequences: number
  /** No padding: each sequence attends to itself alone. */
  readonly packed: Load
  /** Each sequence padded to the longest of its batch (transformers Trainer). */
  readonly padToLongest: Load
  /** Each sequence padded to the maximum length (XTREME, jiant). */
  readonly padToMax: Load
}

/** Compares padding policies on sequences in order of processing. @param lengths Tokens of each, specials included. */
export function packingReport(lengths: Int32Array, batchSize: number, maxLength: number): PackingReport {
  if (!(Number.isInteger(batchSize) && batchSize > 0)) throw new RangeError(`batchSize is ${batchSize}`)
  const packed = { tokens: 0, pairs: 0 }
  const longest = { tokens: 0, pairs: 0 }
  for (let from = 0; from < lengths.length; from += batchSize) {
    const to = Math.min(lengths.length, from + batchSize)
    let most = 0
    for (let at = from; at < to; at++) {
      const length = lengths[at]!
      packed.tokens += length
      packed.pairs += length * length
      most = Math.max(most, length)
    }
    longest.tokens += most * (to - from)
    longest.pairs += most * most * (to - from)
  }
  const count = lengths.length
  const padToMax = { tokens: count * maxLength, pairs: count * maxLength * maxLength }
  return { sequences: count, packed, padToLongest: longest, padToMax }
}
