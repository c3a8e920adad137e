import type { TaskKind } from '#catalog'
import type { PredictedKind } from '#data'
import { classification } from './classification.ts'
import type { Decoding, Encoding } from './format.ts'
import { maskedLm } from './masked-lm.ts'
import { mining } from './mining.ts'
import { multipleChoice } from './multiple-choice.ts'
import { passageRetrieval } from './passage-retrieval.ts'
import { regression } from './regression.ts'
import { sentenceRetrieval } from './sentence-retrieval.ts'
import { spanExtraction } from './span-extraction.ts'
import { tagging } from './tagging.ts'

const FORMATS = {
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

/** Every input format: a file beside, and a line above. */
export const formats: { readonly [K in TaskKind]: Encoding<K> } = FORMATS

/** What an answer of a head is, by kind: label, value, index of the choice, answer text ('' for none), one tag a word. */
export type PredictionByKind = {
  readonly [K in PredictedKind]: ReturnType<(typeof FORMATS)[K]['decode']>[number]
}

/** The formats of kinds whose heads answer every example. */
export const decoders: { readonly [K in PredictedKind]: Decoding<K, PredictionByKind[K]> } = FORMATS
