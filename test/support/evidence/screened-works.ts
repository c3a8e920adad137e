import type { TextDocument } from '../../../src/evidence/bundle/texts.ts'
import type { Work } from '../../../src/evidence/bundle/works.ts'
import { testWork } from './work.ts'

/** A work of which nothing but its id and title is known. */
export const work = (given: Partial<Work> & { id: string }): Work =>
  testWork(given.id, { title: 'Untold', date: '2020', sources: ['openalex'], ...given })

/** A text of the given paragraphs. */
export function document(
  of: string,
  paragraphs: readonly string[],
  kind: TextDocument['kind'] = 'html',
): TextDocument {
  const text = paragraphs.join('\n\n')
  let start = 0
  return {
    sha256: `hash of ${of}`,
    work: of,
    kind,
    version: null,
    url: null,
    licence: null,
    language: null,
    text,
    sections: [{ path: ['1 Text'], start: 0, end: text.length }],
    paragraphs: paragraphs.map((paragraph) => {
      const place = { start, end: start + paragraph.length, section: 0, kind: 'prose' as const }
      start = place.end + 2
      return place
    }),
    cells: [],
  }
}
