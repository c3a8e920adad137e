import { plugins } from '@citation-js/core'
import '@citation-js/plugin-bibtex'
import { z } from 'zod'
import type { Author, SourceRecord } from '../bundle/works.ts'
import { normalizeDoi } from '../works/identifiers.ts'
import { type BibtexEntry, bibtexEntries } from './bibtex-entries.ts'
import { plainLatex } from './file-head.ts'
import { collapseBlanks, plainLine, plainProse } from './markup-text.ts'
import { titleWith } from './records.ts'
import type { Reference, References } from './reference-list.ts'

const TYPES: Readonly<Record<string, SourceRecord['type']>> = {
  article: 'article',
  inproceedings: 'proceedings-article',
  conference: 'proceedings-article',
  unpublished: 'preprint',
  book: 'book',
  mvbook: 'book',
  inbook: 'book',
  incollection: 'book',
  collection: 'book',
  booklet: 'book',
  phdthesis: 'thesis',
  mastersthesis: 'thesis',
  thesis: 'thesis',
  dataset: 'dataset',
}

/** What fields with LaTeX become: text, with HTML for what is raised or set apart. */
const Decoded = z.object({
  title: z.string().optional(),
  author: z
    .array(
      z.object({
        given: z.string().optional(),
        family: z.string().optional(),
        literal: z.string().optional(),
        'non-dropping-particle': z.string().optional(),
        'dropping-particle': z.string().optional(),
        suffix: z.string().optional(),
      }),
    )
    .optional(),
})

/** Entries of BibTeX and BibLaTeX; see `bibtexEntries` for what is a problem. */
export function readBibtex(text: string): References {
  const { entries, problems } = bibtexEntries(text)
  const parents = new Map(entries.map((entry) => [entry.key.toLowerCase(), entry]))
  if (entries.length === 0 && problems.length === 0 && /^\s*[^\s%]/m.test(text) && !text.includes('@'))
    problems.push('no entry begins with "@"')
  const references = entries.flatMap((entry) => {
    try {
      return [referenceOf(entry, parents)]
    } catch {
      problems.push(`line ${entry.line}: the authors of entry "${entry.key}" cannot be read`)
      return []
    }
  })
  return { references, problems }
}

function referenceOf(
  { key, type, line, fields }: BibtexEntry,
  parents: ReadonlyMap<string, BibtexEntry>,
): Reference {
  const parent = parents.get(fields.get('crossref')?.trim().toLowerCase() ?? '')?.fields
  const field = (...names: string[]) => names.map((name) => fields.get(name)).find(Boolean)
  const inherited = (...names: string[]) =>
    field(...names) ?? names.map((name) => parent?.get(name)).find(Boolean)
  const links = [field('url') ?? '', ...(field('howpublished', 'note')?.match(ADDRESS) ?? [])].map(address)
  return {
    key,
    line,
    doi: [field('doi') ?? '', ...links, key].map((each) => normalizeDoi(address(each))).find(Boolean),
    links,
    arxiv: [
      field('eprint') ?? '',
      ...(field('journal', 'journaltitle', 'note', 'howpublished')?.match(/arxiv:\s*[^\s,;}]+/gi) ?? []),
    ].map(address),
    files: filesOf(field('file') ?? ''),
    title: titleWith(plainLine(decoded(field('title'))), plainLine(decoded(field('subtitle')))),
    authors: authorsOf(field('author') ?? ''),
    date: dateOf(inherited('date') ?? '', inherited('year') ?? '', inherited('month') ?? ''),
    venue: plainLine(decoded(field('journaltitle', 'journal', 'booktitle') ?? parent?.get('title'))),
    type: /^\W*arxiv\b/i.test(field('journal', 'journaltitle') ?? '') ? 'preprint' : (TYPES[type] ?? 'other'),
    abstract: plainProse(decoded(field('abstract'))),
    language: languageOf(field('language', 'langid')),
  }
}

const ADDRESS = /https?:\/\/[^\s{}\\]+(?:\\[_&%#][^\s{}\\]*)*/g

/** An address or id without braces and LaTeX. */
const address = (value: string) =>
  value
    .replace(/\\(?:url|path|nolinkurl|doi)\s*|\\href\s*(?:\{[^{}]*\})?/g, '')
    .replace(/\\(?:textunderscore|_)(?:\s|\{\})?/g, '_')
    .replace(/\\textless(?:\s|\{\})?|\$<\$/g, '<')
    .replace(/\\textgreater(?:\s|\{\})?|\$>\$/g, '>')
    .replace(/\\([&%#$~-])/g, '$1')
    .replace(/[{}]/g, '')
    .trim()

/** Fields of files say more than paths, and put a backslash before colons and semicolons in them. */
const filesOf = (value: string) => (value === '' ? [] : [value.replace(/\\([:;_&%#])/g, '$1')])

const decode = (field: string): z.infer<typeof Decoded> =>
  Decoded.parse(
    plugins.input.chain(`@misc{x,${field}}`, { forceType: '@biblatex/text', generateGraph: false })[0],
  )

const CITED = /~?\\(?:cite\w*|ref|label|footnote|thanks)\*?(?:\[[^\][]*\])*\{[^{}]*\}/g

/** LaTeX as text. Where it cannot be read, a dollar in it may be money; else its words are taken. */
function decoded(latex: string | undefined): string | null {
  if (latex === undefined) return null
  const told = latex.replace(CITED, '')
  for (const text of [told, told.replace(/(?<!\\)\$/g, '\\$')]) {
    try {
      // A letter without its dot gets it back below an accent: na\"{\i}ve.
      return decode(`title = {${text}}`).title?.replace(/ı(?=[\u0300-\u036F])/g, 'i') ?? null
    } catch {
      // Read in the next way.
    }
  }
  return plainLatex(told)
}

function authorsOf(latex: string): Author[] {
  const names = latex
    .replace(/\s+/g, ' ')
    .replace(/ and (?:others|et al\.?) ?$/i, '')
    .trim()
  if (names === '' || names === 'others') return []
  return (decode(`author = {${names}}`).author ?? []).flatMap((author) => {
    const particle = author['non-dropping-particle'] ?? author['dropping-particle'] ?? ''
    const family = collapseBlanks(
      `${particle} ${author.family ?? author.literal ?? ''} ${author.suffix ?? ''}`,
    )
    return family === null ? [] : [{ given: collapseBlanks(author.given), family }]
  })
}

function dateOf(date: string, year: string, month: string): string | null {
  const told = /\d{4}(?:-\d\d){0,2}/.exec(date)?.[0]
  if (told !== undefined) return told
  const found = /(?<!\d)\d{4}(?!\d)/.exec(year)?.[0]
  if (found === undefined) return null
  const named = MONTHS.findIndex((name) => month.toLowerCase().includes(name)) + 1
  const number = named > 0 ? named : Number(/(?<!\d)\d{1,2}(?!\d)/.exec(month)?.[0] ?? 0)
  return number >= 1 && number <= 12 ? `${found}-${String(number).padStart(2, '0')}` : found
}
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')

/** BibLaTeX calls English by its varieties. */
const languageOf = (language: string | undefined) =>
  language === undefined
    ? null
    : /^(?:(?:us|uk)?english|american|british|canadian|australian|newzealand)$/i.test(language.trim())
      ? 'en'
      : collapseBlanks(language)
