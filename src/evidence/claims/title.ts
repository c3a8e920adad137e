import { type Reading, readClaim } from './read.ts'

/** Section of a passage that is the title of its work. */
export const TITLE = 'Title'

/** What a title says with: "Improves", and not "An Improved Model" or "Improving". */
const STATES =
  /\b(?:improves?|helps?|(?:can )?benefits?|boosts?|outperforms?|beats?|surpass(?:es)?|increases?|reduces?|decreases?|hurts?|harms?|degrades?|(?:is|are) (?:not )?(?:better|worse|more|less) \w+)\b/i
const ASKS = /^(?:how|when|why|what|which|where|whether|is|are|do|does|can|on)\b|\?/i

/** A word in title case: a capital and small letters, not a name such as BERT or XLM-R. */
const CAPITALISED = /(?<![\p{L}-])\p{Lu}\p{Ll}+(?![\p{Lu}\d])/gu

/** What a title states, in its part that is a sentence: "Too Good: X Improves Y" says that X improves Y. Null where it only names. */
export function readTitle(title: string): Reading | null {
  const clause = title
    .split(/(?<=:)\s|\s[–—]\s/)
    .map((part) => part.replace(/:$/, ''))
    .find((part) => STATES.test(part) && !ASKS.test(part.trim()))
  if (clause === undefined) return null
  const plain = clause.replace(CAPITALISED, (word) => word.toLowerCase())
  const reading = readClaim(`${plain}.`)
  const { subject, comparator, direction } = reading.slots
  if (reading.kind !== 'result' || subject === null || direction === null) return null
  const own = (phrase: string) => clause.slice(plain.indexOf(phrase), plain.indexOf(phrase) + phrase.length)
  return {
    ...reading,
    slots: {
      ...reading.slots,
      subject: own(subject),
      comparator: comparator === null ? null : own(comparator),
      scope: readClaim(title).slots.scope,
    },
  }
}
