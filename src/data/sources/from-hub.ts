import { join } from 'node:path'
import { LIMITS } from '#net'
import { SourceUnknownError } from './errors.ts'
import { type FetchContext, fetchFile, type Placed, sizeOf } from './fetch-context.ts'
import { changeFetched, readFetched } from './fetched.ts'
import { type HubFile, type HubKind, hubCommit, hubFiles, hubFileUrl, hubHeaders } from './hub.ts'
import { staysBelow } from './names.ts'

/** Files of one repository that are fetched at the same time. */
const AT_ONCE = 4

/** A repository at a commit, in words. */
export const hubSource = (kind: HubKind, repository: string, commit: string): string =>
  `hub ${kind === 'models' ? 'model' : 'dataset'} ${repository} at ${commit.slice(0, 7)}`

/** Brings files of a repository into the folder `below` of the data folder. `source` says what came in the end. */
export async function fromHub(
  kind: HubKind,
  { repository, revision }: { readonly repository: string; readonly revision?: string | undefined },
  below: string,
  choose: (files: readonly HubFile[]) => HubFile[],
  context: FetchContext,
): Promise<{ readonly source: string; readonly files: Placed[] }> {
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
  const source = hubSource(kind, repository, commit)
  context.onEvent?.({
    type: 'source',
    source,
    files: chosen.length,
    bytes: lacking.reduce((sum, bytes) => sum + bytes, 0),
  })
  const files = await eachOf(chosen, AT_ONCE, async ({ path, bytes, sha256, gitOid }) => {
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
  return { source, files }
}

/** The commit to fetch: as pinned, or as taken before, or the newest, which is then kept for later fetches. */
async function pinned(
  kind: HubKind,
  repository: string,
  revision = 'main',
  { into, hub, limits }: FetchContext,
): Promise<string> {
  const known = await knownCommit(kind, repository, revision, into)
  if (known !== undefined) return known
  const commit = await hubCommit(hub, kind, repository, revision, { ...LIMITS, ...limits })
  const name = commitName(kind, repository, revision)
  await changeFetched(into, (list) => ({ ...list, commits: { ...list.commits, [name]: commit } }))
  return commit
}

/** The commit that a fetch takes without asking the hub: the revision is one, or was taken before. */
export async function knownCommit(
  kind: HubKind,
  repository: string,
  revision = 'main',
  into: string,
): Promise<string | undefined> {
  if (/^[0-9a-f]{40}$/.test(revision)) return revision
  return (await readFetched(into)).commits[commitName(kind, repository, revision)]
}

const commitName = (kind: HubKind, repository: string, revision: string) =>
  `${kind}/${repository}@${revision}`

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
