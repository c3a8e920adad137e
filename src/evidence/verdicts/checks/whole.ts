const END = /[.!?]["'”’)\]]*$/u

/**
 * Why a claim cannot be a whole sentence, or null. It must end in a full stop, and not in dots, in a hyphen or inside a
 * bracket.
 */
export function truncation(text: string): string | null {
  const claim = text.trim()
  if (claim === '') return 'The claim is empty.'
  if (/(?:\.\.\.|…)["'”’)\]]*$/u.test(claim)) return 'The claim ends in dots: it is cut.'
  if (!END.test(claim)) return 'The claim does not end in a full stop: it is cut.'
  const open = [...claim].reduce((depth, sign) => depth + (sign === '(' ? 1 : sign === ')' ? -1 : 0), 0)
  if (open > 0) return 'The claim ends inside a bracket: it is cut.'
  if (/(?:\b(?:of|the|a|an|and|or|than|which)|[,;:(-])\.$/iu.test(claim))
    return 'The claim ends in a word that needs another: it is cut.'
  return null
}
