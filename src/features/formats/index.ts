import type { TaskKind } from '#data'
import { classification } from './classification.ts'
import type { InputFormat } from './format.ts'
import { maskedLm } from './masked-lm.ts'
import { mining } from './mining.ts'
import { multipleChoice } from './multiple-choice.ts'
import { passageRetrieval } from './passage-retrieval.ts'
import { regression } from './regression.ts'
import { sentenceRetrieval } from './sentence-retrieval.ts'
import { spanExtraction } from './span-extraction.ts'
import { tagging } from './tagging.ts'

/** What a prediction of one example is, by task kind. */
export interface PredictionByKind {
  readonly classification: string
  readonly regression: number
  /** Index of the choice. */
  readonly 'multiple-choice': number
  /** Answer text; '' for none. */
  readonly 'span-extraction': string
  /** One tag a word. */
  readonly tagging: string[]
  readonly 'masked-lm': never
  readonly 'sentence-retrieval': never
  readonly mining: never
  readonly 'passage-retrieval': never
}

/** Every input format: add a task kind here and a file beside. */
export const formats: { readonly [T in TaskKind]: InputFormat<T, PredictionByKind[T]> } = {
  classification,
  regression,
  'multiple-choice': multipleChoice,
  'span-extraction': spanExtraction,
  tagging,
  'masked-lm': maskedLm,
  'sentence-retrieval': sentenceRetrieval,
  mining,
  'passage-retrieval': passageRetrieval,
}
