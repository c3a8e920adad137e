import { inflectionKey } from '../../language/inflection.ts'
import type { Lexeme } from '../../language/lexemes.ts'
import { isHedge } from '../../language/polarity.ts'

/** Verbs of results and methods, as keys; a part of a sentence without one is no clause. */
const VERBS = new Set(
  `be have do can will must remain become show demonstrate find yield give achieve obtain reach attain improve outperform
  surpass exceed increase decrease reduce degrade drop fall rise grow benefit hurt help harm lead result perform work
  contain include use employ require need depend propose introduce present provide evaluate train learn transfer gain
  suffer lag see receive produce generate predict capture encode represent enable allow make take fail lack follow
  consist cover support differ vary correlate scale generalize release describe apply adapt explore study
  investigate analyze compare compute extract identify boost enhance exhibit`
    .split(/\s+/)
    .map(inflectionKey),
)
const words = (text: string) => text.toLowerCase().match(/[\p{L}']+/gu) ?? []
const hasVerb = (text: string) =>
  words(text)
    .slice(1)
    .some((word) => VERBS.has(inflectionKey(word)) && !/ing$/.test(word))

/** Place of the first finite verb that is known, else -1; "the results" is none. */
export function verbAt(list: readonly Lexeme[]): number {
  return list.findIndex(
    ({ key, plain }, at) =>
      at > 0 &&
      VERBS.has(key) &&
      !/ing$/.test(plain) &&
      !/^(?:an?|the|our|their|its|these|those|this|no|any|in|on|of|for|with|without|to|by)$/.test(
        list[at - 1]!.plain,
      ),
  )
}

/** A clause that begins so depends on the other, or takes it back in part. */
const DEPENDENT =
  /^(?:only|not|except|if|when|unless|until|which|who|whose|where|that|for|in|on|with|without|under|by|at|of|to|from|as|then|so|even|although|though|while|whereas|because|since|given|after|before|among|across|using|it|they|this|these|those|such|both|either|neither|nor|let)\b/iu
const RESTRICTING = /\b(?:only|except|unless|if|when|provided|limited|not all)\b/iu

/** What governs a whole sentence, so that its parts say something else alone. */
const GOVERNED =
  /:|,|\b(?:that|whether)\b|^(?:\p{L}+(?:ing|ed)|compared|following|given|unlike|like|despite|according|relative|averaged)\b|\b(?:argue|claim|believe|suggest|hypothesi[sz]e|think|thought|assert|contend|maintain|speculate|doubt|deny|denie|reject|dispute|question|say|said|state|assume|suppose|report|suspect|expect|conjecture|postulate|posit|announce|imagine|pretend)(?:e?s|e?d)?\b/iu
/** Words by which a sentence tells what others say. */
export const REPORTED =
  /\b(?:(?:prior|previous|earlier|recent|past|existing|other) (?:work|works|studies|research|approaches|findings|literature)|et al\.?|critics|opponents|proponents|(?:it (?:is|was|has been)|have been|has been) (?:widely |often |commonly )?(?:believed|argued|claimed|assumed|suggested|hypothesi[sz]ed|shown|reported))(?!\p{L})/iu

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const ended = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)

/**
 * Statements that a compound sentence makes one beside the other: "A improves, and B does not." gives two. A sentence of
 * one statement gives none, and so does one whose parts cannot stand alone: after an opening phrase, a colon or "that",
 * under a hedge, in what others say, or where the second part restricts the first.
 */
export function clausesOf(sentence: string): string[] {
  const parts = sentence.split(/;\s+|,\s+(?:and|but|while|whereas|yet)\s+/iu).map((part) => part.trim())
  if (parts.length < 2 || parts.length > 4) return []
  if (GOVERNED.test(parts[0]!) || REPORTED.test(sentence)) return []
  const sound = parts.every(
    (part) => hasVerb(part) && !DEPENDENT.test(part) && words(part).length >= 3 && !RESTRICTING.test(part),
  )
  const loose = words(parts[0]!).some((word) => {
    const key = inflectionKey(word)
    return isHedge(key) || key === 'whether'
  })
  if (!sound || loose) return []
  return parts.map((part) => ended(capital(part)))
}
