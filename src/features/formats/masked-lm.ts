import type { InputFormat } from './format.ts'
import { encodeTexts } from './texts.ts'

/**
 * Raw text, one sequence an example, cut at the maximum length (as jiant's `mlm_simple`). Texts without tokens are
 * left out. Which tokens are masked is drawn by the schedule, anew each time.
 */
export const maskedLm: InputFormat<'masked-lm'> = {
  kind: 'masked-lm',
  async encode(examples, tokenizer, { maxLength }) {
    const texts = await encodeTexts(examples, (example) => example, tokenizer, maxLength, true)
    return {
      ...texts,
      tensors: {},
      notes: { 'empty texts left out': examples.length - texts.itemExample.length },
    }
  },
}
