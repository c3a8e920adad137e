import type { Work } from '../bundle/works.ts'

/** Letters that have no plain letter inside them by Unicode. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}
const FILLERS = new Set([
  'a',
  'an',
  'the',
  'on',
  'of',
  'in',
  'for',
  'to',
  'and',
  'is',
  'are',
  'do',
  'does',
  'how',
  'when',
  'what',
])

const ascii = (text: string) =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[ßæœøłđðþı]/g, (letter) => PLAIN[letter]!)
    .replace(/[^a-z0-9\s-]/g, '')

/**
 * Citation keys by work id: family name of the first author, year, first telling word of the title, all in ASCII, such
 * as `zoltowska2021questions`. Those that would be the same are told apart by letters in the order of their ids.
 */
export function citationKeys(works: readonly Work[]): Map<string, string> {
  const keys = new Map<string, string>()
  const taken = new Set<string>()
  for (const work of [...works].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const family = ascii(work.authors[0]?.family ?? '').replace(/[^a-z0-9]/g, '')
    const word = ascii(work.title ?? '')
      .split(/[\s-]+/)
      .find((each) => each !== '' && !FILLERS.has(each))
    const id = work.id.toLowerCase().replace(/[^a-z0-9]/g, '')
    const base = family === '' ? `${id || 'work'}` : `${family}${work.year ?? ''}${word ?? ''}`
    let key = base
    for (let at = 1; taken.has(key); at++) key = `${base}-${at + 1}`
    taken.add(key)
    keys.set(work.id, key)
  }
  return keys
}
