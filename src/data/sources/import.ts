import { constants } from 'node:fs'
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import type { FileSource, TaskEntry } from '#catalog'
import { PolyviaError, sha256File, temporaryBeside } from '#kernel'
import { loadDataset } from '../load.ts'
import { fillIn } from '../locate.ts'
import { archiveKind, filesUnder, moveInto, unpack } from './archive.ts'
import { type Coverage, coverage } from './coverage.ts'
import { ImportError } from './errors.ts'
import { changeFetched, type FetchedDownload } from './fetched.ts'
import { patternOf } from './names.ts'

export interface Imported {
  /** Paths below the data folder. */
  readonly files: readonly string[]
  /** What the task now has of it, each with the number of examples. */
  readonly parts: readonly (Coverage & { readonly examples: number })[]
}

/**
 * Puts the files of a downloaded archive, folder or file where the patterns of a task find them. Archives inside are
 * unpacked. What was found is parsed before anything is put in place: all of it arrives, or nothing does.
 *
 * Throws IMPORT_INVALID (no file of the task in it, one that does not parse, or other files are in the way) and
 * ARCHIVE_INVALID.
 */
export async function importTask(entry: TaskEntry, given: string, into: string): Promise<Imported> {
  const source = resolve(given)
  const found = await stat(source).catch(() => undefined)
  if (found === undefined)
    throw new ImportError(`There is no file or folder "${given}"`, { hint: 'Give what you downloaded.' })
  if (!found.isDirectory() && !found.isFile())
    throw new ImportError(`"${given}" is neither a file nor a folder`, { hint: 'Give what you downloaded.' })
  await mkdir(into, { recursive: true })
  const work = await temporaryBeside(join(into, '.importing'))
  await mkdir(work)
  try {
    const roots = found.isDirectory() ? [source] : [await opened(source, join(work, 'archive'))]
    roots.push(...(await openedInside(roots[0]!, join(work, 'inside'))))
    const staged = join(work, 'staged')
    await stage(entry, roots, staged)
    const parts = await parse(entry, staged, into, given)
    const files = await filesUnder(staged)
    await refuseConflicts(files, staged, into)
    const noted: FetchedDownload['files'] = {}
    for (const file of files)
      noted[file] = {
        bytes: (await stat(join(staged, file))).size,
        sha256: await sha256File(join(staged, file)),
      }
    await moveInto(staged, into)
    const at = new Date().toISOString()
    await changeFetched(into, (list) => ({
      ...list,
      downloads: {
        ...list.downloads,
        [`import:${entry.id}`]: {
          source: `import of ${basename(source)} for ${entry.id}`,
          at,
          files: { ...list.downloads[`import:${entry.id}`]?.files, ...noted },
        },
      },
    }))
    return { files, parts }
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** A folder with what a file holds: an archive unpacked, any other file as it is. */
async function opened(file: string, beside: string): Promise<string> {
  const kind = archiveKind(file)
  if (kind !== undefined) return unpack(file, kind, beside)
  const folder = `${beside}-file`
  await mkdir(folder, { recursive: true })
  await copyFile(file, join(folder, basename(file)), constants.COPYFILE_FICLONE)
  return folder
}

/** Archives in a folder, such as en.tar.gz of PAN-X, each as a folder of its name. */
async function openedInside(folder: string, work: string): Promise<string[]> {
  const archives = (await filesUnder(folder)).filter((file) => archiveKind(file) !== undefined)
  for (const archive of archives) {
    const name = archive.replace(/\.(zip|tar|tgz|tar\.gz)$/i, '')
    const unpacked = await unpack(join(folder, archive), archiveKind(archive)!, join(work, 'archive'))
    await mkdir(join(work, 'all', dirname(name)), { recursive: true })
    await rename(unpacked, join(work, 'all', name))
  }
  return archives.length === 0 ? [] : [join(work, 'all')]
}

/** Copies every file that a pattern of the task names to where the pattern looks for it. */
async function stage(entry: TaskEntry, roots: readonly string[], staged: string): Promise<void> {
  const candidates = (
    await Promise.all(roots.map(async (root) => (await filesUnder(root)).map((path) => ({ root, path }))))
  ).flat()
  for (const alternatives of patternsOf(entry))
    for (const { root, path, to } of bestMatch(alternatives, candidates)) {
      const target = join(staged, to)
      if ((await stat(target).catch(() => undefined)) !== undefined) {
        if ((await sha256File(target)) === (await sha256File(join(root, path)))) continue
        throw new ImportError(`Several files could be "${to}"; one of them is "${path}"`, {
          hint: 'Import the folder that holds the right one.',
        })
      }
      await mkdir(dirname(target), { recursive: true })
      await copyFile(join(root, path), target, constants.COPYFILE_FICLONE)
    }
}

interface Pattern {
  readonly filled: string
  /** Names at its start that are the same for every file: they may be absent in what is imported. */
  readonly optional: number
}

/** Patterns of all splits and languages, for files below a data folder; alternatives for one place together. */
function patternsOf(entry: TaskEntry): Pattern[][] {
  const patterns = new Map<string, Pattern[]>()
  for (const split of Object.values(entry.splits)) {
    const { otherwise = [], languages = entry.languages, ...first } = split
    for (const source of [first, ...otherwise] as FileSource[])
      for (const role of Object.values(source.files))
        for (const language of source.languages ?? languages) {
          const alternatives = [role]
            .flat()
            .filter((pattern) => !pattern.startsWith('npm:') && !isAbsolute(pattern))
            .map((pattern) => {
              const names = pattern.split('/')
              const special = names.findIndex((name) => /[*{]/.test(name))
              return {
                filled: fillIn(pattern, entry, language),
                optional: special < 0 ? names.length - 1 : special,
              }
            })
          if (alternatives.length > 0)
            patterns.set(alternatives.map(({ filled }) => filled).join('|'), alternatives)
        }
  }
  return [...patterns.values()]
}

interface Match {
  readonly root: string
  readonly path: string
  /** Path below the data folder. */
  readonly to: string
}

/** Files of the alternative of which most is there; of equals the first one that puts them into a folder of the task. */
function bestMatch(alternatives: readonly Pattern[], candidates: readonly Omit<Match, 'to'>[]): Match[] {
  const found = alternatives
    .map((pattern) => matches(pattern, candidates))
    .filter(({ files }) => files.length > 0)
    .toSorted((a, b) => b.length - a.length || Number(b.left > 0) - Number(a.left > 0))
  return found[0]?.files ?? []
}

/**
 * Files whose path ends as the pattern does. The longest end that any file has counts; its beginning may be left out as
 * far as it is the same for all files.
 */
function matches({ filled, optional }: Pattern, candidates: readonly Omit<Match, 'to'>[]) {
  const names = filled.split('/')
  for (let left = 0; left <= optional; left++) {
    const end = names.slice(left)
    const wanted = end.map((name, at) => (at < end.length - 1 ? patternOf(name) : packedOrNot(name)))
    const files = candidates.flatMap(({ root, path }) => {
      const own = path.split('/').slice(-end.length)
      const fits = own.length === end.length && own.every((name, at) => wanted[at]!.test(name))
      return fits ? [{ root, path, to: [...names.slice(0, left), ...own].join('/') }] : []
    })
    if (files.length > 0) return { files, length: end.length, left }
  }
  return { files: [], length: 0, left: 0 }
}

const packedOrNot = (name: string) => new RegExp(`${patternOf(name).source.slice(0, -1)}(\\.gz)?$`)

async function parse(
  entry: TaskEntry,
  staged: string,
  into: string,
  given: string,
): Promise<Imported['parts']> {
  // What is there already may be the other half: texts here, labels there.
  const folders = [staged, into]
  const own = (await filesUnder(staged).catch(() => [])).map((file) => join(staged, file))
  const parts = (await coverage(entry, folders)).filter(({ files }) =>
    files.some((file) => own.includes(file)),
  )
  if (parts.length === 0)
    throw new ImportError(`"${given}" has no files that task "${entry.id}" reads`, {
      hint: `It reads ${patternsOf(entry)
        .slice(0, 6)
        .map(([first]) => `"${first!.filled}"`)
        .join(', ')}, ...; folders before the language may be left out.`,
    })
  return Promise.all(
    parts.map(async (part) => {
      try {
        const dataset = await loadDataset(entry, part.language, part.split, { folders })
        return { ...part, examples: dataset.examples.length }
      } catch (thrown) {
        if (!(thrown instanceof PolyviaError)) throw thrown
        // The copy that was read is gone when this is: named is what it is a copy of.
        const reason = thrown.message.replaceAll(join(staged, '/'), '')
        throw new ImportError(`"${given}" is not as task "${entry.id}" reads it: ${reason}`, {
          hint: thrown.hint,
          cause: thrown,
        })
      }
    }),
  )
}

async function refuseConflicts(files: readonly string[], staged: string, into: string): Promise<void> {
  for (const file of files) {
    const there = await stat(join(into, file)).catch(() => undefined)
    if (
      there === undefined ||
      (await sha256File(join(into, file))) === (await sha256File(join(staged, file)))
    )
      continue
    throw new ImportError(`"${join(into, file)}" is there with other content`, {
      hint: 'Move it away, or import into another folder with --into.',
      place: { file: join(into, file) },
    })
  }
}
