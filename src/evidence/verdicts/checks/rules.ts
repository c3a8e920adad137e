import type { CHECKS, Check } from '../../bundle/claims.ts'
import { entitiesIn } from '../../language/entities.ts'
import type { Lexeme } from '../../language/lexemes.ts'
import {
  areOpposite,
  isHedge,
  isIntensifier,
  isLimiter,
  isNegator,
  isUniversal,
} from '../../language/polarity.ts'
import { REPORTED, verbAt } from './clauses.ts'
import { type Comparison, isContent } from './compare.ts'
import { isRelation, PREPOSITIONS } from './rewrites.ts'

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

/** What follows words that are not found is not comparable; this much of the claim must be. */
export const ALIGNED = 0.75

const UNITS = new Set('% ‰ point percentag tim fold bleu f1 million billion thousand k'.split(' '))

/** Whether a word stands before the verb; what differs there makes it a statement about something else. */
const inSubject = (list: readonly Lexeme[], lexeme: Lexeme): boolean =>
  list.includes(lexeme) && list.indexOf(lexeme) < verbAt(list)

const BOUND = /^(?:least|most|up|more|less|fewer|over|under|above|below|exceed|beyond|within)$/
/** "at least 80", "more than 80" */
const isBound = (list: readonly Lexeme[], lexeme: Lexeme): boolean => {
  const at = list.indexOf(lexeme)
  return list.slice(Math.max(0, at - 2), at).some(({ key, plain }) => BOUND.test(key) || BOUND.test(plain))
}

const numbers: Rule = (comparison) => {
  const { claim, statement, steps } = comparison
  const mine = claim.filter(({ number }) => number !== null)
  const differ = changed(comparison)
  if (mine.length === 0) {
    const extra = dropped(comparison).filter(({ number, label }) => number !== null && !label)
    return extra.length === 0
      ? check('numbers', 'not-applicable', 'The claim has no number.')
      : check('numbers', 'unknown', `The claim leaves out ${quoted(extra)}.`)
  }
  const wrong = differ.find(({ claim, passage }) => claim.number !== null && passage.number !== null)
  if (wrong !== undefined)
    return wrong.claim.label ||
      wrong.passage.label ||
      isBound(claim, wrong.claim) ||
      isBound(statement, wrong.passage) ||
      inSubject(statement, wrong.passage)
      ? check(
          'numbers',
          'unknown',
          `The claim names ${quoted([wrong.claim])}, the passage ${quoted([wrong.passage])}.`,
        )
      : check(
          'numbers',
          'conflict',
          `The claim says ${quoted([wrong.claim])}, the passage ${quoted([wrong.passage])}.`,
        )
  const unit = differ.find(({ claim, passage }) => UNITS.has(claim.key) || UNITS.has(passage.key))
  if (unit !== undefined)
    return check(
      'numbers',
      UNITS.has(unit.claim.key) && UNITS.has(unit.passage.key) ? 'conflict' : 'unknown',
      `The claim counts in ${quoted([unit.claim])}, the passage in ${quoted([unit.passage])}.`,
    )
  const lost = [...added(comparison), ...differ.map(({ claim }) => claim)].filter(
    ({ number }) => number !== null,
  )
  if (lost.length > 0) {
    const elsewhere = lost.filter((one) => statement.some((other) => other.key === one.key))
    return check(
      'numbers',
      'unknown',
      elsewhere.length > 0
        ? `The passage has ${quoted(elsewhere)} in another place.`
        : `The passage does not have ${quoted(lost)}.`,
    )
  }
  const matched = steps.some((step) => step.kind === 'match' && step.claim.number !== null)
  return matched
    ? check('numbers', 'pass', `${quoted(mine)} ${mine.length === 1 ? 'stands' : 'stand'} in the same place.`)
    : check('numbers', 'unknown', 'No number of the claim stands in the same place.')
}

const entities: Rule = (comparison) => {
  const mine = entitiesIn(comparison.claim)
  const known = new Set(entitiesIn(comparison.statement).map(({ key }) => key))
  const words = new Set(comparison.statement.map(({ key }) => key))
  const missing = mine.filter(
    ({ key }) => !known.has(key) && !key.split(' ').every((word) => words.has(word)),
  )
  if (mine.length === 0 && dropped(comparison).every(({ name }) => !name))
    return check('entities', 'not-applicable', 'Neither names anything.')
  const swapped = changed(comparison).find(({ claim, passage }) => claim.name || passage.name)
  if (swapped !== undefined && (missing.length > 0 || swapped.passage.name))
    return check(
      'entities',
      'conflict',
      `The claim is about ${quoted([swapped.claim])}, the passage about ${quoted([swapped.passage])}.`,
    )
  if (missing.length > 0)
    return check(
      'entities',
      'unknown',
      `The passage does not name ${missing.map(({ text }) => `"${text}"`).join(', ')}.`,
    )
  const moved = added(comparison).filter(({ name }) => name)
  return moved.length > 0
    ? check('entities', 'unknown', `${quoted(moved)} has another place in the passage.`)
    : check('entities', 'pass', 'Every name of the claim is in the passage.')
}

const parity = (list: readonly Lexeme[]) => list.filter(({ key }) => isNegator(key)).length % 2

/** "Models without pretraining improve" speaks of other models, and denies nothing of those with it. */
const isOfSubject = ({ claim, statement }: Comparison, mark: Lexeme): boolean =>
  mark.plain === 'without' && (inSubject(claim, mark) || inSubject(statement, mark))

const polarity: Rule = (comparison) => {
  const gone = dropped(comparison).filter(({ key }) => isNegator(key))
  const come = added(comparison).filter(({ key }) => isNegator(key))
  const instead = changed(comparison).filter(
    ({ claim, passage }) => isNegator(claim.key) !== isNegator(passage.key),
  )
  const odd = (gone.length + come.length + instead.length) % 2 === 1
  const marks = [...come, ...gone, ...instead.flatMap(({ claim, passage }) => [claim, passage])].filter(
    ({ key }) => isNegator(key),
  )
  if (marks.length > 0)
    return check(
      'polarity',
      odd && comparison.coverage >= ALIGNED && !marks.every((mark) => isOfSubject(comparison, mark))
        ? 'conflict'
        : 'unknown',
      come.length > 0
        ? `Only the claim says ${quoted(marks)}.`
        : `The claim does not negate as the passage does: ${quoted(marks)}.`,
    )
  if (comparison.coverage < ALIGNED)
    return check(
      'polarity',
      parity(comparison.claim) === parity(comparison.statement) ? 'not-applicable' : 'unknown',
      'The statements differ too much to compare.',
    )
  return check('polarity', 'pass', 'Both say that it is so, or both that it is not.')
}

const direction: Rule = (comparison) => {
  if (comparison.exchanged)
    return check('direction', 'conflict', 'The passage compares the two the other way round.')
  const opposite = changed(comparison).find(({ claim, passage }) => areOpposite(claim.key, passage.key))
  if (opposite !== undefined)
    return check(
      'direction',
      comparison.coverage >= ALIGNED && !inSubject(comparison.statement, opposite.passage)
        ? 'conflict'
        : 'unknown',
      `The claim says ${quoted([opposite.claim])}, the passage ${quoted([opposite.passage])}.`,
    )
  const turned = added(comparison).find((one) =>
    dropped(comparison).some((other) => areOpposite(one.key, other.key)),
  )
  if (turned !== undefined)
    return check('direction', 'unknown', `The passage does not say ${quoted([turned])}.`)
  const elsewhere = comparison.claim.some(isRelation)
    ? added(comparison).filter(
        (one) => isContent(one) && dropped(comparison).some(({ key }) => key === one.key),
      )
    : []
  if (elsewhere.length > 0)
    return check('direction', 'unknown', `In the passage ${quoted(elsewhere)} stands on the other side.`)
  return check(
    'direction',
    comparison.differences.length === 0 ? 'pass' : 'not-applicable',
    'No opposite words.',
  )
}

const strength: Rule = (comparison) => {
  const weaker = dropped(comparison).filter(({ key }) => isHedge(key) || isLimiter(key))
  const stronger = added(comparison).filter(
    ({ key }) => !isNegator(key) && (isUniversal(key) || isIntensifier(key)),
  )
  const swapped = changed(comparison).find(
    ({ claim, passage }) =>
      isHedge(passage.key) || isLimiter(passage.key) || isUniversal(claim.key) || isIntensifier(claim.key),
  )
  if (weaker.length > 0)
    return check(
      'strength',
      'conflict',
      `The claim leaves out ${quoted(weaker)} and says more than the passage.`,
    )
  if (stronger.length > 0) return check('strength', 'conflict', `Only the claim says ${quoted(stronger)}.`)
  if (swapped !== undefined)
    return check(
      'strength',
      'conflict',
      `The claim says ${quoted([swapped.claim])} where the passage says ${quoted([swapped.passage])}.`,
    )
  return comparison.differences.length === 0
    ? check('strength', 'pass', 'The claim says no more than the passage.')
    : check('strength', 'not-applicable', 'No words of strength differ.')
}

const SETTINGS = new Set(
  'zero few shot supervised unsupervised fine-tune tune dev development test train validation held cross lingual monolingual multilingual'.split(
    ' ',
  ),
)

const scope: Rule = (comparison) => {
  const lost = dropped(comparison)
  const restricting = lost.filter(
    (lexeme) =>
      PREPOSITIONS.has(lexeme.key) ||
      /^(?:our|these|this|those)$/.test(lexeme.plain) ||
      lexeme.name ||
      SETTINGS.has(lexeme.key) ||
      isContent(lexeme),
  )
  const other = changed(comparison).find(
    ({ claim, passage }) =>
      isContent(claim) && (passage.name || SETTINGS.has(passage.key) || SETTINGS.has(claim.key)),
  )
  if (other !== undefined)
    return check(
      'scope',
      comparison.coverage >= ALIGNED ? 'conflict' : 'unknown',
      `The claim speaks of ${quoted([other.claim])}, the passage of ${quoted([other.passage])}.`,
    )
  if (restricting.length > 0)
    return check(
      'scope',
      comparison.coverage >= ALIGNED ? 'unknown' : 'not-applicable',
      `The claim leaves out what the passage adds: ${quoted(restricting.slice(0, 8))}.`,
    )
  return comparison.differences.length === 0
    ? check('scope', 'pass', 'Nothing that restricts the statement is left out.')
    : check('scope', 'not-applicable', 'Nothing that restricts the statement is left out.')
}

const attribution: Rule = ({ sentence, claim, differences }) => {
  const claimed = claim.map(({ text }) => text).join(' ')
  const told = REPORTED.exec(sentence)
  if (told === null)
    return REPORTED.test(claimed) && differences.length > 0
      ? check('attribution', 'unknown', 'The claim names another source than the passage.')
      : check('attribution', 'pass', 'The passage says it as its own.')
  const leftOut = differences.some((step) => step.kind === 'dropped')
  return leftOut
    ? check('attribution', 'unknown', `The passage may report what others say: "${told[0]}".`)
    : check('attribution', 'pass', 'Claim and passage name the same source.')
}

const content: Rule = (comparison) => {
  const { differences } = comparison
  if (comparison.asks) return check('content', 'unknown', 'One is a question, and a question states nothing.')
  if (differences.length === 0)
    return check('content', 'pass', 'Every word of the claim is in the passage, in the same order.')
  const missing = [...added(comparison), ...changed(comparison).map(({ claim }) => claim)]
  if (missing.length > 0)
    return check(
      'content',
      'unknown',
      `Not in the passage, or not in this order: ${quoted(missing.slice(0, 8))}.`,
    )
  return check('content', 'unknown', `The passage says more: ${quoted(dropped(comparison).slice(0, 8))}.`)
}

/** The eight checks, in the order of CHECKS. */
export const RULES: readonly Rule[] = [
  numbers,
  entities,
  polarity,
  direction,
  strength,
  scope,
  attribution,
  content,
]
