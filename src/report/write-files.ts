import { randomBytes } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Writes texts under their names into a folder, which is made when it is not there. A file is whole or as it was before.
 * @returns the paths, by file name
 */
export async function writeFiles(
  texts: readonly (readonly [name: string, text: string])[],
  folder: string,
): Promise<Record<string, string>> {
  await mkdir(folder, { recursive: true })
  const paths: Record<string, string> = {}
  for (const [name, text] of texts) {
    const path = join(folder, name)
    const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
    try {
      await writeFile(temporary, text)
      await rename(temporary, path)
    } catch (thrown) {
      await rm(temporary, { force: true })
      throw thrown
    }
    paths[name] = path
  }
  return paths
}
