import { type Meaning, otherLanguages, vocabulary } from './design-vocabulary.ts'
import { namedIn, phraseKey, type Word, wordsOf } from './design-words.ts'

/** Parts of a question: what is trained on, what that is compared with, and what it should change. */
export const ROLES = ['detour', 'comparator', 'outcome'] as const
export type Role = (typeof ROLES)[number]

/** What a part of a question names, and the words of it that name nothing. */
export interface Part {
  readonly text: string
  readonly named: readonly Meaning[]
  readonly unknown: readonly string[]
}

export interface ReadQuestion {
  readonly parts: Readonly<Record<Role, Part>>
  /** "Which ..." without a detour: all that can be trained on is asked about. */
  readonly open: boolean
  /** Share of its words that name something or join what does; little of a question in another language does. */
  readonly understood: number
}

interface Range {
  readonly role: Role
  readonly start: number
  readonly end: number
}

const COMPARED =
  /\b(?:(?:as )?(?:compared|opposed) (?:to|with)|in comparison (?:to|with)|relative to)\b|\b(?:versus|vs\.?|rather than|instead of|than)(?=\s)/i
const END = {
  long: /[,;?]|\b(?:as measured|measured|in terms of|for|across)\b/i,
  short:
    /[,;?]|\b(?:compare|as measured|measured|in terms of|for|on|in|across|(?:help|improve|affect|impact|hurt)s?)\b/i,
}
const VERB =
  /\b(?:impact|affect|influence|improve|help|hurt|harm|change|benefit|boost|raise|increase|reduce|decrease|better|worse|best|effective|useful|matter|generali[sz]e(?:\s+\w+)?\s+to|transfer\s+to|carry\s+over\s+to|lead\s+to|work|compare)s?\b/gi
const NOUN = /\b(?:effect|impact|influence|benefit|gain)s?\s+of\b/i
const BY = /\b(?:improved|helped|hurt|affected|changed|influenced|raised)\s+by\b/i
const AFTER = /\b(?:after|following|via|through|when)\b/i

/** Ranges of a question by role; what no role is clear for is its outcome. */
function rangesOf(question: string): Range[] {
  const compared = COMPARED.exec(question)
  if (compared === null) return split(question, 0, question.length)
  const from = compared.index + compared[0].length
  const long = /compared|comparison|opposed|relative/i.test(compared[0])
  const length = (long ? END.long : END.short).exec(question.slice(from))?.index ?? question.length - from
  return [
    ...split(question, 0, compared.index, !long),
    { role: 'comparator', start: from, end: from + length },
    { role: 'outcome', start: from + length, end: question.length },
  ]
}

/** Detour and outcome of a stretch; `whole`: a stretch without a verb is a detour, as before "vs". */
function split(question: string, start: number, end: number, whole = false): Range[] {
  const text = question.slice(start, end)
  const at = (role: Role, from: number, to: number): Range => ({ role, start: start + from, end: start + to })
  const noun = NOUN.exec(text)
  if (noun !== null) {
    const from = noun.index + noun[0].length
    const on = lastOf(text, / on | upon /g, from) ?? lastOf(text, / for | in | to /g, from) ?? text.length
    return [at('detour', from, on), at('outcome', on, text.length)]
  }
  const by = BY.exec(text)
  if (by !== null) return [at('outcome', 0, by.index), at('detour', by.index + by[0].length, text.length)]
  // The first word asks: "Do effects ..." and "Which helps ..." have their verb later.
  const verb = [...text.matchAll(VERB)].find(({ index }) => /\S+\s+\S/.test(text.slice(0, index)))
  if (verb !== undefined)
    return [at('detour', 0, verb.index), at('outcome', verb.index + verb[0].length, text.length)]
  if (whole) return [at('detour', 0, text.length)]
  const after = AFTER.exec(text)
  if (after !== null)
    return [at('outcome', 0, after.index), at('detour', after.index + after[0].length, text.length)]
  return [at('outcome', 0, text.length)]
}

function lastOf(text: string, pattern: RegExp, from: number): number | null {
  return [...text.matchAll(pattern)].filter(({ index }) => index >= from).at(-1)?.index ?? null
}

/** Reads what a question asks to train on, to compare with and to measure, each by names of the catalogue. */
export function readForDesign(question: string): ReadQuestion {
  const ranges = rangesOf(question)
  const { named, left } = namedIn(question, vocabulary())
  const partOf = (role: Role): Part => {
    const own = ranges.filter((range) => range.role === role)
    const inside = ({ start }: { readonly start: number }) =>
      own.some((range) => start >= range.start && start < range.end)
    return {
      text: own.map(({ start, end }) => question.slice(start, end).trim()).join(' '),
      named: named.filter(inside).map(({ meaning }) => meaning),
      unknown: phrasesOf(question, left.filter(inside)),
    }
  }
  const parts = { detour: partOf('detour'), comparator: partOf('comparator'), outcome: partOf('outcome') }
  const says = parts.detour.named.some(
    ({ type }) => !['plain', 'baseline', 'model', 'benchmark'].includes(type),
  )
  return {
    parts,
    understood: 1 - left.length / Math.max(1, wordsOf(question).length),
    open: /^\s*(?:which|what)\b/i.test(question) && !says && parts.detour.unknown.length === 0,
  }
}

/** Words that name nothing, joined where they stand side by side; names of languages stand alone. */
function phrasesOf(question: string, words: readonly Word[]): string[] {
  const phrases: { start: number; end: number; alone: boolean }[] = []
  for (const { start, end } of words) {
    const alone = languageNamed(question.slice(start, end)) !== null
    const last = phrases.at(-1)
    if (last !== undefined && !last.alone && !alone && /^[\s-]*$/.test(question.slice(last.end, start)))
      last.end = end
    else phrases.push({ start, end, alone })
  }
  return phrases.map(({ start, end }) => question.slice(start, end))
}

/** Name of a language that a phrase names and the catalogue lacks; null for anything else. */
export function languageNamed(phrase: string): string | null {
  if (!/^\p{Lu}/u.test(phrase)) return null
  return otherLanguages().get(phraseKey(phrase)) ?? null
}
