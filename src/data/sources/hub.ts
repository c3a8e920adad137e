import { z } from 'zod'
import { getJson, PATIENCE, type Patience, Problem, sourceError } from '#net'
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
  patience: Patience = PATIENCE,
): Promise<string> {
  const url = `${hub.endpoint}/api/${kind}/${repository}/revision/${encodeURIComponent(revision)}`
  return (await read(hub, repository, url, Revision, patience)).value.sha
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
  patience: Patience = PATIENCE,
): Promise<HubFile[]> {
  const files: HubFile[] = []
  let url: string | undefined = `${hub.endpoint}/api/${kind}/${repository}/tree/${commit}?recursive=true`
  while (url !== undefined) {
    const page: { value: z.infer<typeof Listed>[]; next: string | undefined } = await read(
      hub,
      repository,
      url,
      z.array(Listed),
      patience,
    )
    for (const { type, path, size, oid, lfs } of page.value)
      if (type === 'file')
        files.push(
          lfs === undefined
            ? { path, bytes: size, sha256: undefined, gitOid: oid }
            : { path, bytes: lfs.size, sha256: lfs.oid, gitOid: undefined },
        )
    // The next page of a mirror may be named by the address of the hub itself.
    const next = page.next === undefined ? undefined : new URL(page.next, hub.endpoint)
    url = next === undefined ? undefined : `${hub.endpoint}${next.pathname}${next.search}`
  }
  return files
}

async function read<T>(
  hub: Hub,
  repository: string,
  url: string,
  schema: z.ZodType<T>,
  patience: Patience,
): Promise<{ value: T; next: string | undefined }> {
  try {
    const { value, next } = await getJson(url, hubHeaders(hub), patience)
    const parsed = schema.safeParse(value)
    if (!parsed.success) throw new Problem('broken', 'it answers in a form that the hub does not document')
    return { value: parsed.data, next }
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
