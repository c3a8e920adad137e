import { sentences } from '../../src/evidence/language/sentences.ts'
import { type ClaimPair, same } from './pairs.ts'
import type { TrainingPair } from './training.ts'

/** Shorter sentences, such as "Conclusions", are in many abstracts. */
const SHORT = 5
/** Share of words that two wordings of one claim have in common, at least. */
const ALIKE = 0.8

const words = (text: string) => new Set(same(text).split(' '))
const sentencesOf = (text: string) =>
  sentences(text)
    .map(({ start, end }) => same(text.slice(start, end)))
    .filter((sentence) => sentence.split(' ').length > SHORT)

/**
 * Says what a training pair shares with pairs that are held out: the claim, nearly its wording, a sentence of the passage; null:
 * nothing.
 */
export function heldOutCheck(
  heldOut: readonly ClaimPair[],
): (pair: TrainingPair) => 'claim' | 'wording' | 'passage' | null {
  const claims = new Set(heldOut.map(({ claim }) => same(claim)))
  const passages = new Set(heldOut.flatMap(({ passage }) => sentencesOf(passage)))
  const wordings = [...claims].map((claim) => words(claim))
  const known = new Map<string, boolean>()
  const isAlike = (claim: string) => {
    const own = words(claim)
    return wordings.some((other) => {
      const shared = [...own].filter((word) => other.has(word)).length
      return shared / (own.size + other.size - shared) >= ALIKE
    })
  }
  return ({ claim, passage }) => {
    if (claims.has(same(claim))) return 'claim'
    if (sentencesOf(passage).some((sentence) => passages.has(sentence))) return 'passage'
    if (!known.has(claim)) known.set(claim, isAlike(claim))
    return known.get(claim) ? 'wording' : null
  }
}
