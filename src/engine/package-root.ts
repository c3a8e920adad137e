import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

let found: string | undefined

/** Folder of the installed package or of the clone: the nearest one upward whose package.json is named `polyvia`. */
export function packageRoot(): string {
  found ??= search(dirname(fileURLToPath(import.meta.url)))
  return found
}

function search(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    const description = join(folder, 'package.json')
    if (existsSync(description) && JSON.parse(readFileSync(description, 'utf8')).name === 'polyvia')
      return folder
    if (dirname(folder) === folder) throw new Error(`no package.json of polyvia above "${start}"`)
  }
}
