import { own } from '#kernel'
import { inflectionKey } from './inflection.ts'
import type { Range } from './sentences.ts'
import { tokens } from './tokens.ts'

/** The smallest part of a sentence that is compared: a word, a part of a hyphenated word, a number, a sign. */
export interface Lexeme extends Range {
  /** As it stands in the text; of a replaced phrase, its first word. */
  readonly text: string
  /** What must be equal: the inflection key, or the canonical word of a phrase or synonym. */
  readonly key: string
  /** Lower-case form as written, for joining "fine tuning" and "finetuning". */
  readonly plain: string
  readonly number: { readonly value: number; readonly decimals: number } | null
  /** A number that is part of a name, as in "GPT-3" or "Table 3". */
  readonly label: boolean
  /** Nothing but a hyphen or a sign without width stands between it and the one before. */
  readonly glued: boolean
  /** Capitalised inside a sentence, or with capitals or digits inside the word. */
  readonly name: boolean
}

const WORDS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  )
const SUFFIX: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, b: 1e9 }
const CONTRACTIONS: Readonly<Record<string, readonly string[]>> = {
  "can't": ['can', 'not'],
  cannot: ['can', 'not'],
  "won't": ['will', 'not'],
  "let's": ['let', 'us'],
}

/** Words of one line say the same in any sentence of the field. First word stands for all. */
const SYNONYMS = `
use employ utilize
method approach
obtain achieve attain
propose introduce
novel new
many numerous
evaluate assess
show demonstrate
large big
improve enhance boost
outperform surpass
decrease reduce
increase raise
choose select
investigate examine
while whereas
nearly almost
about approximately roughly
although though
among amongst
often frequently
usually typically
mainly primarily
only solely
help aid
start begin
example instance
substantially considerably
however nevertheless nonetheless
additionally moreover furthermore`

const CANONICAL = new Map(
  SYNONYMS.trim()
    .split('\n')
    .flatMap((row) => {
      const [first, ...others] = row.split(' ').map(inflectionKey)
      return others.map((other) => [other, first!] as const)
    }),
)

/** Several words that say what one says, or two names of one thing; as keys, longest first. */
const PHRASES: readonly (readonly [readonly string[], readonly string[]])[] = (
  [
    ['as well as', 'and'],
    ['in order to', 'to'],
    ['for example', 'such as'],
    ['for instance', 'such as'],
    ['e.g', 'such as'],
    ['i.e', 'that is'],
    ['state of the art', 'sota'],
    ['state of art', 'sota'],
    ['per cent', '%'],
    ['percent', '%'],
    ['data set', 'dataset'],
    ['natural language processing', 'nlp'],
    ['machine translation', 'mt'],
    ['named entity recognition', 'ner'],
    ['natural language inference', 'nli'],
    ['question answering', 'qa'],
    ['masked language model', 'mlm'],
    ['xlm roberta', 'xlm r'],
    ['multilingual bert', 'mbert'],
    ['m bert', 'mbert'],
    ['the authors', 'we'],
    ['the author', 'we'],
    ['this study', 'we'],
    ['this paper', 'we'],
    ['this work', 'we'],
    ['compared to', 'compared with'],
    ['due to', 'because of'],
    ['in comparison with', 'compared with'],
    ['in comparison to', 'compared with'],
  ] as const
)
  .map(([from, to]) => [from.split(' ').map(keyOf), to.split(' ').map(keyOf)] as const)
  .sort((one, other) => other[0].length - one[0].length)

function keyOf(word: string): string {
  const key = inflectionKey(word)
  return CANONICAL.get(key) ?? key
}

interface Piece extends Range {
  readonly text: string
  readonly joined: boolean
}

/** Between two numbers these say how they belong together: "1-2" is not "12", nor "1:10" "110". */
const BETWEEN = /^(\s?)([-‐‑‒–—−/:]|-{2,3})\1$/u
/** Signs outside words. Dollars around formulas, a lone tilde and dashes between words say nothing. */
const SIGN = /[-−–+×÷°$€£¥↑↓→←↔⇒⇐≠≫≪~∼^⁻⁺]/gu
/** `$\alpha$` and `$-$2.5`, but not `$5 or $10`. */
const FORMULA = /\$(?!\s)[^$\n]{1,200}(?<!\s)\$(?!\d)|\$[^$\d\s]{1,12}\$/gu
const ONE_SIGN: Readonly<Record<string, string>> = {
  '×': 'x',
  '∼': 'about',
  '~': 'about',
  '⁻': '^',
  '⁺': '^',
}

function dollarsOfFormulas(text: string): ReadonlySet<number> {
  return new Set(
    [...text.matchAll(FORMULA)].flatMap(({ 0: { length }, index }) => [index, index + length - 1]),
  )
}

/** What stands between two words, as far as it says something. */
function signsIn(
  text: string,
  from: number,
  to: number,
  formulas: ReadonlySet<number>,
  before: Piece | undefined,
): Piece[] {
  const sign = (at: number, key: string): Piece => ({ text: key, start: at, end: at + 1, joined: true })
  const gap = text.slice(from, to)
  if (gap === '' || gap === ' ') return []
  const between = BETWEEN.exec(gap)
  if (
    between !== null &&
    before !== undefined &&
    /(?:[\d%‰]|cent)$/.test(before.text) &&
    /\d/.test(text.charAt(to))
  )
    return [sign(from + between[1]!.length, /[/:]/.test(between[2]!) ? between[2]! : '-')]
  return [...gap.matchAll(SIGN)].flatMap(({ 0: found, index }) => {
    const at = from + index
    const last = text.charAt(at - 1)
    const next = text.charAt(at + 1)
    if (/[-−–]/.test(found)) {
      const alone = found === '–' ? last === '(' && next === ')' : /[\p{L}\d()/[]/u.test(last)
      return alone && !/[-\p{L}\d$.]/u.test(next) ? [sign(at, '-')] : []
    }
    if (found === '$' && (formulas.has(at) || !/^\s?\d/.test(text.slice(at + 1, at + 3)))) return []
    if (/[~∼]/.test(found) && !(/^$|[\s(]/.test(last) && /^\s?\d/.test(text.slice(at + 1, at + 3)))) return []
    if (found === '^' && !/[\p{L}\d)]/u.test(last)) return []
    return [sign(at, own(ONE_SIGN, found) ?? found)]
  })
}

/** Parts at hyphens, slashes, dashes and colons; `8.2`, `1,104,934` and `v2.0` are one part. */
function pieces(text: string): Piece[] {
  const out: Piece[] = []
  const formulas = dollarsOfFormulas(text)
  let done = 0
  for (const token of tokens(text)) {
    let first = true
    for (const part of token.text.matchAll(/[^-‐‑‒–—−/:]+/gu)) {
      const start = token.start + part.index
      const whole = { text: part[0], start, end: start + part[0].length, joined: !first }
      first = false
      out.push(...signsIn(text, done, start, formulas, out.at(-1)))
      done = whole.end
      const power = /^(\d[\d.,]*)([⁰¹²³⁴-⁹]+)$/u.exec(part[0])
      if (power !== null) {
        const up = start + power[1]!.length
        out.push(
          { ...whole, text: power[1]!, end: up },
          { text: '^', start: up, end: up, joined: true },
          { text: power[2]!, start: up, end: whole.end, joined: true },
        )
        continue
      }
      // "5.4%", "9.4x", "10ms": the number and its unit.
      const unit = /^(\d[\d.,]*)([%‰]|[a-z]{1,2})$/iu.exec(part[0])
      if (unit === null || (unit[2] !== 'm' && /^(?:k|m|b|st|nd|rd|th|s|d)$/i.test(unit[2]!))) {
        out.push(whole)
        continue
      }
      const cut = start + unit[1]!.length
      out.push(
        { ...whole, text: unit[1]!, end: cut },
        { text: unit[2]!, start: cut, end: whole.end, joined: false },
      )
    }
  }
  return [...out, ...signsIn(text, done, text.length, formulas, undefined)]
}

/** Units that differ in case alone: millimolar and millimetres, milliwatts and megawatts. */
const UNIT = /^(?:m?M|[mM](?:W|V|A|J|Hz|Pa)|M[mgs])$/u
/** Short forms that are ordinary words in small letters. */
const OTHER_IN_CAPITALS = new Set(
  'US IT WHO AIDS AID CAN MAY WILL AS ACT CARE CAT FAST SMART STEM ART PET ICE SAD'.split(' '),
)

function readNumber(text: string): Lexeme['number'] {
  const word = WORDS.indexOf(text)
  if (word >= 0) return { value: word, decimals: 0 }
  const match = /^(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?([kmb])?$/.exec(text)
  if (match === null) return null
  const decimals = Math.max(0, (match[2]?.length ?? 0) - 1)
  const value = Number(`${match[1]!.replaceAll(',', '')}${match[2] ?? ''}`) * (SUFFIX[match[3] ?? ''] ?? 1)
  return { value, decimals: match[3] === undefined ? decimals : 0 }
}

const LABELLED = /^(?:table|figure|fig|section|sec|layer|chapter|equation|eq|appendix|version|v)$/

/** Spaces between groups of three digits, as in "392 702"; not in "Table 3 100 models" or "2 300-dimensional vectors". */
const joinGroups = (text: string) =>
  text.replace(
    /(?<![\d.,-])\b\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+\b(?![-‐‑–]\p{L})/gu,
    (groups, at: number) => {
      const before = /([\p{L}\d]+)[-.]?\s?$/u.exec(text.slice(Math.max(0, at - 20), at))?.[1] ?? ''
      return LABELLED.test(before.toLowerCase()) || /.\p{Lu}/u.test(before)
        ? groups
        : groups.replace(/\D/g, ',')
    },
  )

/** A point at half height between digits is a decimal point: "13·5%". */
const lowerPoints = (text: string) => text.replace(/(?<![\d.])(\d+)[·∙⋅](?=\d+(?![\d.^]))/gu, '$1.')

const GLUE = /^[-‐‑\u00ad\u200b-\u200d\u2060\ufeff]$/u

/** The same sentences are read again and again: every claim meets many passages, and passages overlap. */
const MEMORY = new Map<string, readonly Lexeme[]>()
const REMEMBERED = 20_000

/**
 * What `align` compares. Contractions are opened, hyphenated words split, numbers read (words to twenty, thousands
 * separators, suffixes, the minus sign), inflection and safe synonyms levelled, punctuation left out.
 */
export function lexemes(source: string): readonly Lexeme[] {
  const known = MEMORY.get(source)
  if (known !== undefined) return known
  const list = readLexemes(source)
  if (MEMORY.size >= REMEMBERED) MEMORY.clear()
  MEMORY.set(source, list)
  return list
}

function readLexemes(source: string): Lexeme[] {
  const text = lowerPoints(joinGroups(source))
  const found = pieces(text)
  const out: Lexeme[] = []
  found.forEach((piece, at) => {
    const lower = piece.text.normalize('NFKC').replace(/[‘’ʼ]/g, "'").toLowerCase()
    const range = { start: piece.start, end: piece.end }
    const open =
      own(CONTRACTIONS, lower) ??
      (/n't$/.test(lower) ? [lower.slice(0, -3), 'not'] : [lower.replace(/'ve$/, '')])
    // Only the nearest signs matter; a letter stands for all before them.
    const near = text.slice(Math.max(0, piece.start - 5), piece.start)
    const before = `${piece.start > 5 ? 'x' : ''}${near}`
    const bare = before.replaceAll('$', '')
    const previous = found[at - 1]
    const isRange = previous !== undefined && previous.text === '-' && previous.joined
    const negative =
      !isRange && /(?:(?:^|[^\p{L}\d)\]%-])[-−–—]|(?<=.)(?<![\d%]\s)(?<=[\s([=<>~])[-−]\s|⁻)$/u.test(bare)
    const asWritten =
      OTHER_IN_CAPITALS.has(piece.text) ||
      (UNIT.test(piece.text) && previous !== undefined && /^\d/.test(previous.text))
    for (const plain of open) {
      let number = readNumber(plain)
      if (number !== null && /(?:^|[^\d\p{L}])\.$/u.test(before) && /^\d+$/.test(plain))
        number = { value: Number(`0.${plain}`), decimals: plain.length }
      if (number !== null && negative) number = { value: -number.value, decimals: number.decimals }
      const label =
        number !== null &&
        previous !== undefined &&
        ((piece.joined && /\p{L}/u.test(previous.text)) ||
          (LABELLED.test(previous.text.toLowerCase()) && /^\d/.test(plain)))
      const name =
        /\p{L}/u.test(piece.text) &&
        (/.\p{Lu}/u.test(piece.text) ||
          /\d/.test(piece.text) ||
          (/^\p{Lu}/u.test(piece.text) && !/(?:^|[.!?:]\s+|["“(]\s*)$/u.test(before)))
      const glued =
        previous !== undefined &&
        GLUE.test(text.slice(previous.end, piece.start)) &&
        previous.end === out.at(-1)?.end
      out.push({
        ...range,
        text: piece.text,
        plain,
        key: number === null ? (asWritten ? piece.text : keyOf(plain)) : String(number.value),
        number,
        label,
        glued,
        name: name && number === null,
      })
    }
  })
  return levelled(out)
}

const STARTING = new Map<string, (typeof PHRASES)[number][]>()
for (const phrase of PHRASES) STARTING.set(phrase[0][0]!, [...(STARTING.get(phrase[0][0]!) ?? []), phrase])

/** Phrases replaced by what stands for them. */
function levelled(list: readonly Lexeme[]): Lexeme[] {
  const out: Lexeme[] = []
  for (let at = 0; at < list.length; ) {
    const phrase = STARTING.get(list[at]!.key)?.find(([from]) =>
      from.every((key, offset) => list[at + offset]?.key === key),
    )
    if (phrase === undefined) {
      out.push(list[at]!)
      at += 1
      continue
    }
    const [from, to] = phrase
    const last = list[at + from.length - 1]!
    for (const key of to) out.push({ ...list[at]!, end: last.end, key, plain: key })
    at += from.length
  }
  return out
}

/** Digits that count: two of 8.2 and 0.62, one of 0.1, none of 0.0. */
const significant = (value: number, decimals: number): number =>
  value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)) + 1e-9) + 1 + decimals

/**
 * Equal numbers, or the claim's is the passage's rounded to two digits or more that count, with the same sign; what a claim
 * makes more exact is not the same.
 */
export function sameNumbers(claim: Lexeme, passage: Lexeme): boolean {
  const [one, other] = [claim.number!, passage.number!]
  if (one.value === other.value) return true
  if (claim.label || passage.label || one.decimals === 0 || one.decimals >= other.decimals) return false
  if (significant(one.value, one.decimals) < 2 || one.value * other.value <= 0) return false
  return Math.abs(one.value - other.value) <= 0.5 * 10 ** -one.decimals + 1e-12
}
