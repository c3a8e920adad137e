import { METRIC_WORDS } from './metrics.ts'
import type { Range } from './sentences.ts'

/** A number that a text mentions, read as far as the words around it allow. */
export interface NumberMention extends Range {
  /** The number with its sign, suffix, unit and interval, as it stands in the text. */
  readonly text: string
  /** Suffixes are worked in: `10k` is 10000. Of a range, the lower end. Negative only with a minus sign before it. */
  readonly value: number
  /** Upper end of a range, else null. */
  readonly high: number | null
  /**
   * `points`: of a score, percentage points too; `percent`; `times`: factor; `count`: of the things that `noun` names;
   * `ratio`: part of one, such as "a third" or "1:10"; `other`: nothing says.
   */
  readonly unit: 'points' | 'percent' | 'times' | 'count' | 'ratio' | 'other'
  /** `label`: part of a name or a place, such as "Table 3", "recall@10", "GPT-3". Only quantities measure something. */
  readonly role: 'quantity' | 'ordinal' | 'year' | 'version' | 'label'
  /** Digits after the point: what it is rounded to. */
  readonly decimals: number
  /** Half width of an interval written with ±. */
  readonly margin: number | null
  readonly bound: 'exact' | 'about' | 'at-least' | 'at-most' | 'more-than' | 'less-than'
  /** What words or a sign say that it does: "improves by 3", "a drop of 3", "3 points higher", "+3". */
  readonly change: 'up' | 'down' | null
  /** Head of what it counts or measures, lower case: "examples", "f1". */
  readonly noun: string | null
}

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ')
const SCALES: Readonly<Record<string, number>> = {
  k: 1e3,
  m: 1e6,
  b: 1e9,
  hundred: 100,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
}
const PARTS: Readonly<Record<string, number>> = {
  half: 1 / 2,
  third: 1 / 3,
  thirds: 1 / 3,
  quarter: 1 / 4,
  quarters: 1 / 4,
  fifth: 1 / 5,
  fifths: 1 / 5,
  tenth: 1 / 10,
}
const WORDS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(SMALL.map((word, value) => [word, value])),
  ...Object.fromEntries(TENS.map((word, index) => [word, 20 + 10 * index])),
  dozen: 12,
  twice: 2,
  thrice: 3,
  double: 2,
  doubles: 2,
  doubled: 2,
  doubling: 2,
  triple: 3,
  triples: 3,
  tripled: 3,
}
const FACTORS = /^(?:twice|thrice|doubl\w+|tripl\w+)$/i

/** "10^2", "5 × 10^-3", "10^(-3)": one number. */
const POWER = String.raw`(?:\d+(?:\.\d+)?\s?[×x·]\s?)?\d+(?:\.\d+)?\^\(?[+−–-]?\d+\)?`
const DIGITS = String.raw`${POWER}|\d{1,3}(?:[,\u202f\u2009]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:e[-−+]?\d+)?|\.\d+`
const WORD = `${TENS.join('|')}|${SMALL.join('|')}`
const NUMERAL = new RegExp(
  [
    String.raw`(?<digits>(?<sign>(?<![\p{L}\d)\]])[+−-])?(?<number>${DIGITS})(?<suffix>[kKMB](?![\p{L}\d]))?(?:[\s-](?<scale>hundred|thousand|million|billion)\b)?)`,
    String.raw`\b(?<part>(?:one|two|three|a)[\s-](?:half|thirds?|quarters?|fifths?|tenth)|half)\b`,
    String.raw`\b(?<word>(?:${TENS.join('|')})-(?:${SMALL.slice(1, 10).join('|')})|${WORD}|(?:(?:a|one|two)\s)?dozen|twice|thrice|doubl(?:es|ed|ing|e)|tripl(?:es|ed|e))\b(?:\s(?<wordScale>hundred|thousand|million|billion)\b)?`,
    String.raw`\b(?<ordinal>${ORDINALS.join('|')})\b`,
  ].join('|'),
  'giu',
)

const RISE =
  /^(?:improv\w+|gain\w*|increas\w+|boost\w*|rais(?:e|es|ed|ing)|higher|better|more|faster|larger|outperform\w*|exceed\w*|surpass\w*|beat|beats|advanc\w+|above|rise|rises|rose|speed-?ups?|ahead)$/i
const FALL =
  /^(?:drop\w*|decreas\w+|reduc\w+|degrad\w+|declin\w+|lower\w*|worse|fewer|less|loss|losses|loses?|slower|smaller|hurt\w*|below|fall|falls|fell|shrink\w*|behind|lag\w*|deteriorat\w+|sav(?:es?|ed|ing)|under(?=perform)\w*)$/i

const BOUNDS: readonly (readonly [RegExp, NumberMention['bound']])[] = [
  [/(?:\bmore than|\bover|\babove|\bexceeding|>)\s*$/i, 'more-than'],
  [/(?:\bless than|\bfewer than|\bbelow|\bunder|<)\s*$/i, 'less-than'],
  [/(?:\bat least|\bno (?:less|fewer) than|\ba minimum of|≥)\s*$/i, 'at-least'],
  [/(?:\bup to|\bat most|\bno more than|\bas (?:much|many) as|\ba maximum of|≤)\s*$/i, 'at-most'],
  [/(?:\babout|\baround|\bapprox(?:imately|\.)|\broughly|\bnearly|\balmost|\bsome|~|≈)\s*$/i, 'about'],
]

const INTERVAL = new RegExp(String.raw`^\s?(?:±|\+/-|\+-)\s?(${DIGITS})`)
/** "95.2% (±0.4)" */
const LATER_INTERVAL = new RegExp(String.raw`^\s?\(?(?:±|\+/-|\+-)\s?(${DIGITS})`)
const INTERVAL_BEFORE = /(?:±|\+\/-|\+-)\s?$/
const METRIC_AFTER = new RegExp(
  String.raw`^(?:\s(?:of|in|on|absolute|relative|average|higher|lower|better|worse|improvement|gain|drop|increase|decrease|the)){0,5}\s(${METRIC_WORDS})(?![\p{L}\d])`,
  'iu',
)

/** Words that end the noun phrase after a number. */
const STOP =
  /^(?:a|an|the|of|in|on|for|to|from|with|by|at|as|and|or|but|nor|than|that|which|who|when|while|where|is|are|was|were|be|been|has|have|had|can|may|will|would|do|does|did|we|our|it|its|they|their|this|these|those|if|over|under|across|between|per|respectively|using|compared|relative|not|also|both|without|within|after|before|into|via|show|shows|using|used|more|less|fewer|higher|lower|better|worse|faster|slower|out|improve\w*|outperform\w*)$/i
const PLURAL = /(?:[^sui]s|ies|people|children|data|corpora|criteria|points)$/i

const LABEL_BEFORE =
  /(?:\b(?:table|tables|figure|figures|fig|figs|section|sections|sec|eq|equation|appendix|chapter|task|track|subtask|step|phase|stage|part|round|layer|line|page|pp|algorithm|example|no|task [a-z])\.?\s*|[@[#§]\s*|\p{L}-)$/iu
const UNIT = new RegExp(
  [
    String.raw`^\s?(?:%|‰|percent|per cent|per-cent)?(?:[\s-](?:(?:absolute|percentage|percent|average|mean|task|target-task|${METRIC_WORDS})[\s-]?){0,3})?[\s-]?(?<points>points?|pts?|pp|p\.p\.)(?![\p{L}\d])`,
    String.raw`^\s?(?<percent>%|‰|percent(?!\p{L})|per cent|per-cent)`,
    String.raw`^[\s-]?(?<times>times|x|×|fold)(?![\p{L}\d]|[\s-]cross)`,
    String.raw`^\s(?:absolute\s)?(?<metric>${METRIC_WORDS})(?![\p{L}\d])`,
  ].join('|'),
  'iu',
)

/**
 * All numbers of a text in order: digits with separators, signs, suffixes and intervals, and written-out ones. Units
 * reach back over lists: in "8.2, 7.5 and 7.0 points" all three are points. Ranges are one mention.
 */
export function numbersIn(text: string): NumberMention[] {
  const found: NumberMention[] = []
  for (const match of text.matchAll(NUMERAL)) {
    if (
      match.index < (found.at(-1)?.end ?? 0) ||
      INTERVAL_BEFORE.test(text.slice(Math.max(0, match.index - 4), match.index))
    )
      continue
    const mention = read(text, match)
    if (mention !== null) found.push(mention)
  }
  return spreadUnits(text, joinRanges(text, found))
}

function read(text: string, match: RegExpMatchArray): NumberMention | null {
  const start = match.index!
  const bare = start + match[0].length
  const groups = match.groups!
  const before = text.slice(Math.max(0, start - 120), start)
  const after = text.slice(bare, bare + 160)
  if (groups.digits !== undefined && /[\p{L}_]$/u.test(before)) return versionInName(text, start, bare, match)
  if (groups.digits === undefined && /-$/.test(before)) return null
  // A power of or to what is no number: "2^n", "x^2".
  if (/\^\(?$/.test(before) || /^\^/.test(after)) return null
  if (groups.word !== undefined && /^[- ]shot\b/i.test(after)) return null
  if (/^zero$/i.test(groups.word ?? '') && !/^(?: \p{L}+)? \p{L}+s\b/u.test(after)) return null

  let value = readValue(groups)
  const decimals = /\.(\d+)/.exec(groups.number ?? '')?.[1]?.length ?? 0
  const plain = { start, decimals, high: null, margin: null, bound: 'exact', change: null } as const
  const whole = (end: number) => ({ end, text: text.slice(start, end) })

  const suffix = /^(?:st|nd|rd|th)\b/.exec(after)
  if (groups.ordinal !== undefined || suffix !== null)
    return groups.ordinal !== undefined && isPartOfTime(groups.ordinal, after)
      ? null
      : {
          ...plain,
          ...whole(bare + (suffix?.[0].length ?? 0)),
          value,
          unit: 'other',
          role: 'ordinal',
          noun: null,
        }

  if (groups.word?.toLowerCase() === 'one' && !countsOne(before, after)) return null
  const unit = unitOf(after, groups)
  if (groups.digits !== undefined) {
    const role = roleOf(before, after, groups, value, unit.unit !== null)
    if (role === null) return null
    if (role !== 'quantity') return { ...plain, ...whole(bare), value, unit: 'other', role, noun: null }
  }
  const interval = INTERVAL.exec(after)
  const inner = interval !== null && unit.unit === null
  const measured = inner ? unitOf(after.slice(interval[0].length), groups) : unit
  const end = bare + (inner ? interval[0].length : 0) + measured.length
  const rest = text.slice(end, end + 160)
  const margin = interval ?? LATER_INTERVAL.exec(rest)
  const isP = /\bp(?:-values?)?\s*[<=>≤≥]\s*$/i.test(before)
  const noun = isP ? 'p' : (measured.noun ?? nounAfter(rest, measured.unit))
  const isScaled = (groups.suffix ?? groups.scale) !== undefined
  const kind = measured.unit ?? (!isP && noun !== null && (decimals === 0 || isScaled) ? 'count' : 'other')
  if (groups.sign !== undefined && /[−-]/.test(groups.sign)) value = -value
  return {
    ...plain,
    ...whole(end),
    value,
    unit: absolute(before, rest, kind),
    role: 'quantity',
    margin: margin === null ? null : numberOf(margin[1]!),
    bound: BOUNDS.find(([pattern]) => pattern.test(before))?.[1] ?? 'exact',
    change: isP ? null : changeOf(text, start, end, groups.sign, kind),
    noun,
  }
}

function numberOf(written: string): number {
  const plain = written.replace(/[,\u202f\u2009\s()]/g, '').replace(/[−–]/g, '-')
  const [, factor = '1', base, exponent] = /^(?:(.+)[×x·])?(.+)\^(.+)$/i.exec(plain) ?? []
  return base === undefined ? Number(plain) : Number((+factor * (+base) ** +exponent!).toPrecision(12))
}

function readValue(groups: Record<string, string | undefined>): number {
  if (groups.number !== undefined) {
    const number = numberOf(groups.number)
    const scale = SCALES[(groups.suffix ?? groups.scale ?? '').toLowerCase()] ?? 1
    // Products of decimals and powers of ten are rounded where floating point would not be exact: 1.1M is 1100000.
    return scale === 1 ? number : Number((number * scale).toPrecision(12))
  }
  if (groups.ordinal !== undefined) return ORDINALS.indexOf(groups.ordinal.toLowerCase()) + 1
  if (groups.part !== undefined) {
    const [many, part] = groups.part.toLowerCase().split(/[\s-]/)
    return part === undefined ? 1 / 2 : (many === 'a' ? 1 : WORDS[many!]!) * PARTS[part]!
  }
  const words = groups
    .word!.toLowerCase()
    .split(/[\s-]/)
    .filter((word) => Object.hasOwn(WORDS, word))
  const isDozens = words.at(-1) === 'dozen' && words.length > 1
  const base = isDozens ? WORDS[words[0]!]! * 12 : words.reduce((sum, word) => sum + WORDS[word]!, 0)
  return base * (SCALES[groups.wordScale?.toLowerCase() ?? ''] ?? 1)
}

/** Digits right after a letter belong to a name; only a version is worth telling. */
function versionInName(
  text: string,
  start: number,
  end: number,
  match: RegExpMatchArray,
): NumberMention | null {
  if (!/(?:^|[\s(-])v$/i.test(text.slice(Math.max(0, start - 2), start))) return null
  return {
    start,
    end,
    text: text.slice(start, end),
    value: readValue(match.groups!),
    high: null,
    unit: 'other',
    role: 'version',
    decimals: /\.(\d+)/.exec(match[0])?.[1]?.length ?? 0,
    margin: null,
    bound: 'exact',
    change: null,
    noun: null,
  }
}

/** null: digits that are part of a word, such as 2D or 5W1H. */
function roleOf(
  before: string,
  after: string,
  groups: Record<string, string | undefined>,
  value: number,
  hasUnit: boolean,
): NumberMention['role'] | null {
  const number = groups.number!
  const isBare = groups.sign === undefined && groups.suffix === undefined && groups.scale === undefined
  if (/^\p{L}/u.test(after) && !hasUnit) return null
  if (hasUnit) return 'quantity'
  if (
    isBare &&
    /^(?:19|20)\d\d$/.test(number) &&
    value < 2100 &&
    !/^\s(?:\p{L}+\s){0,2}\p{L}+s\b/u.test(after)
  )
    return 'year'
  if (
    isBare &&
    /^(?:19|20)\d\d$/.test(number) &&
    /\b(?:in|since|until|of|by|during|SemEval|WMT|CoNLL)[\s-]$/i.test(before)
  )
    return 'year'
  if (/\b(?:version|release)\s$/i.test(before)) return 'version'
  const name = /(\p{L}[\p{L}\d-]*)\s$/u.exec(before)?.[1]
  if (
    name !== undefined &&
    /^\d\.\d$/.test(number) &&
    isBare &&
    /\p{Lu}.*\p{Lu}/u.test(name) &&
    !new RegExp(`^(?:${METRIC_WORDS})$`, 'i').test(name)
  )
    return 'version'
  // "639-3" and "GPT-3": the sign is a hyphen of the name.
  if (LABEL_BEFORE.test(before) && groups.sign === undefined) return 'label'
  return 'quantity'
}

function unitOf(
  after: string,
  groups: Record<string, string | undefined>,
): { unit: NumberMention['unit'] | null; length: number; noun: string | null } {
  if (groups.part !== undefined) return { unit: 'ratio', length: 0, noun: null }
  if (groups.word !== undefined && FACTORS.test(groups.word)) return { unit: 'times', length: 0, noun: null }
  const ratio = /^\s?:\s?\d+(?![\d.])/.exec(after)
  if (ratio !== null && groups.digits !== undefined)
    return { unit: 'ratio', length: ratio[0].length, noun: null }
  const match = UNIT.exec(after)
  if (match === null) return { unit: null, length: 0, noun: null }
  const { points, percent, times, metric } = match.groups!
  const length = match[0].length
  if (points !== undefined) {
    const named = new RegExp(METRIC_WORDS, 'iu').exec(match[0])
    return { unit: 'points', length, noun: named?.[0].toLowerCase() ?? null }
  }
  if (percent !== undefined) return { unit: 'percent', length, noun: null }
  if (times !== undefined) return { unit: 'times', length, noun: null }
  return { unit: 'points', length, noun: metric!.toLowerCase() }
}

/** "2.3 % absolute" is points. */
function absolute(before: string, rest: string, unit: NumberMention['unit']): NumberMention['unit'] {
  return unit === 'percent' &&
    (/^\s\(?absolute\b/i.test(rest) || /\babsolute(?:ly)?(?: by)?\s$/i.test(before))
    ? 'points'
    : unit
}

/** Metric, or head of the noun phrase, that follows a number and its unit. */
function nounAfter(rest: string, unit: NumberMention['unit'] | null): string | null {
  const metric = METRIC_AFTER.exec(rest)?.[1]
  if (metric !== undefined) return metric.toLowerCase()
  if (unit !== null && unit !== 'percent' && unit !== 'ratio') return null
  const run: string[] = []
  const phrase =
    /^(?:\sof (?:the |all |our |its )?|\s|-)((?:[\p{L}\d][\p{L}\d'’/-]*\s?){1,6})/u.exec(rest)?.[1] ?? ''
  for (const word of phrase.trim().split(/\s/)) {
    if (word === '' || STOP.test(word)) break
    run.push(word.toLowerCase())
    if (PLURAL.test(word)) break
  }
  return run.at(-1) ?? null
}

function changeOf(
  text: string,
  start: number,
  end: number,
  sign: string | undefined,
  unit: NumberMention['unit'],
): NumberMention['change'] {
  const after = text.slice(end, end + 80).split(/[.;:()]|,\s/)[0]!
  const next = after.match(/[\p{L}-]+/gu)?.slice(0, unit === 'count' ? 1 : 4) ?? []
  for (const word of next) {
    if (/^(?:than|and|but|while|to|for|on|with|when|which)$/i.test(word)) break
    if (RISE.test(word)) return 'up'
    if (FALL.test(word)) return 'down'
  }
  if (unit === 'count') return null
  if (sign !== undefined) return sign === '+' ? 'up' : 'down'
  const clause = text
    .slice(Math.max(0, start - FAR), start)
    .split(/[.;:](?=\s)|\b(?:but|whereas|while|although)\b/)
    .at(-1)!
  if (/\bfrom\s(?:[^\s]+\sto\s)?$/.test(clause)) return null
  const words = clause.match(/[\p{L}-]+/gu) ?? []
  if (CHANGE_OF.test(clause)) return lastChange(words)
  if (!/\bby (?:(?!of\b|by\b)[\p{L}-]+ ){0,4}[(~+]?$/u.test(clause)) return null
  for (const word of words.slice(-14).reverse()) {
    if (RISE.test(word) && !/^(?:more|above|better)$/i.test(word)) return 'up'
    if (FALL.test(word) && !/^(?:less|below|under)$/i.test(word)) return 'down'
  }
  return null
}

/** How far back a word of change may stand; longer than sentences are. */
const FAR = 600

/** "a gain of", "with an average improvement of about" */
const CHANGE_OF =
  /\b(?:gains?|improvements?|increases?|boosts?|drops?|decreases?|reductions?|declines?|loss(?:es)?|degradations?|margins?|advantages?|differences?) (?:\w+ ){0,2}of (?:(?!of\b|by\b)[\p{L}-]+ ){0,4}[(~+]?$/u

/** A margin goes the way of the last word of change before it; so does a gain, which is that word. */
function lastChange(words: readonly string[]): 'up' | 'down' | null {
  const last = words.findLast((word) => RISE.test(word) || FALL.test(word))
  return last === undefined ? null : FALL.test(last) ? 'down' : 'up'
}

/** "one" counts before a noun; it does not in "one of", "this one", "one can". */
function countsOne(before: string, after: string): boolean {
  return (
    !/\b(?:this|that|the|each|every|any|no|another|which|latter|former|better|best|new|good|second)\s$/i.test(
      before,
    ) &&
    (/^-[a-z]/i.test(after) ||
      /^\s(?!of\b|can\b|may\b|could\b|should\b|would\b|might\b|is\b|has\b|another\b|or\b|and\b|by\b|to\b|with\b|that\b|which\b|hand\b|side\b)\p{L}/u.test(
        after,
      ))
  )
}

const isPartOfTime = (ordinal: string, after: string): boolean =>
  /^second$/i.test(ordinal) && /^s?\s(?:per|on a)\b/.test(after)

/** "2-5 points", "between 2 and 5", "from 2 to 5": one mention. After a word of change, "from 2 to 5" are two scores. */
function joinRanges(text: string, mentions: readonly NumberMention[]): NumberMention[] {
  const joined: NumberMention[] = []
  for (const mention of mentions) {
    const last = joined.at(-1)
    const gap = last === undefined ? '' : text.slice(last.end, mention.start)
    const before = last === undefined ? '' : text.slice(Math.max(0, last.start - 60), last.start)
    const isRange =
      last !== undefined &&
      last.role === 'quantity' &&
      mention.role === 'quantity' &&
      last.high === null &&
      mention.value > last.value &&
      (last.unit === mention.unit || last.unit === 'other' || last.unit === 'count') &&
      (/^\s?[–—-]\s?$/.test(gap) ||
        (/^\sto\s$/.test(gap) && !(/\bfrom\s$/i.test(before) && hasChange(before))) ||
        (/^\sand\s$/.test(gap) && /\bbetween\s$/i.test(before)))
    if (!isRange) {
      joined.push(mention)
      continue
    }
    joined[joined.length - 1] = {
      ...mention,
      start: last.start,
      text: text.slice(last.start, mention.end),
      value: last.value,
      high: mention.value,
      bound: last.bound,
      change: mention.change ?? last.change,
    }
  }
  return joined
}

const hasChange = (before: string): boolean =>
  (before.match(/[\p{L}-]+/gu) ?? []).some((word) => RISE.test(word) || FALL.test(word))

function spreadUnits(text: string, mentions: readonly NumberMention[]): NumberMention[] {
  const spread = [...mentions]
  for (let i = spread.length - 2; i >= 0; i--) {
    const one = spread[i]!
    const next = spread[i + 1]!
    const gap = text.slice(one.end, next.start)
    if (one.role !== 'quantity' || next.role !== 'quantity') continue
    if (!/^(?:,|,?\s(?:and|or|to|versus|vs\.?)|\s?\/|\s?→)\s?$/.test(gap)) continue
    const silent = one.unit === 'other' || (one.unit === 'count' && one.noun === null)
    const isList = silent || one.unit === next.unit
    if (!isList) continue
    spread[i] = {
      ...one,
      unit: silent ? next.unit : one.unit,
      noun: one.noun ?? next.noun,
      change: one.change ?? next.change,
    }
  }
  for (const [i, next] of spread.entries()) {
    const one = spread[i - 1]
    if (one === undefined || one.change === null || next.change !== null || next.unit !== one.unit) continue
    if (/^,?\s(?:and\s)?$/.test(text.slice(one.end, next.start))) spread[i] = { ...next, change: one.change }
  }
  return spread
}
