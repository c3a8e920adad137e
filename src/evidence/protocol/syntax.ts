import type { Part } from '../bundle/protocol.ts'

/** How a source with operators writes a query. */
export interface BooleanSyntax {
  readonly and: string
  readonly or: string
  /** One phrase, as it is looked for. */
  readonly phrase: (words: string) => string
  /** A hyphen is an operator there: phrases are sent without. */
  readonly noHyphens?: boolean
}

/** All parts together, each in so many (`ways`) of its names at most. */
export function booleanQuery(group: readonly Part[], ways: number, syntax: BooleanSyntax): string {
  // How hyphens are indexed is not documented: both forms are sent.
  const spell = (name: string) => (syntax.noHyphens === true ? [spaced(name)] : [clean(name), spaced(name)])
  return group
    .map((part) => {
      const phrases = [...new Set(names(part).slice(0, ways).flatMap(spell))].filter(
        (phrase) => phrase !== '',
      )
      // A phrase that holds another finds nothing that the other does not.
      const needed = phrases.filter(
        (phrase) => !phrases.some((other) => other !== phrase && ` ${phrase} `.includes(` ${other} `)),
      )
      return `(${needed.map(syntax.phrase).join(syntax.or)})`
    })
    .join(syntax.and)
}

/** Words without syntax, for rankings that weigh each word; no word twice. */
export function wordQuery(group: readonly Part[], ways: number): string {
  const words = group.flatMap((part) =>
    names(part)
      .slice(0, ways)
      .flatMap((name) => clean(name).split(' ')),
  )
  const seen = new Set<string>()
  return words.filter((word) => !seen.has(word.toLowerCase()) && seen.add(word.toLowerCase())).join(' ')
}

const names = ({ text, names: others }: Part) => [text, ...others]

/** What no syntax can take for an operator. */
const clean = (name: string) =>
  name
    .replace(/["“”()[\]{}|+*~:\\!?]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
const spaced = (name: string) =>
  clean(name)
    .replace(/[-‐‑–/]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
