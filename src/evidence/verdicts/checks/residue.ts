import type { Step } from '../../language/align.ts'
import type { Lexeme } from '../../language/lexemes.ts'
import { isIntensifier, isNegator } from '../../language/polarity.ts'

/** What keeps a claim from being what the passage says. */
export type Difference = Exclude<Step, { kind: 'match' }>

const DETERMINERS = new Set('a an the our this these those'.split(' '))
const FILLERS = new Set('that also both additionally however then thus therefore hence here do'.split(' '))
/** Adjectives that only make an effect bigger when they stand before one of EFFECTS. */
const SIZES = new Set(
  'larg significant substantially substantial considerabl dramatic remarkabl strong notabl big mark'.split(
    ' ',
  ),
)
const EFFECTS = new Set(
  'improvement increas decreas reduction drop degradation boost benefit advantag'.split(' '),
)

const THINGS = new Set('languag model corpus dataset network sampl number set vocabulary batch'.split(' '))

/** "large improvements" and "large target-task improvements", but not "large models". */
function tellsSizeOfEffect(next: readonly Step[]): boolean {
  const keys = next.map((step) => (step.kind === 'dropped' ? step.passage.key : step.claim.key))
  const effect = keys.findIndex((key) => EFFECTS.has(key))
  return (
    effect >= 0 && !keys.slice(0, effect).some((key) => THINGS.has(key) || /^(?:of|in|on|for|and)$/.test(key))
  )
}

const isArticle = (lexeme: Lexeme, at: number) =>
  /^(?:an?|the)$/.test(lexeme.plain) && !(lexeme.text === 'A' && at > 0)

/**
 * The differences of an alignment that may matter. Articles and fillers do not, nor does an intensifier that the claim
 * leaves out of a positive statement, nor a perfect instead of a simple past. All else does.
 */
export function differences(steps: readonly Step[]): Difference[] {
  const negative = steps.some(
    (step) =>
      (step.kind !== 'added' && isNegator(step.passage.key)) ||
      (step.kind !== 'dropped' && isNegator(step.claim.key)),
  )
  return steps.filter((step, at): step is Difference => {
    if (step.kind === 'match') return false
    if (step.kind === 'change')
      return !(DETERMINERS.has(step.claim.plain) && DETERMINERS.has(step.passage.plain))
    const lexeme = step.kind === 'added' ? step.claim : step.passage
    if (isArticle(lexeme, at) || FILLERS.has(lexeme.key)) return false
    const next = steps[at + 1]
    const following = next === undefined ? undefined : next.kind === 'dropped' ? next.passage : next.claim
    if (lexeme.key === 'have' && following !== undefined && /(?:ed|en|wn)$/.test(following.plain))
      return false
    if (step.kind === 'added') return true
    if (/^(?:our|these|this)$/.test(lexeme.plain)) return false
    if (lexeme.key === 'percentag' && following !== undefined && /^points?$/.test(following.plain))
      return false
    if (negative) return true
    if (SIZES.has(lexeme.key) && tellsSizeOfEffect(steps.slice(at + 1, at + 5))) return false
    return !(isIntensifier(lexeme.key) && /ly$|^very$|^even$/.test(lexeme.plain))
  })
}

/** Takes out a block that stands at the front of one text and elsewhere in the other; "On A, B improves by 3." */
export function withoutMoved(list: readonly Difference[], block: readonly string[]): Difference[] {
  const run = (kind: 'added' | 'dropped') => {
    const keys = list.map((step) =>
      step.kind === kind ? (step.kind === 'added' ? step.claim.key : step.passage.key) : null,
    )
    return keys.findIndex((_, at) => block.every((key, offset) => keys[at + offset] === key))
  }
  const [added, dropped] = [run('added'), run('dropped')]
  if (added < 0 || dropped < 0 || block.length === 0) return [...list]
  return list.filter(
    (_, at) => !(at >= added && at < added + block.length) && !(at >= dropped && at < dropped + block.length),
  )
}
