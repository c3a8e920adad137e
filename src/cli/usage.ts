import { parseArgs, stripVTControlCharacters } from 'node:util'
import { type ArgDef, type ArgsDef, type CommandDef, renderUsage } from 'citty'
import { PolyviaError } from '#kernel'

/** What was typed is no command, or not what the command takes. */
export class UsageError extends PolyviaError {
  readonly code = 'USAGE_INVALID'
  readonly exitCode = 2
}

export class UnknownOptionError extends PolyviaError {
  readonly code = 'UNKNOWN_OPTION'
  readonly exitCode = 2
}

export class UnknownCommandError extends PolyviaError {
  readonly code = 'UNKNOWN_COMMAND'
  readonly exitCode = 2
}

type Resolvable<T> = T | Promise<T> | (() => T) | (() => Promise<T>)
const resolved = async <T>(value: Resolvable<T>): Promise<T> =>
  typeof value === 'function' ? await (value as () => T | Promise<T>)() : await value

type Command = CommandDef<ArgsDef>
type Commands = Readonly<Record<string, Resolvable<Command>>>

/** A command as it was asked for: `words` are its name, `args` what follows. */
export interface AskedCommand {
  readonly command: Command
  readonly words: readonly string[]
  readonly args: readonly string[]
  readonly wants: 'help' | 'run'
}

/** Finds the command that the arguments name. Throws UNKNOWN_COMMAND, and USAGE_INVALID where none is named. */
export async function findCommand(
  main: Command,
  args: readonly string[],
  words: readonly string[] = ['polyvia'],
): Promise<AskedCommand> {
  const commands = (await resolved(main.subCommands)) as Commands | undefined
  const end = args.indexOf('--')
  const wants = (end < 0 ? args : args.slice(0, end)).some((arg) => arg === '--help' || arg === '-h')
    ? 'help'
    : 'run'
  if (commands === undefined) return { command: main, words, args, wants }
  const [first, ...rest] = args
  if (first !== undefined && Object.hasOwn(commands, first))
    return findCommand(await resolved(commands[first]!), rest, [...words, first])
  if (wants === 'help' && (first === undefined || first.startsWith('-')))
    return { command: main, words, args, wants }
  const name = words.join(' ')
  const list = Object.keys(commands).join(', ')
  if (first === undefined) throw new UsageError(`"${name}" needs a command: ${list}`, { hint: helpOn(words) })
  if (first.startsWith('-') && first.length > 1)
    throw new UnknownOptionError(`"${name}" has no option ${first}; a command comes first: ${list}`, {
      hint: helpOn(words),
    })
  const meant = await nearestOf(first, Object.keys(commands))
  throw new UnknownCommandError(`"${name}" has no command "${first}"`, {
    hint: `${meant === undefined ? `There are ${list}.` : `Did you mean "${name} ${meant}"?`} ${helpOn(words)}`,
  })
}

const helpOn = (words: readonly string[]) => `"${words.join(' ')} --help" says how.`

async function nearestOf(given: string, known: readonly string[]): Promise<string | undefined> {
  // The catalogue is large, and most commands are typed right.
  const { nearest } = await import('#catalog')
  return nearest(given, known)[0]
}

/** The usage of a command, as text. */
export async function usageOf({ command, words }: AskedCommand, version: string): Promise<string> {
  const meta = await resolved(command.meta)
  const parent = { meta: { name: words.slice(0, -1).join(' '), version } }
  const usage = await renderUsage({ ...command, meta: { ...meta, name: words.at(-1)! } }, parent)
  return stripVTControlCharacters(usage).replace(/ +$/gm, '')
}

/** Whether a positional may be given more than once. */
const isRepeated = (definition: ArgDef) => 'several' in definition && definition.several === true

/**
 * Checks arguments before anything runs: what a command ignores was typed for a reason. Throws UNKNOWN_OPTION, and
 * USAGE_INVALID for what is missing, empty, given twice, too many, or no value that the option has.
 */
export async function checkArguments({ command, words, args }: AskedCommand): Promise<void> {
  const definitions = new Map(Object.entries((await resolved(command.args)) ?? {}))
  const name = words.join(' ')
  const bad = (message: string) => new UsageError(message, { hint: helpOn(words) })
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      [...definitions]
        .filter(([, { type }]) => type !== 'positional')
        .map(([option, { type }]) => [
          option,
          { type: type === 'boolean' ? ('boolean' as const) : ('string' as const) },
        ]),
    ),
    strict: false,
    tokens: true,
  })

  const given = new Set<string>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const { rawName, value, inlineValue } = token
    const negated = token.name.startsWith('no-') ? token.name.slice(3) : undefined
    const definition = rawName.startsWith('--') ? definitions.get(token.name) : undefined
    if (definition === undefined || definition.type === 'positional') {
      if (negated !== undefined && definitions.get(negated)?.type === 'boolean') continue
      const options = [...definitions]
        .filter(([, { type }]) => type !== 'positional')
        .map(([option]) => option)
      const meant = await nearestOf(token.name, options)
      throw new UnknownOptionError(`There is no option ${rawName} of "${name}"`, {
        hint: `${meant === undefined ? '' : `Did you mean --${meant}? `}${helpOn(words)}`,
      })
    }
    if (given.has(token.name)) throw bad(`${rawName} is given twice`)
    given.add(token.name)
    if (definition.type === 'boolean') {
      if (value !== undefined) throw bad(`${rawName} takes no value, here is "${value}"`)
      continue
    }
    if (value === undefined || (!inlineValue && value.startsWith('-') && value !== '-'))
      throw bad(`${rawName} needs a value`)
    if (value.trim() === '') throw bad(`${rawName} is empty`)
    const options: readonly string[] = definition.type === 'enum' ? (definition.options ?? []) : []
    if (options.length > 0 && !options.includes(value))
      throw bad(`${rawName} is "${value}"; it is one of ${options.join(', ')}`)
  }

  const wanted = [...definitions].filter(([, { type }]) => type === 'positional')
  const missing = [...definitions]
    .filter(([, { required = false, default: usual }]) => required && usual === undefined)
    .filter(([option, { type }]) =>
      type === 'positional'
        ? !positionals[wanted.findIndex(([each]) => each === option)]
        : !given.has(option),
    )
    .map(([option, { type }]) => (type === 'positional' ? option.toUpperCase() : `--${option}`))
  if (missing.length > 0) throw bad(`"${name}" needs ${missing.join(' and ')}`)
  if (positionals.includes('')) throw bad(`An argument of "${name}" is empty`)
  if (positionals.length > wanted.length && !wanted.some(([, definition]) => isRepeated(definition)))
    throw bad(
      `"${name}" takes ${wanted.length === 0 ? 'no argument' : wanted.map(([each]) => each.toUpperCase()).join(' and ')}, here is "${positionals[wanted.length]}" beside`,
    )
}
