import type { Tensor } from '#kernel'

/** Nearest rows of the other collection: `indices` and cosines, both [rows, k], best first. */
export interface Neighbours {
  readonly indices: Tensor<Int32Array>
  readonly scores: Tensor<Float32Array>
}

/** A pair of rows, by its ratio margin. */
export interface CandidatePair {
  readonly text: number
  readonly english: number
  readonly score: number
}

/**
 * Mines candidate pairs: the union of every row's best partner in both directions, by falling score, each row at most
 * once (Artetxe and Schwenk 2019, "max" retrieval with the ratio margin). The score of x and y is their cosine over the
 * mean of both rows' mean cosine with their k nearest. Pairs that score 0 or less are left out.
 *
 * As LASER mine_bitexts.py and XTREME mine_bitext(), in Float32 up to the quotient, which numpy 1 takes in Float64.
 * Equal scores keep the order of the rows, text rows first; there the order is that of an unstable sort.
 *
 * @param forward Of each row of the text side, in the English side; `backward` the other way round.
 */
export function mineCandidates(forward: Neighbours, backward: Neighbours): CandidatePair[] {
  const textMeans = meanCosines(forward)
  const englishMeans = meanCosines(backward)
  const pairs = [
    ...best(forward, textMeans, englishMeans).map(({ row, partner, score }) => ({
      text: row,
      english: partner,
      score,
    })),
    ...best(backward, englishMeans, textMeans).map(({ row, partner, score }) => ({
      text: partner,
      english: row,
      score,
    })),
  ].sort((a, b) => b.score - a.score)
  const usedText = new Uint8Array(textMeans.length)
  const usedEnglish = new Uint8Array(englishMeans.length)
  return pairs.filter(({ text, english, score }) => {
    if (usedText[text] === 1 || usedEnglish[english] === 1) return false
    usedText[text] = 1
    usedEnglish[english] = 1
    return score > 0
  })
}

/** Mean cosine of each row with its neighbours, added and divided in Float32. */
function meanCosines({ scores: { data, shape } }: Neighbours): Float32Array {
  const [rows, depth] = shape as [number, number]
  return Float32Array.from({ length: rows }, (_, row) => {
    let sum = 0
    for (let at = row * depth; at < (row + 1) * depth; at++) sum = Math.fround(sum + data[at]!)
    return sum / depth
  })
}

/** Each row's neighbour of the highest margin, the first of equals. */
function best({ indices, scores }: Neighbours, own: Float32Array, others: Float32Array) {
  const depth = indices.shape[1]!
  return Array.from(own, (mean, row) => {
    let partner = -1
    let highest = Number.NEGATIVE_INFINITY
    for (let at = row * depth; at < (row + 1) * depth; at++) {
      const other = indices.data[at]!
      const score = scores.data[at]! / (Math.fround(mean + others[other]!) / 2)
      if (score <= highest) continue
      highest = score
      partner = other
    }
    return { row, partner, score: highest }
  })
}
