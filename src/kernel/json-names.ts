/**
 * Names of the outermost object of a valid JSON text, in the order and as often as they are written. An object of JavaScript
 * keeps neither: names that look like integers come first, and of two the last stays.
 */
export function* outerNames(text: string): Generator<string> {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (character === '{' || character === '[') depth++
    else if (character === '}' || character === ']') depth--
    else if (character === '"') {
      const begin = at
      for (at++; text[at] !== '"'; at++) if (text[at] === '\\') at++
      if (depth === 1 && isFollowedByColon(text, at + 1))
        yield JSON.parse(text.slice(begin, at + 1)) as string
    }
  }
}

function isFollowedByColon(text: string, from: number): boolean {
  let at = from
  while (' \t\r\n'.includes(text[at]!)) at++
  return text[at] === ':'
}
