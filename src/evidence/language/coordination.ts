import { type NumberMention, numbersIn } from './numbers.ts'

/** Finite verbs by which a clause is known to be one. */
const VERB =
  /\b(?:is|are|was|were|has|have|had|does|do|did|can|could|may|might|will|would|should|cannot|yields?|yielded|improves?|improved|outperforms?|outperformed|achieves?|achieved|attains?|obtains?|obtained|leads?|led|results?\sin|gives?|gave|provides?|provided|shows?|showed|helps?|helped|hurts?|harms?|degrades?|degraded|reduces?|reduced|increases?|increased|decreases?|decreased|boosts?|boosted|benefits?|benefited|performs?|performed|surpass(?:es|ed)?|exceeds?|exceeded|underperforms?|underperformed|fails?|failed|sees?|saw|generali[sz]es?|remains?|remained|works?|worked|drops?|dropped|matches|matched|correlates?|suffers?|suffered|lags?|tends?|requires?)\b/

const PRONOUN =
  /^(?:it|this|that|these|those|they|he|she|its|their|which|who|both|such|one|others?|the (?:former|latter|other|others|same)|there|we|our|also|not|only|still|even|then|all|some|most|many|few)\b/i

/** "We find that": what a report says before the thing it reports. */
const REPORT =
  /^(?:(?:[^,;:]{0,70}, )?(?:we|(?:\w+ ){0,4}(?:results|experiments|evaluations?|findings|analys[ei]s|evaluation|evidence|study|paper|work|authors)|[^,;:]{0,80}\bwe)\b[^,;:]{0,80}?\b(?:show|shows|showed|demonstrate|demonstrates|demonstrated|indicate|indicates|reveal|reveals|suggest|suggests|confirm|confirms|find|finds|found|observe|observed|conclude|report|argue|hypothesi[sz]e|believe)(?: \w+ly)? that )(?=\S)/i

const balanced = (text: string): boolean => {
  let open = 0
  for (const sign of text) {
    if (sign === '(' || sign === '[') open++
    if (sign === ')' || sign === ']') open--
    if (open < 0) return false
  }
  return open === 0 && (text.match(/["“”]/g)?.length ?? 0) % 2 === 0
}

/** With a capital at the start, where a plain word stands there: "mBERT" stays as it is. */
export const capitalized = (text: string): string =>
  text.replace(/^\p{Ll}(?=\p{Ll}*(?:[\s,]|$)|\p{Ll}+-)/u, (first) => first.toUpperCase())
const asSentence = (text: string): string => `${capitalized(text.trim().replace(/[\s,;:]+$/, ''))}.`

/** "(1) ...; (2) ...": parts that count on one another. */
const ENUMERATION = /(?:^|\s)\((?:\d|[a-d]|i{1,3}|iv)\)\s/

/**
 * The single statements of a sentence that coordinates several, each a whole sentence: "8.2 and 7.5 points on SQuAD and
 * MNLI" are two, "A improves but B does not" are two. Only where the grammar leaves no doubt; else the sentence itself.
 */
export function splitCoordination(sentence: string): string[] {
  if (!/\.$/.test(sentence) || !balanced(sentence) || ENUMERATION.test(sentence)) return [sentence]
  const clauses = splitClauses(sentence)
  return clauses.flatMap((clause) => splitLists(clause))
}

function splitClauses(sentence: string): string[] {
  const plain = sentence.replace(/\.$/, '')
  const report = REPORT.exec(plain)?.[0] ?? ''
  const body = plain.slice(report.length)
  if (/^(?:while|although|though|whereas|if|when|since|because|as|unless|despite|given)\b/i.test(body))
    return [sentence]
  for (const match of body.matchAll(
    /(?:;\s(?:however,\s|but\s|yet\s|practically,\s)?|,\s(?:but|whereas|while|yet)\s|\sbut\s|,?\sand\sthat\s)/g,
  )) {
    const first = body.slice(0, match.index)
    const second = body.slice(match.index + match[0].length)
    const and = /that\s$/.test(match[0])
    if (and && report === '') continue
    if (!balanced(first) || !balanced(second) || /[;:]/.test(first)) continue
    if (/\bnot (?:only|just|merely)\b|\bboth\b|\beither\b|\bneither\b/i.test(first)) continue
    const elided = match[0].includes(';') || and ? null : withVerb(first, second)
    if (elided !== null) return [asSentence(report + first), asSentence(report + elided)]
    if (!isClause(first) || !isClause(second)) continue
    const governed = match[0].includes(';') ? '' : report
    return [asSentence(report + first), ...splitClauses(asSentence(governed + second))]
  }
  return [sentence]
}

/** A subject of its own, not a pronoun, before a finite verb, and something after it. */
function isClause(text: string): boolean {
  const words = text.trim().split(/\s+/)
  if (words.length < 3 || PRONOUN.test(text.trim())) return false
  const verb = VERB.exec(text)
  if (verb === null) return false
  const subject = text.slice(0, verb.index).trim()
  if (subject === '' || subject.split(/\s+/).length > 14) return false
  // "rarely improves", "in German is": what stands before the verb is not a subject.
  if (
    /^(?:in|on|for|with|by|at|from|to|when|using|after|if|instead|rather|than|as|of|and|or)\b/i.test(subject)
  )
    return false
  if (/\b(?:that|which|who|whether|how|because|if|when|while)$/i.test(subject)) return false
  if (/^\w+(?:ly|times)\b|^(?:so far|despite|the (?:first|second|third|last) one)\b/i.test(subject))
    return false
  // "but struggle to ...": the verb of the first subject, which the list of verbs does not know.
  if (/,|\b(?:to|that|which|who|there)\b/i.test(subject)) return false
  if (/\b(?:to|from|of|with|in|on|for|by|and|or)$/i.test(text.trim())) return false
  return (
    text.trim().length > verb.index + verb[0].length + 2 || /\b(?:improves|helps|drops|fails)$/.test(text)
  )
}

const ELIDED = /^([^,;]{1,60}?) (does|do|did) not$/
const SHORT =
  /^((?:(?!\b(?:that|which|who|while|when|if)\b)[^,;:])+?)\s(improve|help|benefit|hurt|gain|drop|degrade|increase|decrease|work|transfer|generali[sz]e)(s|d|ed)?((?:\s[^,;:]+)?)$/i

/** "A improves X but B does not": the second with the verb and object of the first. */
function withVerb(first: string, second: string): string | null {
  const [, subject, helper] = ELIDED.exec(second.trim()) ?? []
  const [, , verb, , object] = SHORT.exec(first.trim()) ?? []
  if (subject === undefined || verb === undefined || PRONOUN.test(subject) || VERB.test(subject)) return null
  return `${subject} ${helper} not ${verb}${object ?? ''}`
}

interface List {
  readonly start: number
  readonly end: number
  readonly items: readonly string[]
}

/** "8.2, 7.5 and 7.0 points on SQuAD, MNLI and HellaSwag" */
function splitLists(sentence: string): string[] {
  const numbers = numberList(sentence)
  if (numbers === null) return [sentence]
  const respectively = /,?\s*\brespectively\b,?/i.exec(sentence)
  const names = nameLists(sentence, numbers).filter(({ items }) => items.length === numbers.items.length)
  const [only] = names
  if (only === undefined || names.length > 1) return [sentence]
  if (numbers.items.length < 3 && respectively === null) {
    // Two and two without "respectively" are safe where the names follow the numbers at once.
    const between = sentence.slice(numbers.end, only.start)
    if (only.start < numbers.end || !/^\s(?:on|for|in)\s(?:the\s)?$/.test(between)) return [sentence]
  }
  const verb = PLURAL_VERB.exec(sentence.slice(only.end))
  const kind =
    /^(?: \p{Ll}+)?\s(?:datasets|benchmarks|tasks|corpuses|languages|sets|models|settings|domains|tracks)\b/u.exec(
      sentence.slice(only.end),
    )
  return numbers.items.map((number, index) => {
    const parts = [
      { ...numbers, by: number },
      { start: only.start, end: only.end, by: only.items[index]! },
      ...(kind === null
        ? []
        : [{ start: only.end, end: only.end + kind[0].length, by: kind[0].slice(0, -1) }]),
      ...(verb === null ? [] : [{ start: only.end, end: only.end + verb[0].length, by: singular(verb[0]) }]),
      ...(respectively === null
        ? []
        : [{ start: respectively.index, end: respectively.index + respectively[0].length, by: '' }]),
    ].sort((a, b) => b.start - a.start)
    let text = sentence
    for (const { start, end, by } of parts) text = text.slice(0, start) + by + text.slice(end)
    return text.replace(/\s{2,}/g, ' ').replace(/\s+([.,;])/g, '$1')
  })
}

const PLURAL_VERB =
  /^\s(?:(?:both|each|also|all) )?(?:are|were|have|achieve|reach|obtain|attain|improve|outperform|yield|gain|show|get|score|perform|give|provide|lead|drop|reduce|increase)\b/

const singular = (verb: string): string =>
  verb
    .replace(/ (?:both|each|all)\b/, '')
    .replace(/are$/, 'is')
    .replace(/were$/, 'was')
    .replace(/have$/, 'has')
    .replace(/(?<! is| was| has)$/, verb.endsWith('ch') ? 'es' : 's')

/** The one list of two to six numbers of one unit, each item with the unit of the last. */
function numberList(sentence: string): List | null {
  const quantities = numbersIn(sentence).filter(({ role, high }) => role === 'quantity' && high === null)
  const lists: NumberMention[][] = []
  for (const mention of quantities) {
    const last = lists.at(-1)?.at(-1)
    const gap = last === undefined ? '' : sentence.slice(last.end, mention.start)
    if (last !== undefined && /^(?:,|,?\s(?:and))\s$/.test(gap) && last.unit === mention.unit)
      lists.at(-1)!.push(mention)
    else lists.push([mention])
  }
  const found = lists.filter((list) => list.length > 1)
  const [list] = found
  if (list === undefined || found.length > 1 || list.length > 6 || list[0]!.unit === 'count') return null
  const last = list.at(-1)!
  const unit = /^[\d.,+−-]+(\D*)$/.exec(last.text)?.[1] ?? ''
  const own = list.map(({ text }) => /^[\d.,+−-]+(\D*)$/.exec(text)?.[1] ?? '')
  if (own.some((each) => each !== '' && each !== unit)) return null
  const items = list.map(({ text }, index) => (own[index] === unit ? text : text + unit))
  return { start: list[0]!.start, end: last.end, items }
}

const NAME = String.raw`(?=[\p{L}\d./+-]*\p{Lu})\p{L}(?:[\p{L}\d./+-]*[\p{L}\d+])?`
const ITEM = String.raw`(?<![\p{L}\d-])(?:the )?${NAME}(?: (?:v?\d+(?:\.\d+)?|${NAME})){0,3}`
const LIST = new RegExp(String.raw`${ITEM}(?:, ${ITEM})*,? and ${ITEM}(?![\p{L}\d-])`, 'gu')

const COUNTED =
  /\b(?:two|three|four|five|six|both|all|several|many|(?<![.\d])\d)\s(?:(?!on\b|in\b|for\b|over\b|of\b|at\b|points?\b)[\p{L}\d-]+,?\s){1,6}\(?$/u

/** Lists of names outside the list of numbers. */
function nameLists(sentence: string, numbers: List): List[] {
  return [...sentence.matchAll(LIST)].flatMap((match) => {
    const start = match.index
    const end = start + match[0].length
    if (start < numbers.end && numbers.start < end) return []
    // "on two data sets, NYT and WebNLG" tells how many there are; "(Lee and Kim, 2016)" are people.
    if (COUNTED.test(sentence.slice(0, start)) || /^,? (?:19|20)\d\d/.test(sentence.slice(end))) return []
    const items = match[0].split(/,? and |, /)
    return [{ start, end, items }]
  })
}
