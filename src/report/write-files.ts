import { join } from 'node:path'
import { writeWhole } from '#kernel'

/**
 * Writes texts under their names into a folder, which is made when it is not there. A file is whole or as it was before.
 * @returns the paths, by file name
 */
export async function writeFiles(
  texts: readonly (readonly [name: string, text: string])[],
  folder: string,
): Promise<Record<string, string>> {
  const paths: Record<string, string> = {}
  for (const [name, text] of texts) {
    const path = join(folder, name)
    await writeWhole(path, text)
    paths[name] = path
  }
  return paths
}
