import type { Key } from '#kernel'
import type { RandomModel, ScratchModel, Study } from '#study'
import { type Architecture, checkArchitecture } from './architecture.ts'
import type { Checkpoint, Encoder } from './checkpoint.ts'
import type { Draft } from './draft.ts'
import type { GivenFolder } from './given-folder.ts'
import { architectureOf, type ModelFolder, openModel, openTokenizerFolder } from './model.ts'
import type { MaterialFolders } from './pins.ts'
import { isStream, stageTasks, stageText } from './train-data.ts'
import { planTraining } from './training.ts'

/** What the arms of a study start from. */
export interface BaseModel {
  readonly checkpoint: Checkpoint
  /** Folders given from outside, by the key they have as input. */
  readonly folders: Readonly<Record<string, GivenFolder>>
  /** See `ModelFolder`. */
  readonly copy: string | null
}

/** A model that lies in a folder, or how one is made. */
export type ModelSource = ModelFolder | RandomModel | ScratchModel

/** Looks up the model that a study names; one that is made needs no looking up. */
export async function findModel(model: Study['model'], places: MaterialFolders): Promise<ModelSource> {
  if (typeof model !== 'string') return model
  const found = await openModel(model, places.models)
  return 'recipe' in found ? found.recipe : found
}

/** Plans the model of a study: found, random weights in a known architecture, or made from scratch. */
export async function planBaseModel(draft: Draft, source: ModelSource): Promise<BaseModel> {
  if (!('from' in source)) return found(draft, source)
  return source.from === 'random' ? randomWeights(draft, source) : fromScratch(draft, source)
}

function found(draft: Draft, folder: ModelFolder): BaseModel {
  const { key, path, stamp, tokenizer, architecture, copy, absent } = folder
  const name = String(draft.study.model)
  if (absent !== null) draft.pins.miss({ name, what: `model ${name}`, error: absent })
  return {
    checkpoint: {
      key,
      encoder: { architecture, tokenizer: { key: tokenizer, folder: path } },
      maskedLmHead: { of: key, isNew: false },
    },
    folders: { [key]: { path, stamp, part: 'model' }, [tokenizer]: { path, stamp, part: 'tokenizer' } },
    copy,
  }
}

/** The architecture of a public model around its own tokenizer, with random weights. */
async function randomWeights(draft: Draft, recipe: RandomModel): Promise<BaseModel> {
  const { like, initializerRange, seed } = recipe
  const { key, path, stamp } = await openTokenizerFolder(recipe.tokenizer, draft.pins.places.models)
  const encoder: Encoder = {
    architecture: { ...architectureOf(like), initializerRange },
    tokenizer: { key, folder: path },
  }
  const made = initialize(draft, encoder, recipe, seed, `random weights in the architecture of ${like}`)
  return {
    checkpoint: { key: made, encoder, maskedLmHead: { of: made, isNew: false } },
    folders: { [key]: { path, stamp, part: 'tokenizer' } },
    copy: null,
  }
}

/** Tokenizer from the text, random weights, masked-LM, then the recipe's own stages. */
async function fromScratch(draft: Draft, recipe: ScratchModel): Promise<BaseModel> {
  // A recipe stands for itself: the study's training settings are not its own.
  const defaults = {}
  const { layers, hidden, feedForward, heads, maxLength, initializerRange, seed } = recipe
  const { vocabulary, characterCoverage, seedPieces } = recipe
  const sizes = { layers, hidden, feedForward, heads, vocabulary, maxLength, initializerRange }
  const architecture: Architecture = { ...sizes, modelType: 'xlm-roberta' }
  checkArchitecture('The scratch model', architecture)
  const entries = stageTasks(draft, recipe.text).filter(isStream)
  const text = await stageText(draft, recipe.text, entries, defaults)
  const tokenizer = draft.phases.add(
    {
      operation: 'tokenizer',
      inputs: {},
      parameters: {
        text: text.map(({ content }) => content),
        vocabulary,
        characterCoverage,
        seedPieces,
      },
      local: { folders: draft.pins.places.data, text },
    },
    'tokenizer of the scratch model',
  )
  const encoder: Encoder = { architecture, tokenizer: { key: tokenizer, folder: '' } }
  const run = { arm: 'pretraining', seed, trainingSeed: seed }
  const random = initialize(draft, encoder, recipe, seed, 'random weights of the scratch model')
  let checkpoint: Checkpoint = { key: random, encoder, maskedLmHead: { of: random, isNew: false } }
  for (const [at, stage] of [recipe.text, ...recipe.stages].entries())
    checkpoint = await planTraining(draft, checkpoint, stage, run, { stage: at }, defaults)
  return { checkpoint, folders: {}, copy: null }
}

/** Random weights around the tokenizer, whose pieces decide the size of the vocabulary. */
function initialize(
  draft: Draft,
  { architecture: { vocabulary: _, ...architecture }, tokenizer }: Encoder,
  { dropout, layerNormEpsilon }: Pick<ScratchModel, 'dropout' | 'layerNormEpsilon'>,
  seed: number,
  label: string,
): Key {
  return draft.phases.add(
    {
      operation: 'initialize',
      inputs: { tokenizer: tokenizer.key },
      parameters: { architecture, dropout, layerNormEpsilon, seed },
      local: {},
    },
    label,
  )
}
