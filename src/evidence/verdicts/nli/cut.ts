import type { Tokenizer } from '#features'

interface Pair {
  readonly premise: string
  readonly hypothesis: string
}

/**
 * Pairs that fit into `maxLength` tokens: what is too long loses the end of its premise, never of its hypothesis, unless
 * the hypothesis alone leaves less than a quarter of the room.
 */
export async function cutPremises(
  pairs: readonly Pair[],
  tokenizer: Tokenizer,
  maxLength: number,
): Promise<Pair[]> {
  const { left, middle, right } = tokenizer.template.pair
  const room = maxLength - left.ids.length - middle.ids.length - right.ids.length
  const { bounds, ends } = await tokenizer.encode(
    pairs.flatMap(({ premise, hypothesis }) => [premise, hypothesis]),
  )
  const tokens = (text: number) => bounds[text + 1]! - bounds[text]!
  return pairs.map(({ premise, hypothesis }, at) => {
    const kept = Math.max(room - tokens(2 * at + 1), Math.floor(room / 4))
    if (tokens(2 * at) <= kept) return { premise, hypothesis }
    return { premise: premise.slice(0, ends[bounds[2 * at]! + kept - 1]), hypothesis }
  })
}
