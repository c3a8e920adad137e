import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { type FileSource, language as languageOf, nearest, type TaskEntry } from '#catalog'
import { own } from '#kernel'
import { DataNotFoundError, DataUnavailableError } from './errors.ts'
import type { SourceFile, Split } from './examples.ts'
import { formatOf } from './formats/index.ts'
import { isStored, PACKED, readStored, stamp } from './stored.ts'

export interface DataOptions {
  /** Data folders, searched in this order. */
  readonly folders: readonly string[]
  /** Languages that multilingual text may be drawn from (`{all:...}` patterns); default: all of the task. */
  readonly among?: readonly string[]
}

/** How the examples of a dataset come out of its files: all that decides it, as JSON. Part of content keys. */
export interface Recipe {
  readonly format: string
  /** Version of the format's parser. */
  readonly version: number
  readonly options: Readonly<Record<string, unknown>>
  readonly portion: { readonly from: number; readonly to: number } | null
  /** Role -> hashes of its files with their languages, in reading order. */
  readonly files: Readonly<Record<string, readonly { readonly language: string; readonly sha256: string }[]>>
}

/** A dataset whose files are found and hashed, not yet read. */
export interface Located {
  readonly files: readonly SourceFile[]
  readonly recipe: Recipe
  readonly notes: readonly string[]
  /** Which examples these are, where the source says that they are not those of its split. */
  readonly items: string | null
}

/** A file that a pattern led to. */
export interface FoundFile {
  readonly role: string
  readonly path: string
  readonly language: string
}

export interface Found {
  readonly source: FileSource
  readonly files: readonly FoundFile[]
}

/** Finds and hashes the files of a dataset without parsing them. Throws DATA_UNAVAILABLE or DATA_NOT_FOUND. */
export async function locateDataset(
  entry: TaskEntry,
  language: string,
  split: Split,
  options: DataOptions,
): Promise<Located> {
  const found = await findFiles(entry, language, split, options)
  const hashed = await Promise.all(
    found.files.map(async (file) => ({ ...file, ...(await hashFile(file.path)) })),
  )
  return locatedFrom(entry, found, hashed)
}

/** Languages of a split whose files are all in the data folders. */
export async function availableLanguages(
  entry: TaskEntry,
  split: Split,
  options: DataOptions,
): Promise<string[]> {
  const listed = entry.splits[split] === undefined ? [] : (entry.splits[split].languages ?? entry.languages)
  const there = await Promise.all(
    listed.map((language) =>
      findFiles(entry, language, split, options).then(
        () => true,
        (error: unknown) => {
          if (error instanceof DataNotFoundError) return false
          throw error
        },
      ),
    ),
  )
  return listed.filter((_, at) => there[at])
}

export function locatedFrom(
  entry: TaskEntry,
  { source }: Found,
  files: readonly (FoundFile & { readonly sha256: string; readonly bytes: number })[],
): Located {
  const roles = new Map<string, { language: string; sha256: string }[]>()
  for (const { role, language, sha256 } of files)
    roles.set(role, [...(roles.get(role) ?? []), { language, sha256 }])
  const format = formatOf(source.format ?? entry.format, entry.id)
  return {
    files: files.map(({ path, sha256, bytes }) => ({ path, sha256, bytes })),
    recipe: {
      format: format.id,
      version: format.version,
      options: { ...entry.options, ...source.options },
      portion: source.portion ?? null,
      files: Object.fromEntries(roles),
    },
    notes: source.note === undefined ? [] : [source.note],
    items: source.items ?? null,
  }
}

/** The first source of a split whose files are all there. */
export async function findFiles(
  entry: TaskEntry,
  language: string,
  split: Split,
  options: DataOptions,
): Promise<Found> {
  const missing: string[] = []
  for (const source of sourcesOf(entry, language, split)) {
    const { files, lacking } = await filesOfSource(entry, source, language, options)
    if (lacking.length === 0) return { source, files }
    missing.push(...lacking.flatMap(({ patterns }) => patterns.map((pattern) => `"${pattern}"`)))
  }
  throw new DataNotFoundError(
    `task "${entry.id}", ${split}, language "${language}"`,
    missing,
    options.folders,
  )
}

/** A role of a source for which no file is there, with the names that it may have. */
export interface LackingRole {
  readonly role: string
  readonly patterns: readonly string[]
}

/** What the sources of a split have and lack in the data folders, in their order. */
export async function partsOfSources(
  entry: TaskEntry,
  language: string,
  split: Split,
  options: DataOptions,
): Promise<{ readonly files: readonly FoundFile[]; readonly lacking: readonly LackingRole[] }[]> {
  return Promise.all(
    sourcesOf(entry, language, split).map((source) => filesOfSource(entry, source, language, options)),
  )
}

function sourcesOf(entry: TaskEntry, language: string, split: Split): FileSource[] {
  const declared = entry.splits[split]
  if (declared === undefined)
    throw new DataUnavailableError(`Task "${entry.id}" has no ${split} split`, {
      hint: `It has: ${Object.keys(entry.splits).join(', ')}.`,
    })
  const { languages = entry.languages, otherwise = [], ...first } = declared
  if (!languages.includes(language)) {
    const near = nearest(language, languages)
    throw new DataUnavailableError(`Task "${entry.id}" has no ${split} data in language "${language}"`, {
      hint: `${near.length > 0 ? `Did you mean ${near.map((each) => `"${each}"`).join(' or ')}? ` : ''}It has: ${languages.join(' ')}.`,
    })
  }
  return [
    first,
    ...otherwise.filter((source) => source.languages === undefined || source.languages.includes(language)),
  ]
}

async function filesOfSource(
  entry: TaskEntry,
  source: FileSource,
  language: string,
  options: DataOptions,
): Promise<{ files: FoundFile[]; lacking: LackingRole[] }> {
  const files: FoundFile[] = []
  const lacking: LackingRole[] = []
  for (const [role, pattern] of Object.entries(source.files)) {
    const patterns = [pattern].flat()
    // One file a language: those that are there, without the language's own, which has a role of its own.
    const each = patterns.some((one) => one.includes('{all:'))
    const codes = each
      ? (options.among ?? entry.languages).filter((code) => entry.languages.includes(code))
      : [language]
    const found = await Promise.all(
      codes.map(async (code) =>
        (
          await firstMatch(
            patterns.map((one) => fillIn(one, entry, code)),
            options.folders,
          )
        ).map((path) => ({ role, path, language: code })),
      ),
    )
    if (!each && found[0]!.length === 0)
      lacking.push({ role, patterns: patterns.map((one) => fillIn(one, entry, language)) })
    files.push(...found.flat())
  }
  return { files, lacking }
}

/** A pattern with the codes of a language filled in. */
export function fillIn(pattern: string, entry: TaskEntry, code: string): string {
  return pattern.replace(/\{(?:all:)?(lang|iso3|code)\}/g, (_, name: string) =>
    name === 'lang' ? code : name === 'iso3' ? languageOf(code).iso3 : (own(entry.codes, code) ?? code),
  )
}

/** Folders first, then alternatives: what lies in the first folder wins. */
async function firstMatch(patterns: readonly string[], folders: readonly string[]): Promise<string[]> {
  for (const pattern of patterns.filter((each) => each.startsWith('npm:'))) {
    const path = packageFile(pattern.slice('npm:'.length))
    if (path !== null && (await isStored(path))) return [path]
  }
  for (const pattern of patterns.filter((each) => isAbsolute(each))) {
    const paths = await match(dirname(pattern), pattern.slice(dirname(pattern).length + 1))
    if (paths.length > 0) return paths
  }
  for (const folder of folders)
    for (const pattern of patterns) {
      if (pattern.startsWith('npm:') || isAbsolute(pattern)) continue
      const paths = await match(resolve(folder), pattern)
      if (paths.length > 0) return paths
    }
  return []
}

/** Files under a folder that a pattern names, plain before packed, in the order of their names. */
async function match(folder: string, pattern: string): Promise<string[]> {
  if (!pattern.includes('*')) {
    for (const ending of ['', ...PACKED])
      if (await isStored(join(folder, pattern + ending))) return [join(folder, pattern + ending)]
    return []
  }
  const [first, ...rest] = pattern.split('/')
  const last = rest.length === 0
  const wanted = new RegExp(
    `^${first!.split('*').map(escapePattern).join('.*')}${last ? '(?:\\.gz|\\.bz2)?' : ''}$`,
  )
  // As in a shell, `*` does not begin with a dot: such files are parts of downloads, or litter of macOS.
  const names = (await readdir(folder).catch(() => []))
    .filter((name) => wanted.test(name) && !(name.startsWith('.') && !first!.startsWith('.')))
    .sort()
  if (!last) return (await Promise.all(names.map((name) => match(join(folder, name), rest.join('/'))))).flat()
  const plain = names.filter(
    (name) =>
      !PACKED.some((ending) => name.endsWith(ending) && names.includes(name.slice(0, -ending.length))),
  )
  const paths = plain.map((name) => join(folder, name))
  const files = await Promise.all(paths.map(isStored))
  return paths.filter((_, at) => files[at])
}

const escapePattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

const require = createRequire(import.meta.url)

/** Path of a file in an installed package, such as `cldr-annotations-full/annotations/en/annotations.json`. */
function packageFile(name: string): string | null {
  const [packageName, ...rest] = name.split('/')
  try {
    return join(dirname(require.resolve(`${packageName}/package.json`)), ...rest)
  } catch {
    return null
  }
}

interface Hashed {
  readonly sha256: string
  readonly bytes: number
}

const hashes = new Map<string, Promise<Hashed>>()

/** Hash of the uncompressed bytes. A file of the same path, size and times is hashed once in the life of the process. */
async function hashFile(path: string): Promise<Hashed> {
  const { name } = await stamp(path)
  const known = hashes.get(name) ?? computeHash(path)
  hashes.set(name, known)
  return known.catch((error: unknown) => {
    hashes.delete(name)
    throw error
  })
}

async function computeHash(path: string): Promise<Hashed> {
  const hash = createHash('sha256')
  let bytes = 0
  await readStored(path, (chunk) => {
    hash.update(chunk)
    bytes += chunk.length
  })
  return { sha256: hash.digest('hex'), bytes }
}
