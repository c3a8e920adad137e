import type { Encoding } from 'tokenizers'

/** Special tokens of one gap of a template: before, between or after the texts. */
export interface SpecialTokens {
  readonly ids: readonly number[]
  readonly types: readonly number[]
}

/** What the tokenizer's post-processor puts around one text, or around two. */
export interface Template {
  readonly single: { readonly left: SpecialTokens; readonly type: number; readonly right: SpecialTokens }
  readonly pair: {
    readonly left: SpecialTokens
    readonly firstType: number
    readonly middle: SpecialTokens
    readonly secondType: number
    readonly right: SpecialTokens
  }
}

/** Special tokens in a sequence of one text, or of two. */
export const overhead = (template: Template, texts: 1 | 2): number =>
  texts === 1
    ? template.single.left.ids.length + template.single.right.ids.length
    : template.pair.left.ids.length + template.pair.middle.ids.length + template.pair.right.ids.length

/**
 * Reads the template off what the post-processor did to a probe, so that any post-processor works.
 * `null` when it does not surround texts with special tokens in order.
 */
export function readTemplate(single: Encoding, pair: Encoding): Template | null {
  const one = gaps(single, 1)
  const two = gaps(pair, 2)
  if (one === null || two === null) return null
  const [left, right] = one.gaps as [SpecialTokens, SpecialTokens]
  const [pairLeft, middle, pairRight] = two.gaps as [SpecialTokens, SpecialTokens, SpecialTokens]
  return {
    single: { left, type: one.types[0]!, right },
    pair: { left: pairLeft, firstType: two.types[0]!, middle, secondType: two.types[1]!, right: pairRight },
  }
}

function gaps(encoding: Encoding, texts: number): { gaps: SpecialTokens[]; types: number[] } | null {
  const ids = encoding.getIds()
  const typeIds = encoding.getTypeIds()
  const owners = encoding.getSequenceIds()
  const found: { ids: number[]; types: number[] }[] = Array.from({ length: texts + 1 }, () => ({
    ids: [],
    types: [],
  }))
  const types: number[] = []
  let seen = 0
  for (const [at, owner] of owners.entries()) {
    if (owner === null || owner === undefined) {
      found[seen]!.ids.push(ids[at]!)
      found[seen]!.types.push(typeIds[at]!)
    } else if (owner === seen) {
      types.push(typeIds[at]!)
      seen++
    } else if (owner !== seen - 1) return null
  }
  return seen === texts ? { gaps: found, types } : null
}
