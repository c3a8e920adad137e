import { inspect } from 'node:util'
import { formatPlace, PolyviaError } from '#kernel'
import { color, tell } from './terminal.ts'

/** Prints an error the user can act on and gives its exit code; anything else is a bug and keeps its stack. */
export function reportError(thrown: unknown): number {
  if (!(thrown instanceof PolyviaError)) {
    tell(color.red('A bug in Polyvia, please report it:'))
    tell(inspect(thrown))
    return 1
  }
  const place = formatPlace(thrown.place)
  // What follows a line feed is set in: a message cannot look like another one.
  const setIn = (text: string) => text.replaceAll('\n', '\n      ')
  tell(`${color.red('error')} ${color.dim(thrown.code)} ${setIn(thrown.message)}`)
  if (place !== '') tell(`${color.dim('   at')} ${setIn(place)}`)
  tell(`${color.cyan(' hint')} ${setIn(thrown.hint)}`)
  return thrown.exitCode
}
