import { inflectionKey } from './inflection.ts'

const keys = (words: string) => new Set(words.trim().split(/\s+/).map(inflectionKey))

/** Turn what is said into its opposite, or take a part of it back. Keys of `inflectionKey`. */
const NEGATORS = keys(
  `not no never none nor neither nothing nobody nowhere cannot without fail failure lack absence absent hardly
  scarcely rarely seldom barely refuse deny unable impossible non prevent cease`,
)

/** Word and opposite. Either way round. */
const OPPOSITES: readonly (readonly [string, string])[] =
  `increase decrease|increase reduce|raise lower|raise reduce|improve worsen|improve degrade|improve hurt|improve harm|
  improve deteriorate|improve decrease|improve reduce|improvement degradation|improvement drop|improvement decrease|
  improvement decline|improvement deterioration|gain deterioration|benefit suffer|gain loss|gain drop|gain decrease|boost hurt|boost reduce|rise fall|rise drop|grow shrink|
  increase drop|increase decline|increase lower|help hurt|help harm|help hinder|benefit hurt|benefit harm|
  better worse|best worst|higher lower|highest lowest|high low|larger smaller|largest smallest|large small|
  more less|more fewer|most least|many few|faster slower|fast slow|fastest slowest|stronger weaker|strong weak|
  strongest weakest|greater smaller|greater less|above below|over under|before after|outperform underperform|
  outperform lag|exceed trail|superior inferior|positive negative|positively negatively|effective ineffective|
  efficient inefficient|successful unsuccessful|successfully unsuccessfully|possible impossible|with without|
  significant insignificant|sufficient insufficient|easy difficult|easier harder|easy hard|simple complex|
  upper lower|maximum minimum|maximize minimize|enable prevent|allow prevent|accept reject|agree disagree|
  similar different|same different|likely unlikely|always never|early late|earlier later|first last|long short|
  longer shorter|deep shallow|rich poor|robust brittle|useful useless|include exclude|present absent|succeed fail|
  supervised unsupervised|supported unsupported|related unrelated|correct incorrect|consistent inconsistent|
  true false|accelerate slow|strengthen weaken|widen narrow|facilitate hinder|support contradict|confirm refute|
  promote inhibit|activate inhibit|stimulate inhibit|enhance impair|enhance reduce|enhance degrade|surpass underperform`
    .replace(/\s+/g, ' ')
    .split('|')
    .map((pair) => pair.trim().split(' ').map(inflectionKey) as [string, string])
const OPPOSITE = new Map<string, Set<string>>()
for (const [one, other] of OPPOSITES.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]))
  OPPOSITE.set(one, (OPPOSITE.get(one) ?? new Set()).add(other))

/** Prefixes that say the opposite of the word they stand before. */
const NEGATING_PREFIX = /^(?:un|in|im|ir|il|dis|non|mis)$/

export const isNegator = (key: string) => NEGATORS.has(key)

/** Whether two keys of `inflectionKey` say opposite things of the same: a known pair, or a word and its "un-" form. */
export function areOpposite(one: string, other: string): boolean {
  if (OPPOSITE.get(one)?.has(other) === true) return true
  if (one.length === other.length) return false
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  return (
    short.length >= 4 &&
    long.length - short.length <= 3 &&
    long.endsWith(short) &&
    NEGATING_PREFIX.test(long.slice(0, long.length - short.length))
  )
}
