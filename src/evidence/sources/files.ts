import { readdir, stat } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import { sha256 } from '#kernel'

export interface LocalFile {
  /** Where it lies on this machine. */
  readonly path: string
  /** Path inside its folder, of a file that was named its name, with "/" on every system. */
  readonly name: string
}

const byName = (a: LocalFile, b: LocalFile) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)

/**
 * Files whose names match: those named, and those of folders, in order of name within each. Links and hidden files of
 * folders are left out. Throws what the file system throws.
 */
export async function filesIn(places: readonly string[], wanted: RegExp): Promise<LocalFile[]> {
  const found = await Promise.all(
    places.map(async (folder) => {
      if ((await stat(folder)).isFile())
        return wanted.test(folder) ? [{ path: folder, name: basename(folder) }] : []
      const entries = await readdir(folder, { recursive: true, withFileTypes: true })
      return entries
        .filter((entry) => entry.isFile() && wanted.test(entry.name))
        .map((entry) => {
          const path = join(entry.parentPath, entry.name)
          return { path, name: relative(folder, path).split(sep).join('/') }
        })
        .filter(({ name }) => !name.split('/').some((part) => part.startsWith('.')))
        .sort(byName)
    }),
  )
  return found.flat()
}

/** Short name of the state of some files: twelve digits of a hash over their names and contents. */
export const snapshotOf = (files: readonly { readonly name: string; readonly sha256: string }[]): string =>
  sha256(files.map(({ name, sha256: hash }) => `${hash}  ${name}\n`).join('')).slice(0, 12)
