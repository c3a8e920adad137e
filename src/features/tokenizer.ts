import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Tokenizer as NativeTokenizer } from 'tokenizers'
import { contentKey, type Key, messageOf, sha256 } from '#kernel'
import {
  TokenizerInvalidError,
  TokenizerMismatchError,
  TokenizerMissingError,
  TokenizerSpecialsError,
} from './errors.ts'
import { encodeNatively } from './native.ts'
import type { Segments } from './segments.ts'
import { readTemplate, type Template } from './template.ts'
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
  /** Per token id: 1 where it starts a word (whole-word masking). */
  wordStarts(): Uint8Array
}

interface TokenizerJson extends Pipeline {
  readonly added_tokens?: readonly {
    readonly id: number
    readonly content: string
    readonly special?: boolean
  }[]
  readonly model?: {
    readonly type?: string
    readonly unk_id?: number | null
    readonly unk_token?: string | null
    readonly vocab?: readonly unknown[] | Readonly<Record<string, number>>
    readonly continuing_subword_prefix?: string | null
  }
}

interface ModelConfig {
  readonly model_type?: string
  readonly vocab_size?: number
  readonly type_vocab_size?: number
  readonly max_position_embeddings?: number
  readonly pad_token_id?: number | null
}

interface TokenizerConfig {
  readonly model_max_length?: number
}

/**
 * Opens the tokenizer of a model folder: `tokenizer.json`, and `config.json` and `tokenizer_config.json` where there.
 * Truncation and padding set inside the file are ignored: lengths are decided here.
 */
export async function openTokenizer(modelFolder: string): Promise<Tokenizer> {
  const file = join(modelFolder, 'tokenizer.json')
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new TokenizerMissingError(file, cause)
  })
  const config = await readOptional<ModelConfig>(join(modelFolder, 'config.json'))
  const tokenizerConfig = await readOptional<TokenizerConfig>(join(modelFolder, 'tokenizer_config.json'))
  const hash = sha256(text)
  const content = contentKey({ hash, config, tokenizerConfig })
  if (latest?.content !== content)
    latest = { content, tokenizer: build(file, text, hash, config, tokenizerConfig) }
  const tokenizer = await latest.tokenizer
  return tokenizer.file === file ? tokenizer : { ...tokenizer, file }
}

/**
 * The tokenizer opened last, with its remembered words. Every checkpoint of a study carries a copy of the same one, and a
 * vocabulary of 250,000 pieces takes seconds to open.
 */
let latest: { readonly content: Key; readonly tokenizer: Promise<Tokenizer> } | undefined

async function build(
  file: string,
  text: string,
  hash: Key,
  config: Partial<ModelConfig>,
  tokenizerConfig: Partial<TokenizerConfig>,
): Promise<Tokenizer> {
  const json = parse<TokenizerJson>(file, text)
  const native = openNative(file, text)
  const vocabularySize = sizeOf(json)
  const { vocab_size: modelSize, type_vocab_size: types = 2 } = config
  if (modelSize !== undefined && vocabularySize > modelSize)
    throw new TokenizerMismatchError(file, vocabularySize, modelSize)
  const template = await probe(native, file)
  const typeIds = types > 1 && template.pair.secondType !== 0
  const encodeWhole = (texts: readonly string[]) => encodeNatively(native, texts)
  const added = json.added_tokens ?? []
  const cache = wordsAreIndependent(json) ? new WordCache(encodeWhole, added) : null
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
    wordStarts: () => wordStartsOf(native, json, vocabularySize),
  }
}

function parse<T>(file: string, text: string): T {
  try {
    return JSON.parse(text) as T
  } catch (cause) {
    throw new TokenizerInvalidError(file, 'it is not JSON', cause)
  }
}

async function readOptional<T extends object>(file: string): Promise<Partial<T>> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw new TokenizerInvalidError(file, messageOf(error), error)
  })
  return text === null ? {} : parse<T>(file, text)
}

function openNative(file: string, text: string): NativeTokenizer {
  try {
    const native = NativeTokenizer.fromString(text)
    native.disableTruncation()
    native.disablePadding()
    return native
  } catch (cause) {
    throw new TokenizerInvalidError(file, messageOf(cause), cause)
  }
}

async function probe(native: NativeTokenizer, file: string): Promise<Template> {
  const [single, pair] = [await native.encode('a'), await native.encode('a', 'a')]
  const template = readTemplate(single, pair)
  if (template === null)
    throw new TokenizerInvalidError(file, 'its post-processor does not keep two texts in order')
  const { left, right } = template.single
  const missing = left.ids.length === 0 ? 'first' : right.ids.length === 0 ? 'last' : null
  if (missing !== null || template.pair.left.ids.length === 0 || template.pair.right.ids.length === 0)
    throw new TokenizerSpecialsError(file, `special token ${missing === 'first' ? 'before' : 'after'} a text`)
  return template
}

function sizeOf({ model, added_tokens: added = [] }: TokenizerJson): number {
  const vocabulary = model?.vocab ?? []
  let size = 0
  if (Array.isArray(vocabulary)) size = vocabulary.length
  else for (const id of Object.values(vocabulary as Record<string, number>)) size = Math.max(size, id + 1)
  for (const { id } of added) size = Math.max(size, id + 1)
  return size
}

function specialsOf({ model, added_tokens: added = [] }: TokenizerJson, template: Template): Specials {
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
function longestSequence(
  config: Partial<ModelConfig>,
  tokenizerConfig: Partial<TokenizerConfig>,
): number | null {
  const shifted = /roberta|camembert/.test(config.model_type ?? '')
  const lost = shifted ? (config.pad_token_id ?? 1) + 1 : 0
  const positions = (config.max_position_embeddings ?? Number.POSITIVE_INFINITY) - lost
  // Absent limits are written as 1e30 by transformers.
  const limit = tokenizerConfig.model_max_length ?? Number.POSITIVE_INFINITY
  const longest = Math.min(positions > 0 ? positions : Number.POSITIVE_INFINITY, limit)
  return longest > 1e9 ? null : longest
}

function wordStartsOf(native: NativeTokenizer, { model }: TokenizerJson, size: number): Uint8Array {
  const starts = new Uint8Array(size)
  const wordPiece = model?.type === 'WordPiece'
  const prefix = model?.continuing_subword_prefix ?? '##'
  for (const [token, id] of Object.entries(native.getVocab(true)))
    if (wordPiece ? !token.startsWith(prefix) : /^[▁Ġ]/u.test(token)) starts[id] = 1
  return starts
}
