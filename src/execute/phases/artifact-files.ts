import { copyFileSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { countValues, type Key } from '#kernel'
import type { EmbedOutput } from '#plan'
import type { RunEnvironment } from '../body.ts'

/** Where inputs lie. */
export type Material = Pick<RunEnvironment, 'store' | 'models'>

/** Folder of an input: an artifact, or a model given from outside. */
export function folderOf({ store, models }: Material, key: Key | undefined): string {
  if (key === undefined) throw new TypeError('a phase lacks an input that its operation reads')
  return models[key]?.path ?? store.path(key)
}

/** Values in the encoder of a checkpoint that a phase wrote. */
export const countWeights = (folder: string): number =>
  readdirSync(folder)
    .filter((name) => /^model(-\d+-of-\d+)?\.safetensors$/.test(name))
    .reduce((sum, name) => sum + countValues(join(folder, name)), 0)

const TOKENIZER_FILES = ['tokenizer.json', 'tokenizer_config.json', 'special_tokens_map.json']

/** A checkpoint carries its tokenizer, so that it opens anywhere. */
export function copyTokenizer(from: string, to: string): void {
  for (const file of TOKENIZER_FILES)
    if (existsSync(join(from, file))) copyFileSync(join(from, file), join(to, file))
}

/** File of one layer and pooling in an artifact that has many, or of the only one. */
export const embeddingsFile = (of: EmbedOutput | null): string =>
  of === null ? 'embeddings.safetensors' : `layer-${of.layer}-${of.pooling}.safetensors`
