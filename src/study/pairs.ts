import type { LanguageGroup } from '#catalog'

/** A pair of arms as a study declares it: `qa vs baseline`, or `rich vs english by morphology`. */
export interface DeclaredPair {
  readonly arm: string
  readonly against: string
  /** Groups of languages that the pair was declared to differ by. */
  readonly by: readonly LanguageGroup[]
}

export const PAIR = /^(?<arm>\S+) vs (?<against>\S+?)(?: by (?<by>\S+))?$/

/** The declared pairs of a study, each once; those by a group of languages are declared as pairs too. */
export function declaredPairs(compare: readonly string[]): DeclaredPair[] {
  const pairs = new Map<string, { arm: string; against: string; by: LanguageGroup[] }>()
  for (const written of compare) {
    const { arm, against, by } = PAIR.exec(written)!.groups as Record<'arm' | 'against', string> & {
      readonly by?: LanguageGroup
    }
    const name = `${arm} vs ${against}`
    const pair = pairs.get(name) ?? { arm, against, by: [] }
    pairs.set(name, pair)
    if (by !== undefined) pair.by.push(by)
  }
  return [...pairs.values()]
}
