import { type Lexeme, sameNumbers } from './lexemes.ts'
import { areOpposite } from './polarity.ts'

/** One step of an alignment, in the order of both texts. */
export type Step =
  | { readonly kind: 'match'; readonly claim: Lexeme; readonly passage: Lexeme }
  | { readonly kind: 'change'; readonly claim: Lexeme; readonly passage: Lexeme }
  | { readonly kind: 'added'; readonly claim: Lexeme }
  | { readonly kind: 'dropped'; readonly passage: Lexeme }

export interface Alignment {
  readonly steps: readonly Step[]
  /** Sum of what changed, was added or dropped; 0 for the same words in the same order. */
  readonly cost: number
}

const CHANGE = 1.6
/** Two numbers, two names or two opposites that stand in the same place more likely stand for each other. */
const CHANGE_OF_KIND = 1.2

/** "infected" and "infecting", "used" and "using": who does it to whom. */
const isParticiple = (one: Lexeme, other: Lexeme): boolean =>
  one.plain !== other.plain && one.plain.endsWith('ed') && other.plain.endsWith('ing')

/** Same word, number or name. */
export function sameLexeme(claim: Lexeme, passage: Lexeme): boolean {
  if (claim.number !== null && passage.number !== null) return sameNumbers(claim, passage)
  return claim.key === passage.key && !(isParticiple(claim, passage) || isParticiple(passage, claim))
}

const changeCost = (claim: Lexeme, passage: Lexeme): number =>
  (claim.number !== null && passage.number !== null) ||
  (claim.name && passage.name) ||
  areOpposite(claim.key, passage.key)
    ? CHANGE_OF_KIND
    : CHANGE

const ARTICLES = new Set(['a', 'an', 'the'])
/** Little words go at little cost, so that content decides what is aligned with what. */
const soloCost = (lexeme: Lexeme): number => (ARTICLES.has(lexeme.key) ? 0.1 : 1)

/** Joined to the next word they make another word: "a symmetric" is not "asymmetric", "in complete" not "incomplete". */
const ALONE = new Set(
  'a an the in on at of to by for as or no not over under out up off down with so be i'.split(' '),
)
const standsAlone = ({ plain }: Lexeme): boolean => ALONE.has(plain) || /\d/.test(plain)

/** "finetuning" and "fine-tuning". Only a hyphen or a sign without width joins, and never numbers. */
const isJoined = (whole: Lexeme, first: Lexeme, second: Lexeme): boolean =>
  second.glued &&
  whole.plain.length === first.plain.length + second.plain.length &&
  !standsAlone(first) &&
  !standsAlone(second) &&
  whole.plain.startsWith(first.plain) &&
  whole.plain.endsWith(second.plain)

/** Ties go to the way that was looked at first, whatever the rounding of sums. */
const SLACK = 1e-9

/** Cheapest alignment of two texts in order (Needleman and Wunsch 1970), the same for the same input. */
export function align(claim: readonly Lexeme[], passage: readonly Lexeme[]): Alignment {
  const width = passage.length + 1
  const cost = new Float64Array((claim.length + 1) * width)
  /** 0 match, 1 change, 2 added, 3 dropped, 4 two words of the passage joined, 5 two words of the claim joined. */
  const move = new Uint8Array(cost.length)
  for (let at = 0; at <= claim.length; at++)
    for (let to = 0; to <= passage.length; to++) {
      if (at === 0 && to === 0) continue
      let best = Number.POSITIVE_INFINITY
      let how = 0
      const cell = at * width + to
      if (at > 0 && to > 0) {
        const here = claim[at - 1]!
        const there = passage[to - 1]!
        const same = sameLexeme(here, there)
        best = cost[cell - width - 1]! + (same ? 0 : changeCost(here, there))
        how = same ? 0 : 1
        if (to > 1 && isJoined(here, passage[to - 2]!, there) && cost[cell - width - 2]! < best - SLACK) {
          best = cost[cell - width - 2]!
          how = 4
        }
        if (at > 1 && isJoined(there, claim[at - 2]!, here) && cost[cell - 2 * width - 1]! < best - SLACK) {
          best = cost[cell - 2 * width - 1]!
          how = 5
        }
      }
      if (at > 0 && cost[cell - width]! + soloCost(claim[at - 1]!) < best - SLACK) {
        best = cost[cell - width]! + soloCost(claim[at - 1]!)
        how = 2
      }
      if (to > 0 && cost[cell - 1]! + soloCost(passage[to - 1]!) < best - SLACK) {
        best = cost[cell - 1]! + soloCost(passage[to - 1]!)
        how = 3
      }
      cost[cell] = best
      move[cell] = how
    }
  const steps: Step[] = []
  let at = claim.length
  let to = passage.length
  while (at > 0 || to > 0) {
    const how = move[at * width + to]!
    const here = claim[at - 1]!
    const there = passage[to - 1]!
    if (how === 0 || how === 4 || how === 5) steps.push({ kind: 'match', claim: here, passage: there })
    if (how === 1) steps.push({ kind: 'change', claim: here, passage: there })
    if (how === 2) steps.push({ kind: 'added', claim: here })
    if (how === 3) steps.push({ kind: 'dropped', passage: there })
    at -= how === 3 ? 0 : how === 5 ? 2 : 1
    to -= how === 2 ? 0 : how === 4 ? 2 : 1
  }
  return { steps: steps.reverse(), cost: cost.at(-1)! }
}
