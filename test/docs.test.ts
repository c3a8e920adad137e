/** The docs name what exists: commands, options, links, error codes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { ArgsDef, CommandDef } from 'citty'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { parseStudy } from '#study'
import { withReview } from '../src/cli/with-review.ts'

const ROOT = resolve(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const filesUnder = (folder: string, end: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(end))
    .map((path) => join(folder, path))

const DOCS = ['README.md', 'CONTRIBUTING.md', ...filesUnder('docs', '.md')]
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

/** Lines of the shell blocks of a document, comments left out. */
const shellLines = (path: string) =>
  [...read(path).matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block]) =>
    block!.split('\n').map((line) => line.replace(/\s+#.*$/, '').trim()),
  )

async function commandOf(words: readonly string[]): Promise<CommandDef<ArgsDef>> {
  const [name = '', ...rest] = words
  const module = await import(`../src/cli/commands/${name}.ts`)
  const command = module.default as CommandDef<ArgsDef>
  type Sub = CommandDef<ArgsDef> | (() => Promise<CommandDef<ArgsDef>>)
  const sub = (command.subCommands as Record<string, Sub> | undefined)?.[rest[0] ?? '']
  return (typeof sub === 'function' ? await sub() : sub) ?? command
}

test.each(DOCS)('%s names npm scripts that exist', (path) => {
  const named = [...read(path).matchAll(/`?npm (?:run )?([a-z][a-z:]*)/g)].map(([, name]) => name!)
  const builtIn = ['ci', 'packages', 'pack', 'install', 'package']
  expect(named.filter((name) => !(name in scripts) && !builtIn.includes(name))).toEqual([])
})

const polyviaLines = DOCS.flatMap((path) =>
  shellLines(path)
    .filter((line) => /^(npx )?polyvia /.test(line))
    .map((line) => line.replace(/^(npx )?polyvia /, '')),
)

test('the README shows how to make, plan, run and report a study', () => {
  for (const name of ['init', 'tasks', 'plan', 'run', 'report'])
    expect(polyviaLines.map((line) => line.split(' ')[0])).toContain(name)
})

test.each(polyviaLines)('polyvia %s is a command with these options', async (line) => {
  // What a command of the user's own is given stands in quotes.
  const words = withReview(
    line
      .replace(/'[^']*'/g, '')
      .replace(/[[\]]/g, '')
      .split(/\s+/),
  )
  const { args } = await commandOf(words)
  const options = words.filter((word) => word.startsWith('--')).map((word) => word.slice(2))
  expect(options.filter((option) => !(option in ((args ?? {}) as ArgsDef)))).toEqual([])
})

test.each(DOCS)('%s links to files that exist', (path) => {
  const links = [...read(path).matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, target]) => target!)
  expect(links.filter((target) => !existsSync(join(ROOT, dirname(path), target)))).toEqual([])
})

test('the examples of the study guide are valid studies', () => {
  const [study, ...parts] = [...read('docs/guide/study-file.md').matchAll(/```yaml\n([\s\S]*?)```/g)].map(
    ([, block]) => parse(block!),
  )
  expect(parts.length).toBeGreaterThan(0)
  for (const part of [{}, ...parts])
    expect(() => parseStudy(stringify({ ...study, ...part }), 'study-file.md')).not.toThrow()
})

test('docs/reference/errors.md lists every error code with its exit code, and no other', () => {
  const sources = filesUnder('src', '.ts').filter((path) => !path.endsWith('.test.ts'))
  const declared = sources.flatMap((path) =>
    [...read(path).matchAll(/readonly code = '([A-Z_]+)'\n {2}readonly exitCode = (\d+)/g)].map(
      ([, code, exit]) => `${code} ${exit}`,
    ),
  )
  const ofWorker = /const HINTS[^{]*\{([\s\S]*?)\n\}/.exec(read('src/engine/errors.ts'))![1]!
  for (const [, code] of ofWorker.matchAll(/^ {2}([A-Z_]+):/gm)) declared.push(`${code} 1`)
  const documented = [...read('docs/reference/errors.md').matchAll(/^\| (`[^|]+`) *\| (\d+) *\|/gm)].flatMap(
    ([, codes, exit]) => codes!.split(', ').map((code) => `${code.replaceAll('`', '')} ${exit}`),
  )
  expect(documented.toSorted()).toEqual([...new Set(declared)].toSorted())
})
