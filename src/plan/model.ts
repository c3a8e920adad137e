import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { model as catalogueModel, type ModelEntry, namedModel } from '#catalog'
import { openTokenizer } from '#features'
import { contentKey, type Key, sha256File } from '#kernel'
import { readRecipe, type ScratchModel, type Study } from '#study'
import { ModelError } from './errors.ts'

/** The part of a Hugging Face configuration that costs depend on. */
export interface Architecture {
  readonly layers: number
  readonly hidden: number
  readonly feedForward: number
  readonly vocabulary: number
  /** Most tokens of a sequence, specials included. */
  readonly maxLength: number
  readonly modelType: string
}

/** A pretrained model given as a folder; its key is the content of its files. */
export interface ModelFolder {
  readonly key: Key
  readonly path: string
  readonly tokenizer: Key
  readonly architecture: Architecture
  /** Why a model of the catalogue cannot be used: it is not here. Then keys are provisional. */
  readonly absent: Error | null
}

const WEIGHTS = [
  'model.safetensors',
  'pytorch_model.bin',
  'model.safetensors.index.json',
  'pytorch_model.bin.index.json',
]

/**
 * Finds a pretrained model: a folder (relative to `base`), `models/<id>` in one of them, or a hub id in the local hub
 * cache. A folder that has a recipe.yaml and no weights gives the recipe. A model of the catalogue that is nowhere is
 * given as absent, with the catalogue's architecture. Nothing is downloaded here.
 * @throws ModelError when a model is neither found nor in the catalogue.
 */
export async function openModel(
  name: string,
  base: readonly string[],
): Promise<ModelFolder | { readonly recipe: ScratchModel }> {
  const entry = namedModel(name)
  const places = [...new Set([name, entry?.repository ?? name])].flatMap((id) => [
    ...base.map((folder) => resolve(folder, id)),
    ...base.map((folder) => resolve(folder, 'models', id)),
    ...hubSnapshots(id),
  ])
  const recipe = places
    .map((place) => join(place, 'recipe.yaml'))
    .find((file) => existsSync(file) && !existsSync(join(file, '..', 'config.json')))
  const path = places.find((place) => existsSync(join(place, 'config.json')))
  if (path === undefined && recipe !== undefined) return { recipe: readRecipe(recipe) }
  if (path === undefined) {
    const error = new ModelError(
      `Cannot find model "${name}": no config.json in any of\n${places.map((place) => `  ${place}`).join('\n')}`,
      {
        hint: `Give a folder in Hugging Face layout, or fetch the model first: polyvia models fetch ${entry?.id ?? name}`,
      },
    )
    if (entry === undefined) throw error
    return { ...absentModel(entry), absent: error }
  }
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
    absent: null,
  }
}

function absentModel(entry: ModelEntry): Omit<ModelFolder, 'absent'> {
  return {
    key: contentKey({ absent: entry.repository }),
    path: '',
    tokenizer: contentKey({ absent: entry.repository, part: 'tokenizer' }),
    architecture: architectureOf(entry.id).architecture,
  }
}

/** Architecture of a model of the catalogue. Throws for an unknown id. */
export function architectureOf(id: string): {
  readonly architecture: Architecture
  readonly heads: number
} {
  const { heads, layers, hidden, feedForward, vocabulary, maxLength, modelType } =
    catalogueModel(id).architecture
  return { architecture: { layers, hidden, feedForward, vocabulary, maxLength, modelType }, heads }
}

/** A folder with a tokenizer.json, looked for as models are. Throws ModelError when there is none. */
export async function openTokenizerFolder(
  name: string,
  base: readonly string[],
): Promise<{ readonly key: Key; readonly path: string }> {
  const places = base.map((folder) => resolve(folder, name))
  const path = places.find((place) => existsSync(join(place, 'tokenizer.json')))
  if (path === undefined)
    throw new ModelError(
      `Cannot find tokenizer "${name}": no tokenizer.json in any of\n${places.map((place) => `  ${place}`).join('\n')}`,
      { hint: 'Give the folder that holds the tokenizer.json of the model.' },
    )
  return { key: (await openTokenizer(path)).key, path }
}

/** The layer that untrained retrieval takes where the study names none: usual for the model, else 14/24 of its depth. */
export function usualLayer(model: Study['model'], { layers }: Architecture): number {
  const name = typeof model === 'string' ? model : model.from === 'random' ? model.like : null
  return (name === null ? undefined : namedModel(name))?.retrieval.layer ?? Math.round((layers * 14) / 24)
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
    // RoBERTa counts positions from one past the padding id.
    maxLength:
      size('max_position_embeddings') -
      (/roberta/.test(String(config.model_type)) ? Number(config.pad_token_id ?? 1) + 1 : 0),
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
