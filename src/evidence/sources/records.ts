import type { Author, Identifiers, SourceRecord } from '../bundle/works.ts'
import { withoutLineEnds } from '../texts/hyphens.ts'
import { titleKey } from '../works/identifiers.ts'
import { collapseBlanks, plainLine } from './markup-text.ts'
import { tellsWithdrawal } from './withdrawal.ts'

type Described = Pick<SourceRecord, 'id' | 'source'> &
  Partial<Omit<SourceRecord, 'id' | 'source' | 'ids'>> & {
    readonly ids?: { readonly [name in keyof Identifiers]: string | null | undefined }
  }

/** Year, month or day; some sources write other things. */
const DATE = /^\d{4}(?:-\d\d){0,2}$/
/** Title and subtitle as other sources have them in one; some titles have their subtitle already. */
export function titleWith(title: string | null, subtitle: string | null): string | null {
  if (title === null || subtitle === null) return title ?? subtitle
  const whole = titleKey(title)
  const key = titleKey(subtitle)
  if (key === '' || whole === key || whole.endsWith(` ${key}`)) return title
  return `${title}${/[.:?!…–—-]$/u.test(title) ? '' : ':'} ${subtitle}`
}

const RETRACTED = /^\W{0,2}(?:retracted|withdrawn)(?: (?:article|paper))?\s*[\]):.–-]/i
const ERRATUM = /^(?:erratum|corrigendum|corrections?)\s*(?:to\b|:|\()/i
const NOTICE = /^(?:retraction(?: note)?|notice of retraction)\s*(?:to\b|:|of:)/i

/**
 * A record with everything that a source leaves out as unknown. Titles say what sources forget to: that the work is
 * retracted, or that this is an erratum or the notice of a retraction.
 */
export function sourceRecord({ ids = {}, ...given }: Described): SourceRecord {
  const title = collapseBlanks(given.title)
  const type = given.type ?? 'other'
  const known = Object.entries(ids).filter(([, id]) => id !== null && id !== undefined && id !== '')
  const told = given.date ?? (given.year === undefined || given.year === null ? '' : String(given.year))
  const date = DATE.test(told) ? told : null
  return {
    authors: [],
    venue: null,
    language: null,
    arxivVersion: null,
    licence: null,
    related: [],
    citations: null,
    ...given,
    title,
    abstract: collapseBlanks(withoutLineEnds(collapseBlanks(given.abstract) ?? '')),
    date,
    year: given.year ?? (date === null ? null : Number(date.slice(0, 4))),
    ids: Object.fromEntries(known) as Identifiers,
    links: Object.fromEntries(Object.entries(given.links ?? {}).filter(([, link]) => link !== '')),
    type: typeOf(title ?? '', type),
    retracted: given.retracted === true || RETRACTED.test(title ?? '') || tellsWithdrawal(given.abstract),
  }
}

function typeOf(title: string, type: SourceRecord['type']): SourceRecord['type'] {
  if (type === 'erratum' || type === 'correction' || type === 'retraction-notice') return type
  if (NOTICE.test(title)) return 'retraction-notice'
  return ERRATUM.test(title) ? 'erratum' : type
}

const PARTICLES = new Set(
  'da das de del della den der di do dos du el la le ten ter van von zu zum zur bin ibn al'.split(' '),
)
const SUFFIX = /^(?:jr|sr|ii|iii|iv)\.?$/i

/** A name written in one piece, "Ada van Example Jr." or "Example, Ada"; null for a blank. */
export function authorOf(name: string | null | undefined): Author | null {
  const whole = plainLine(name)
  if (whole === null) return null
  const [before, ...after] = whole.split(',').map((part) => part.trim())
  if (after.length > 0 && before !== '' && !after.every((part) => SUFFIX.test(part)))
    return { given: collapseBlanks(after.join(' ')), family: before! }
  const words = (before === '' ? whole : before!).split(' ')
  let last = words.length - 1
  while (last > 0 && SUFFIX.test(words[last]!)) last--
  while (last > 1 && PARTICLES.has(words[last - 1]!)) last--
  return { given: collapseBlanks(words.slice(0, last).join(' ')), family: words.slice(last).join(' ') }
}

export const authorsOf = (names: readonly (string | null | undefined)[]): Author[] =>
  names.map(authorOf).filter((author) => author !== null)

/** A link that may be opened: http and https only. */
export function webLink(address: string | null | undefined): string {
  return address !== null && address !== undefined && /^https?:\/\//i.test(address) && URL.canParse(address)
    ? address
    : ''
}
