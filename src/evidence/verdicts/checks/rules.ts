import type { CHECKS, Check } from '../../bundle/claims.ts'
import { entitiesIn } from '../../language/entities.ts'
import type { Lexeme } from '../../language/lexemes.ts'
import { areOpposite, isNegator } from '../../language/polarity.ts'
import { type Comparison, isContent, isInSubject } from './compare.ts'
import { isSameQuantity, isSameValue, quantitiesIn } from './quantities.ts'

type Name = (typeof CHECKS)[number]
type Rule = (comparison: Comparison) => Check

const check = (name: Name, outcome: Check['outcome'], reason: string): Check => ({ name, outcome, reason })
const quoted = (list: readonly Lexeme[]) => list.map(({ text }) => `"${text}"`).join(', ')

const added = ({ differences }: Comparison) =>
  differences.flatMap((step) => (step.kind === 'added' ? [step.claim] : []))
const dropped = ({ differences }: Comparison) =>
  differences.flatMap((step) => (step.kind === 'dropped' ? [step.passage] : []))
const changed = ({ differences }: Comparison) =>
  differences.flatMap((step) => (step.kind === 'change' ? [step] : []))

/** Share of its content words by which a claim speaks of what the passage speaks of. */
export const ALIGNED = 0.75
/** Share of them that makes a quantity the same one. */
const SAME_MATTER = 0.5

type Pair = readonly [claim: Lexeme, passage: Lexeme]

/** Two numbers that stand in the same place of nearly the same sentence. */
function valueInPlace({ claim, statement, steps }: Comparison): Pair | null {
  const measured = (list: readonly Lexeme[]) =>
    quantitiesIn(list).flatMap(({ lexeme, bounded }) => (bounded ? [] : [lexeme]))
  const [mine, theirs] = [measured(claim), measured(statement)]
  for (const step of steps)
    if (
      step.kind === 'change' &&
      mine.includes(step.claim) &&
      theirs.includes(step.passage) &&
      !isSameValue(step.claim, step.passage) &&
      !isInSubject(statement, step.passage)
    )
      return [step.claim, step.passage]
  return null
}

/** A quantity of the claim that the passage states with another value, and that other one. */
function otherValue({ claim, statement }: Comparison): Pair | null {
  const [mine, theirs] = [quantitiesIn(claim), quantitiesIn(statement)]
  for (const one of mine) {
    if (one.bounded || statement.some((other) => other.number !== null && isSameValue(one.lexeme, other)))
      continue
    const other = theirs.find(
      (each) =>
        !each.bounded &&
        isSameQuantity(one, each) &&
        !isInSubject(statement, each.lexeme) &&
        !claim.some((own) => own.number !== null && isSameValue(each.lexeme, own)),
    )
    if (other !== undefined) return [one.lexeme, other.lexeme]
  }
  return null
}

const numbers: Rule = (comparison) => {
  const mine = comparison.claim.filter(({ number }) => number !== null)
  if (mine.length === 0) return check('numbers', 'not-applicable', 'The claim has no number.')
  const other =
    (comparison.coverage >= SAME_MATTER ? otherValue(comparison) : null) ??
    (comparison.coverage >= ALIGNED ? valueInPlace(comparison) : null)
  if (other !== null)
    return check(
      'numbers',
      'conflict',
      `The claim says ${quoted([other[0]])}, the passage ${quoted([other[1]])}.`,
    )
  const lost = [...added(comparison), ...changed(comparison).map(({ claim }) => claim)].filter(
    ({ number }) => number !== null,
  )
  return lost.length > 0
    ? check('numbers', 'unknown', `The passage does not have ${quoted(lost)}, or not in this place.`)
    : check('numbers', 'pass', `${quoted(mine)} ${mine.length === 1 ? 'stands' : 'stand'} in the same place.`)
}

/** "Noel" and "Noël", "Fredrick" and "Frederick", "Pakistan" and "Pakistani". */
function isSpelledAlike(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) =>
    text
      .normalize('NFD')
      .replace(/[^\p{L}\d]/gu, '')
      .toLowerCase(),
  )
  const most = Math.min(a!.length, b!.length)
  let same = 0
  while (same < most && a![same] === b![same]) same += 1
  return same >= 4 || (most >= 3 && (same === most || a!.endsWith(b!) || b!.endsWith(a!)))
}

/** Two names at one place: what stands before and after them is the same in both, and neither has the other's name. */
function exchangedName({ claim, passage, steps }: Comparison): Pair | null {
  const own = new Set(claim.map(({ key }) => key))
  const isGlued = (at: number) => {
    const step = steps[at]
    return step !== undefined && (step.kind === 'dropped' ? step.passage : step.claim).glued
  }
  // "PAWS-X" is one name of two words: what stands beside the name is beside both.
  const isAnchor = (at: number, towards: -1 | 1): boolean =>
    steps[at] === undefined ||
    steps[at].kind === 'match' ||
    (isGlued(towards < 0 ? at + 1 : at) && isAnchor(at + towards, towards))
  for (const [at, step] of steps.entries())
    if (
      step.kind === 'change' &&
      step.claim.name &&
      step.passage.name &&
      isAnchor(at - 1, -1) &&
      isAnchor(at + 1, 1) &&
      !passage.has(step.claim.key) &&
      !own.has(step.passage.key) &&
      !isSpelledAlike(step.claim.plain, step.passage.plain)
    )
      return [step.claim, step.passage]
  return null
}

const entities: Rule = (comparison) => {
  const [mine, other] = (comparison.coverage >= ALIGNED && exchangedName(comparison)) || []
  if (mine !== undefined && other !== undefined)
    return check(
      'entities',
      'conflict',
      `The claim is about ${quoted([mine])}, the passage about ${quoted([other])}.`,
    )
  const missing = entitiesIn(comparison.claim).filter(({ key }) =>
    key.split(' ').some((word) => !comparison.passage.has(word)),
  )
  return missing.length > 0
    ? check(
        'entities',
        'unknown',
        `The passage does not name ${missing.map(({ text }) => `"${text}"`).join(', ')}.`,
      )
    : check('entities', 'pass', 'Every name of the claim is in the passage.')
}

/** "Models without pretraining improve" speaks of other models, and denies nothing of those with it. */
const isOfSubject = (list: readonly Lexeme[], mark: Lexeme) =>
  mark.plain === 'without' && isInSubject(list, mark)

/** Negations whose next content word is one that both texts have: they bear on what is compared. */
function bearing(list: readonly Lexeme[], common: ReadonlySet<string>): Lexeme[] {
  return list.filter((lexeme, at) => {
    if (!isNegator(lexeme.key) || isOfSubject(list, lexeme)) return false
    return list
      .slice(at + 1, at + 5)
      .filter(isContent)
      .slice(0, 2)
      .some(({ key }) => common.has(key))
  })
}

const polarity: Rule = ({ claim, statement, steps, coverage }) => {
  const common = new Set(steps.flatMap((step) => (step.kind === 'match' ? [step.claim.key] : [])))
  const [mine, theirs] = [bearing(claim, common), bearing(statement, common)]
  if (mine.length % 2 === theirs.length % 2)
    return check('polarity', 'pass', 'Both say that it is so, or both that it is not.')
  return check(
    'polarity',
    coverage >= ALIGNED ? 'conflict' : 'unknown',
    mine.length > theirs.length
      ? `Only the claim says ${quoted(mine)}.`
      : `The claim does not negate as the passage does: ${quoted(theirs)}.`,
  )
}

const direction: Rule = (comparison) => {
  if (comparison.exchanged)
    return check('direction', 'conflict', 'The passage compares the two the other way round.')
  const opposite =
    changed(comparison).find(({ claim, passage }) => areOpposite(claim.key, passage.key)) ??
    added(comparison)
      .flatMap((claim) =>
        dropped(comparison)
          .filter(({ key }) => areOpposite(claim.key, key))
          .map((passage) => ({ claim, passage })),
      )
      .at(0)
  if (opposite === undefined) return check('direction', 'pass', 'No opposite words.')
  return check(
    'direction',
    comparison.coverage >= ALIGNED && !isInSubject(comparison.statement, opposite.passage)
      ? 'conflict'
      : 'unknown',
    `The claim says ${quoted([opposite.claim])}, the passage ${quoted([opposite.passage])}.`,
  )
}

const content: Rule = (comparison) => {
  const { differences } = comparison
  if (comparison.asks) return check('content', 'unknown', 'One is a question, and a question states nothing.')
  if (differences.length === 0)
    return check('content', 'pass', 'Every word of the claim is in the passage, in the same order.')
  const missing = [...added(comparison), ...changed(comparison).map(({ claim }) => claim)]
  return check(
    'content',
    'unknown',
    missing.length > 0
      ? `Not in the passage, or not in this order: ${quoted(missing.slice(0, 8))}.`
      : `The passage says more: ${quoted(dropped(comparison).slice(0, 8))}.`,
  )
}

/** The checks, in the order of CHECKS. */
export const RULES: readonly Rule[] = [numbers, entities, polarity, direction, content]
