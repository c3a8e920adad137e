import { existsSync, readdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { model as catalogueModel, type ModelEntry, namedModel, type Prefixes } from '#catalog'
import { openTokenizer } from '#features'
import { contentKey, type Key } from '#kernel'
import { readRecipe, type ScratchModel, type Study } from '#study'
import { type Architecture, USUAL_INITIALIZER_RANGE } from './architecture.ts'
import { stampFolder } from './given-folder.ts'
import { readArchitecture } from './model-config.ts'
import { ModelError, PrefixesError } from './model-errors.ts'
import { hashModel, keyOfHashes } from './model-files.ts'
import type { EmbedOutput } from './operations.ts'
import type { Setting } from './training-defaults.ts'

/** A pretrained model given as a folder; its key is the content of its files. */
export interface ModelFolder {
  readonly key: Key
  readonly path: string
  readonly tokenizer: Key
  /** See `GivenFolder`. */
  readonly stamp: string
  readonly architecture: Architecture
  /** What a copy of a model of the catalogue is, in words; null where the weights are not those of the copy. */
  readonly copy: string | null
  /** Why a model of the catalogue cannot be used: it is not here. Then keys are provisional. */
  readonly absent: Error | null
}

/**
 * Finds a pretrained model: a folder (relative to `base`), `models/<id>` in one of them, or a hub id in the local hub
 * cache. A folder that has a recipe.yaml and no weights gives the recipe. A model of the catalogue that is nowhere is
 * given as absent, with the catalogue's architecture. Nothing is downloaded here.
 * @throws ModelError when a model is neither found nor in the catalogue, ModelInvalidError when it cannot be used.
 */
export async function openModel(
  name: string,
  base: readonly string[],
): Promise<ModelFolder | { readonly recipe: ScratchModel }> {
  const entry = namedModel(name)
  const places = placesOf(name, base)
  const recipe = places
    .map((place) => join(place, 'recipe.yaml'))
    .find((file) => existsSync(file) && !existsSync(join(file, '..', 'config.json')))
  const path = places.find(hasConfig)
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
  const architecture = readArchitecture(join(path, 'config.json'))
  const stamp = stampFolder(path)
  const hashes = await hashModel(path)
  const copy = entry?.copy
  return {
    key: keyOfHashes(hashes),
    path,
    stamp,
    tokenizer: (await openTokenizer(path)).key,
    architecture,
    copy: copy !== undefined && hashes['model.safetensors'] === copy.sha256 ? copy.quality : null,
    absent: null,
  }
}

/** The folder of a model, looked for as studies have it; undefined where it is not here. */
export const modelFolder = (name: string, base: readonly string[]): string | undefined =>
  placesOf(name, base).find(hasConfig)

const hasConfig = (place: string): boolean => existsSync(join(place, 'config.json'))

const placesOf = (name: string, base: readonly string[]): string[] =>
  [...new Set([name, namedModel(name)?.repository ?? name])].flatMap((id) => [
    ...base.map((folder) => resolve(folder, id)),
    ...base.map((folder) => resolve(folder, 'models', id)),
    ...hubSnapshots(id),
  ])

function absentModel(entry: ModelEntry): Omit<ModelFolder, 'absent'> {
  return {
    key: contentKey({ absent: entry.repository }),
    path: '',
    stamp: '',
    tokenizer: contentKey({ absent: entry.repository, part: 'tokenizer' }),
    architecture: architectureOf(entry.id),
    copy: null,
  }
}

/** Architecture of a model of the catalogue. Throws for an unknown id. */
export function architectureOf(id: string): Architecture {
  const { parameters: _, ...architecture } = catalogueModel(id).architecture
  return { ...architecture, initializerRange: USUAL_INITIALIZER_RANGE }
}

/** A folder with a tokenizer.json, looked for as models are. Throws ModelError when there is none. */
export async function openTokenizerFolder(
  name: string,
  base: readonly string[],
): Promise<{ readonly key: Key; readonly path: string; readonly stamp: string }> {
  const places = base.map((folder) => resolve(folder, name))
  const path = places.find((place) => existsSync(join(place, 'tokenizer.json')))
  if (path === undefined)
    throw new ModelError(
      `Cannot find tokenizer "${name}": no tokenizer.json in any of\n${places.map((place) => `  ${place}`).join('\n')}`,
      { hint: 'Give the folder that holds the tokenizer.json of the model.' },
    )
  const stamp = stampFolder(path)
  return { key: (await openTokenizer(path)).key, path, stamp }
}

/** How untrained retrieval takes vectors. Layer and pooling are not read where a study has a sweep. */
export interface VectorSettings {
  readonly layer: Setting<number>
  readonly pooling: Setting<EmbedOutput['pooling']>
  readonly prefixes: Setting<Prefixes>
}

/**
 * As the study says; else as is usual for the model, or the mean of the layer at 14/24 of its depth, and no prefixes.
 * @throws PREFIXES_UNKNOWN where the study wants those of a model for which the catalogue has none.
 */
export function vectorSettings(
  { model, retrieval }: Pick<Study, 'model' | 'retrieval'>,
  { layers }: Pick<Architecture, 'layers'>,
): VectorSettings {
  const name = typeof model === 'string' ? model : model.from === 'random' ? model.like : null
  const entry = name === null ? undefined : namedModel(name)
  const usual = entry?.retrieval ?? { layer: Math.round((layers * 14) / 24), pooling: 'mean', source: JIANT }
  const { layer, pooling, prefixes } = retrieval
  const given = <T>(value: T | undefined, other: T): Setting<T> =>
    value === undefined ? { value: other, source: usual.source } : { value, source: 'study' }
  if (prefixes === 'model' && entry?.retrieval.prefixes === undefined)
    throw new PrefixesError(name ?? 'the model of the recipe')
  return {
    layer: given(layer, usual.layer),
    pooling: given(pooling, usual.pooling),
    prefixes:
      prefixes === 'model'
        ? { value: entry!.retrieval.prefixes!, source: `study: card of ${entry!.title}` }
        : prefixes === undefined
          ? { value: { query: '', passage: '' }, source: 'Polyvia: none' }
          : { value: prefixes, source: 'study' },
  }
}

const JIANT = 'jiant (code of Phang et al. 2020): layer 14 of 24, the mean'

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
