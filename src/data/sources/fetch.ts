import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Download } from '#catalog'
import { canonicalJson, sha256, sha256File } from '#kernel'
import { filesUnder, moveInto, unpack } from './archive.ts'
import { SourceUnknownError } from './errors.ts'
import { described, type FetchContext, fetchFile, note, type Placed, sizeOf } from './fetch-context.ts'
import { type FetchedDownload, isComplete, readFetched } from './fetched.ts'
import { fromHub } from './from-hub.ts'
import { chooseFiles } from './hub.ts'
import { patternOf, staysBelow } from './names.ts'

export const CODELOAD = 'https://codeload.github.com'
type Fetchable = Exclude<Download, { from: 'hand' }>

/** Names a download in `fetched.json`: all that decides which files it brings. */
export function downloadKey(wanted: Fetchable): string {
  const { note: _note, splits: _splits, ...decisive } = wanted
  return sha256(canonicalJson({ ...decisive, ...('gated' in decisive ? { gated: null } : {}) })).slice(0, 16)
}

/** A source in words: where it is, and what of it. */
export function sourceName(wanted: Download): string {
  if (wanted.from === 'hub') return `hub dataset ${wanted.repository}`
  if (wanted.from === 'url') return wanted.urls[0]!
  if (wanted.from === 'git') return `GitHub ${wanted.repository} at ${wanted.commit.slice(0, 7)}`
  return 'by hand'
}

/** Whether a download has been fetched, and its files are all still there. */
export async function isFetched(wanted: Fetchable, root: string): Promise<boolean> {
  return isComplete(root, (await readFetched(root)).downloads[downloadKey(wanted)])
}

/**
 * Brings the files of one source into the data folder and notes them in its `fetched.json`. What is there already stays.
 * Throws a SOURCE_ or DOWNLOAD_ error, NO_SPACE or ARCHIVE_INVALID; nothing half is left under the name of a file.
 */
export async function fetchDownload(wanted: Fetchable, context: FetchContext): Promise<FetchedDownload> {
  if ('into' in wanted && !(wanted.into === '.' || staysBelow(wanted.into)))
    throw new SourceUnknownError(`"${wanted.into}" leads out of the data folder`, {
      hint: 'Correct "into" under "downloads" of the task entry.',
    })
  const files =
    wanted.from === 'hub'
      ? (
          await fromHub(
            'datasets',
            wanted,
            `hub/${wanted.repository}`,
            (all) => chooseFiles(wanted.repository, all, wanted.files),
            context,
          )
        ).files
      : wanted.from === 'url'
        ? await fromUrl(wanted, context)
        : await fromGit(wanted, context)
  return note(context.into, downloadKey(wanted), sourceName(wanted), files)
}

async function fromUrl(wanted: Extract<Download, { from: 'url' }>, context: FetchContext): Promise<Placed[]> {
  const { into } = context
  context.onEvent?.({ type: 'source', source: sourceName(wanted), files: 1, bytes: wanted.bytes })
  const { urls, bytes, sha256: hash, unpack: kind } = wanted
  if (kind === undefined) {
    const got = await fetchFile(context, { urls, bytes, sha256: hash, path: join(into, wanted.into) })
    return [{ path: wanted.into, bytes: got.bytes, sha256: got.sha256 }]
  }
  const archive = await fetchFile(context, { urls, bytes, sha256: hash, path: archivePath(into, urls[0]!) })
  return unpackArchive(context, archive.path, kind, wanted.into)
}

async function fromGit(wanted: Extract<Download, { from: 'git' }>, context: FetchContext): Promise<Placed[]> {
  const { repository, commit, paths } = wanted
  context.onEvent?.({ type: 'source', source: sourceName(wanted), files: paths.length, bytes: undefined })
  const url = `${context.codeload}/${repository}/tar.gz/${commit}`
  const archive = await fetchFile(context, { urls: [url], path: archivePath(context.into, url) })
  const patterns = paths.map((path) => ({
    path,
    whole: patternOf(path),
    folder: patternOf(`${path.replace(/\/$/, '')}/`),
  }))
  const seen = new Set<string>()
  const pick = (name: string) => {
    // GitHub puts everything under <name>-<commit>/.
    const inside = name.slice(name.indexOf('/') + 1)
    const found = patterns.find(
      ({ whole, folder }) =>
        whole.test(inside) ||
        [...inside.matchAll(/\//g)].some(({ index }) => folder.test(inside.slice(0, index + 1))),
    )
    if (found === undefined) return undefined
    seen.add(found.path)
    return inside
  }
  const placed = await unpackArchive(context, archive.path, 'tar.gz', wanted.into, pick)
  const absent = paths.filter((path) => !seen.has(path))
  if (absent.length > 0)
    throw new SourceUnknownError(
      `Repository "${repository}" has no ${absent.map((path) => `"${path}"`).join(', ')} at ${commit.slice(0, 7)}`,
      { hint: 'Correct "paths" or "commit" under "downloads" of the task entry.' },
    )
  return placed
}

/** Archives wait here until their files are in place. */
const archivePath = (into: string, url: string) =>
  join(into, '.archives', `${sha256(url).slice(0, 12)}-${basename(new URL(url).pathname)}`)

/** Unpacks an archive into its place, and removes it. Files that a person has put there stay as they are. */
async function unpackArchive(
  context: FetchContext,
  archive: string,
  kind: NonNullable<Extract<Download, { from: 'url' }>['unpack']>,
  to: string,
  pick?: (name: string) => string | undefined,
): Promise<Placed[]> {
  const { into } = context
  context.onEvent?.({ type: 'unpack', path: archive })
  const target = kind === 'gz' ? join(into, to, '..') : join(into, to)
  const folder = await unpack(archive, kind, kind === 'gz' ? join(into, to) : archive, pick)
  const known = Object.values((await readFetched(into)).downloads).flatMap(({ files }) => Object.keys(files))
  const prefix = kind === 'gz' ? to.split('/').slice(0, -1).join('/') : to
  const pathOf = (file: string) => (prefix === '.' || prefix === '' ? file : `${prefix}/${file}`)
  const placed: Placed[] = []
  for (const file of await filesUnder(folder)) {
    const own = { path: pathOf(file), ...(await described(join(folder, file))) }
    const there = known.includes(own.path) ? undefined : await sizeOf(join(target, file))
    const isOther = there !== undefined && (await sha256File(join(target, file))) !== own.sha256
    if (isOther) await rm(join(folder, file))
    else placed.push(own)
  }
  await moveInto(folder, target)
  await rm(archive, { force: true })
  return placed
}
