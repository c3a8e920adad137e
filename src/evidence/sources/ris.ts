import type { SourceRecord } from '../bundle/works.ts'
import { normalizeDoi } from '../works/identifiers.ts'
import { plainLine, plainProse } from './markup-text.ts'
import { authorsOf } from './records.ts'
import type { Reference, References } from './reference-list.ts'

/** Tags of the format and of those who extend it: only these are known where a line is not in the strict form. */
const TAGS = new Set(
  (
    'A1 A2 A3 A4 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CT CY DA DB DI DO DP ED EP ER ET FD FN H1 H2 ID IS J1 J2 ' +
    'JA JF JO JT K1 KW L1 L2 L3 L4 LA LB LK M1 M2 M3 N1 N2 NV OL OP PB PP PY RD RI RN RP RT SE SF SL SN SP SR ST SV T1 ' +
    'T2 T3 TA TI TT TY U1 U2 U3 U4 U5 UR VL VO VR WP WT WV Y1 Y2'
  ).split(' '),
)
const TYPES: Readonly<Record<string, SourceRecord['type']>> = {
  JOUR: 'article',
  EJOUR: 'article',
  JFULL: 'article',
  ABST: 'article',
  MGZN: 'article',
  CONF: 'proceedings-article',
  CPAPER: 'proceedings-article',
  UNPB: 'preprint',
  MANSCPT: 'preprint',
  BOOK: 'book',
  EBOOK: 'book',
  EDBOOK: 'book',
  CHAP: 'book',
  ECHAP: 'book',
  THES: 'thesis',
  DATA: 'dataset',
}

/** `TY  - JOUR`, and the same with one blank, a tab, in small letters, or without blanks. */
const BEGIN = /^\s*(ty)(?:\s{1,3}-\s*([a-z]*).*|-([a-z]{2,8})\s*)$/i
/** Two blanks before the dash and one behind are strict; a bare dash belongs to words such as "T1-weighted". */
const STRICT = /^\s*([A-Za-z][A-Za-z\d]) {2}-(?:\s+(.*)|)$/
const LOOSE = /^\s*([A-Za-z][A-Za-z\d])(?:\s|\t)\s*-(?:\s+(.*)|)$/
const TIGHT = /^\s*([A-Za-z][A-Za-z\d])-\s*(.*)$/
const NUMBERED = /^\s*\d+\.\s*$/

interface Draft {
  readonly line: number
  readonly type: string
  readonly small: boolean
  readonly tight: boolean
  readonly fields: Map<string, string[]>
  last: string[] | null
}

/**
 * Records of RIS, in the forms in which programs write it: with or without a byte order mark, lines that go on below, records that
 * end with the next one or with the file. What stands between records is no part of them. A record that says neither title,
 * abstract, DOI nor address is a problem with its line.
 */
export function readRis(text: string): References {
  const drafts: Draft[] = []
  let draft: Draft | null = null
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n?|\n/)
    .entries()) {
    const begin = BEGIN.exec(line)
    if (begin !== null) {
      const [, tag, type, tight] = begin
      draft = opened(index + 1, (type ?? tight!).toUpperCase(), tag === 'ty', tight !== undefined)
      drafts.push(draft)
      continue
    }
    const [tag, value] = fieldOf(line, draft)
    if (tag === 'ER') draft = null
    else if (tag !== null) {
      // A record without its first line is one all the same.
      if (draft === null) {
        draft = opened(index + 1, '', false, false)
        drafts.push(draft)
      }
      draft.last = draft.fields.get(tag) ?? []
      draft.last.push(value)
      draft.fields.set(tag, draft.last)
    } else if (draft?.last != null && line.trim() !== '' && !NUMBERED.test(line))
      draft.last[draft.last.length - 1] += ` ${line.trim()}`
  }
  const references: Reference[] = []
  const problems: string[] = []
  for (const [index, each] of drafts.entries()) {
    const reference = referenceOf(each, index)
    if (typeof reference === 'string') problems.push(reference)
    else references.push(reference)
  }
  if (drafts.length === 0 && text.trim() !== '') problems.push('no record begins with "TY  - "')
  return { references, problems }
}

const opened = (line: number, type: string, small: boolean, tight: boolean): Draft => ({
  line,
  type,
  small,
  tight,
  fields: new Map(),
  last: null,
})

/** Tag and value of a line; no tag where the line goes on with the one above, or is nothing. */
function fieldOf(line: string, draft: Draft | null): readonly [string | null, string] {
  const strict = STRICT.exec(line)
  if (strict !== null && (TAGS.has(strict[1]!.toUpperCase()) || strict[1] === strict[1]!.toUpperCase()))
    return [strict[1]!.toUpperCase(), strict[2]?.trim() ?? '']
  if (/^\s*ER\s*-\s*$/i.test(line)) return ['ER', '']
  if (draft === null) return [null, '']
  const loose = LOOSE.exec(line) ?? (draft.tight ? TIGHT.exec(line) : null)
  const tag = loose?.[1] ?? ''
  const known = TAGS.has(tag) || (draft.small && TAGS.has(tag.toUpperCase()))
  return known ? [tag.toUpperCase(), loose![2]?.trim() ?? ''] : [null, '']
}

function referenceOf({ line, type, fields }: Draft, index: number): Reference | string {
  const all = (...tags: string[]) =>
    tags.flatMap((tag) => fields.get(tag) ?? []).filter((each) => each !== '')
  const first = (...tags: string[]) => all(...tags)[0]
  const title = plainLine(first('TI', 'T1', 'CT', 'BT', 'TT'))
  const abstract = plainProse(first('AB', 'N2'))
  const links = all('UR', 'L2', 'LK')
  const doi = [...all('DO', 'DI', 'M3', 'L3'), ...links].map(normalizeDoi).find((each) => each !== null)
  if (title === null && abstract === null && doi === undefined && links.length === 0)
    return `line ${line}: a record without title, abstract, DOI and address`
  const names = all('AU', 'A1').flatMap((value) => value.split(';'))
  return {
    key: first('ID') ?? String(index + 1),
    line,
    doi,
    links,
    arxiv: all('AN', 'M1', 'C1'),
    files: all('L1', 'L4'),
    title,
    authors: authorsOf(
      names.filter((name) => !/^\s*(?:et al\.?|(?:and )?others)\s*$/i.test(name)).map(plainLine),
    ),
    date: dateOf(all('PY', 'Y1', 'DA')),
    venue: plainLine(first('JO', 'JF', 'T2', 'BT', 'J2', 'JA', 'C3')),
    type: TYPES[type] ?? 'other',
    abstract,
    language: first('LA') ?? null,
  }
}

/** The fullest date of the first year that is told: `2020/11/05/`, `2020`, `2020-11`. */
function dateOf(told: readonly string[]): string | null {
  const dates = told.flatMap((value) => {
    const found = /(?<!\d)(\d{4})(?!\d)(?:[/-](\d{1,2})(?!\d)(?:[/-](\d{1,2})(?!\d))?)?/.exec(value)
    if (found === null) return []
    const parts = found.slice(1).filter((part) => part !== undefined && Number(part) > 0)
    return [parts.map((part, index) => part!.padStart(index === 0 ? 4 : 2, '0')).join('-')]
  })
  const same = dates.filter((date) => date.slice(0, 4) === dates[0]?.slice(0, 4))
  return same.reduce<string | null>(
    (best, date) => (best === null || date.length > best.length ? date : best),
    null,
  )
}
