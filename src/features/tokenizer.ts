import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { contentKey, type Key, readJsonObject, readText, sha256 } from '#kernel'
import {
  TokenizerInvalidError,
  TokenizerMismatchError,
  TokenizerMissingError,
  TokenizerSpecialsError,
} from './errors.ts'
import type { Segments } from './segments.ts'
import type { Template } from './template.ts'
import { TokenizerClient } from './tokenizer-client.ts'
import { type Pipeline, WordCache, wordsAreIndependent } from './word-cache.ts'

/** Ids of special tokens. */
export interface Specials {
  /** First token of every sequence (<s>, [CLS]). */
  readonly first: number
  /** Last token of every sequence (</s>, [SEP]). */
  readonly last: number
  readonly padding: number | null
  readonly mask: number | null
  readonly unknown: number | null
  /** Every special token, ascending. */
  readonly all: readonly number[]
}

/** A model's tokenizer: texts in, token ids and UTF-16 offsets out. */
export interface Tokenizer {
  /** Its `tokenizer.json`, for messages. */
  readonly file: string
  /** SHA-256 of `tokenizer.json`. */
  readonly hash: Key
  /** Everything about the tokenizer that features depend on: `hash` and `typeIds`. Goes into the key of a phase. */
  readonly key: Key
  /** One more than the largest token id. */
  readonly vocabularySize: number
  /** Most tokens a sequence of the model may have, specials included; `null` where no configuration says. */
  readonly maxLength: number | null
  /** Whether the model tells token types apart. */
  readonly typeIds: boolean
  readonly specials: Specials
  readonly template: Template
  /** Encodes texts without special tokens; `template` says what goes round them. */
  encode(texts: readonly string[]): Promise<Segments>
}

interface TokenizerJson extends Pipeline {
  readonly added_tokens?: readonly {
    readonly id: number
    readonly content: string
    readonly special?: boolean
  }[]
  readonly model?: {
    readonly unk_id?: number | null
    readonly unk_token?: string | null
    readonly vocab?: readonly unknown[] | Readonly<Record<string, number>>
  }
}

const size = z.int().min(1).nullish()
/** What is read of `config.json`; its other fields are the model's. */
const ModelConfig = z.object({
  model_type: z.string().nullish(),
  vocab_size: size,
  type_vocab_size: z.int().min(0).nullish(),
  max_position_embeddings: size,
  pad_token_id: z.int().nullish(),
})
type ModelConfig = z.infer<typeof ModelConfig>

/** What is read of `tokenizer_config.json`. Absent limits are written as 1e30 by transformers. */
const TokenizerConfig = z.object({ model_max_length: z.number().positive().nullish() })
type TokenizerConfig = z.infer<typeof TokenizerConfig>

/** The largest `tokenizer.json` of a published encoder has 34 MB (EmbeddingGemma). */
const MOST_BYTES = 256 * 2 ** 20
/** No vocabulary is this large; a single id beyond it would cost memory by the gigabyte. */
const MOST_IDS = 2 ** 27

/**
 * Opens the tokenizer of a model folder: `tokenizer.json`, and `config.json` and `tokenizer_config.json` where there.
 * Truncation and padding set inside the file are ignored: lengths are decided here.
 */
export async function openTokenizer(modelFolder: string): Promise<Tokenizer> {
  const file = join(modelFolder, 'tokenizer.json')
  if (!existsSync(file)) throw new TokenizerMissingError(file)
  const content = readText(file, MOST_BYTES)
  if ('reason' in content) throw new TokenizerInvalidError(file, content.reason)
  const text = content.value
  const config = readConfig(ModelConfig, join(modelFolder, 'config.json'))
  const tokenizerConfig = readConfig(TokenizerConfig, join(modelFolder, 'tokenizer_config.json'))
  const hash = sha256(text)
  const key = contentKey({ hash, config, tokenizerConfig })
  if (latest?.key !== key) latest = { key, tokenizer: build(file, text, hash, config, tokenizerConfig) }
  const tokenizer = await latest.tokenizer
  return tokenizer.file === file ? tokenizer : { ...tokenizer, file }
}

/**
 * The tokenizer opened last, with its remembered words. Every checkpoint of a study carries a copy of the same one, and a
 * vocabulary of 250,000 pieces takes seconds to open.
 */
let latest: { readonly key: Key; readonly tokenizer: Promise<Tokenizer> } | undefined

async function build(
  file: string,
  text: string,
  hash: Key,
  config: ModelConfig,
  tokenizerConfig: TokenizerConfig,
): Promise<Tokenizer> {
  const client = new TokenizerClient(file, hash, text)
  const template = await client.template()
  checkTemplate(file, template)
  // The library read it as a tokenizer, so the fields are of the types that it wants.
  const json = JSON.parse(text) as TokenizerJson
  const vocabularySize = sizeOf(json)
  if (vocabularySize > MOST_IDS)
    throw new TokenizerInvalidError(file, `it has token ids up to ${vocabularySize - 1}`)
  if (config.vocab_size != null && vocabularySize > config.vocab_size)
    throw new TokenizerMismatchError(file, vocabularySize, config.vocab_size)
  const typeIds = (config.type_vocab_size ?? 2) > 1 && template.pair.secondType !== 0
  const encodeWhole = (texts: readonly string[]) => client.encode(texts)
  const cache = wordsAreIndependent(json) ? new WordCache(encodeWhole, json.added_tokens ?? []) : null
  return {
    file,
    hash,
    key: contentKey({ tokenizer: hash, typeIds }),
    vocabularySize,
    maxLength: longestSequence(config, tokenizerConfig),
    typeIds,
    specials: specialsOf(json, template),
    template,
    encode: (texts) => (cache === null ? encodeWhole(texts) : cache.encode(texts)),
  }
}

/** Reads the fields of a configuration beside the tokenizer; one that is not there has none. */
function readConfig<T>(fields: z.ZodType<T>, file: string): T {
  const content = existsSync(file) ? readJsonObject(file) : { value: {} }
  if ('reason' in content) throw new TokenizerInvalidError(file, content.reason)
  const parsed = fields.safeParse(content.value)
  if (parsed.success) return parsed.data
  const [{ path, message }] = parsed.error.issues as [z.core.$ZodIssue]
  throw new TokenizerInvalidError(file, `"${path.join('.')}": ${message}`)
}

function checkTemplate(file: string, template: Template | null): asserts template is Template {
  if (template === null)
    throw new TokenizerInvalidError(file, 'its post-processor does not keep two texts in order')
  const { left, right } = template.single
  const missing = left.ids.length === 0 ? 'first' : right.ids.length === 0 ? 'last' : null
  if (missing !== null || template.pair.left.ids.length === 0 || template.pair.right.ids.length === 0)
    throw new TokenizerSpecialsError(file, `special token ${missing === 'first' ? 'before' : 'after'} a text`)
}

function sizeOf({ model, added_tokens: added }: TokenizerJson): number {
  const vocabulary = model?.vocab ?? []
  let size = 0
  if (Array.isArray(vocabulary)) size = vocabulary.length
  else for (const id of Object.values(vocabulary as Record<string, number>)) size = Math.max(size, id + 1)
  for (const { id } of added ?? []) size = Math.max(size, id + 1)
  return size
}

function specialsOf({ model, added_tokens }: TokenizerJson, template: Template): Specials {
  const added = added_tokens ?? []
  const idOf = (...names: (string | null | undefined)[]) =>
    added.find(({ content }) => names.includes(content))?.id ?? null
  const { left, right } = template.single
  const all = new Set([...left.ids, ...right.ids, ...template.pair.middle.ids])
  for (const token of added) if (token.special) all.add(token.id)
  return {
    first: left.ids[0]!,
    last: right.ids.at(-1)!,
    padding: idOf('<pad>', '[PAD]'),
    mask: idOf('<mask>', '[MASK]'),
    unknown: model?.unk_id ?? idOf(model?.unk_token, '<unk>', '[UNK]'),
    all: [...all].sort((a, b) => a - b),
  }
}

/** RoBERTa and its descendants number positions from the padding id + 1, which costs that many of the table's rows. */
function longestSequence(config: ModelConfig, { model_max_length }: TokenizerConfig): number | null {
  const shifted = /roberta|camembert/.test(config.model_type ?? '')
  const lost = shifted ? (config.pad_token_id ?? 1) + 1 : 0
  const positions = (config.max_position_embeddings ?? Number.POSITIVE_INFINITY) - lost
  const limit = model_max_length ?? Number.POSITIVE_INFINITY
  const longest = Math.min(positions > 0 ? positions : Number.POSITIVE_INFINITY, limit)
  return longest > 1e9 ? null : longest
}
