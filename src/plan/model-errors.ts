import { PolyviaError } from '#kernel'
import type { Setting } from './training-defaults.ts'

/** The study names a model that is neither a folder here, nor in the catalogue, nor in the hub's local cache. */
export class ModelError extends PolyviaError {
  readonly code = 'MODEL_NOT_FOUND'
  readonly exitCode = 2
}

/** A file of a model's folder is damaged, or describes what cannot be opened. */
export class ModelInvalidError extends PolyviaError {
  readonly code = 'MODEL_INVALID'
  readonly exitCode = 2
  constructor(
    file: string,
    reason: string,
    details: { readonly field?: string; readonly hint?: string } = {},
  ) {
    const {
      field,
      hint = 'Copy or download the model again. Polyvia reads encoders in Hugging Face layout.',
    } = details
    super(`Cannot use "${file}": ${reason}`, {
      hint,
      place: { file, ...(field === undefined ? {} : { field }) },
    })
  }
}

/** A model's folder is not as it was when the study was planned, so what a phase would read is not what its key says. */
export class ModelChangedError extends PolyviaError {
  readonly code = 'MODEL_CHANGED'
  readonly exitCode = 1
  constructor(folder: string) {
    super(`The files in "${folder}" have changed since the run began`, {
      hint: 'Run again when they stay as they are: the study is then planned with the model as it is now.',
      place: { file: folder },
    })
  }
}

/** The study asks for longer sequences than the model takes. */
export class ModelLengthError extends PolyviaError {
  readonly code = 'MAX_LENGTH_INVALID'
  readonly exitCode = 2
  constructor(asked: Setting<number>, longest: number) {
    super(`A maximum length of ${asked.value} tokens (${asked.source}): the model takes at most ${longest}`, {
      hint: 'Lower "maxLength" under "training".',
    })
  }
}

/** The study asks for packed rows, which the model's attention cannot take. */
export class BatchingError extends PolyviaError {
  readonly code = 'BATCHING_UNSUPPORTED'
  readonly exitCode = 2
  constructor(modelType: string, source: string) {
    super(`"batching: packed" (${source}), but encoders of type "${modelType}" do not take packed rows`, {
      hint: 'Leave "batching" out, or ask for "padded".',
    })
  }
}

/** The study freezes every layer that the model has. */
export class FreezeError extends PolyviaError {
  readonly code = 'FREEZE_INVALID'
  readonly exitCode = 2
  constructor(asked: number, source: string, layers: number) {
    super(
      `"freeze: ${asked}" (${source}): the model has ${layers} layers, and one at least must be trained`,
      {
        hint: `Take at most ${layers - 1}, or "embeddings".`,
      },
    )
  }
}

/** The model asked for is of a size or form that no machine computes. */
export class ModelSizeError extends PolyviaError {
  readonly code = 'MODEL_IMPOSSIBLE'
  readonly exitCode = 2
  constructor(model: string, reason: string) {
    super(`${model} cannot be: ${reason}`, {
      hint: 'Heads share the width evenly; at most 1,000 layers and 10^12 parameters are taken.',
    })
  }
}

/** The study asks for the prefixes of a model, and none are known of it. */
export class PrefixesError extends PolyviaError {
  readonly code = 'PREFIXES_UNKNOWN'
  readonly exitCode = 2
  constructor(model: string) {
    super(`"prefixes: model", but the catalogue knows no prefixes of ${model}`, {
      hint: "Write them out under \"retrieval\": { query: 'query: ', passage: 'passage: ' }.",
      place: { field: 'retrieval.prefixes' },
    })
  }
}
