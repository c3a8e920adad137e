import { randomStream } from '#kernel'
import type { Finding } from '../../../../src/evidence/bundle/claims.ts'
import type { Candidate } from '../../../../src/evidence/verdicts/candidate.ts'
import { checkClaim } from '../../../../src/evidence/verdicts/checks/check-claim.ts'
import { MUTATIONS } from './mutants.ts'
import { PARAPHRASES } from './paraphrases.ts'

/** A candidate whose passage is the text, found by its first sentence unless another is given. */
export function candidateOf(quote: string, more: Partial<Candidate> = {}): Candidate {
  return {
    work: 'acl:a',
    sha256: 'a'.repeat(64),
    section: ['Abstract'],
    start: 0,
    end: quote.length,
    quote,
    sentence: { start: 0, end: quote.length, text: quote },
    title: null,
    retracted: false,
    bm25: 1,
    ...more,
  }
}

export interface Source {
  readonly sentence: string
  /** The sentence with its neighbours. */
  readonly passage: string
}

export interface Tally {
  made: number
  /** Mutants that were supported, or paraphrases that were not. */
  readonly wrong: string[]
}

const judge = (claim: string, { sentence, passage }: Source): Finding =>
  checkClaim(
    { text: claim },
    candidateOf(passage, { sentence: { start: 0, end: sentence.length, text: sentence } }),
  )

const isSupported = (claim: string, source: Source): boolean => judge(claim, source).label === 'supported'

/** Every kind of mutant of every source, judged against the source; `rounds` draws of each. */
export function tallyMutants(
  sources: readonly Source[],
  seed: number,
  rounds = 1,
  supports: (claim: string, source: Source, kind: string) => boolean = isSupported,
): Record<string, Tally> {
  const random = randomStream(seed, 'mutants')
  const tallies: Record<string, Tally> = {}
  for (const [kind, makers] of Object.entries(MUTATIONS)) {
    const tally: Tally = { made: 0, wrong: [] }
    tallies[kind] = tally
    for (const make of Object.values(makers))
      for (const source of sources)
        for (let round = 0; round < rounds; round++) {
          const mutant = make(source.sentence, random)
          if (mutant === null) continue
          tally.made += 1
          if (supports(mutant, source, kind)) tally.wrong.push(mutant)
        }
  }
  return tallies
}

/** The sources themselves, under "original", and their light paraphrases. */
export function tallyParaphrases(
  sources: readonly Source[],
  supports: (claim: string, source: Source) => boolean = isSupported,
): Record<string, Tally> {
  const tallies: Record<string, Tally> = {}
  for (const [kind, make] of Object.entries({
    original: (sentence: string): string | null => sentence,
    ...PARAPHRASES,
  })) {
    const tally: Tally = { made: 0, wrong: [] }
    tallies[kind] = tally
    for (const source of sources) {
      const claim = make(source.sentence)
      if (claim === null) continue
      tally.made += 1
      if (!supports(claim, source)) tally.wrong.push(claim)
    }
  }
  return tallies
}

export const share = (tallies: Readonly<Record<string, Tally>>): number => {
  const list = Object.values(tallies)
  return (
    list.reduce((sum, { wrong }) => sum + wrong.length, 0) / list.reduce((sum, { made }) => sum + made, 0)
  )
}
