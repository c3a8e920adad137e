import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect } from 'vitest'
import { sha256 } from '#kernel'
import { TextDocument, type TextKind } from '../bundle/texts.ts'
import type { Work } from '../bundle/works.ts'
import { rangeProblem } from './store.ts'

const FOLDER = resolve(import.meta.dirname, '../../../test/papers')

/** One invented paper in several forms. */
export const paperFile = (name: string): string => readFileSync(resolve(FOLDER, name), 'utf8')

export const latexFiles = (): Map<string, string> =>
  new Map(['main.tex', 'sections/results.tex'].map((name) => [name, paperFile(`paper/${name}`)]))

export const origin = (kind: TextKind) => ({ work: 'arxiv:2101.00001', kind })

/** What holds for every text. */
export function expectSound(document: TextDocument): void {
  TextDocument.parse(document)
  const { text, paragraphs, sections, cells } = document
  expect(rangeProblem(document)).toBeUndefined()
  expect(document.sha256).toBe(sha256(text))
  expect(text).toBe(text.normalize('NFC'))
  expect(text).not.toMatch(/[^\S \n]| {2}|\n\n\n| \n|\n /)
  expect(text).not.toMatch(/\p{Cs}/u)
  expect(paragraphs[0]!.kind).toBe('title')
  expect(paragraphs.filter(({ kind }) => kind === 'cell')).toHaveLength(cells.length)
  expect(paragraphs.map(({ start, end }) => text.slice(start, end)).join('\n\n')).toBe(text)
  for (const [index, { start }] of sections.entries())
    expect(start).toBeGreaterThanOrEqual(sections[index - 1]?.end ?? 0)
}

/** Kind, heading and text of each paragraph, as people read them. */
export const outline = ({ text, paragraphs, sections }: TextDocument) =>
  paragraphs.map(({ kind, section, start, end }) => [
    kind,
    sections[section]!.path.join(' > '),
    text.slice(start, end),
  ])

export const testWork = (given: Partial<Work> = {}): Work => ({
  id: 'arxiv:2101.00001',
  ids: { arxiv: '2101.00001' },
  title: 'Intermediate Tasks for Basque Retrieval',
  authors: [],
  year: 2021,
  date: '2021',
  venue: null,
  type: 'preprint',
  abstract: 'We train on three tasks. Gains are 2.5 points.',
  language: 'en',
  arxivVersion: 2,
  links: {},
  licence: null,
  retracted: false,
  records: ['arxiv:2101.00001'],
  sources: ['arxiv'],
  match: { rules: [], probable: false },
  notices: [],
  ...given,
})
