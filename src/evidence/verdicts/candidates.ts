import { byText } from '#kernel'
import type { TextDocument } from '../bundle/texts.ts'
import type { Work } from '../bundle/works.ts'
import { likeness } from '../language/likeness.ts'
import { sentences } from '../language/sentences.ts'
import { claimStemmer } from '../language/stems.ts'
import { bm25 } from '../ranking/bm25.ts'
import type { Candidate } from './candidate.ts'

export interface FindOptions {
  readonly most?: number
  readonly perWork?: number
  /** A work whose passages are not wanted: nothing supports itself. */
  readonly except?: string | undefined
}

/** The sentences of all texts of a review, ready for search. */
export interface PassageIndex {
  readonly size: number
  /** Best first; ties by work and place. The same whatever the order of works and documents was. */
  find(claimText: string, options?: FindOptions): Candidate[]
}

/** Headings say what a text is about, not what it found. */
const READ = new Set(['prose', 'caption', 'cell', 'list-item'])
/** Candidates before those that nearly repeat better ones go down. */
const POOL = 80
/** Weight of relevance against likeness to what is chosen already (Carbonell and Goldstein 1998). */
const RELEVANCE = 0.75

type Entry = Omit<Candidate, 'bm25'>

function entriesOf(document: TextDocument, work: Work | undefined): Entry[] {
  const shared = {
    work: document.work,
    sha256: document.sha256,
    title: work?.title ?? null,
    retracted: work?.retracted ?? false,
  }
  const tables = new Map(document.cells.map((cell) => [cell.start, cell.table]))
  return document.paragraphs
    .filter(({ kind }) => READ.has(kind))
    .flatMap((paragraph): Entry[] => {
      const text = document.text.slice(paragraph.start, paragraph.end)
      const section = [...(document.sections[paragraph.section]?.path ?? [])]
      const ranges = (paragraph.kind === 'cell' ? [{ start: 0, end: text.length }] : sentences(text)).map(
        (range) => ({
          start: paragraph.start + range.start,
          end: paragraph.start + range.end,
        }),
      )
      const table = paragraph.kind === 'cell' ? tables.get(paragraph.start) : undefined
      return ranges.map(({ start, end }, at) => {
        const first = (ranges[at - 1] ?? ranges[at]!).start
        const last = (ranges[at + 1] ?? ranges[at]!).end
        return {
          ...shared,
          section,
          start: first,
          end: last,
          quote: document.text.slice(first, last),
          sentence: { start, end, text: document.text.slice(start, end) },
          ...(table === undefined ? {} : { table }),
        }
      })
    })
    .filter(({ quote, sentence }) => quote !== '' && sentence.text !== '')
}

/**
 * Index over every sentence of the documents, table cells among them. Retracted works stay in, marked, so that a reader
 * sees that a passage was there and did not count.
 */
export function indexPassages(works: readonly Work[], documents: readonly TextDocument[]): PassageIndex {
  const workOf = new Map(works.map((work) => [work.id, work]))
  const stems = claimStemmer()
  const entries = [...documents]
    .sort((one, other) => byText(one.work, other.work) || byText(one.sha256, other.sha256))
    .flatMap((document) => entriesOf(document, workOf.get(document.work)))
  const terms = entries.map(({ sentence }) => stems(sentence.text))
  const index = bm25(terms)
  return {
    size: entries.length,
    find(claimText, { most = 20, perWork = 5, except } = {}) {
      const pool = [...index.score(stems(claimText))]
        .filter(([at]) => entries[at]!.work !== except)
        .sort(([one, a], [other, b]) => b - a || one - other)
        .slice(0, Math.max(POOL, 4 * most))
      const top = pool[0]?.[1] ?? 1
      const left = pool.map(([at, score]) => ({ at, score, words: new Set(terms[at]), nearest: 0 }))
      const counts = new Map<string, number>()
      const chosen: Candidate[] = []
      while (chosen.length < most && left.length > 0) {
        let best = 0
        const worth = ({ score, nearest }: (typeof left)[number]) =>
          RELEVANCE * (score / top) - (1 - RELEVANCE) * nearest
        for (let at = 1; at < left.length; at++) if (worth(left[at]!) > worth(left[best]!) + 1e-12) best = at
        const [taken] = left.splice(best, 1)
        const entry = entries[taken!.at]!
        const count = counts.get(entry.work) ?? 0
        if (count >= perWork) continue
        counts.set(entry.work, count + 1)
        chosen.push({ ...entry, bm25: taken!.score })
        for (const other of left) other.nearest = Math.max(other.nearest, likeness(other.words, taken!.words))
      }
      return chosen
    },
  }
}
