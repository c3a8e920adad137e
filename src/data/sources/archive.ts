import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Entry, ZipFile } from 'yauzl'
import { messageOf, PolyviaError, temporaryBeside } from '#kernel'
import { NoSpaceError } from '#net'
import { ArchiveError } from './errors.ts'
import { isLitter, staysBelow } from './names.ts'

export type ArchiveKind = 'zip' | 'tar' | 'tar.gz' | 'gz'

/** How an archive is packed, by its name. */
export function archiveKind(name: string): ArchiveKind | undefined {
  if (/\.zip$/i.test(name)) return 'zip'
  if (/\.(tar\.gz|tgz)$/i.test(name)) return 'tar.gz'
  return /\.tar$/i.test(name) ? 'tar' : undefined
}

/**
 * More than text ever packs to (a deflated file can be a thousand times as large): what promises more is made to fill
 * the disk.
 */
const mostUnpacked = (packed: number) => 200 * packed + 2 ** 26

interface Promised {
  readonly name: string
  readonly bytes: number
  readonly link: boolean
}

/**
 * Unpacks an archive into a new folder beside `beside`, and gives that folder; the caller moves or removes it.
 * `pick` renames what is wanted (`undefined`: left out). Litter of macOS is left out always.
 * Throws ARCHIVE_INVALID when it is damaged, holds links or paths that lead out, or would unpack to far more than its
 * size; and NO_SPACE. Then nothing is left.
 */
export async function unpack(
  archive: string,
  kind: ArchiveKind,
  beside: string,
  pick: (name: string) => string | undefined = (name) => name,
): Promise<string> {
  const folder = await temporaryBeside(join(dirname(beside), `.${basename(beside)}`))
  await mkdir(folder)
  try {
    const chosen = (name: string) => {
      const picked = isLitter(name) ? undefined : pick(name)
      return picked === undefined || picked === '' ? undefined : picked
    }
    if (kind === 'zip') await unpackZip(archive, folder, chosen)
    else if (kind === 'gz') await unpackGzip(archive, join(folder, basename(beside)))
    else await unpackTar(archive, folder, chosen)
    return folder
  } catch (thrown) {
    await rm(folder, { recursive: true, force: true })
    if (thrown instanceof PolyviaError) throw thrown
    if ((thrown as NodeJS.ErrnoException).code === 'ENOSPC')
      throw new NoSpaceError(folder, undefined, 0, thrown)
    throw new ArchiveError(archive, `it is damaged or cut off (${messageOf(thrown)})`, thrown)
  }
}

type Chosen = (name: string) => string | undefined

/** Refuses a list of contents as a whole, before anything is written. */
async function check(
  archive: string,
  folder: string,
  contents: readonly Promised[],
  chosen: Chosen,
): Promise<void> {
  let bytes = 0
  const names = new Set<string>()
  for (const { name, bytes: own, link } of contents) {
    const to = chosen(name)
    if (to === undefined) continue
    if (!staysBelow(name) || !staysBelow(to))
      throw new ArchiveError(archive, `"${name}" leads out of its folder`)
    if (link) throw new ArchiveError(archive, `"${name}" is a link or a device, data are plain files`)
    if (names.has(to)) throw new ArchiveError(archive, `"${name}" is in it twice`)
    names.add(to)
    bytes += own
  }
  await checkSize(archive, folder, bytes)
}

async function checkSize(archive: string, folder: string, bytes: number): Promise<void> {
  const packed = (await stat(archive)).size
  if (bytes > mostUnpacked(packed))
    throw new ArchiveError(archive, `${packed} bytes would unpack to ${bytes}, more than data ever does`)
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize < bytes) throw new NoSpaceError(folder, bytes, bavail * bsize)
}

async function unpackZip(archive: string, folder: string, chosen: Chosen): Promise<void> {
  const { openPromise } = await import('yauzl')
  const zip = await openPromise(archive, { lazyEntries: true, autoClose: false })
  try {
    const entries = await entriesOf(zip)
    const files = entries.filter(({ fileName }) => !fileName.endsWith('/'))
    const promised = files.map((entry) => ({
      name: entry.fileName,
      bytes: entry.uncompressedSize,
      link: isSpecial(entry),
    }))
    await check(archive, folder, promised, chosen)
    for (const entry of files) {
      const to = chosen(entry.fileName)
      if (to === undefined) continue
      const path = join(folder, to)
      await mkdir(dirname(path), { recursive: true })
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path, { flags: 'wx' }))
    }
  } finally {
    zip.close()
  }
}

function entriesOf(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = []
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      entries.push(entry)
      zip.readEntry()
    })
    zip.on('end', () => resolve(entries))
    zip.on('error', reject)
    zip.readEntry()
  })
}

/** Unix mode in the upper half: anything that says what it is, and is no plain file. */
function isSpecial({ externalFileAttributes }: Entry): boolean {
  const type = (externalFileAttributes >>> 16) & 0o170000
  return type !== 0 && type !== 0o100000
}

async function unpackTar(archive: string, folder: string, chosen: Chosen): Promise<void> {
  const tar = await import('tar')
  const promised: Promised[] = []
  let bytes = 0
  let tooMuch: Error | undefined
  const limit = mostUnpacked((await stat(archive)).size)
  await tar.t({
    file: archive,
    strict: true,
    onReadEntry: ({ path, size, type }) => {
      bytes += size
      if (bytes > limit) tooMuch = new ArchiveError(archive, `it would unpack to more than ${limit} bytes`)
      if (type === 'Directory' || type === 'GNUDumpDir') return
      const link = type !== 'File' && type !== 'OldFile' && type !== 'ContiguousFile'
      promised.push({ name: path.replace(/^(\.\/)+/, ''), bytes: size, link })
    },
  })
  if (tooMuch !== undefined) throw tooMuch
  if (promised.length === 0) throw new ArchiveError(archive, 'there is no file in it')
  await check(archive, folder, promised, chosen)
  await tar.x({
    file: archive,
    cwd: folder,
    strict: true,
    noMtime: true,
    preserveOwner: false,
    filter: (path, entry) => {
      const to =
        'type' in entry && entry.type === 'Directory' ? undefined : chosen(path.replace(/^(\.\/)+/, ''))
      return to !== undefined
    },
    onReadEntry: (entry) => {
      entry.path = chosen(entry.path.replace(/^(\.\/)+/, '')) ?? entry.path
    },
  })
}

async function unpackGzip(archive: string, path: string): Promise<void> {
  const limit = mostUnpacked((await stat(archive)).size)
  let bytes = 0
  await pipeline(
    createReadStream(archive),
    createGunzip(),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        bytes += chunk.length
        if (bytes > limit) throw new ArchiveError(archive, `it would unpack to more than ${limit} bytes`)
        yield chunk
      }
    },
    createWriteStream(path, { flags: 'wx' }),
  )
}

/** Regular files under a folder, parts joined by `/`, sorted; hidden ones left out. */
export async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !isLitter(path) && !path.split('/').some((part) => part.startsWith('.')))
    .sort()
}

/** Moves the files of a folder on the same disk into another one, each by one rename, and removes the first. */
export async function moveInto(from: string, to: string): Promise<string[]> {
  const files = await filesUnder(from)
  for (const file of files) {
    await mkdir(dirname(join(to, file)), { recursive: true })
    await rename(join(from, file), join(to, file))
  }
  await rm(from, { recursive: true, force: true })
  return files
}
