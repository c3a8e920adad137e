import type { Step } from '../../language/align.ts'
import type { Lexeme } from '../../language/lexemes.ts'
import { isHedge, isIntensifier, isLimiter, isNegator } from '../../language/polarity.ts'
import { verbAt } from './clauses.ts'

/** What keeps a claim from being what the passage says. */
export type Difference = Exclude<Step, { kind: 'match' }>

const ARTICLES = new Set('a an the'.split(' '))
/** Point to what was told before; without them a sentence is about more. */
const POINTERS = new Set('our this these those'.split(' '))
const FILLERS = new Set('that also additionally however do'.split(' '))
/** May be left out, not brought in. */
const CONCLUDING = new Set('then thus therefore hence here'.split(' '))
/** "a few" is not "few", "a number of" not "the number of". */
const COUNTED = /^(?:few|little|number|lot|couple|bit|handful|variety)$/
/** Words beside which an intensifier decides how strong a statement is, or what it is about. */
const COMPARING = /^(?:than|more|less|fewer|few|little|least|as|if)$/
/** Participles that are never adjectives before the object: "has outperformed it", not "have increased mortality". */
const PARTICIPLE = /^(?:been|become|outperformed|surpassed|shown|demonstrated|found|led)$/
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
  ARTICLES.has(lexeme.plain) && !(lexeme.text === 'A' && at > 0)

/** The next two words of the text that this step is from. */
const wordsAfter = (steps: readonly Step[], at: number, side: 'claim' | 'passage'): string[] => {
  const words: string[] = []
  for (let next = at + 1; next < steps.length && words.length < 2; next++) {
    const step = steps[next]!
    if (side === 'claim' ? step.kind !== 'dropped' : step.kind !== 'added')
      words.push(
        (side === 'claim' ? (step as { claim: Lexeme }) : { claim: (step as { passage: Lexeme }).passage })
          .claim.plain,
      )
  }
  return words
}

/** "largely due to": both stress and limit. */
const isLimiting = (lexeme: Lexeme) => /^(?:largely|particularly|especially)$/.test(lexeme.plain)
/** Where one of these stands, what is stressed is what is said. */
const isWeighed = (lexeme: Lexeme) =>
  isNegator(lexeme.key) ||
  isHedge(lexeme.key) ||
  (isLimiter(lexeme.key) && !isLimiting(lexeme)) ||
  COMPARING.test(lexeme.plain)

/**
 * The differences of an alignment that may matter. Articles and fillers do not, nor does an intensifier that the claim
 * leaves out of a positive statement that neither hedges nor compares, nor a few perfects instead of a simple past. All
 * else does.
 */
export function differences(steps: readonly Step[]): Difference[] {
  const weighed = steps.some(
    (step) =>
      (step.kind !== 'added' && isWeighed(step.passage)) ||
      (step.kind !== 'dropped' && isWeighed(step.claim)),
  )
  return steps.filter((step, at): step is Difference => {
    if (step.kind === 'match') return false
    if (step.kind === 'change') return true
    const lexeme = step.kind === 'added' ? step.claim : step.passage
    if (isArticle(lexeme, at))
      return (
        lexeme.plain !== 'the' &&
        wordsAfter(steps, at, step.kind === 'added' ? 'claim' : 'passage').some((word) => COUNTED.test(word))
      )
    if (FILLERS.has(lexeme.key) || (lexeme.key === 'both' && !weighed)) return false
    if (step.kind === 'dropped' && POINTERS.has(lexeme.plain))
      return ![steps[at - 1], steps[at + 1]].some(
        (other) => other?.kind === 'added' && other.claim.plain === 'the',
      )
    if (step.kind === 'dropped' && CONCLUDING.has(lexeme.key)) return false
    const next = steps[at + 1]
    const following = next === undefined ? undefined : next.kind === 'dropped' ? next.passage : next.claim
    if (lexeme.key === 'have' && following !== undefined && PARTICIPLE.test(following.plain)) return false
    if (step.kind === 'added') return true
    if (lexeme.key === 'percentag' && following !== undefined && /^points?$/.test(following.plain))
      return false
    if (weighed) return true
    if (SIZES.has(lexeme.key) && tellsSizeOfEffect(steps.slice(at + 1, at + 5))) return false
    return !(isIntensifier(lexeme.key) && /ly$|^very$|^even$/.test(lexeme.plain) && !isLimiting(lexeme))
  })
}

/**
 * Takes out a block that stands at the front of one text and after the verb of the other; "On A, B improves by 3." In the
 * subject it would belong to that alone.
 */
export function withoutMoved(
  list: readonly Difference[],
  block: readonly string[],
  texts: readonly (readonly Lexeme[])[],
): Difference[] {
  const run = (kind: 'added' | 'dropped') => {
    const keys = list.map((step) =>
      step.kind === kind ? (step.kind === 'added' ? step.claim.key : step.passage.key) : null,
    )
    return keys.findIndex((_, at) => block.every((key, offset) => keys[at + offset] === key))
  }
  const [added, dropped] = [run('added'), run('dropped')]
  if (added < 0 || dropped < 0 || block.length === 0) return [...list]
  const afterVerbs = texts.every((text) => {
    const place = text.findIndex((_, at) => block.every((key, offset) => text[at + offset]?.key === key))
    const verb = verbAt(text)
    return verb >= 0 && verb < place
  })
  if (!afterVerbs) return [...list]
  return list.filter(
    (_, at) => !(at >= added && at < added + block.length) && !(at >= dropped && at < dropped + block.length),
  )
}
