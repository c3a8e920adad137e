import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { breakable } from '#kernel'
import type { TextDocument, TextKind } from '../bundle/texts.ts'
import { decodeText, isGzip, isPdf, unpackSource } from './arxiv-source.ts'
import type { TextOrigin } from './document.ts'
import { TextUnreadableError } from './errors.ts'
import { parseHtml } from './html.ts'
import { parseLatex } from './latex.ts'
import { parsePdf } from './pdf.ts'
import { parsePlainText } from './plain-or-markdown.ts'

const MOST_BYTES = 100_000_000
const MOST_NEIGHBOURS = 200
const MOST_DEPTH = 3

/** What a file of a folder is by its name; undefined for lists of references and the like. */
export function localKind(name: string): TextKind | undefined {
  if (/\.pdf$/i.test(name)) return 'pdf'
  if (/\.x?html?$/i.test(name)) return 'html'
  if (/\.(?:tex|ltx|tar\.gz|tgz|tar)$/i.test(name)) return 'latex'
  return /\.(?:txt|text|md)$/i.test(name) ? 'plain-text' : undefined
}

/**
 * Reads a file of one of the folders, `name` being its path inside the folder, or one of the files that stand among them.
 * Files that a path or link leads to outside are not read. Throws TEXT_UNREADABLE.
 */
export async function readLocalFile(
  folders: readonly string[],
  name: string,
  origin: Omit<TextOrigin, 'kind' | 'url'>,
): Promise<TextDocument> {
  const kind = localKind(name)
  if (kind === undefined) throw new TextUnreadableError(name, 'it is no PDF, HTML, LaTeX or text file')
  const { path, folder } = await locate(folders, name)
  const bytes = await readFile(path)
  const about: TextOrigin = { ...origin, kind, url: name }
  // Names lie: what begins as a PDF is one.
  if (isPdf(bytes)) return parsePdf(bytes, { ...about, kind: 'pdf' })
  if (kind === 'pdf') throw new TextUnreadableError(name, 'it is not a PDF, in spite of its name')
  if (kind === 'html') return breakable(() => parseHtml(decodeText(bytes), about))
  if (kind === 'plain-text') return breakable(() => parsePlainText(decodeText(bytes), about))
  if (isGzip(bytes) || /\.tar$/i.test(name)) {
    const content = await unpackSource(bytes, name)
    if (content.type === 'pdf') return parsePdf(content.bytes, { ...about, kind: 'pdf' })
    return breakable(() => parseLatex(content.files, about))
  }
  const main = basename(path)
  const files = await neighbours(dirname(path), folder)
  return breakable(() => parseLatex(files.set(main, decodeText(bytes)), about, main))
}

/** The file in the first folder that has it. */
async function locate(
  folders: readonly string[],
  name: string,
): Promise<{ readonly path: string; readonly folder: string }> {
  for (const given of folders) {
    const place = await realpath(given).catch(() => undefined)
    if (place === undefined) continue
    const isFile = (await stat(place)).isFile()
    if (isFile && basename(given) !== name) continue
    const folder = isFile ? dirname(place) : place
    const path = await realpath(isFile ? place : resolve(folder, name)).catch(() => undefined)
    if (path === undefined) continue
    if (!isInside(folder, path)) throw new TextUnreadableError(name, 'it leads out of its folder')
    const { size, ...about } = await stat(path).then((found) => ({ size: found.size, file: found.isFile() }))
    if (!about.file) throw new TextUnreadableError(name, 'it is not a file')
    if (size > MOST_BYTES) throw new TextUnreadableError(name, `it has more than ${MOST_BYTES} bytes`)
    return { path, folder }
  }
  throw new TextUnreadableError(name, 'it is in none of the folders')
}

const isInside = (folder: string, path: string) => {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && resolve(folder, way) === path
}

/** LaTeX files beside a source and below it, which it may include: plain files only, by their path from it. */
async function neighbours(from: string, folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  let bytes = 0
  const visit = async (path: string, depth: number): Promise<void> => {
    const entries = await readdir(path, { withFileTypes: true })
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const child = join(path, entry.name)
      if (entry.isDirectory() && depth < MOST_DEPTH && !entry.name.startsWith('.'))
        await visit(child, depth + 1)
      if (!entry.isFile() || !/\.tex$/i.test(entry.name) || files.size >= MOST_NEIGHBOURS) continue
      bytes += (await stat(child)).size
      if (bytes > MOST_BYTES / 10) return
      files.set(relative(from, child).split(sep).join('/'), decodeText(await readFile(child)))
    }
  }
  if (from === folder || isInside(folder, from)) await visit(from, 0)
  return files
}
