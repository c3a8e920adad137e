import { contentStems } from './stems.ts'

/** Share of the words of a question that one text at least has where they are in one language. */
const SHARED = 1 / 3

/** Whether any of the texts has a third of the words of a question; else they are in other languages, or of other things. */
export function sharesWords(question: string, texts: readonly string[]): boolean {
  const asked = new Set(contentStems(question))
  return texts.some((text) => {
    const there = new Set(contentStems(text).filter((stem) => asked.has(stem)))
    return there.size >= SHARED * asked.size
  })
}
