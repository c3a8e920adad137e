const GROUP = /\s*(?:\(([^()[\]]{0,1200})\)|\[([^()[\]]{0,120})\])/gu
/** What follows these is a value, not a list of references. */
const VALUE_BEFORE =
  /(?:[\d%‰]|\b(?:cis?|confidence intervals?|intervals?|ranges?|ranging|iqr|sd|se|medians?|means?|averages?|aged?|ages|years?|scores?|values?|of|in|on|at|by|to|from|between|with|for|is|are|was|were|and|or|than|about|seed|index|layers?))[\s,:;=]*$/iu
const NUMBERS = /^\d{1,4}(?:\s*[,–-]\s*\d{1,4})*$/u
const YEAR = /^(?:19|20)\d\d[a-z]?$/u
const SAME_YEAR = /^(?:(?:19|20)\d\d)?[a-z]?$/u
const PARTICLE =
  /^(?:and|&|et|al\.?|van|von|de|del|della|der|den|di|du|da|dos|la|le|el|al-\p{L}+|bin|ten|ter)$/iu
const OTHER =
  /^(?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|fall|autumn|winter|in|on|at|by|to|of|for|from|with|without|since|until|only|except|but|not|no|than|as|if|unless|when|unlike)$/iu
const LEAD = /^(?:see(?: also)?|e\.g\.|i\.a\.|cf\.|inter alia)[,:]?\s+/iu
const TAIL = /^(?:inter alia|among others|and others|and references therein)[.,]?$/iu
const MOST_WORDS = 24

/** "Smith and Jones, 2014, 2015a": names of people, then years. */
function isReference(part: string): boolean {
  const words = part
    .trim()
    .replace(LEAD, '')
    .split(/[\s,]+/u)
  const first = words.findIndex((word) => YEAR.test(word))
  if (first < 1 || words.length > MOST_WORDS || !words.slice(first).every((word) => SAME_YEAR.test(word)))
    return false
  const people = words.slice(0, first)
  const names = people.filter((word) => !PARTICLE.test(word))
  // "et al." tells that they are people, however they are written.
  const several = /\bet al\b/iu.test(part)
  return (
    names.length > 0 &&
    names.length <= (several ? 3 : MOST_WORDS) &&
    names.every(
      (word) =>
        /^\p{L}[\p{L}\p{M}.'’-]*$/u.test(word) &&
        !OTHER.test(word) &&
        (several || (/^\p{Lu}/u.test(word) && !/^\p{Lu}{3}|\p{Lu}{2}$/u.test(word))),
    )
  )
}

/**
 * A text without "(Smith et al., 2019; Lee, 2020)" and "[3, 7]". A bracket stays where a part of it is no name with a
 * year, or where its numbers are a range or an interval; so does the year after a name that the sentence speaks of.
 */
export function withoutCitations(text: string): string {
  return text.replace(GROUP, (found, round: string | undefined, square: string | undefined, at: number) => {
    if (square !== undefined && NUMBERS.test(square.trim()))
      return VALUE_BEFORE.test(text.slice(Math.max(0, at - 40), at)) ? found : ''
    const parts = (round ?? square ?? '').split(';')
    const cited = parts.filter(isReference).length
    return cited > 0 && parts.every((part) => isReference(part) || TAIL.test(part.trim())) ? '' : found
  })
}
