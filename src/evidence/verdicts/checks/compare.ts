import { align, type Step, sameLexeme } from '../../language/align.ts'
import { inflectionKey } from '../../language/inflection.ts'
import { type Lexeme, lexemes } from '../../language/lexemes.ts'
import { plainStatement, unlinked } from './plain.ts'

/** What keeps a claim from being what the passage says. */
export type Difference = Exclude<Step, { kind: 'match' }>

/** A claim beside the statement of a passage that comes closest to it. */
export interface Comparison {
  readonly claim: readonly Lexeme[]
  readonly statement: readonly Lexeme[]
  readonly steps: readonly Step[]
  readonly differences: readonly Difference[]
  /** Share of the claim's content words that stand in the statement in the same order, 0 to 1. */
  readonly coverage: number
  /** Not one word differs, articles included. */
  readonly verbatim: boolean
  /** The passage says it with the two sides of a comparison exchanged. */
  readonly exchanged: boolean
  /** One of the two is a question, the other is none. */
  readonly asks: boolean
  /** Every word of the passage, the other sentences too. */
  readonly passage: ReadonlySet<string>
}

const FUNCTION_WORDS = new Set(
  `a an the of in on at to for with by from and or be have do that this these those it its as than we our their they
  which who such also will into over under between among through during both while there here then so but not`.split(
    /\s+/,
  ),
)
export const isContent = ({ key }: Lexeme): boolean => !FUNCTION_WORDS.has(key)

const isArticle = ({ plain }: Lexeme) => plain === 'a' || plain === 'an' || plain === 'the'
/** "A few" is not "few", "a number of" not "the number of". */
const COUNTED = /^(?:few|little|number|lot|couple|bit|handful|variety)$/

/** All that differs but articles, "that" and "also". */
function differencesOf(steps: readonly Step[]): Difference[] {
  return steps.filter((step, at): step is Difference => {
    if (step.kind === 'match') return false
    if (step.kind === 'change') return true
    const lexeme = step.kind === 'added' ? step.claim : step.passage
    const next = steps[at + 1]
    const after = next === undefined ? undefined : next.kind === 'dropped' ? next.passage : next.claim
    if (isArticle(lexeme) && !(lexeme.text === 'A' && at > 0))
      return after !== undefined && COUNTED.test(after.plain)
    return !/^(?:that|also)$/.test(lexeme.plain)
  })
}

function coverageOf(steps: readonly Step[]): number {
  const content = steps.filter((step) => step.kind !== 'dropped' && isContent(step.claim))
  return content.length === 0 ? 0 : content.filter(({ kind }) => kind === 'match').length / content.length
}

/** Pairs of words that are aligned; no sentence that people write needs more. */
const MOST_PAIRS = 100_000

/** Of texts too long to align, a common start and end is found, and nothing between. */
function stepsOf(claim: readonly Lexeme[], statement: readonly Lexeme[]): readonly Step[] {
  if (claim.length * statement.length <= MOST_PAIRS) return align(claim, statement).steps
  const most = Math.min(claim.length, statement.length)
  let start = 0
  while (start < most && sameLexeme(claim[start]!, statement[start]!)) start += 1
  let end = 0
  while (end < most - start && sameLexeme(claim.at(-1 - end)!, statement.at(-1 - end)!)) end += 1
  const matches = (from: number, to: number, count: number): Step[] =>
    Array.from({ length: count }, (_, at) => ({
      kind: 'match',
      claim: claim[from + at]!,
      passage: statement[to + at]!,
    }))
  return [
    ...matches(0, 0, start),
    ...statement.slice(start, statement.length - end).map((passage): Step => ({ kind: 'dropped', passage })),
    ...claim.slice(start, claim.length - end).map((one): Step => ({ kind: 'added', claim: one })),
    ...matches(claim.length - end, statement.length - end, end),
  ]
}

/** Words by which one thing is set against another. */
const RELATION = /^(?:outperform|exceed|beat|underperform|trail|than|over)$/

const sorted = (list: readonly string[]) => [...list].sort().join(' ')

/** The same words, and what stands before the comparison in the one stands after it in the other, on both sides. */
function isExchanged(claim: readonly Lexeme[], statement: readonly Lexeme[]): boolean {
  const [mine, theirs] = [claim, statement].map((list) =>
    list.filter(isRelationOrContent).map(({ key }) => key),
  )
  if (sorted(mine!) !== sorted(theirs!)) return false
  const [left, other] = [mine!, theirs!].map((keys) =>
    keys.slice(0, keys.findIndex((key) => RELATION.test(key)) + 1),
  )
  return left!.some((key) => !other!.includes(key)) && other!.some((key) => !left!.includes(key))
}
const isRelationOrContent = (lexeme: Lexeme) => isContent(lexeme) || RELATION.test(lexeme.key)

const VERBS = new Set(
  `be have do can will must become show find yield give achieve obtain reach improve outperform surpass exceed increase decrease
  reduce degrade drop fall rise grow benefit hurt help lead perform contain include use require provide gain suffer get
  enable allow take fail lack cover support differ enhance`
    .split(/\s+/)
    .map(inflectionKey),
)

/** Whether a word stands before the verb: what differs there makes it a statement about something else. */
export function isInSubject(list: readonly Lexeme[], lexeme: Lexeme): boolean {
  const verb = list.findIndex(({ key, plain }, at) => at > 0 && VERBS.has(key) && !plain.endsWith('ing'))
  return list.indexOf(lexeme) < verb
}

const isQuestion = (text: string) => /\?["'”’)\]\s]*$/u.test(text)

function compare(
  claimText: string,
  text: string,
  statementText: string,
  passage: ReadonlySet<string>,
): Comparison {
  const claim = lexemes(unlinked(claimText))
  const statement = lexemes(statementText)
  const steps = stepsOf(claim, statement)
  return {
    claim,
    statement,
    steps,
    differences: differencesOf(steps),
    coverage: coverageOf(steps),
    verbatim: steps.every(({ kind }) => kind === 'match'),
    exchanged: isExchanged(claim, statement),
    asks: isQuestion(claimText) !== isQuestion(text),
    passage,
  }
}

/** Fewer differences, then more words in common. */
const isCloser = (one: Comparison, other: Comparison): boolean =>
  (one.differences.length - other.differences.length || other.coverage - one.coverage) < 0

/** The claim beside each sentence, the closest first; the sentence as it stands, and without what frames it. */
export function compareClaim(claimText: string, texts: readonly string[]): Comparison {
  const passage = new Set(texts.flatMap((text) => lexemes(text).map(({ key }) => key)))
  const all = texts.flatMap((text) =>
    [...new Set([unlinked(text), plainStatement(text)])].map((statement) =>
      compare(claimText, text, statement, passage),
    ),
  )
  return all.reduce((best, one) => (isCloser(one, best) ? one : best))
}
