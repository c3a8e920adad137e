import { describe, expect, it } from 'vitest'
import golden from '../golden/tag-chance.json' with { type: 'json' }
import { tagChance } from './tag-chance.ts'

const tags = (...sentences: string[]) => sentences.map((sentence) => sentence.split(' '))

describe('tagChance', () => {
  // The gold tags shuffled by us and scored by seqeval; remade by scripts/parity/tag-chance.py.
  it.each(golden.cases)('is what seqeval gives shuffled tags and one tag for all: $name', (official) => {
    const chance = tagChance(tags(...official.gold), 'seqeval-1.2.2')
    const constant = Math.max(...Object.values(official.constant))
    const near = (value: number | undefined, expected: number, error: number) =>
      expect(Math.abs(value! - expected)).toBeLessThan(Math.max(1e-9, 4 * error))
    const [ofF1, ofAccuracy] = official.standardErrors
    near(
      chance['chunk-f1']?.value,
      Math.max(constant, official.f1_score),
      constant > official.f1_score ? 0 : ofF1!,
    )
    const most = Math.max(
      ...[...new Set(tags(...official.gold).flat())].map((tag) => {
        const all = tags(...official.gold).flat()
        return (100 * all.filter((each) => each === tag).length) / all.length
      }),
    )
    near(
      chance['token-accuracy']?.value,
      Math.max(most, official.accuracy_score),
      most > official.accuracy_score ? 0 : ofAccuracy!,
    )
  })

  it('is not 0 where the most frequent tag is outside', () => {
    const chance = tagChance(tags('B-PER I-PER O O', 'O O B-LOC O', 'B-PER I-PER O O'), 'seqeval-0.0.12')
    // Of three chunks two are alike, and each is found in one of the two others: 2 * 1 / 2 of 3.
    expect(chance['chunk-f1']).toEqual({
      value: 100 / 3,
      method: 'the gold tags shuffled among sentences of one length',
    })
    expect(chance['token-accuracy']).toEqual({
      value: (7 / 12) * 100,
      method: '"O" for every word, the tag that scores highest so',
    })
  })

  it('leaves out sentences whose length no other one has', () => {
    const two = ['B-PER O', 'B-PER O']
    expect(tagChance(tags(...two, 'B-LOC I-LOC I-LOC O O B-ORG'), 'seqeval-0.0.12')['chunk-f1']?.value).toBe(
      tagChance(tags(...two), 'seqeval-0.0.12')['chunk-f1']?.value,
    )
  })

  it('knows a single tag only, where no two sentences have one length', () => {
    expect(tagChance(tags('NOUN VERB', 'NOUN'), 'seqeval-0.0.12')['chunk-f1']?.method).toContain('"NOUN"')
  })

  it('is 0 without any chunk', () => {
    expect(tagChance(tags('O O', 'O O'), 'seqeval-0.0.12')['chunk-f1']?.value).toBe(0)
  })
})
