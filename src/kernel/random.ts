import { createHash } from 'node:crypto'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'

/** A deterministic stream of random numbers. The same seed and names give the same stream on every machine. */
export interface RandomStream {
  /** Integer in [0, 2^32). */
  uint32(): number
  /** Real in [0, 1), 32 random bits. */
  uniform(): number
  /** Integer in [0, bound), without modulo bias. */
  below(bound: number): number
  /** Fisher-Yates, in place; returns its argument. */
  shuffle<T extends Int32Array | unknown[]>(items: T): T
}

/**
 * Opens the random stream of a purpose, such as `randomStream(seed, 'order', 'epoch 2')`.
 * Streams of different names are independent, so adding one never shifts another.
 */
export function randomStream(seed: number, ...names: string[]): RandomStream {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, ...names]))
    .digest()
  const state = [0, 4, 8, 12].map((at) => digest.readInt32LE(at))
  const generator = xoroshiro128plusFromState(state)
  const uint32 = () => generator.next() >>> 0
  const below = (bound: number) => {
    if (!Number.isInteger(bound) || bound < 1 || bound > 2 ** 32) throw new RangeError(`below(${bound})`)
    const limit = 2 ** 32 - (2 ** 32 % bound)
    let draw = uint32()
    while (draw >= limit) draw = uint32()
    return draw % bound
  }
  return {
    uint32,
    below,
    uniform: () => uint32() / 2 ** 32,
    shuffle: (items) => {
      for (let last = items.length - 1; last > 0; last--) {
        const other = below(last + 1)
        const held = items[last]
        items[last] = items[other]!
        items[other] = held!
      }
      return items
    },
  }
}
