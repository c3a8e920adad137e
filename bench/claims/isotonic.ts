/** A score, and whether the label that it speaks for was right. */
export interface Scored {
  readonly score: number
  readonly right: boolean
}

/**
 * Points of a rising line from score to share that is right: pool adjacent violators (Ayer et al. 1955), each block under a
 * uniform Beta prior, so that a short block at an end does not promise 0 or 1.
 */
export function isotonic(list: readonly Scored[]): [number, number][] {
  const blocks: { sum: number; right: number; of: number }[] = []
  const level = (block: { right: number; of: number }) => (block.right + 1) / (block.of + 2)
  for (const { score, right } of [...list].sort((one, other) => one.score - other.score)) {
    blocks.push({ sum: score, right: right ? 1 : 0, of: 1 })
    while (blocks.length > 1) {
      const [before, last] = [blocks.at(-2)!, blocks.at(-1)!]
      if (before.right / before.of < last.right / last.of) break
      blocks.splice(-2, 2, {
        sum: before.sum + last.sum,
        right: before.right + last.right,
        of: before.of + last.of,
      })
    }
  }
  const points = blocks.map((block): [number, number] => [block.sum / block.of, level(block)])
  // The prior can turn neighbours of unequal size around.
  let highest = 0
  return points.map(([score, share]) => {
    highest = Math.max(highest, share)
    return [Math.round(score * 1e4) / 1e4, Math.round(highest * 1e4) / 1e4]
  })
}
