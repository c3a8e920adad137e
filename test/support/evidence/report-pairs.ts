/**
 * Pairs of made reports: one that says what abstracts say, and the same with claims made false. Sentences are taken from
 * collections of the ACL Anthology, in the order of a seeded stream; nothing of the product decides what is false.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { SourceRecord } from '../../../src/evidence/bundle/works.ts'
import { sentences } from '../../../src/evidence/language/sentences.ts'
import { parseCollection } from '../../../src/evidence/sources/anthology-xml.ts'

export const FORMS = ['prose.md', 'table.md', 'page.html', 'list.csv', 'paper.tex'] as const
type Form = (typeof FORMS)[number]
export const FALSEHOODS = ['number', 'direction', 'negation', 'wrong work'] as const
type Falsehood = (typeof FALSEHOODS)[number]

interface MadeClaim {
  readonly text: string
  readonly source: SourceRecord
  readonly falsehood: Falsehood | null
}

export interface ReportPair {
  readonly form: Form
  readonly file: string
  readonly true: string
  readonly false: string
  /** Claims of the false report that are false, as they stand in it. */
  readonly falseClaims: readonly { readonly text: string; readonly falsehood: Falsehood }[]
}

/** Records with abstracts of every collection in a folder, in the order of their ids. */
export function abstractsIn(folder: string): SourceRecord[] {
  const files = readdirSync(folder).filter((name) => /\.xml(?:\.gz)?$/.test(name))
  const records = files.sort().flatMap((name) => {
    const bytes = readFileSync(join(folder, name))
    return parseCollection((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')).records
  })
  return records
    .filter(({ abstract, authors, title }) => abstract !== null && authors.length > 0 && title !== null)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
function stream(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const OPPOSITES: readonly (readonly [string, string])[] = [
  ['outperforms', 'underperforms'],
  ['outperform', 'underperform'],
  ['improves', 'degrades'],
  ['improve', 'degrade'],
  ['improvements', 'losses'],
  ['improvement', 'loss'],
  ['better', 'worse'],
  ['higher', 'lower'],
  ['increases', 'decreases'],
  ['increase', 'decrease'],
  ['reduces', 'increases'],
  ['reduce', 'increase'],
  ['gains', 'losses'],
  ['gain', 'loss'],
]
const NEGATED: readonly (readonly [RegExp, string])[] = [
  [/\boutperforms\b/, 'does not outperform'],
  [/(?<!\b(?:to|can|could|will|may) )\boutperform\b/, 'do not outperform'],
  [/\bimproves\b/, 'does not improve'],
  [/\bachieves\b/, 'does not achieve'],
  [/(?<!\b(?:to|can|could|will|may) )\bachieve\b/, 'do not achieve'],
  [/\bcan\b/, 'cannot'],
  [/\bis\b/, 'is not'],
  [/\bare\b/, 'are not'],
]
const NUMBER = /(?<![\p{L}\d.@-])\d+\.\d+(?=\s*(?:%|points?|BLEU|F1|accuracy|\)|,|\.|\s))(?![.\d])/u

const FALSIFY: Readonly<Record<Exclude<Falsehood, 'wrong work'>, (text: string) => string | null>> = {
  number: (text) => {
    const found = NUMBER.exec(text)
    if (found === null) return null
    const decimals = found[0].split('.')[1]!.length
    const other = (Number(found[0]) * 1.7 + 1).toFixed(decimals)
    return text.slice(0, found.index) + other + text.slice(found.index + found[0].length)
  },
  direction: (text) => {
    const pair = OPPOSITES.find(([word]) => new RegExp(`\\b${word}\\b`).test(text))
    return pair === undefined ? null : text.replace(new RegExp(`\\b${pair[0]}\\b`), pair[1])
  },
  negation: (text) => {
    if (/\b(?:not|no|never|cannot|without|nor|neither)\b|n't/.test(text)) return null
    const pair = NEGATED.find(([pattern]) => pattern.test(text))
    return pair === undefined ? null : text.replace(pair[0], pair[1])
  },
}

/** A sentence of an abstract as another author would tell it; null where it needs what stands before it. */
function retold(sentence: string): string | null {
  const text = sentence
    .replace(
      /^(?:(?:Our|Extensive|The) (?:\w+ )?(?:results|experiments|evaluations?|findings|analysis|analyses)(?: \w+){0,6}? (?:show|demonstrate|indicate|reveal|suggest)|We (?:also )?(?:show|find|demonstrate|observe)) that /i,
      '',
    )
    .replace(/\b[Oo]ur\b/g, (word) => (word === 'Our' ? 'Their' : 'their'))
    .replace(/\b[Ww]e\b/g, (word) => (word === 'We' ? 'They' : 'they'))
    .replace(/["“”|\\{}$%&#_^~<>]/g, (sign) => (sign === '%' ? ' percent' : ''))
    .replace(/\s+/g, ' ')
    .trim()
  const capital = text.charAt(0).toUpperCase() + text.slice(1)
  const words = capital.split(' ').length
  const points = /^(?:This|These|It|Moreover|However|In addition|Furthermore|Finally|They)\b/.test(capital)
  return words >= 9 && words <= 40 && !points && /[a-z)]\.$|\d\.$/.test(capital) ? capital : null
}

const COMPARES = /\b(?:outperforms?|improves?|better|higher|increases?|reduces?|gains?|achieves?)\b/

/** Pairs in turn of all forms; each of its claims is from another work. */
export function reportPairs(records: readonly SourceRecord[], count: number, seed = 1): ReportPair[] {
  const random = stream(seed)
  const pool = records
    .map((source) => ({ source, order: random() }))
    .sort((a, b) => a.order - b.order)
    .flatMap(({ source }) => {
      const text = sentences(source.abstract!)
        .map(({ start, end }) => retold(source.abstract!.slice(start, end)))
        .filter((each) => each !== null)
        .toSorted((a, b) => Number(NUMBER.test(b)) - Number(NUMBER.test(a)))
        .find((each) => NUMBER.test(each) || COMPARES.test(each))
      return text ? [{ text, source }] : []
    })
  const numbers = pool.filter(({ text }) => NUMBER.test(text))
  const others = pool.filter(({ text }) => !NUMBER.test(text))
  const take = <T>(list: readonly T[], at: number, each: number) => list.slice(at * each, (at + 1) * each)
  return Array.from({ length: count }, (_, at) =>
    pairOf(at, [...take(numbers, at, WITH_NUMBERS), ...take(others, at, CLAIMS - WITH_NUMBERS)], pool),
  )
}

const CLAIMS = 8
const WITH_NUMBERS = 2
const FALSE_CLAIMS = 3

function pairOf(
  at: number,
  chosen: readonly { readonly text: string; readonly source: SourceRecord }[],
  pool: readonly { readonly source: SourceRecord }[],
): ReportPair {
  const form = FORMS[at % FORMS.length]!
  const honest: MadeClaim[] = chosen.map((each) => ({ ...each, falsehood: null }))
  let made = 0
  const dishonest = honest.map((claim, place): MadeClaim => {
    if (made >= FALSE_CLAIMS) return claim
    for (let turn = 0; turn < FALSEHOODS.length; turn++) {
      const falsehood = FALSEHOODS[(at + made + turn) % FALSEHOODS.length]!
      if (falsehood === 'wrong work') {
        made += 1
        return { ...claim, source: pool[(at + 1) * 97 + place]!.source, falsehood }
      }
      const text = FALSIFY[falsehood](claim.text)
      if (text === null) continue
      made += 1
      return { ...claim, text, falsehood }
    }
    return claim
  })
  return {
    form,
    file: `pair-${at}-${form}`,
    true: WRITE[form](honest),
    false: WRITE[form](dishonest),
    falseClaims: dishonest.flatMap(({ text, falsehood }) =>
      falsehood === null ? [] : [{ text, falsehood }],
    ),
  }
}

const id = ({ ids }: SourceRecord) => ids.acl!
const cite = ({ authors, year }: SourceRecord) =>
  `${authors[0]!.family}${authors.length > 1 ? ' et al.' : ''}, ${year}`
const short = ({ text }: MadeClaim) => text.replace(/\.$/, '')

const WRITE: Readonly<Record<Form, (claims: readonly MadeClaim[]) => string>> = {
  'prose.md': (claims) =>
    [
      '# What recent work says',
      '## Findings',
      claims.map((claim, at) => `${short(claim)} [${at + 1}].`).join(' '),
      '## References',
      claims
        .map(
          ({ source }, at) =>
            `${at + 1}. ${cite(source)}. ${source.title}. https://aclanthology.org/${id(source)}`,
        )
        .join('\n'),
    ].join('\n\n'),
  'table.md': (claims) =>
    [
      '# Overview of results',
      [
        '| # | What was found | Where |',
        '|---|:--|:--|',
        ...claims.map((claim, at) => `| ${at + 1} | ${claim.text} | ${id(claim.source)} |`),
      ].join('\n'),
    ].join('\n\n'),
  'page.html': (claims) =>
    `<!doctype html><html><head><title>Survey</title></head><body><nav>Home</nav><main><h1>Survey</h1><h2>Results</h2><ul>${claims
      .map((claim, at) => `<li>${short(claim)} [${at + 1}].</li>`)
      .join('')}</ul><h2>References</h2><ol>${claims
      .map(
        ({ source }) =>
          `<li>${cite(source)}. <a href="https://aclanthology.org/${id(source)}">${source.title!.replace(/[<>&]/g, '')}</a> ${id(source)}</li>`,
      )
      .join('')}</ol></main></body></html>`,
  'list.csv': (claims) =>
    ['paper,assertion,reader', ...claims.map(({ text, source }) => `${id(source)},"${text}",A`)].join('\n'),
  'paper.tex': (claims) =>
    [
      '\\documentclass{article}\\title{A survey}\\begin{document}\\maketitle\\section{Results}',
      claims.map((claim, at) => `${short(claim)}~\\cite{work${at + 1}}.`).join('\n'),
      `\\begin{thebibliography}{9}${claims
        .map(
          ({ source }, at) =>
            `\\bibitem{work${at + 1}} ${cite(source)}. ${source.title!.replace(/[{}\\$&%#_^~]/g, ' ')}. ACL Anthology ${id(source)}.`,
        )
        .join('\n')}\\end{thebibliography}\\end{document}`,
    ].join('\n'),
}
