import { Tokenizer as NativeTokenizer } from 'tokenizers'
import { type Key, messageOf, serveHelper } from '#kernel'
import { encodeNatively } from './native.ts'
import type { Segments } from './segments.ts'
import { readTemplate, type Template } from './template.ts'

// The process that opens tokenizers for tokenizer-client.ts: a pattern in one can abort the library, or keep it for ever.

/** Asks for the template, or for the tokens of texts. `json` is sent only where the process has not opened it yet. */
export interface TokenizerQuestion {
  readonly hash: Key
  readonly json?: string
  readonly texts: readonly string[] | null
}

/** `unknown`: the tokenizer must be sent. `reason`: why it cannot be opened, or cannot do it. */
export type TokenizerAnswer =
  | { readonly template: Template | null }
  | { readonly segments: Segments }
  | { readonly reason: string }
  | { readonly unknown: true }

let opened: { readonly hash: Key; readonly native: NativeTokenizer } | undefined

serveHelper(async ({ hash, json, texts }: TokenizerQuestion): Promise<TokenizerAnswer> => {
  try {
    if (opened?.hash !== hash) {
      opened = undefined
      if (json === undefined) return { unknown: true }
      const native = NativeTokenizer.fromString(json)
      native.disableTruncation()
      native.disablePadding()
      opened = { hash, native }
    }
    const { native } = opened
    if (texts !== null) return { segments: await encodeNatively(native, texts) }
    return { template: readTemplate(await native.encode('a'), await native.encode('a', 'a')) }
  } catch (error) {
    return { reason: messageOf(error) }
  }
})
