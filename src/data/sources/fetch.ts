import { rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Download } from '#catalog'
import { canonicalJson, sha256, sha256File } from '#kernel'
import { type DownloadEvent, type Downloaded, download, LIMITS, type Limits } from '#net'
import { filesUnder, moveInto, unpack } from './archive.ts'
import { SourceUnknownError } from './errors.ts'
import { changeFetched, type FetchedDownload, isComplete, readFetched } from './fetched.ts'
import {
  chooseFiles,
  type Hub,
  type HubFile,
  type HubKind,
  hubCommit,
  hubFiles,
  hubFileUrl,
  hubHeaders,
} from './hub.ts'
import { patternOf, staysBelow } from './names.ts'

/** Where files go and come from. */
export interface FetchContext {
  /** Data folder that files are put into. */
  readonly into: string
  readonly hub: Hub
  /** Where GitHub gives out archives of commits. */
  readonly codeload: string
  readonly limits?: Partial<Limits>
  readonly onEvent?: (event: FetchEvent) => void
}

export type FetchEvent =
  | DownloadEvent
  | {
      /** A source is about to be fetched. */
      readonly type: 'source'
      readonly source: string
      readonly files: number
      /** Of what is not there yet; undefined where the source does not say. */
      readonly bytes: number | undefined
    }
  | { readonly type: 'unpack'; readonly path: string }

export const CODELOAD = 'https://codeload.github.com'
/** Files of one repository that are fetched at the same time. */
const AT_ONCE = 4

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
      ? await fromHub(
          'datasets',
          wanted,
          `hub/${wanted.repository}`,
          (all) => chooseFiles(wanted.repository, all, wanted.files),
          context,
        )
      : wanted.from === 'url'
        ? await fromUrl(wanted, context)
        : await fromGit(wanted, context)
  return note(context.into, downloadKey(wanted), sourceName(wanted), files)
}

/** A model of the hub: `files` are needed, of several names in one place the first that the repository has. */
export interface HubModel {
  readonly repository: string
  readonly revision?: string | undefined
  readonly files: readonly (string | readonly string[])[]
}

/** Files of an encoder that the catalogue does not have. */
export const USUAL_MODEL_FILES: HubModel['files'] = [
  'config.json',
  'tokenizer.json',
  ['model.safetensors', 'model.safetensors.index.json', 'pytorch_model.bin', 'pytorch_model.bin.index.json'],
]

/** Brings a model of the hub into `models/<owner>/<name>/` of the data folder, and gives that folder. */
export async function fetchModel(model: HubModel, context: FetchContext): Promise<string> {
  const below = `models/${model.repository}`
  const files = await fromHub('models', model, below, (all) => modelFiles(model, all), context)
  await note(context.into, `model:${model.repository}`, `hub model ${model.repository}`, files)
  return join(context.into, below)
}

function modelFiles({ repository, files }: HubModel, all: readonly HubFile[]): HubFile[] {
  const named = files.map((names) => {
    const alternatives = [names].flat()
    return alternatives.find((name) => all.some(({ path }) => path === name)) ?? alternatives[0]!
  })
  // Weights in several files come with an index that names them by a common pattern.
  const shards = named
    .filter((name) => name.endsWith('.index.json'))
    .map((name) => name.replace(/\.(\w+)\.index\.json$/, '-*.$1'))
  return chooseFiles(repository, all, [...named, ...shards])
}

async function note(
  root: string,
  key: string,
  source: string,
  files: readonly Placed[],
): Promise<FetchedDownload> {
  const fetched: FetchedDownload = {
    source,
    at: new Date().toISOString(),
    files: Object.fromEntries(files.map(({ path, bytes, sha256 }) => [path, { bytes, sha256 }])),
  }
  await changeFetched(root, (list) => ({ ...list, downloads: { ...list.downloads, [key]: fetched } }))
  return fetched
}

/** A file in the data folder, with its path below it. */
interface Placed {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

async function fromHub(
  kind: HubKind,
  { repository, revision }: { readonly repository: string; readonly revision?: string | undefined },
  below: string,
  choose: (files: readonly HubFile[]) => HubFile[],
  context: FetchContext,
): Promise<Placed[]> {
  const { hub, into } = context
  const commit = await pinned(kind, repository, revision, context)
  const limits = { ...LIMITS, ...context.limits }
  const chosen = choose(await hubFiles(hub, kind, repository, commit, limits))
  for (const { path } of chosen)
    if (!staysBelow(path))
      throw new SourceUnknownError(
        `Repository "${repository}" has a file "${path}", which leads out of its folder`,
        {
          hint: 'Do not use this repository.',
        },
      )
  const lacking = await Promise.all(
    chosen.map(async ({ path, bytes }) => ((await sizeOf(join(into, below, path))) === bytes ? 0 : bytes)),
  )
  context.onEvent?.({
    type: 'source',
    source: `hub ${kind === 'models' ? 'model' : 'dataset'} ${repository} at ${commit.slice(0, 7)}`,
    files: chosen.length,
    bytes: lacking.reduce((sum, bytes) => sum + bytes, 0),
  })
  return eachOf(chosen, AT_ONCE, async ({ path, bytes, sha256, gitOid }) => {
    const got = await fetchFile(context, {
      urls: [hubFileUrl(hub, kind, repository, commit, path)],
      path: join(into, below, path),
      bytes,
      sha256,
      gitOid,
      headers: hubHeaders(hub),
    })
    return { path: `${below}/${path}`, bytes: got.bytes, sha256: got.sha256 }
  })
}

/** The commit to fetch: as pinned, or as taken before, or the newest, which is then kept for later fetches. */
async function pinned(
  kind: HubKind,
  repository: string,
  revision = 'main',
  { into, hub, limits }: FetchContext,
): Promise<string> {
  if (/^[0-9a-f]{40}$/.test(revision)) return revision
  const name = `${kind}/${repository}@${revision}`
  const known = (await readFetched(into)).commits[name]
  if (known !== undefined) return known
  const commit = await hubCommit(hub, kind, repository, revision, { ...LIMITS, ...limits })
  await changeFetched(into, (list) => ({ ...list, commits: { ...list.commits, [name]: commit } }))
  return commit
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

async function described(path: string): Promise<{ bytes: number; sha256: string }> {
  return { bytes: (await stat(path)).size, sha256: await sha256File(path) }
}

const sizeOf = (path: string) =>
  stat(path).then(
    ({ size }) => size,
    () => undefined,
  )

const fetchFile = (context: FetchContext, wanted: Parameters<typeof download>[0]): Promise<Downloaded> =>
  download(wanted, {
    ...(context.onEvent === undefined ? {} : { onEvent: context.onEvent }),
    ...(context.limits === undefined ? {} : { limits: context.limits }),
  })

/** Works on several items at a time, and ends when all are done or one has failed. */
async function eachOf<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  let failed = false
  const worker = async () => {
    while (next < items.length && !failed) {
      const at = next++
      try {
        results[at] = await work(items[at]!)
      } catch (thrown) {
        failed = true
        throw thrown
      }
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: atOnce }, worker))
  for (const end of ended) if (end.status === 'rejected') throw end.reason
  return results
}
