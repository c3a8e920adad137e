import { plugins } from '@citation-js/core'
import '@citation-js/plugin-bibtex'
import type { EvidenceReport } from '#evidence'
import { TEX_SIGNS } from '../document/latex.ts'

type Reference = EvidenceReport['references'][number]

/** CSL types of works; what is not here is a document. */
const TYPES: Readonly<Partial<Record<Reference['type'], string>>> = {
  article: 'article-journal',
  review: 'article-journal',
  'proceedings-article': 'paper-conference',
  preprint: 'manuscript',
  book: 'book',
  thesis: 'thesis',
  dataset: 'dataset',
}

/** Within a field braces must stay balanced. */
const BRACES: Readonly<Record<string, string>> = { '{': '\\textbraceleft{}', '}': '\\textbraceright{}' }

/** Text that TeX prints as it is; letters of all scripts stay, since the file is UTF-8. */
const escaped = (text: string) =>
  text.replace(/\s+/g, ' ').replace(/[\\{}$&%#_~^<>]/g, (sign) => BRACES[sign] ?? TEX_SIGNS[sign]!)

/** Identifiers are printed verbatim: those that would end the field are left out. */
const verbatim = (text: string | undefined) =>
  text === undefined || /[{}\\%\s]/.test(text) ? undefined : text

/** The references as BibTeX in UTF-8, under the keys of the report. */
export function renderEvidenceBibtex(report: EvidenceReport): string {
  const { format } = plugins.config.get('@bibtex')
  format.useIdAsLabel = true
  format.asciiOnly = false
  const entries = report.references.map((reference) => {
    const doi = verbatim(reference.ids.doi)
    const notes = [
      ...(reference.retracted ? ['Retracted'] : []),
      ...(reference.ids.arxiv === undefined ? [] : [`arXiv:${escaped(reference.ids.arxiv)}`]),
    ]
    return {
      id: reference.key,
      type: TYPES[reference.type] ?? 'document',
      title: escaped(reference.title),
      author: reference.authors.map(({ given, family }) => ({
        family: escaped(family),
        ...(given === null ? {} : { given: escaped(given) }),
      })),
      ...(reference.year === null ? {} : { issued: { 'date-parts': [[reference.year]] } }),
      ...(reference.venue === null ? {} : { 'container-title': escaped(reference.venue) }),
      ...(doi === undefined ? {} : { DOI: doi }),
      ...(doi !== undefined || reference.url === null || verbatim(reference.url) === undefined
        ? {}
        : { URL: reference.url }),
      ...(notes.length === 0 ? {} : { note: notes.join('. ') }),
    }
  })
  return entries.length === 0 ? '' : `${plugins.output.format('bibtex', entries).trim()}\n`
}
