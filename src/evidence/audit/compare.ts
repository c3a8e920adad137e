import { tokens } from '../language/tokens.ts'
import { numberWord, SMALL_WORDS } from './alignment.ts'

/** How a claim differs from a sentence that says nearly the same. */
export type Difference = 'number' | 'direction' | 'negation' | 'order' | 'name'

/** A claim held against one sentence of a source. */
export interface Comparison {
  /** Share of the claim's content words that the sentence has, in any order. */
  readonly share: number
  readonly difference: { readonly kind: Difference; readonly reason: string } | null
}

interface Term {
  /** What it is compared by: a stem, or digits. */
  readonly key: string
  readonly text: string
  /** 1: more or better, -1: less or worse, 0: neither. */
  readonly direction: -1 | 0 | 1
  readonly negates: boolean
  readonly number: number | null
  readonly isName: boolean
}

const UP =
  'improve improves improved improving improvement improvements increase increases increased increasing higher highest better best gain gains gained outperform outperforms outperformed outperforming surpass surpasses surpassed exceed exceeds exceeded more larger greater positive positively benefit benefits beneficial help helps helped helpful boost boosts boosted raise raises raised rise rises superior strong stronger strongest effective faster easier above enhance enhances enhanced consistent consistently succeed succeeds most easy with upper similar'
const DOWN =
  'degrade degrades degraded degrading degradation decrease decreases decreased decreasing lower lowest worse worst loss losses lose loses lost underperform underperforms underperformed underperforming less smaller fewer negative negatively hurt hurts harm harms harmful harmed drop drops dropped reduce reduces reduced reducing fall falls inferior weak weaker weakest ineffective slower harder below impair impairs impaired worsen worsens worsened inconsistent inconsistently fail fails least difficult without lower dissimilar'
const DIRECTIONS = new Map<string, -1 | 1>([
  ...UP.split(' ').map((word) => [word, 1] as const),
  ...DOWN.split(' ').map((word) => [word, -1] as const),
])
const NEGATIONS = /^(?:not|no|never|neither|nor|none|without|cannot|hardly|barely)$|n't$/
/** What compares its two sides: exchanged sides say the opposite. */
const SIDES = new Set(
  'outperforms outperform outperformed surpasses surpass surpassed exceeds exceed exceeded beats beat than over underperforms underperform underperformed'.split(
    ' ',
  ),
)

const THOUSANDS = new Map([
  ['k', 1e3],
  ['m', 1e6],
  ['b', 1e9],
])

/** "12,000", "12k" and "12%" by their value. */
function numberOf(word: string): number | null {
  const [, digits, unit = ''] = /^([+-]?\d[\d,]*(?:\.\d+)?)([kmb%]?)$/i.exec(word) ?? []
  return digits === undefined
    ? null
    : Number(digits.replaceAll(',', '')) * (THOUSANDS.get(unit.toLowerCase()) ?? 1)
}

function termsOf(text: string): Term[] {
  return tokens(text).flatMap(({ norm, stem, text: own }) => {
    const digits = numberWord(norm)
    const number = numberOf(digits)
    const direction = DIRECTIONS.get(norm) ?? 0
    const negates = NEGATIONS.test(norm)
    if (SMALL_WORDS.has(norm) && direction === 0 && !negates) return []
    const isName = number === null && (/\p{Lu}.*\p{Lu}|\p{L}.*\d/u.test(own) || /^\p{Lu}\p{Ll}+$/u.test(own))
    return [{ key: number === null ? stem : String(number), text: own, direction, negates, number, isName }]
  })
}

/** Places of the claim's terms in the sentence, in order; -1 where it has none there. */
function aligned(claim: readonly Term[], sentence: readonly Term[]): number[] {
  const width = sentence.length + 1
  const table = new Uint16Array((claim.length + 1) * width)
  for (let row = claim.length - 1; row >= 0; row--)
    for (let at = sentence.length - 1; at >= 0; at--)
      table[row * width + at] =
        claim[row]!.key === sentence[at]!.key
          ? table[(row + 1) * width + at + 1]! + 1
          : Math.max(table[(row + 1) * width + at]!, table[row * width + at + 1]!)
  const places: number[] = []
  let at = 0
  for (let row = 0; row < claim.length; row++) {
    while (
      at < sentence.length &&
      claim[row]!.key !== sentence[at]!.key &&
      table[row * width + at] === table[row * width + at + 1]
    )
      at++
    const here = at < sentence.length && claim[row]!.key === sentence[at]!.key
    places.push(here ? at : -1)
    if (here) at++
  }
  return places
}

/** Between the neighbours of a term that have a place, what the sentence has instead of it. */
function insteadOf(row: number, places: readonly number[], sentence: readonly Term[]): readonly Term[] {
  const before = places.slice(0, row).findLast((place) => place >= 0) ?? -1
  const after = places.slice(row + 1).find((place) => place >= 0) ?? sentence.length
  return sentence.slice(before + 1, after)
}

/** Shares of a claim's words below which a sentence is about something else. */
const ABOUT = 0.6

/**
 * Holds a claim against a sentence: what share of it the sentence says, and where it says something else in the same place,
 * such as another number or the opposite direction. `passage` is the sentence with its neighbours.
 */
export function compare(claim: string, sentence: string, passage: string): Comparison {
  const [own, other] = [termsOf(claim), termsOf(sentence)]
  if (own.length === 0) return { share: 0, difference: null }
  const keys = new Set(other.map(({ key }) => key))
  const has = (term: Term) =>
    keys.has(term.key) || (term.number !== null && other.some((each) => rounds(each.number, term)))
  const share = own.filter(has).length / own.length
  if (share < ABOUT || own.length < 3) return { share, difference: null }
  const places = aligned(own, other)
  const difference =
    numberDifference(own, places, other, passage) ??
    polarityDifference(own, places, other) ??
    orderDifference(own, other) ??
    nameDifference(own, places, other, passage)
  return { share, difference }
}

/** A claim may round what the source says. */
const rounds = (exact: number | null, { number, text }: Term): boolean => {
  if (exact === null || number === null) return false
  const decimals = /\.(\d+)/.exec(text)?.[1]?.length ?? 0
  return exact === number || (decimals > 0 && Number(exact.toFixed(decimals)) === number)
}

type Found = Comparison['difference']

function numberDifference(
  claim: readonly Term[],
  places: readonly number[],
  sentence: readonly Term[],
  passage: string,
): Found {
  const known = termsOf(passage)
  const taken = (term: Term) => claim.some((each) => rounds(term.number, each))
  for (const [row, term] of claim.entries()) {
    if (term.number === null || places[row]! >= 0) continue
    const here = insteadOf(row, places, sentence)
    const other = (each: Term | undefined) => each?.number != null && !taken(each)
    const alike = (each: Term | undefined) => other(each) && isPercent(each!) === isPercent(term)
    // "4 languages" for "7 different languages": the number before the word that follows the claim's.
    const isFollowed = places.slice(row + 1, row + 3).some((place) => place >= 0)
    const inItsPlace = isFollowed && alike(here.at(-1)) ? here.at(-1) : undefined
    if (inItsPlace === undefined && known.some((each) => rounds(each.number, term))) continue
    const instead = inItsPlace ?? here.find(other) ?? sentence.find(alike)
    if (instead !== undefined) return { kind: 'number', reason: `It says ${instead.text}, not ${term.text}.` }
  }
  return null
}
const isPercent = ({ text }: Term) => text.endsWith('%')

/** A word for the opposite in the same place, or a negation that only one of the two has; both together cancel out. */
function polarityDifference(
  claim: readonly Term[],
  places: readonly number[],
  sentence: readonly Term[],
): Found {
  const opposite = claim.flatMap((term, row) => {
    if (term.direction === 0 || term.negates || places[row]! >= 0) return []
    const other = insteadOf(row, places, sentence).find(
      (each) => each.direction === -term.direction && !each.negates,
    )
    return other === undefined ? [] : [{ term, other }]
  })
  const negated = negationDifference(claim, places, sentence)
  if (opposite.length > 0 && negated !== null) return null
  const [first] = opposite
  if (first !== undefined)
    return { kind: 'direction', reason: `It says "${first.other.text}", not "${first.term.text}".` }
  return negated ?? wholeDirection(claim, sentence)
}

/** Words of direction that often say nothing of an effect. */
const WEAK = new Set(
  'more most less fewer least with without similar dissimilar upper above below easy difficult'.split(' '),
)

/** A claim of one direction only, and a sentence of the other only, whatever stands where. */
function wholeDirection(claim: readonly Term[], sentence: readonly Term[]): Found {
  const strong = (terms: readonly Term[]) =>
    terms.filter((term) => term.direction !== 0 && !term.negates && !WEAK.has(term.text.toLowerCase()))
  const [own, other] = [strong(claim), strong(sentence)]
  if (own.length === 0 || other.length === 0 || [...claim, ...sentence].some(({ negates }) => negates))
    return null
  const opposed = own.every((one) => other.every((each) => each.direction === -one.direction))
  return opposed ? { kind: 'direction', reason: `It says "${other[0]!.text}", not "${own[0]!.text}".` } : null
}

function negationDifference(
  claim: readonly Term[],
  places: readonly number[],
  sentence: readonly Term[],
): Found {
  const own = claim.findIndex((term, row) => term.negates && places[row]! < 0)
  const placed = places.filter((place) => place >= 0)
  const [first, last] = [Math.min(...placed), Math.max(...placed)]
  const used = new Set(placed)
  const other = sentence.findIndex((term, at) => term.negates && !used.has(at) && at > first - 2 && at < last)
  if (own >= 0 && other < 0) return { kind: 'negation', reason: `It says so without "${claim[own]!.text}".` }
  // A negation counts where the words around it are the claim's.
  if (
    own < 0 &&
    other >= 0 &&
    (used.has(other - 1) || used.has(other + 1)) &&
    used.has(nextContent(sentence, other))
  )
    return { kind: 'negation', reason: `It says "${sentence[other]!.text}" there.` }
  return null
}
const nextContent = (sentence: readonly Term[], at: number) =>
  sentence.findIndex((term, place) => place > at && !term.negates)

/** Two sides of a comparison that stand the other way round. */
function orderDifference(claim: readonly Term[], sentence: readonly Term[]): Found {
  const verb = claim.findIndex(({ text }) => SIDES.has(text.toLowerCase()))
  if (verb < 1) return null
  const middle = sentence.findIndex(({ key }) => key === claim[verb]!.key)
  if (middle < 0) return null
  const once = (list: readonly Term[], { key }: Term) => list.filter((each) => each.key === key).length === 1
  const at = (term: Term) => sentence.findIndex(({ key }) => key === term.key)
  const telling = (term: Term) => once(claim, term) && once(sentence, term) && term.direction === 0
  const moved = (terms: readonly Term[], before: boolean) =>
    terms.filter(telling).filter((term) => (before ? at(term) > middle : at(term) < middle))
  const left = moved(claim.slice(0, verb), true)
  const right = moved(claim.slice(verb + 1), false)
  if (left.length === 0 || right.length === 0) return null
  return { kind: 'order', reason: `It has "${right[0]!.text}" and "${left[0]!.text}" the other way round.` }
}

/** Another name in the same place, where the passage does not have the claim's at all. */
function nameDifference(
  claim: readonly Term[],
  places: readonly number[],
  sentence: readonly Term[],
  passage: string,
): Found {
  const known = new Set(termsOf(passage).map(({ key }) => key))
  for (const [row, term] of claim.entries()) {
    if (!term.isName || row === 0 || known.has(term.key)) continue
    const instead = insteadOf(row, places, sentence).find(
      (each) =>
        each.isName &&
        !claim.some(({ key }) => key === each.key || key.includes(each.key) || each.key.includes(key)),
    )
    if (instead !== undefined)
      return { kind: 'name', reason: `It says "${instead.text}", not "${term.text}".` }
  }
  return null
}
