import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type CommandDef, defineCommand } from 'citty'
import { describe, expect, test } from 'vitest'
import { messageOf, PolyviaError } from '#kernel'
import { checkArguments, findCommand } from './usage.ts'

const show = defineCommand({
  args: {
    key: { type: 'positional', required: true },
    folder: { type: 'positional', required: false },
    store: { type: 'string' },
    form: { type: 'enum', options: ['long', 'short'] },
    json: { type: 'boolean' },
  },
})
const list = defineCommand({ args: { ids: { type: 'positional', required: false, several: true } } })
const copy = defineCommand({
  args: { from: { type: 'positional', required: true }, into: { type: 'string', required: true } },
})
const main = defineCommand({ subCommands: { store: { subCommands: { show, list } }, copy: () => copy } })

/** Code and message of what is wrong with a command line; null where nothing is. */
async function fault(...args: string[]): Promise<string | null> {
  try {
    await checkArguments(await findCommand(main as CommandDef, args))
    return null
  } catch (error) {
    if (!(error instanceof PolyviaError)) throw error
    expect(error.exitCode).toBe(2)
    expect(error.hint).toMatch(/"polyvia[^"]* --help" says how\.$/)
    return `${error.code} ${messageOf(error)}`
  }
}

describe('a command line that is right is left alone', () => {
  test.each([
    [['store', 'show', 'k']],
    [['store', 'show', 'k', 'f', '--store', 'x', '--json']],
    [['store', 'show', '--store=-x', 'k', '--no-json', '--form', 'long']],
    [['store', 'show', '--', '--json']],
    [['store', 'list', 'a', 'b', 'c']],
    [['copy', '--into', '-', 'x']],
  ])('%j', async (args) => expect(await fault(...args)).toBeNull())
})

describe('a command line that is wrong says what, with exit code 2', () => {
  test.each([
    [[], 'USAGE_INVALID "polyvia" needs a command: store, copy'],
    [['store'], 'USAGE_INVALID "polyvia store" needs a command: show, list'],
    [['sotre'], 'UNKNOWN_COMMAND "polyvia" has no command "sotre"'],
    [['constructor'], 'UNKNOWN_COMMAND "polyvia" has no command "constructor"'],
    [['__proto__', '--help'], 'UNKNOWN_COMMAND "polyvia" has no command "__proto__"'],
    [['store', 'toString'], 'UNKNOWN_COMMAND "polyvia store" has no command "toString"'],
    [['--json', 'copy'], 'UNKNOWN_OPTION "polyvia" has no option --json; a command comes first: store, copy'],
    [['store', 'show'], 'USAGE_INVALID "polyvia store show" needs KEY'],
    [['store', 'show', ''], 'USAGE_INVALID "polyvia store show" needs KEY'],
    [['copy'], 'USAGE_INVALID "polyvia copy" needs FROM and --into'],
    [
      ['store', 'show', 'a', 'b', 'c'],
      'USAGE_INVALID "polyvia store show" takes KEY and FOLDER, here is "c" beside',
    ],
    [['store', 'show', 'a', '--jsno'], 'UNKNOWN_OPTION There is no option --jsno of "polyvia store show"'],
    [
      ['store', 'show', 'a', '--constructor'],
      'UNKNOWN_OPTION There is no option --constructor of "polyvia store show"',
    ],
    [['store', 'show', 'a', '--key', 'b'], 'UNKNOWN_OPTION There is no option --key of "polyvia store show"'],
    [['store', 'show', 'a', '-j'], 'UNKNOWN_OPTION There is no option -j of "polyvia store show"'],
    [['store', 'show', 'a', '--json=maybe'], 'USAGE_INVALID --json takes no value, here is "maybe"'],
    [['store', 'show', 'a', '--store'], 'USAGE_INVALID --store needs a value'],
    [['store', 'show', 'a', '--store', '--json'], 'USAGE_INVALID --store needs a value'],
    [['store', 'show', 'a', '--store', ' '], 'USAGE_INVALID --store is empty'],
    [['store', 'show', 'a', '--store=x', '--store', 'y'], 'USAGE_INVALID --store is given twice'],
    [['store', 'show', 'a', '--form', 'wide'], 'USAGE_INVALID --form is "wide"; it is one of long, short'],
    [['store', 'list', 'a', ''], 'USAGE_INVALID An argument of "polyvia store list" is empty'],
  ])('%j', async (args, says) => expect(await fault(...args)).toBe(says))

  test('and what was meant, where it is near', async () => {
    await expect(findCommand(main as CommandDef, ['store', 'shw'])).rejects.toMatchObject({
      hint: 'Did you mean "polyvia store show"? "polyvia store --help" says how.',
    })
  })
})

/** Files and packages that a file loads at once, and they in turn. */
function loadedWith(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found
  found.add(file)
  const text = readFileSync(file, 'utf8')
  for (const [, names, from] of text.matchAll(/^(?:import|export) ([^'"=]*?) ?from '([^']+)'$/gm)) {
    const onlyTypes = names!.startsWith('type ')
    if (onlyTypes) continue
    if (from!.startsWith('.')) {
      if (from!.endsWith('.ts')) loadedWith(join(dirname(file), from!), found)
    } else found.add(from!)
  }
  return found
}

test('--help loads nothing heavy: no command loads a room before it runs', () => {
  const text = readFileSync(join(import.meta.dirname, 'main.ts'), 'utf8')
  const commands = [...text.matchAll(/import\('(\.\/commands\/[^']+)'\)/g)].map(([, path]) => path!)
  const data = readFileSync(join(import.meta.dirname, 'commands/data.ts'), 'utf8')
  const evidence = readFileSync(join(import.meta.dirname, 'commands/evidence.ts'), 'utf8')
  for (const [, path] of `${data}${evidence}`.matchAll(/import\('\.(\/[^']+)'\)/g))
    commands.push(`./commands${path}`)
  expect(commands.length).toBeGreaterThan(25)
  const loaded = new Set(
    ['./main.ts', ...commands].flatMap((path) => [...loadedWith(resolve(import.meta.dirname, path))]),
  )
  const packages = [...loaded].filter((name) => !name.startsWith('/') && !name.startsWith('node:'))
  expect(packages.sort()).toEqual(['#kernel', 'citty', 'cli-table3', 'picocolors'])
})
