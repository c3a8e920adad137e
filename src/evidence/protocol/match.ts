import type { Part } from '../bundle/protocol.ts'
import { contentStems } from '../ranking/stems.ts'

/** Share of the words of a name that a text must have to speak of it. */
const ENOUGH = 0.66

/** Whether a text speaks of a part of the question, by one of its names. */
export function speaksOf({ text, names }: Pick<Part, 'text' | 'names'>, said: string): boolean {
  const there = new Set(contentStems(said))
  return [text, ...names].some((name) => {
    const wanted = [...new Set(contentStems(name))]
    const found = wanted.filter((stem) => there.has(stem)).length
    return wanted.length > 0 && found >= Math.max(1, Math.ceil(ENOUGH * wanted.length))
  })
}
