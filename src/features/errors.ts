import { PolyviaError } from '#kernel'

/** `tokenizer.json` is not there. */
export class TokenizerMissingError extends PolyviaError {
  readonly code = 'TOKENIZER_MISSING'
  readonly exitCode = 2
  constructor(file: string) {
    super(`There is no tokenizer "${file}"`, {
      hint: 'A model folder needs "tokenizer.json" (fast tokenizer). Save one with AutoTokenizer.from_pretrained(...).save_pretrained(folder).',
      place: { file },
    })
  }
}

/** `tokenizer.json` or a configuration beside it cannot be understood. */
export class TokenizerInvalidError extends PolyviaError {
  readonly code = 'TOKENIZER_INVALID'
  readonly exitCode = 2
  constructor(file: string, reason: string) {
    super(`Cannot use the tokenizer "${file}": ${reason}`, {
      hint: 'Download the file again, or save it anew with a current version of the tokenizers library.',
      place: { file },
    })
  }
}

/** The tokenizer lacks special tokens that the input formats build on. */
export class TokenizerSpecialsError extends PolyviaError {
  readonly code = 'TOKENIZER_SPECIALS'
  readonly exitCode = 2
  constructor(file: string, missing: string) {
    super(`The tokenizer "${file}" has no ${missing}`, {
      hint: 'Heads read the first special token (<s>, [CLS]) and sequences end with one (</s>, [SEP]); masked-LM needs <mask> or [MASK]. Use the tokenizer of an encoder such as XLM-R or mBERT.',
      place: { file },
    })
  }
}

/** The tokenizer names ids that the model has no embedding for. */
export class TokenizerMismatchError extends PolyviaError {
  readonly code = 'TOKENIZER_MISMATCH'
  readonly exitCode = 2
  constructor(file: string, tokenizerSize: number, modelSize: number) {
    super(
      `Wrong tokenizer for this model: "${file}" has token ids up to ${tokenizerSize - 1}, the model's config.json has vocab_size ${modelSize}`,
      { hint: 'Put the tokenizer.json of this very model into its folder.', place: { file } },
    )
  }
}

/** `maxLength` does not fit the model or the input format. */
export class MaxLengthError extends PolyviaError {
  readonly code = 'MAX_LENGTH_INVALID'
  readonly exitCode = 2
  constructor(maxLength: number, reason: string) {
    super(`Cannot use a maximum length of ${maxLength} tokens: ${reason}`, {
      hint: 'Set "maxLength" of the task; published settings use 128 to 512.',
    })
  }
}

/** An example carries a label outside the task's closed label set. */
export class LabelUnknownError extends PolyviaError {
  readonly code = 'LABEL_UNKNOWN'
  readonly exitCode = 2
  constructor(label: string, example: string, labels: readonly string[]) {
    super(`Example "${example}" has the label "${label}"; the task's labels are ${labels.join(', ')}`, {
      hint: "Correct the data file, or list the label in the task's entry.",
    })
  }
}

/** An example cannot be turned into features at all. */
export class ExampleInvalidError extends PolyviaError {
  readonly code = 'EXAMPLE_INVALID'
  readonly exitCode = 2
  constructor(example: string, reason: string) {
    super(`Cannot use example "${example}": ${reason}`, {
      hint: 'Correct or remove this example in the data file.',
    })
  }
}

/** Nothing to train on, or no gold labels to train with. */
export class NothingToTrainError extends PolyviaError {
  readonly code = 'NOTHING_TO_TRAIN'
  readonly exitCode = 2
  constructor(task: number, reason: string) {
    super(`Cannot train on task ${task} of the schedule: ${reason}`, {
      hint: 'Train on a split that has gold labels; XTREME test files have none.',
    })
  }
}

/** More than 2^31 - 1 values in one array: the files hold 32-bit offsets. */
export class TooLargeError extends PolyviaError {
  readonly code = 'FEATURES_TOO_LARGE'
  readonly exitCode = 2
  constructor(what: string) {
    super(`Cannot hold ${what} in one file: more than 2147483647 values`, {
      hint: 'Cap the number of examples or steps, or split the task.',
    })
  }
}

/** A features folder is damaged, or of another version. */
export class FeaturesInvalidError extends PolyviaError {
  readonly code = 'FEATURES_INVALID'
  readonly exitCode = 1
  constructor(folder: string, reason: string, cause?: unknown) {
    super(`Cannot read the features in "${folder}": ${reason}`, {
      cause,
      hint: 'Delete this artifact; the next run makes it again.',
      place: { file: folder },
    })
  }
}

/** Predictions, features and examples do not belong together. */
export class PredictionsMismatchError extends PolyviaError {
  readonly code = 'PREDICTIONS_MISMATCH'
  readonly exitCode = 1
  constructor(reason: string) {
    super(`Cannot read the predictions: ${reason}`, {
      hint: 'Predictions were made from other features or data. Run the phase again.',
    })
  }
}
