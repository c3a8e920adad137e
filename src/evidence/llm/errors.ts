import { PolyviaError } from '#kernel'

/** A language model is to be asked, and its provider wants a key. */
export class LlmKeyMissingError extends PolyviaError {
  readonly code = 'LLM_KEY_MISSING'
  readonly exitCode = 3
  constructor(variable: string, baseVariable: string) {
    super(`There is no key for the language model: ${variable} is not set`, {
      hint: `Set ${variable}, or ${baseVariable} to the address of a server of your own, or go on without a language model.`,
    })
  }
}
