import type { SourceRecord } from '../../../src/evidence/bundle/works.ts'

let count = 0

/** A record of which nothing but a number is known. */
export function record(given: Partial<SourceRecord> = {}): SourceRecord {
  const source = given.source ?? 'openalex'
  return {
    id: `${source}:r${count++}`,
    source,
    ids: {},
    title: null,
    authors: [],
    year: null,
    date: null,
    venue: null,
    type: 'article',
    abstract: null,
    language: null,
    arxivVersion: null,
    links: {},
    licence: null,
    retracted: false,
    related: [],
    citations: null,
    ...given,
  }
}

export const people = (...families: string[]) => families.map((family) => ({ given: null, family }))
