import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { sha256 } from '#kernel'

export interface LocalFile {
  /** Where it lies on this machine. */
  readonly path: string
  /** Path inside its folder, with "/" on every system. */
  readonly name: string
}

const byName = (a: LocalFile, b: LocalFile) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)

/**
 * Files of folders whose names match, in order of name within each folder. Links and hidden files are left out. Throws
 * what the file system throws.
 */
export async function filesIn(folders: readonly string[], wanted: RegExp): Promise<LocalFile[]> {
  const found = await Promise.all(
    folders.map(async (folder) => {
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
