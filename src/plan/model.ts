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
import { ModelError } from './model-errors.ts'
import { modelKey } from './model-files.ts'
import type { EmbedOutput } from './operations.ts'

/** A pretrained model given as a folder; its key is the content of its files. */
export interface ModelFolder {
  readonly key: Key
  readonly path: string
  readonly tokenizer: Key
  /** See `GivenFolder`. */
  readonly stamp: string
  readonly architecture: Architecture
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
  const architecture = readArchitecture(join(path, 'config.json'))
  const stamp = stampFolder(path)
  return {
    key: await modelKey(path),
    path,
    stamp,
    tokenizer: (await openTokenizer(path)).key,
    architecture,
    absent: null,
  }
}

function absentModel(entry: ModelEntry): Omit<ModelFolder, 'absent'> {
  return {
    key: contentKey({ absent: entry.repository }),
    path: '',
    stamp: '',
    tokenizer: contentKey({ absent: entry.repository, part: 'tokenizer' }),
    architecture: architectureOf(entry.id),
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

/** How untrained retrieval takes vectors where a study does not say it. */
export interface UsualVectors extends EmbedOutput {
  readonly prefixes: Prefixes
  readonly source: string
}

const NO_PREFIXES: Prefixes = { query: '', passage: '' }

/** As is usual for the model, else the mean of the layer at 14/24 of its depth. */
export function usualVectors(model: Study['model'], { layers }: Architecture): UsualVectors {
  const name = typeof model === 'string' ? model : model.from === 'random' ? model.like : null
  const usual = name === null ? undefined : namedModel(name)?.retrieval
  return {
    layer: usual?.layer ?? Math.round((layers * 14) / 24),
    pooling: usual?.pooling ?? 'mean',
    prefixes: usual?.prefixes ?? NO_PREFIXES,
    source: usual?.source ?? 'Phang et al. 2020: layer 14 of 24, the mean',
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
