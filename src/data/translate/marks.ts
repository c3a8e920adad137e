import type { GoldAnswer } from '../examples.ts'
import { TranslateRequestError } from './errors.ts'

/** What is put before and behind an answer. */
export interface Marks {
  readonly open: string
  readonly close: string
}

/** Two characters, or two texts with a space between. Throws TRANSLATE_INVALID. */
export function parseMarks(given: string): Marks {
  const parts = given.trim().split(/\s+/)
  const [open, close, ...more] = parts.length === 1 ? [...parts[0]!] : parts
  if (open === undefined || open === '' || close === undefined || more.length > 0)
    throw new TranslateRequestError(`"${given}" is not two marks`, {
      hint: 'Give two characters, such as --marks «», or two texts with a space between, such as --marks "<b> </b>".',
    })
  return { open, close }
}

/** The context with an answer between marks; null where it holds a mark already, so that it could not be told. */
export function mark(context: string, { text, start }: GoldAnswer, { open, close }: Marks): string | null {
  if (context.includes(open) || context.includes(close)) return null
  const end = start + text.length
  return `${context.slice(0, start)}${open}${text}${close}${context.slice(end)}`
}

export interface Unmarked {
  readonly context: string
  /** Null where a mark was lost, doubled or moved, or holds nothing. */
  readonly answer: GoldAnswer | null
}

/** A translated context without its marks, and what stood between them. */
export function unmark(translation: string, { open, close }: Marks): Unmarked {
  const first = translation.indexOf(open)
  const last = translation.lastIndexOf(close)
  const inner = first >= 0 && last >= first + open.length ? translation.slice(first + open.length, last) : ''
  const text = inner.trim()
  const [before, after] = [translation.slice(0, Math.max(0, first)), translation.slice(last + close.length)]
  const others = [before, text, after].some((part) => part.includes(open) || part.includes(close))
  if (text === '' || others) return { context: clean(translation, open, close), answer: null }
  // A mark that was set with blanks, as in "« a »", gives them back only where words would run together.
  const lead = /^\s/.test(inner) && /[\p{L}\p{M}\p{N}]$/u.test(before) ? ' ' : ''
  const trail = /\s$/.test(inner) && /^[\p{L}\p{M}\p{N}]/u.test(after) ? ' ' : ''
  const start = before.length + lead.length
  return { context: `${before}${lead}${text}${trail}${after}`, answer: { text, start } }
}

const clean = (translation: string, open: string, close: string) =>
  translation.replaceAll(open, '').replaceAll(close, '').replace(/ {2,}/g, ' ').trim()
