import { expect, test } from 'vitest'
import type { Tensors } from '#kernel'
import { fixedMasks, type Masking } from './masking.ts'

const masking: Masking = {
  probability: 0.15,
  replacement: [8, 1, 1],
  vocabularySize: 1000,
  maskId: 4,
  specialIds: [0, 1, 2, 3, 4],
}

/** Sequences of these lengths: <s>, ordinary ids, </s>. */
function featuresOf(lengths: readonly number[]) {
  const ids = lengths.flatMap((length) => [0, ...Array.from({ length: length - 2 }, (_, at) => 5 + at), 2])
  const offsets = [0]
  for (const length of lengths) offsets.push(offsets.at(-1)! + length)
  return {
    tensors: {
      ids: { data: Int32Array.from(ids), shape: [ids.length] },
      sequence_offsets: { data: Int32Array.from(offsets), shape: [offsets.length] },
    } satisfies Tensors,
  }
}
const data = (tensors: Tensors, name: string) => Array.from(tensors[name]!.data as Int32Array)

test('fixedMasks hides something of every sequence, in its order, and nothing special', () => {
  const lengths = [3, 40, 12, 90, 3]
  const masks = fixedMasks(featuresOf(lengths), masking, 0)
  const offsets = data(masks, 'mask_offsets')
  const positions = data(masks, 'mask_positions')
  expect(offsets).toHaveLength(lengths.length + 1)
  expect(offsets.at(-1)).toBe(positions.length)
  for (const [at, length] of lengths.entries()) {
    const own = positions.slice(offsets[at], offsets[at + 1])
    expect(own.length).toBeGreaterThan(0)
    expect(own).toEqual([...new Set(own)].sort((a, b) => a - b))
    expect(own.every((position) => position > 0 && position < length - 1)).toBe(true)
  }
})

test('fixedMasks follows the shares, and the seed alone decides what it draws', () => {
  const features = featuresOf(Array.from({ length: 400 }, () => 102))
  const masks = fixedMasks(features, masking, 0)
  const positions = data(masks, 'mask_positions')
  const inputs = data(masks, 'mask_inputs')
  expect(positions.length / 40_000).toBeCloseTo(0.15, 2)
  // 4 is the mask; the id at a position is 4 more than the position.
  expect(inputs.filter((id) => id === 4).length / inputs.length).toBeCloseTo(0.8, 1)
  expect(inputs.filter((id, at) => id === positions[at]! + 4).length / inputs.length).toBeCloseTo(0.1, 1)
  expect(fixedMasks(features, masking, 0)).toEqual(masks)
  expect(fixedMasks(features, masking, 1)).not.toEqual(masks)
})
