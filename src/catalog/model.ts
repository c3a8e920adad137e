import { z } from 'zod'

/** A file inside a wheel of a Python package index. Only data are taken of it, so that any platform reads any wheel. */
const PackagedFile = z.strictObject({
  package: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  wheel: z.string().regex(/^[\w.+-]+\.whl$/),
  bytes: z.int().min(1).describe('Of the wheel'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  member: z.string().describe('Path inside it'),
})
export type PackagedFile = z.infer<typeof PackagedFile>

/** Where a model can be had when its hub cannot be reached, and what that costs. */
const ModelCopy = z.strictObject({
  quality: z.string().describe('What it is, and how near to the original'),
  weights: PackagedFile.extend({ form: z.enum(['e5s1']).describe('How they are packed') }),
  tokenizer: PackagedFile.describe('tokenizer.json'),
  files: z.record(z.string(), z.record(z.string(), z.unknown())).describe('JSON files of its folder'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('Of the model.safetensors that is made'),
})
export type ModelCopy = z.infer<typeof ModelCopy>

/** What stands before texts whose vectors are taken. */
export const Prefixes = z.strictObject({
  query: z.string().max(200).describe('Of queries, and of both sentences of a translation'),
  passage: z.string().max(200).describe('Of passages that queries look for'),
})
export type Prefixes = z.infer<typeof Prefixes>

/** What a pretrained encoder is: one entry of the catalogue. Nothing here is read from its files. */
export const ModelEntry = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  title: z.string(),
  repository: z
    .string()
    .regex(/^[\w.-]+\/[\w.-]+$/)
    .describe('Model of the Hugging Face hub'),
  revision: z
    .string()
    .regex(/^[0-9a-f]{40}$/)
    .optional()
    .describe('Commit; where absent, the newest one is taken at the first fetch and recorded'),
  files: z
    .array(z.union([z.string(), z.array(z.string()).min(2)]))
    .min(1)
    .describe('Files that are needed; of several in one place, the first that the repository has'),
  architecture: z.strictObject({
    modelType: z.string().describe('`model_type` of its configuration'),
    layers: z.int().min(1),
    hidden: z.int().min(1),
    heads: z.int().min(1),
    feedForward: z.int().min(1),
    vocabulary: z.int().min(1).describe('Rows of the embedding matrix'),
    maxLength: z.int().min(1).describe('Most tokens of a sequence, specials included'),
    parameters: z.int().min(1).describe('Of the encoder: embeddings included, pooler and heads not'),
  }),
  retrieval: z.strictObject({
    layer: z.int().min(0).describe('hidden_states index, 0 = embeddings'),
    pooling: z.enum(['mean', 'first-token']),
    prefixes: Prefixes.optional().describe('As its card says; used where a study asks for them'),
    source: z.string().min(1),
  }),
  pretraining: z.string().describe('Objective and text'),
  languages: z.int().min(1).describe('Number of languages of its pretraining'),
  licence: z.string(),
  citation: z.string(),
  copy: ModelCopy.optional(),
  notes: z.array(z.string()).default([]),
})
export type ModelEntry = z.infer<typeof ModelEntry>
export type ModelEntryInput = z.input<typeof ModelEntry>
