import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import {
  byText,
  contentKey,
  GIT_LFS,
  isGitLfsPointer,
  type Key,
  readJsonObject,
  sha256File,
  someOf,
} from '#kernel'
import { ModelError, ModelInvalidError } from './model-errors.ts'

/** Where weights are looked for, in this order, as transformers and the worker do. */
const WEIGHTS = [
  'model.safetensors',
  'model.safetensors.index.json',
  'pytorch_model.bin',
  'pytorch_model.bin.index.json',
]

/** SHA-256 of each file of a model, by its name. */
type ModelHashes = Readonly<Record<string, Key>>

/** Key of a model: the content of its files. Throws as `hashModel`. */
export const modelKey = async (folder: string): Promise<Key> => keyOfHashes(await hashModel(folder))

export const keyOfHashes = (hashes: ModelHashes): Key => contentKey({ model: hashes })

/**
 * Hashes every file of a model's folder that can be read of it. What links point to is hashed, as the hub's cache consists of
 * links; folders inside the folder are never read.
 * Throws MODEL_NOT_FOUND without weights, and MODEL_INVALID for weights of which a part is missing or lies elsewhere.
 */
export async function hashModel(folder: string): Promise<ModelHashes> {
  const weights = WEIGHTS.find((file) => isFile(join(folder, file)))
  if (weights === undefined)
    throw new ModelError(`Model folder "${folder}" has no weights (looked for ${WEIGHTS.join(', ')})`, {
      hint: 'Copy model.safetensors into it.',
      place: { file: folder },
    })
  const adapter = join(folder, 'adapter_config.json')
  if (existsSync(adapter))
    throw new ModelInvalidError(adapter, 'the folder holds an adapter, which would not be applied', {
      hint: 'Merge the adapter into the weights (merge_and_unload of PEFT) and save these, or take it out of the folder.',
    })
  const read = weights.endsWith('.json') ? shards(join(folder, weights)) : [weights]
  for (const file of read)
    if (isGitLfsPointer(join(folder, file))) throw new ModelInvalidError(join(folder, file), GIT_LFS)
  const files = readdirSync(folder)
    .filter((file) => /\.(json|safetensors|bin)$/.test(file) && isFile(join(folder, file)))
    .sort(byText)
  const hashes: [file: string, hash: Key][] = []
  for (const file of files) hashes.push([file, await sha256File(join(folder, file))])
  return Object.fromEntries(hashes)
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true

const Index = z.looseObject({ weight_map: z.record(z.string(), z.string()) })

/** The files that an index names: all of them beside it, and no others of their kind there. */
function shards(index: string): readonly string[] {
  const content = readJsonObject(index)
  if ('reason' in content) throw new ModelInvalidError(index, content.reason)
  const parsed = Index.safeParse(content.value)
  const files = [...new Set(Object.values(parsed.data?.weight_map ?? {}))]
  if (files.length === 0)
    throw new ModelInvalidError(index, '"weight_map" does not give a file for each tensor', {
      field: 'weight_map',
    })
  const folder = join(index, '..')
  const [stem, ending] = basename(index).split('.') as [string, string]
  for (const file of files) {
    if (!new RegExp(`^[^/\\\\\\0]+\\.${ending}$`).test(file))
      throw new ModelInvalidError(
        index,
        `it names "${file.slice(0, 200)}", which is no .${ending} file of this folder`,
      )
    if (!isFile(join(folder, file)))
      throw new ModelInvalidError(index, `it names "${file.slice(0, 200)}", which is not there`)
  }
  const shard = new RegExp(`^${stem}-\\d+-of-\\d+\\.${ending}$`)
  const beside = readdirSync(folder).filter((file) => shard.test(file) && !files.includes(file))
  if (beside.length > 0)
    throw new ModelInvalidError(
      index,
      `it does not name ${someOf(beside.sort(byText), 5)}, which lie beside it`,
    )
  return files
}
