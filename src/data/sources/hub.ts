import { z } from 'zod'
import { getJson, getPages, LIMITS, type Limits, Problem, sourceError } from '#net'
import { SourceUnknownError } from './errors.ts'
import { patternOf } from './names.ts'

/** Datasets and models of a Hugging Face hub, or of a mirror of it, by its documented HTTP API. */
export interface Hub {
  readonly endpoint: string
  readonly token: string | undefined
}

/** HF_ENDPOINT and HF_TOKEN, as in all tools of the hub. */
export function hubFromEnvironment(): Hub {
  return {
    endpoint: (process.env.HF_ENDPOINT ?? 'https://huggingface.co').replace(/\/+$/, ''),
    token: process.env.HF_TOKEN || undefined,
  }
}

export type HubKind = 'datasets' | 'models'

/** A file as the hub lists it. */
export interface HubFile {
  readonly path: string
  readonly bytes: number
  /** Of large files. */
  readonly sha256: string | undefined
  /** Of small files: their hash in git. */
  readonly gitOid: string | undefined
}

export const hubHeaders = ({ token }: Hub): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` }

export function hubFileUrl(
  hub: Hub,
  kind: HubKind,
  repository: string,
  commit: string,
  path: string,
): string {
  const folder = kind === 'datasets' ? 'datasets/' : ''
  const name = path.split('/').map(encodeURIComponent).join('/')
  return `${hub.endpoint}/${folder}${repository}/resolve/${commit}/${name}`
}

const Revision = z.object({ sha: z.string().regex(/^[0-9a-f]{40}$/) })

/** Commit that a branch or reference names now. Throws a SOURCE_ error. */
export async function hubCommit(
  hub: Hub,
  kind: HubKind,
  repository: string,
  revision: string,
  limits: Limits = LIMITS,
): Promise<string> {
  const url = `${hub.endpoint}/api/${kind}/${repository}/revision/${encodeURIComponent(revision)}`
  return naming(repository, url, async () => {
    const { value } = await getJson(url, hubHeaders(hub), limits)
    return understood(Revision, value).sha
  })
}

const Listed = z.object({
  type: z.string(),
  path: z.string(),
  size: z.int().min(0),
  oid: z.string(),
  lfs: z.object({ oid: z.string().regex(/^[0-9a-f]{64}$/), size: z.int() }).optional(),
})

/** All files of a repository at a commit, with sizes and hashes. Throws a SOURCE_ error. */
export async function hubFiles(
  hub: Hub,
  kind: HubKind,
  repository: string,
  commit: string,
  limits: Limits = LIMITS,
): Promise<HubFile[]> {
  const first = `${hub.endpoint}/api/${kind}/${repository}/tree/${commit}?recursive=true`
  // The next page of a mirror may be named by the address of the hub itself.
  const address = (next: string) => {
    if (!URL.canParse(next, hub.endpoint)) throw new Problem('body', `its next page is no address (${next})`)
    const { pathname, search } = new URL(next, hub.endpoint)
    return `${hub.endpoint}${pathname}${search}`
  }
  return naming(repository, first, async () => {
    const files: HubFile[] = []
    for await (const page of getPages(first, hubHeaders(hub), limits, address))
      for (const { type, path, size, oid, lfs } of understood(z.array(Listed), page))
        if (type === 'file')
          files.push(
            lfs === undefined
              ? { path, bytes: size, sha256: undefined, gitOid: oid }
              : { path, bytes: lfs.size, sha256: lfs.oid, gitOid: undefined },
          )
    return files
  })
}

function understood<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new Problem('body', 'it answers in a form that the hub does not document')
  return parsed.data
}

/** Turns a Problem into the error for people. */
async function naming<T>(repository: string, url: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    if (thrown instanceof Problem) throw sourceError(repository, [{ url, problem: thrown }])
    throw thrown
  }
}

/** Files that patterns name, each pattern at least one. Throws SOURCE_UNKNOWN. */
export function chooseFiles(
  repository: string,
  files: readonly HubFile[],
  patterns: readonly string[],
): HubFile[] {
  const chosen = new Map<string, HubFile>()
  for (const pattern of patterns) {
    const wanted = patternOf(pattern)
    const found = files.filter(({ path }) => wanted.test(path))
    if (found.length === 0)
      throw new SourceUnknownError(`Repository "${repository}" has no file "${pattern}"`, {
        hint: `It has ${files.length} files, such as ${files
          .slice(0, 8)
          .map(({ path }) => `"${path}"`)
          .join(', ')}. Correct "files" under "downloads", or pin the revision that had it.`,
      })
    for (const file of found) chosen.set(file.path, file)
  }
  return [...chosen.values()]
}
