import type { Part } from '../bundle/protocol.ts'
import type { Range } from '../language/sentences.ts'

type Role = Part['role']

/** A noun phrase of the question and the part it plays there. */
export interface Phrase extends Range {
  readonly role: Role
  readonly quoted: boolean
}

const list = (text: string) => text.split(/\s+/).filter((each) => each !== '')
const set = (text: string) => new Set(list(text))

/** Verbs between what acts and what it acts on. Earlier ones win: in "does climate change impact yields", impact. */
const VERBS =
  list(`outperform surpass exceed beat affect influence improve enhance boost generalize generalise reduce impair
  lower decrease degrade worsen harm hurt hinder prevent mitigate alleviate predict determine correlate depend enable
  facilitate protect inhibit accelerate alter strengthen weaken undermine encourage diminish eliminate minimize
  maximize trigger induce shorten impact increase raise lead help benefit cause shape explain drive promote support limit compare
  need require serve fail suffer learn forget cover represent capture encode
  perform work matter transfer translate result contribute relate change differ`)
const RIVAL = set('outperform surpass exceed beat')
/** Also nouns: verbs only where the question has an auxiliary or "which" before them. */
const ALSO_NOUNS = new Set(VERBS.slice(VERBS.indexOf('impact')))
const NO_VERB_AFTER = set('the a an its their this that of on in for to and or from with by at no any')

const AUXILIARY = /^(?:do|does|did|can|could|will|would|should|may|might)$/
const ASKING =
  /^(?:how|what|which|why|when|where|who|whether|do|does|did|can|could|will|would|should|may|might|is|are)$/

/** Nouns whose "of X on Y" is a verb in disguise. */
const EFFECT_OF =
  set(`effect effects impact impacts influence influences consequence consequences role benefit benefits
  contribution efficacy effectiveness usefulness safety value advantages advantage`)
const RELATION = set('relationship relation association correlation link connection interaction')
const DIFFERENCE = set('difference differences comparison trade-off gap choice')

/** Words that end a phrase and belong to none. */
const STOP =
  set(`a an the about this these those its their his her our your my it they we you i there that which who whom whose
  what how why when where whether if do does did can could will would should may might must is are was were be been being
  has have had having not no any some each every all both such very much many more most less least few several other
  another same own so too also only just even still yet than then because while although though as per via according
  better worse best good bad superior inferior higher lower larger smaller greater stronger weaker well effective
  effectively poorly badly efficient useful helpful important possible likely able different extent what's does`)

/** Comparison in several words; the longest first. */
const COMPARISON = [
  'in comparison with',
  'in comparison to',
  'as compared with',
  'as compared to',
  'when compared with',
  'when compared to',
  'compared with',
  'compared to',
  'compared against',
  'as opposed to',
  'in contrast to',
  'relative to',
  'rather than',
  'instead of',
  'versus',
  'vs.',
  'vs',
  'than',
  'without',
].map(list)
const MEASURED = [
  'as measured by',
  'measured by',
  'measured in',
  'in terms of',
  'with respect to',
  'with regard to',
].map(list)
const ADJECTIVES = set(
  'better worse superior inferior effective efficient useful helpful safe associated linked related good bad more less equivalent comparable',
)

const TOWARDS = set('for among amongst')
const WHERE = set('on in across within under during at with from over through by using inside into')
const SAME = set('of and or to between')

const GERUNDS = new Set(
  list(
    'reduce prevent improve increase lower predict treat detect decrease mitigate avoid control enhance raise',
  ).map((verb) => `${verb.replace(/e$/, '')}ing`),
)

interface Piece extends Range {
  readonly norm: string
  readonly quoted: boolean
}

const PIECE =
  /"([^"]+)"|“([^”]+)”|«([^»]+)»|(?<![\p{L}\p{N}])'([^']+)'(?![\p{L}\p{N}])|[^\s,;:()[\]"“”«»?!？！。，、；：（）]+|[,;:()[\]?!？！。，、；：（）]/gu

function pieces(question: string): Piece[] {
  return [...question.matchAll(PIECE)].map((match) => {
    const inner = match[1] ?? match[2] ?? match[3] ?? match[4]
    const skip = inner === undefined ? 0 : 1
    const text = inner ?? match[0].replace(/(?<!\bvs)\.+$/, '')
    const start = match.index + skip
    return { start, end: start + text.length, norm: text.toLowerCase(), quoted: inner !== undefined }
  })
}

/**
 * The noun phrases of an English question in order, cut at its function words, with the roles that the frame gives them:
 * "How does X impact Y compared to Z", "What is the effect of X on Y for P", "Is A better than B at C", "A versus B".
 * Anything else is cut the same way, with what comes first as the intervention.
 */
export function phrases(question: string): Phrase[] {
  const there = pieces(question)
  const verb = verbIn(there)
  const found: Phrase[] = []
  let role = 'intervention' as Role
  let after = false
  let pair = null as Role | null
  let effect = false
  let open: Piece[] = []

  const close = () => {
    const first = open[0]
    const last = open.at(-1)
    if (first !== undefined && last !== undefined)
      found.push({ role, start: first.start, end: last.end, quoted: first.quoted })
    open = []
  }
  const turn = (next: Role) => {
    close()
    role = next
    after = true
  }
  const startsAt = (index: number, phrase: readonly string[]) =>
    phrase.every((word, offset) => there[index + offset]?.norm === word)

  for (let index = 0; index < there.length; index++) {
    const piece = there[index]!
    const { norm } = piece
    const next = there[index + 1]?.norm ?? ''
    const comparison = COMPARISON.find((phrase) => startsAt(index, phrase))
    const measured = MEASURED.find((phrase) => startsAt(index, phrase))
    if (piece.quoted) {
      close()
      open = [piece]
      close()
    } else if (comparison !== undefined) {
      turn('comparator')
      index += comparison.length - 1
    } else if (measured !== undefined) {
      turn('outcome')
      index += measured.length - 1
    } else if (index === verb) {
      const compared = /^compar/.test(norm)
      turn(
        RIVAL.has(base(norm))
          ? 'comparator'
          : compared && /^(?:to|with)$/.test(next)
            ? 'comparator'
            : 'outcome',
      )
    } else if (GERUNDS.has(norm) && (after || found.length > 0 || open.length > 0 || effect)) {
      turn('outcome')
    } else if (next === 'of' && EFFECT_OF.has(norm)) {
      close()
      effect = true
      index++
    } else if (RELATION.has(norm) && next === 'between') {
      close()
      pair = 'outcome'
      index++
    } else if (DIFFERENCE.has(norm) && /^(?:between|of)$/.test(next)) {
      close()
      pair = 'comparator'
      index++
    } else if (norm === 'and' && pair !== null) {
      turn(pair)
      pair = null
    } else if (norm === 'against') {
      turn(after && role === 'outcome' && open.length > 0 ? 'comparator' : 'outcome')
    } else if (ADJECTIVES.has(norm) && (found.length > 0 || open.length > 0) && !after) {
      turn('outcome')
    } else if (TOWARDS.has(norm)) {
      turn(after || verb !== -1 ? 'population' : found.length + open.length > 0 ? 'outcome' : role)
    } else if (WHERE.has(norm)) {
      if (after) turn(role === 'outcome' && open.length === 0 ? 'outcome' : 'setting')
      else if (effect && /^(?:on|in)$/.test(norm)) turn('outcome')
      else if (verb === -1 && /^(?:on|in|across|among)$/.test(norm) && found.length + open.length > 0)
        turn(effect ? 'outcome' : 'setting')
      else close()
    } else if (SAME.has(norm)) {
      if (!/-$/.test(open.at(-1)?.norm ?? '')) close()
      else open.push(piece)
    } else if (STOP.has(norm) || /^\p{P}$/u.test(norm) || !/[\p{L}\p{N}]/u.test(norm)) close()
    else open.push(piece)
  }
  close()
  return found
}

/** Where the verb of a question stands; null where it has none that is known. */
export function verbRange(question: string): Range | null {
  const there = pieces(question)
  const found = there[verbIn(there)]
  return found === undefined ? null : { start: found.start, end: found.end }
}

/** Index of the word that is the verb of the question, -1 where it has none that is known. */
function verbIn(there: readonly Piece[]): number {
  const asking = there.findIndex(({ norm }) => ASKING.test(norm))
  const auxiliary = there.findIndex(({ norm }) => AUXILIARY.test(norm))
  for (const verb of VERBS) {
    const found = there.findIndex(({ norm, quoted }, index) => {
      const before = there[index - 1]?.norm
      if (quoted || base(norm) !== verb || before === undefined || NO_VERB_AFTER.has(before)) return false
      if (auxiliary !== -1 && auxiliary < index && norm !== verb) return false
      return !ALSO_NOUNS.has(verb) || (asking !== -1 && asking < index && index > 1)
    })
    if (found !== -1) return found
  }
  return -1
}

/** "improves" and "improved" are "improve"; "improving" and "improvement" are nouns here. */
function base(word: string): string {
  return VERBS.find((verb) => [verb, `${verb}s`, `${verb}es`, `${verb}d`, `${verb}ed`].includes(word)) ?? word
}
