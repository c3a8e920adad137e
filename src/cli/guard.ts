import process from 'node:process'
import color from 'picocolors'
import { formatPlace, PolyviaError } from '#kernel'

/** Prints an error the user can act on and gives its exit code; anything else is a bug and keeps its stack. */
export function reportError(thrown: unknown): number {
  if (!(thrown instanceof PolyviaError)) {
    console.error(color.red('A bug in Polyvia, please report it:'))
    console.error(thrown)
    return 1
  }
  const place = formatPlace(thrown.place)
  console.error(`${color.red('error')} ${color.dim(thrown.code)} ${thrown.message}`)
  if (place !== '') console.error(`${color.dim('   at')} ${place}`)
  console.error(`${color.cyan(' hint')} ${thrown.hint}`)
  return thrown.exitCode
}

/** Runs the body of a command; its errors are printed and become the exit code. */
export async function guarded(body: () => Promise<number | undefined>): Promise<void> {
  try {
    process.exitCode = (await body()) ?? 0
  } catch (thrown) {
    process.exitCode = reportError(thrown)
  }
}
