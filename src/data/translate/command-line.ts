import { TranslateRequestError } from './errors.ts'

/**
 * Words of a command line as a POSIX shell would cut them: blanks separate, quotes hold together, a backslash takes the
 * next character as it is. Nothing is expanded. Throws TRANSLATE_INVALID.
 */
export function commandWords(command: string): string[] {
  const words: string[] = []
  let word: string | undefined
  let quote: string | undefined
  for (let at = 0; at < command.length; at++) {
    const character = command[at]!
    if (quote === undefined && /\s/.test(character)) {
      if (word !== undefined) words.push(word)
      word = undefined
      continue
    }
    word ??= ''
    if (character === '\\' && quote !== "'" && at + 1 < command.length) {
      const next = command[++at]!
      word += quote === '"' && !'"\\$`'.includes(next) ? `\\${next}` : next
    } else if (character === quote) quote = undefined
    else if (quote === undefined && (character === '"' || character === "'")) quote = character
    else word += character
  }
  if (quote !== undefined)
    throw new TranslateRequestError(`The command has an open quote: ${command}`, {
      hint: `Close it with ${quote}.`,
    })
  if (word !== undefined) words.push(word)
  if (words.length === 0)
    throw new TranslateRequestError('The command is empty', { hint: 'Name a translator with --command.' })
  return words
}

/** Words of the command with `{from}` and `{to}` filled in. */
export const filledCommand = (command: string, from: string, to: string): string[] =>
  commandWords(command).map((word) => word.replaceAll('{from}', from).replaceAll('{to}', to))
