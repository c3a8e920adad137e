import { type RandomStream, randomStream, type Tensors } from '#kernel'
import { TokenizerSpecialsError } from './errors.ts'
import type { FeatureSet } from './feature-set.ts'
import { IntList } from './growable.ts'
import type { Tokenizer } from './tokenizer.ts'

/** Dynamic masking of masked-LM. */
export interface Masking {
  /** Share of tokens that are to be predicted; 0.15 in BERT and XLM-R. */
  readonly probability: number
  /** Shares of the chosen that become the mask, another token, or stay, in whole numbers; 8, 1, 1 in BERT. */
  readonly replacement: readonly [mask: number, another: number, same: number]
  /** Random replacements are drawn from ids below this, special ones left out. */
  readonly vocabularySize: number
  readonly maskId: number
  /** Never chosen, never put in. */
  readonly specialIds: readonly number[]
}

/** Masking with a tokenizer. Throws TOKENIZER_SPECIALS where that has no mask token. */
export function maskingWith(
  { file, specials, vocabularySize }: Tokenizer,
  chosen: Pick<Masking, 'probability' | 'replacement'>,
): Masking {
  if (specials.mask === null) throw new TokenizerSpecialsError(file, 'mask token')
  return { ...chosen, vocabularySize, maskId: specials.mask, specialIds: specials.all }
}

/** Adds the masks of one sequence: positions to predict, ascending, and the id put at each. */
export type DrawMasks = (
  ids: Int32Array,
  from: number,
  to: number,
  positions: IntList,
  inputs: IntList,
) => void

/**
 * Makes the drawer of masks. Each token that is not special is chosen with the probability, independently; at least
 * one a sequence. What becomes of the chosen follows `replacement`.
 */
export function maskDrawer(masking: Masking, random: RandomStream): DrawMasks {
  const { probability, vocabularySize, maskId } = masking
  if (!(probability > 0 && probability <= 1)) throw new RangeError(`masking probability is ${probability}`)
  const special = new Uint8Array(vocabularySize)
  for (const id of masking.specialIds) special[id] = 1
  if (special.every((flag) => flag === 1)) throw new RangeError('masking needs a token that is not special')
  const limit = probability * 2 ** 32
  const [mask, another, same] = masking.replacement
  const shares = mask + another + same
  if (!(shares > 0)) throw new RangeError(`masking replacement is ${masking.replacement}`)

  const put = (id: number): number => {
    const draw = random.below(shares)
    if (draw < mask) return maskId
    if (draw >= mask + another) return id
    let replacement = random.below(vocabularySize)
    while (special[replacement] === 1) replacement = random.below(vocabularySize)
    return replacement
  }

  return (ids, from, to, positions, inputs) => {
    const before = positions.length
    let candidates = 0
    for (let at = from; at < to; at++) {
      const id = ids[at]!
      if (special[id] === 1) continue
      candidates++
      if (random.uint32() < limit) {
        positions.push(at - from)
        inputs.push(put(id))
      }
    }
    if (positions.length > before || candidates === 0) return
    let skip = random.below(candidates)
    for (let at = from; at < to; at++) {
      if (special[ids[at]!] === 1 || skip-- > 0) continue
      positions.push(at - from)
      inputs.push(put(ids[at]!))
      return
    }
  }
}

/**
 * Masks of every sequence in its order, in the layout of the engine contract. They follow from the texts and the seed
 * alone: every encoder that is asked sees the same.
 */
export function fixedMasks(
  { tensors }: Pick<FeatureSet, 'tensors'>,
  masking: Masking,
  seed: number,
): Tensors {
  const ids = tensors.ids!.data as Int32Array
  const bounds = tensors.sequence_offsets!.data as Int32Array
  const draw = maskDrawer(masking, randomStream(seed, 'fixed masks'))
  const offsets = new IntList('the sequences of masks', bounds.length)
  const positions = new IntList('masks', ids.length)
  const inputs = new IntList('masks', ids.length)
  offsets.push(0)
  for (let sequence = 0; sequence + 1 < bounds.length; sequence++) {
    draw(ids, bounds[sequence]!, bounds[sequence + 1]!, positions, inputs)
    offsets.push(positions.length)
  }
  const vector = (list: IntList) => ({ data: list.toArray(), shape: [list.length] })
  return {
    mask_offsets: vector(offsets),
    mask_positions: vector(positions),
    mask_inputs: vector(inputs),
  }
}
