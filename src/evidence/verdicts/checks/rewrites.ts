import type { Lexeme } from '../../language/lexemes.ts'

const FRONTED =
  /^((?:on|in|for|with|under|across|using|at|from|through|after|before|during|among|without|given|when|within|over|via|compared (?:to|with)|unlike|by)\s[^,;]{2,90}),\s+(.+?)([.!?]?)$/iu

/** "On A, B improves." as "B improves on A."; null where nothing is fronted, or the sentence has parts. */
export function adjunctLast(text: string): { readonly text: string; readonly adjunct: string } | null {
  const match = FRONTED.exec(text)
  if (match === null) return null
  const [, adjunct, rest, end] = match
  // Last, it would stand with another part only.
  if (
    /\b(?:while|whereas|than|but|although|though|because|which|who|whose|that|if|when|unless)\b|;/iu.test(
      rest!,
    )
  )
    return null
  const small = adjunct!.charAt(0).toLowerCase() + adjunct!.slice(1)
  return { text: `${rest} ${small}${end}`, adjunct: small }
}

export const PREPOSITIONS = new Set(
  'on in for with under across at from through after before during among within over via by to of when than'.split(
    ' ',
  ),
)

/** Longer sentences are compared as they stand. */
export const MOST_LEXEMES = 80
const MOST_ENDS = 6

/** "B is improved by A on C" as "A improve B on C", with every end that the agent may have; none where nothing is passive. */
export function activeReadings(list: readonly Lexeme[]): Lexeme[][] {
  if (list.length > MOST_LEXEMES) return []
  const by = list.findIndex((lexeme, at) => lexeme.key === 'by' && list[at + 1]?.number === null)
  if (by < 3) return []
  const be = list.findLastIndex((lexeme, at) => at < by && at >= by - 4 && lexeme.key === 'be')
  if (be < 1) return []
  let verb = be + 1
  // "has been found", "is significantly improved"
  if (/ly$/.test(list[verb]!.plain)) verb += 1
  if (verb >= by || !/(?:ed|en|wn|un|lt|ght|nd|de|ne|id|ld)$/.test(list[verb]!.plain)) return []
  const adverb = list.slice(be + 1, verb)
  const helper = list[be - 1]?.key === 'have' ? 1 : 0
  const patient = list.slice(0, be - helper)
  const between = list.slice(verb + 1, by)
  const rest = list.slice(by + 1)
  const ends = [
    rest.length,
    ...rest.flatMap((lexeme, at) => (at > 0 && PREPOSITIONS.has(lexeme.key) ? [at] : [])),
  ].slice(0, MOST_ENDS)
  return ends.map((end) => [
    ...rest.slice(0, end),
    ...adverb,
    list[verb]!,
    ...patient,
    ...between,
    ...rest.slice(end),
  ])
}

const RELATIONS = new Set(['outperform', 'exceed', 'beat', 'underperform', 'trail', 'than', 'over'])

export const isRelation = ({ key }: Lexeme): boolean => RELATIONS.has(key)

/** Every sentence that has the two sides of a comparison exchanged: "A outperforms B on C" as "B outperforms A on C". */
export function exchanged(list: readonly Lexeme[]): Lexeme[][] {
  if (list.length > MOST_LEXEMES) return []
  const relation = list.findIndex((lexeme, at) => at > 0 && isRelation(lexeme))
  if (relation < 1 || relation + 1 >= list.length) return []
  const than = list[relation]!.key === 'than' || list[relation]!.key === 'over'
  const lefts = than
    ? Array.from({ length: Math.min(relation - 1, 8) }, (_, at) => at + 1)
    : [relation, ...(/ly$/.test(list[relation - 1]!.plain) ? [relation - 1] : [])]
  const after = list.slice(relation + 1)
  const ends = [
    after.length,
    ...after.flatMap((lexeme, at) => (at > 0 && PREPOSITIONS.has(lexeme.key) ? [at] : [])),
  ].slice(0, MOST_ENDS)
  return lefts.flatMap((left) =>
    ends.map((end) => [
      ...after.slice(0, end),
      ...list.slice(left, relation + 1),
      ...list.slice(0, left),
      ...after.slice(end),
    ]),
  )
}
