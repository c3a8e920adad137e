import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { sha256 } from '#kernel'
import { TextDocument, type TextKind } from '../../../src/evidence/bundle/texts.ts'
import type { Work } from '../../../src/evidence/bundle/works.ts'
import { rangeProblem } from '../../../src/evidence/texts/store.ts'
import { testWork } from './work.ts'

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
  assert.equal(rangeProblem(document), undefined)
  assert.equal(document.sha256, sha256(text))
  assert.equal(text, text.normalize('NFC'))
  assert.doesNotMatch(text, /[^\S \n]| {2}|\n\n\n| \n|\n /)
  assert.doesNotMatch(text, /\p{Cs}/u)
  assert.equal(paragraphs[0]!.kind, 'title')
  assert.equal(paragraphs.filter(({ kind }) => kind === 'cell').length, cells.length)
  assert.equal(paragraphs.map(({ start, end }) => text.slice(start, end)).join('\n\n'), text)
  for (const [index, { start }] of sections.entries())
    assert.ok(start >= (sections[index - 1]?.end ?? 0), `section ${index} begins before the last one ends`)
}

/** Kind, heading and text of each paragraph, as people read them. */
export const outline = ({ text, paragraphs, sections }: TextDocument) =>
  paragraphs.map(({ kind, section, start, end }) => [
    kind,
    sections[section]!.path.join(' > '),
    text.slice(start, end),
  ])

export const paperWork = (given: Partial<Work> = {}): Work =>
  testWork('arxiv:2101.00001', {
    ids: { arxiv: '2101.00001' },
    title: 'Intermediate Tasks for Basque Retrieval',
    year: 2021,
    date: '2021',
    type: 'preprint',
    abstract: 'We train on three tasks. Gains are 2.5 points.',
    language: 'en',
    arxivVersion: 2,
    sources: ['arxiv'],
    ...given,
  })
