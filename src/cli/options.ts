import type { ArgsDef, CommandDef } from 'citty'
import { PolyviaError } from '#kernel'

export class UnknownOptionError extends PolyviaError {
  readonly code = 'UNKNOWN_OPTION'
  readonly exitCode = 2
  constructor(option: string, meant: string | undefined) {
    super(`There is no option --${option}`, {
      hint: meant === undefined ? 'See --help.' : `Did you mean --${meant}? See --help for all of them.`,
      place: { field: `--${option}` },
    })
  }
}

type Resolvable<T> = T | Promise<T> | (() => T) | (() => Promise<T>)
const resolved = async <T>(value: Resolvable<T>): Promise<T> =>
  typeof value === 'function' ? await (value as () => T | Promise<T>)() : await value

/** Throws UNKNOWN_OPTION for an option that the command that is meant does not have. A mistyped option does nothing. */
export async function refuseUnknownOptions(
  command: CommandDef<ArgsDef>,
  args: readonly string[],
): Promise<void> {
  const subCommands = (await resolved(command.subCommands)) as
    | Record<string, Resolvable<CommandDef<ArgsDef>>>
    | undefined
  const [first = '', ...rest] = args
  const sub = subCommands?.[first]
  if (sub !== undefined) return refuseUnknownOptions(await resolved(sub), rest)
  const known = [...Object.keys((await resolved(command.args)) ?? {}), 'help', 'version']
  const end = args.indexOf('--')
  for (const arg of end < 0 ? args : args.slice(0, end)) {
    const name = /^--([^=]+)/.exec(arg)?.[1]
    if (name === undefined || known.includes(name) || known.includes(name.replace(/^no-/, ''))) continue
    // The catalogue is large, and most commands are typed right.
    const { nearest } = await import('#catalog')
    throw new UnknownOptionError(name, nearest(name, known)[0])
  }
}
