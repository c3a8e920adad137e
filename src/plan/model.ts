import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { openTokenizer } from '#features'
import { contentKey, type Key, PolyviaError, sha256File } from '#kernel'

/** The study names a model that is neither a folder here, nor in the catalogue, nor in the hub's local cache. */
export class ModelError extends PolyviaError {
  readonly code = 'MODEL_NOT_FOUND'
  readonly exitCode = 2
}

/** The part of a Hugging Face configuration that costs depend on. */
export interface Architecture {
  readonly layers: number
  readonly hidden: number
  readonly feedForward: number
  readonly vocabulary: number
  readonly modelType: string
}

/** A pretrained model given as a folder; its key is the content of its files. */
export interface ModelFolder {
  readonly key: Key
  readonly path: string
  readonly tokenizer: Key
  readonly architecture: Architecture
}

const WEIGHTS = [
  'model.safetensors',
  'pytorch_model.bin',
  'model.safetensors.index.json',
  'pytorch_model.bin.index.json',
]

/**
 * Finds a pretrained model: a folder (relative to `base`), or a hub id in the local hub cache or in a data folder's
 * `models/<id>`. Nothing is downloaded here.
 */
export async function openModel(name: string, base: readonly string[]): Promise<ModelFolder> {
  const places = [
    ...base.map((folder) => resolve(folder, name)),
    ...base.map((folder) => resolve(folder, 'models', name)),
    ...hubSnapshots(name),
  ]
  const path = places.find((place) => existsSync(join(place, 'config.json')))
  if (path === undefined)
    throw new ModelError(
      `Cannot find model "${name}": no config.json in any of\n${places.map((place) => `  ${place}`).join('\n')}`,
      {
        hint: `Give a folder in Hugging Face layout, or fetch the model into the hub cache first: hf download ${name}`,
      },
    )
  if (!WEIGHTS.some((file) => existsSync(join(path, file))))
    throw new ModelError(`Model folder "${path}" has no weights (looked for ${WEIGHTS.join(', ')})`, {
      hint: 'Copy model.safetensors into it.',
      place: { file: path },
    })
  const files = readdirSync(path)
    .filter((file) => /\.(json|safetensors|bin)$/.test(file) && statSync(join(path, file)).isFile())
    .sort()
  const hashes: Record<string, Key> = {}
  for (const file of files) hashes[file] = await sha256File(join(path, file))
  return {
    key: contentKey({ model: hashes }),
    path,
    tokenizer: (await openTokenizer(path)).key,
    architecture: readArchitecture(join(path, 'config.json')),
  }
}

function readArchitecture(file: string): Architecture {
  const config = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  const size = (field: string): number => {
    const value = config[field]
    if (typeof value === 'number' && value > 0) return value
    throw new ModelError(`"${file}" has no "${field}"`, {
      hint: 'Polyvia reads encoders in Hugging Face layout.',
      place: { file, field },
    })
  }
  return {
    layers: size('num_hidden_layers'),
    hidden: size('hidden_size'),
    feedForward: size('intermediate_size'),
    vocabulary: size('vocab_size'),
    modelType: String(config.model_type),
  }
}

/** Snapshot folders of the Hugging Face hub's cache, newest first (huggingface_hub's documented layout). */
function hubSnapshots(name: string): string[] {
  const cache =
    process.env.HF_HUB_CACHE ?? join(process.env.HF_HOME ?? join(homedir(), '.cache', 'huggingface'), 'hub')
  const snapshots = join(cache, `models--${name.replaceAll('/', '--')}`, 'snapshots')
  if (!existsSync(snapshots)) return []
  return readdirSync(snapshots)
    .map((revision) => join(snapshots, revision))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
}
