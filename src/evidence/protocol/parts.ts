import type { Part } from '../bundle/protocol.ts'
import { namesFor } from './names.ts'
import { phrases } from './phrases.ts'

/** Nouns of every study: alone they are no part of a question. */
const GENERAL = new Set(
  `performance accuracy result results quality score scores task tasks dataset datasets data benchmark benchmarks corpus
  corpora language languages model models method methods approach approaches technique techniques system systems training
  trained train based varying varied various degree degrees level levels rate rates risk risks use used using usage kind
  kinds type types number numbers amount evidence effect effects impact impacts outcome outcomes way ways extent setting
  settings study studies research literature work improvement improvements gain gains baseline baselines compare
  comparison compared difference differences factor factors target targets source sources test tests evaluation known
  state art current recent new please tell me about measure measured main key one two three points percent much many
  reliably true still case cases reason reasons`.split(/\s+/),
)

/** A noun that says nothing of what a question is about. */
export const isGeneral = (word: string): boolean => GENERAL.has(word.toLowerCase())

/** What is measured of a thing is no part of its name: "XLM-R gain". */
const TRAILING = /(?<=\S)(?:\s+(?:gains?|improvements?|performance|results?|scores?))+$/i

/** The things that a question speaks of, in order, with the parts they play. None only if it has no content word. */
export function partsOf(question: string): Part[] {
  const found: Part[] = []
  for (const { role, start, end } of phrases(question)) {
    const text = question.slice(start, end).replace(TRAILING, '')
    if (
      text.split(/\s+/).every(isGeneral) ||
      found.some((part) => part.text.toLowerCase() === text.toLowerCase())
    )
      continue
    found.push({ id: idFor(text, found), role, text, names: namesFor(text) })
  }
  return found
}

/** Id of a part: its words, with a number where they are taken. */
export function idFor(text: string, taken: readonly Part[]): string {
  const slug =
    text
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'part'
  for (let number = 1; ; number++) {
    const id = number === 1 ? slug : `${slug}-${number}`
    if (!taken.some((part) => part.id === id)) return id
  }
}
