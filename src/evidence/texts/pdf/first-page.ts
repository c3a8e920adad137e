import { parseAclId, parseArxivId, titleKey } from '../../works/identifiers.ts'
import { cleanText } from '../document.ts'
import { headingOf } from '../plain-or-markdown.ts'
import { fragmentsOf, type PdfLine, type PdfPage, pdfLines } from './lines.ts'

/** What a PDF says of itself beside its pages, as the reader gives it. */
export interface PdfDescription {
  readonly title: string | null
  readonly authors: readonly string[]
  /** Subject, keywords and identifiers, in which a DOI may stand. */
  readonly others: readonly string[]
}

/** Who a paper is by its first page, and by its description where the page agrees. */
export interface FirstPage {
  readonly title: string | null
  /** Full names in their order, accents joined with their letters, marks of notes left out. */
  readonly authors: readonly string[]
  readonly doi: string | null
  /** With its version where the stamp has one. */
  readonly arxiv: string | null
  readonly acl: string | null
  /** Year, or year and month by the arXiv id. */
  readonly date: string | null
}

/** Letters this much larger than the text are those of a title. */
const LARGER = 1.15
const MOST_TITLE_LINES = 6
const LONGEST_TITLE = 300

const ABSTRACT = /^(?:abstract|a\s?b\s?s\s?t\s?r\s?a\s?c\s?t|summary|zusammenfassung|résumé|resumen)\b/i
/** What journals and servers set in large letters above the title. */
const BANNER =
  /^(?:(?:\S+ ){0,2}(?:journal|transactions|annals|proceedings|bulletin|acta|communications) (?:of|on|in|for)\b|(?:(?:original|research|review|short|regular|full|technical)[ -])?(?:article|paper|research|report|communication)s?$|open access$|ai magazine$|plos one$|arxiv:|vol(?:ume|\.) ?\d|published|accepted|under review|preprint\b)/i
/** Titles that programs write where nobody gave one: names of files, and none of two words. */
const NO_TITLE =
  /^(?:untitled|microsoft word|slide|powerpoint|presentation\d|paper title|formatting instructions|arxiv:)|\.(?:tex|dvi|pdf|docx?|ps|indd|eps|rtf)$|^\S*$/i

/** Most frequent value, weighted; the smaller one of two that are as frequent. */
export function mode<T extends string | number>(values: readonly (readonly [T, number])[]): T | undefined {
  const weights = new Map<T, number>()
  for (const [value, weight] of values) weights.set(value, (weights.get(value) ?? 0) + weight)
  return [...weights].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))[0]?.[0]
}

const rounded = (size: number): number => Math.round(size * 2) / 2

/** Size and font that most of the text is set in. */
export interface Style {
  readonly size: number
  readonly font: string | undefined
}

export function styleOf(lines: readonly PdfLine[]): Style {
  const size = mode(lines.map((line) => [rounded(line.size), line.text.length] as const)) ?? 10
  const font = mode(
    lines.filter((line) => rounded(line.size) === size).map((line) => [line.font, line.text.length] as const),
  )
  return { size, font }
}

/** Lines above the abstract or first heading; the upper half of a page that has neither. */
function headLines(lines: readonly PdfLine[]): { head: PdfLine[]; abstract: PdfLine | undefined } {
  const first = lines.filter((line) => line.page === 0 && /\p{L}{2}/u.test(line.text))
  const at = first.findIndex(
    (line) => ABSTRACT.test(line.text) || /^(?:1\.? )?introduction$/i.test(line.text),
  )
  if (at > 0) return { head: first.slice(0, at), abstract: first[at] }
  return { head: first.slice(0, Math.max(6, Math.ceil(first.length / 2))), abstract: undefined }
}

/** Lines that follow each other in one size, without a wide gap. */
function runsOf(lines: readonly PdfLine[], same: (a: PdfLine, b: PdfLine) => boolean): PdfLine[][] {
  const runs: PdfLine[][] = []
  for (const line of lines) {
    const last = runs.at(-1)?.at(-1)
    const near = last !== undefined && last.y - line.y <= 2.2 * line.size && last.y - line.y > -line.size
    if (near && same(last, line)) runs.at(-1)!.push(line)
    else runs.push([line])
  }
  return runs
}

const textOf = (run: readonly PdfLine[]) => run.map(({ text }) => text.trim()).join(' ')
const isTitle = (run: readonly PdfLine[]) => {
  const text = textOf(run)
  return (
    run.length <= MOST_TITLE_LINES &&
    text.length <= LONGEST_TITLE &&
    /\p{L}{2}.*\p{L}/u.test(text) &&
    !BANNER.test(text) &&
    headingOf(text) === undefined
  )
}

/**
 * Runs of lines that may be the title, the likeliest first: the largest letters above the abstract; without larger ones, the
 * first lines in capitals or in a font that is not that of the text.
 */
function titleRuns(lines: readonly PdfLine[]): PdfLine[][] {
  const { head, abstract } = headLines(lines)
  const style = styleOf(lines.filter((line) => line.page === 0))
  const larger = runsOf(head, (a, b) => Math.abs(a.size - b.size) <= 0.03 * a.size)
    .filter((run) => run[0]!.size >= LARGER * style.size && isTitle(run))
    .sort((a, b) => Math.round(b[0]!.size - a[0]!.size))
  if (larger.length > 0 || abstract === undefined) return larger
  const capitals = ({ text }: PdfLine) => text === text.toUpperCase()
  const set = (line: PdfLine) => line.font !== style.font || capitals(line)
  const first = runsOf(
    head,
    (a, b) => a.font === b.font && a.size === b.size && capitals(a) === capitals(b),
  ).find((run) => set(run[0]!) && isTitle(run) && /\p{L}+\s+\p{L}+/u.test(textOf(run)))
  return first === undefined || !first.every((line) => line.size >= 0.95 * style.size) ? [] : [first]
}

/** The lines of the title on the first page; none where it cannot be told from the rest. */
export const titleLines = (lines: readonly PdfLine[]): PdfLine[] => titleRuns(lines)[0] ?? []

/** Marks of notes behind a title. */
const MARKS = /(?:\s*(?:[∗*†‡§¶⋆✩✝]|\[\d\]|\^\d))+$/u
export const withoutMarks = (title: string): string => title.replace(MARKS, '').trim()

const keyOf = (text: string) => titleKey(text).replaceAll(' ', '')

/** The title of the page, in the words of the description where both have the same; that one alone where the page has none. */
function titleOf(
  runs: readonly (readonly PdfLine[])[],
  join: (run: readonly PdfLine[]) => string,
  told: string | null,
  page: string,
): string | null {
  const printed = runs[0] === undefined ? null : withoutMarks(join(runs[0]))
  if (told === null || NO_TITLE.test(told) || BANNER.test(told)) return printed
  const key = keyOf(told)
  if (printed === null) return page === '' || page.includes(key) ? told : null
  const own = keyOf(printed)
  // A subtitle in smaller letters is in the description only.
  if (key === own || (key.startsWith(own) && page.includes(key))) return told
  return runs.slice(1).some((run) => keyOf(withoutMarks(join(run))) === key) ? told : printed
}

const PLACES =
  /\b(?:universi\w*|institut\w*|college|school|schule|department|dept|faculty|laborator\w*|labs?|centre|center|research|group|team|academy|company|corporation|inc|ltd|gmbh|llc|google|microsoft|facebook|meta|amazon|apple|deepmind|openai|huawei|ibm|alibaba|tencent|baidu|ai|nlp|research|street|road|avenue|way|usa|china|germany|france|kingdom|association|proceedings|conference|workshop|journal|abstract|introduction|supervisor|technolog\w*|sciences?|informatics|computing|engineering|linguistics|intelligence|national|foundation|society|hospital|ministry|submission|anonymous|volume|copyright|submitted|published|received)\b/iu
const PARTICLE =
  /^(?:da|das|de|del|della|den|der|di|do|dos|du|el|la|le|ten|ter|van|von|zu|zum|zur|bin|ibn|al|y|e|mc)$/i
const NAME_PART = /^\p{Lu}[\p{L}\p{M}'’.-]*$/u

/** A name as people write theirs: two to five parts in capitals, none of a place. */
function isName(text: string): boolean {
  const words = text.split(' ')
  if (words.length < 2 || words.length > 5 || PLACES.test(text)) return false
  if (!words.every((word) => NAME_PART.test(word) || PARTICLE.test(word))) return false
  // "Redmond WA" is a town.
  return (
    /^\p{Lu}(?:[\p{L}\p{M}'’-]*\p{Ll}|\p{L}{2})[\p{L}\p{M}'’-]*$/u.test(words.at(-1)!) &&
    NAME_PART.test(words[0]!)
  )
}

const SIGNS = /\[[\d,\s]+\]|\^\d+|[\d∗*+#$†‡§¶⋆✝♠♣♦♥♢♡♤♧✉⁎]+|[\u2070-\u209f\u00b9\u00b2\u00b3]+/gu

/** Names in a stretch of text; none where anything else is among them. */
function namesIn(text: string): string[] {
  const pieces = cleanText(text)
    // An accent set by itself looks like the begin of a word: "Sch ütze".
    .replace(/(?<=\p{L}) (?=(?![a-z])\p{Ll})/gu, '')
    .replace(SIGNS, ' , ')
    .split(/[,;·•|]|(?:^|\s)(?:and|und|et|&)(?=\s|$)/iu)
    .map((piece) =>
      piece
        .replace(/\s+/g, ' ')
        .replace(/^\W+\s|\s\W+$/gu, '')
        .trim(),
    )
    .filter((piece) => piece !== '')
  return pieces.every(isName) ? pieces : []
}

/** "Chris QUIRK" as others write him. */
const titleCase = (name: string) =>
  name.replace(/\p{Lu}[\p{Lu}\p{M}]{2,}/gu, (word) => word[0]! + word.slice(1).toLowerCase())

/** Names below the title, in the letters of the first of them. */
function authorsBelow(page: PdfPage, title: readonly PdfLine[], abstract: PdfLine | undefined): string[] {
  const last = title.at(-1)
  if (last === undefined) return []
  const floor = abstract?.y ?? last.y - 0.25 * Math.max(page.height, 400)
  const below = fragmentsOf(page, NAME_GAP)
    .filter(({ y }) => y < last.y - 0.3 * last.size && y > floor + 1)
    .sort((a, b) => (Math.abs(a.y - b.y) < 2 ? a.left - b.left : b.y - a.y))
  const found = below.map((each) => ({ each, names: namesIn(each.text) }))
  const first = found.find(({ names }) => names.length > 0)?.each
  if (first === undefined) return []
  const names = found
    .filter(({ each }) => each.font === first.font && Math.abs(each.size - first.size) < 0.05 * first.size)
    .flatMap((each) => each.names)
  return [...new Set(names.map(titleCase))]
}
/** Names stand apart by less than columns do. */
const NAME_GAP = 0.6

/** Names of the description whose last parts stand on the page, if most do; an empty page contradicts nobody. */
function authorsTold(authors: readonly string[], head: string): string[] {
  const names = authors.map((name) => name.replace(/\s+/g, ' ').trim()).filter((name) => name.includes(' '))
  const there = names.filter((name) => head === '' || head.includes(keyOf(name.split(' ').at(-1)!)))
  return there.length > 0 && there.length >= 0.5 * names.length ? names : []
}

const DOI = /\b10\.\d{4,9}\/[^\s"<>]+/g
/** Registrants of data, not of papers. */
const DATA = /^10\.(?:5281|6084|5061|17605|7910|17632|57967)\//
const IMPRINT =
  /©|\(c\)|copyright|proceedings|conference|workshop|association|journal|volume|\bvol\b|findings|transactions|letters|published|publisher|citation|cite this|reference format|is[sb]n|\bdoi\b|permission|licensed/i

/** Lines at the top and the foot of the page, where publishers print what they publish. */
function imprintOf(lines: readonly PdfLine[], height: number): PdfLine[] {
  return lines.filter((line) => line.page === 0 && (line.y > 0.86 * height || line.y < 0.22 * height))
}

/** The DOI of the paper itself: in its description, or once in an imprint; not what a note of the page cites. */
function doiOf(told: readonly string[], imprint: readonly PdfLine[]): string | null {
  const all = (text: string) => (text.match(DOI) ?? []).filter((doi) => !DATA.test(doi))
  const described = told.flatMap(all)[0]
  if (described !== undefined) return described
  const printed = imprint.flatMap((line, index) => {
    const bare = /^\W*(?:https?:\/\/|doi\b|10\.)/i.test(line.text)
    const context = `${imprint[index - 1]?.text ?? ''} ${line.text}`
    return bare || IMPRINT.test(context) ? all(line.text.replace(/(doi\.org\/)\s+/gi, '$1')) : []
  })
  const distinct = [...new Set(printed.map((doi) => doi.toLowerCase().replace(/[.,;)\]]+$/, '')))]
  return distinct.length === 1 ? distinct[0]! : null
}

const STAMP = /\barXiv:\s?([a-z.-]*\/?\d[\d.]+(?:v\d+)?)\s*\[[\w.-]+\]/i

function dateOf(arxiv: string | null, imprint: readonly PdfLine[]): string | null {
  const id = arxiv === null ? null : parseArxivId(arxiv)
  const month = id === null ? null : /(?:^|\/)(\d\d)(0[1-9]|1[0-2])/.exec(id.base)
  if (month !== null) return `${Number(month[1]) > 90 ? '19' : '20'}${month[1]}-${month[2]}`
  const years = imprint
    .filter(({ text }) => IMPRINT.test(text))
    .flatMap(({ text }) => text.match(/(?<![\d.])(?:19|20)\d\d(?!\d)/g) ?? [])
  return years.length === 0 ? null : years.sort().at(-1)!
}

/**
 * Identity of a paper by its first page: the title in its largest letters, names below it, the stamp of arXiv in the
 * margin, DOI and year in the imprint. The description of the file is believed where the page bears it out, or says nothing.
 */
export function readFirstPage(
  page: PdfPage,
  told: PdfDescription,
  join: (lines: readonly PdfLine[]) => string,
): FirstPage {
  const lines = pdfLines(page, 0, 0)
  const runs = titleRuns(lines)
  const { head, abstract } = headLines(lines)
  const imprint = imprintOf(lines, page.height)
  const stamp = STAMP.exec([...page.turned, told.title ?? '', ...imprint.map(({ text }) => text)].join(' '))
  const arxiv = stamp === null ? null : parseArxivId(stamp[1]!) && stamp[1]!
  const doi = doiOf(told.others, imprint)
  const named = authorsTold(told.authors, keyOf(textOf(head)))
  const printed = authorsBelow(page, runs[0] ?? [], abstract)
  return {
    title: titleOf(runs, join, told.title, keyOf(textOf(lines))),
    authors: named.length >= printed.length ? named : printed,
    doi,
    arxiv,
    acl: parseAclId(doi ?? ''),
    date: dateOf(arxiv, imprint),
  }
}
