import { z } from 'zod'
import { UnknownModelError } from './errors.ts'

/** A public multilingual encoder. */
export const ModelEntry = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  title: z.string(),
  repository: z.string().describe('On the Hugging Face hub'),
  revision: z
    .string()
    .regex(/^[0-9a-f]{40}$/)
    .optional()
    .describe('Commit; where absent, the newest one is taken at the first fetch and recorded'),
  files: z.array(z.string()).min(1).describe('What is fetched; of weights in several forms the first that is there'),
  architecture: z.strictObject({
    modelType: z.string(),
    layers: z.int(),
    hidden: z.int(),
    heads: z.int(),
    feedForward: z.int(),
    vocabulary: z.int(),
    maxLength: z.int().describe('Most tokens of a sequence'),
    parameters: z.int().describe('All weights of the encoder, embeddings included'),
  }),
  retrieval: z.strictObject({
    layer: z.int().describe('hidden_states index for untrained retrieval'),
    pooling: z.enum(['mean', 'first-token']),
    source: z.string(),
  }),
  languages: z.int().describe('Languages of the pretraining text'),
  citation: z.string(),
  licence: z.string(),
  notes: z.array(z.string()).default([]),
})
export type ModelEntry = z.infer<typeof ModelEntry>

const FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'model.safetensors']

const ENTRIES: readonly ModelEntry[] = [
  {
    id: 'xlm-roberta-base',
    title: 'XLM-R Base',
    repository: 'FacebookAI/xlm-roberta-base',
    files: FILES,
    architecture: {
      modelType: 'xlm-roberta',
      layers: 12,
      hidden: 768,
      heads: 12,
      feedForward: 3072,
      vocabulary: 250002,
      maxLength: 512,
      parameters: 278_043_648,
    },
    retrieval: { layer: 7, pooling: 'mean', source: 'Polyvia: 14/24 of the depth, as Phang et al. 2020' },
    languages: 100,
    citation: 'Conneau et al. 2020, arXiv 1911.02116',
    licence: 'MIT',
  },
  {
    id: 'xlm-roberta-large',
    title: 'XLM-R Large',
    repository: 'FacebookAI/xlm-roberta-large',
    files: FILES,
    architecture: {
      modelType: 'xlm-roberta',
      layers: 24,
      hidden: 1024,
      heads: 16,
      feedForward: 4096,
      vocabulary: 250002,
      maxLength: 512,
      parameters: 559_890_432,
    },
    retrieval: {
      layer: 14,
      pooling: 'mean',
      source: 'jiant (code of Phang et al. 2020), XTREME retrieval: hidden_states[14], mean over the attention mask',
    },
    languages: 100,
    citation: 'Conneau et al. 2020, arXiv 1911.02116',
    licence: 'MIT',
  },
].map((entry) => ModelEntry.parse(entry))

/** Every model of the catalogue. */
export function models(): readonly ModelEntry[] {
  return ENTRIES
}

/** The model of an id. Throws UNKNOWN_MODEL, with the id that was probably meant. */
export function model(id: string): ModelEntry {
  const found = ENTRIES.find((entry) => entry.id === id)
  if (found === undefined)
    throw new UnknownModelError(
      id,
      ENTRIES.map((entry) => entry.id),
    )
  return found
}
