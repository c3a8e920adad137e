import type { Work } from '../../../src/evidence/bundle/works.ts'

/** A work of which nothing but its id and title is known, for tests. */
export const testWork = (id: string, given: Partial<Work> = {}): Work => ({
  id,
  ids: {},
  title: `Title of ${id}`,
  authors: [],
  year: 2020,
  date: null,
  venue: null,
  type: 'article',
  abstract: null,
  language: null,
  arxivVersion: null,
  links: {},
  licence: null,
  retracted: false,
  records: [id],
  sources: ['folder'],
  match: { rules: [], probable: false },
  notices: [],
  ...given,
})
