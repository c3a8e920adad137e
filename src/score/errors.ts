import { PolyviaError } from '#kernel'

const where = (task: string, language: string) => `task "${task}" in language "${language}"`

/** Predictions and examples do not pair up. */
export class UnequalLengthsError extends PolyviaError {
  readonly code = 'SCORE_INPUT_UNEQUAL'
  readonly exitCode = 1
  constructor(task: string, language: string, what: string, found: number, wanted: number, row?: string) {
    const at = row === undefined ? '' : ` of example "${row}"`
    super(`Cannot score ${where(task, language)}: ${found} ${what}${at}, wanted ${wanted}`, {
      hint: 'The predictions were made on other examples, or are cut short. Predict again on the same dataset.',
    })
  }
}

/** Nothing to score. */
export class NoExamplesError extends PolyviaError {
  readonly code = 'SCORE_INPUT_EMPTY'
  readonly exitCode = 1
  constructor(task: string, language: string, what = 'examples') {
    super(`Cannot score ${where(task, language)}: there are no ${what}`, {
      hint: 'Check the file and the limit of the target: no examples is never counted as 0.',
    })
  }
}

/** Two examples with one id. */
export class DuplicateIdError extends PolyviaError {
  readonly code = 'SCORE_INPUT_DUPLICATE'
  readonly exitCode = 1
  constructor(task: string, language: string, id: string) {
    super(`Cannot score ${where(task, language)}: the id "${id}" occurs twice`, {
      hint: 'Ids must be unique within a task and language. Look for a file that was read twice.',
    })
  }
}

/** An example without a gold answer. */
export class GoldMissingError extends PolyviaError {
  readonly code = 'SCORE_INPUT_NO_GOLD'
  readonly exitCode = 1
  constructor(task: string, language: string, id: string) {
    super(`Cannot score ${where(task, language)}: example "${id}" has no gold answer`, {
      hint: 'Benchmarks withhold the labels of some test files. Score a split that has them, such as development.',
    })
  }
}

/** A query that nothing could be found for. */
export class NothingRightError extends PolyviaError {
  readonly code = 'SCORE_INPUT_NOTHING_RIGHT'
  readonly exitCode = 1
  constructor(task: string, language: string, id: string, candidates: number) {
    super(
      `Cannot score ${where(task, language)}: query "${id}" has no right one among the ${candidates} candidates`,
      { hint: 'Search all candidates of the benchmark, or leave such queries out before they are searched.' },
    )
  }
}

/** A prediction that no metric can read, such as NaN or an empty tag. */
export class PredictionInvalidError extends PolyviaError {
  readonly code = 'SCORE_INPUT_INVALID'
  readonly exitCode = 1
  constructor(task: string, language: string, id: string, reason: string) {
    super(`Cannot score ${where(task, language)}: example "${id}" ${reason}`, {
      hint: 'The run may have diverged: look at its loss curve. If the loss is fine, this is a bug worth reporting.',
    })
  }
}

/** Rules that do not cover a language. */
export class LanguageUnknownError extends PolyviaError {
  readonly code = 'SCORE_LANGUAGE_UNKNOWN'
  readonly exitCode = 2
  constructor(rules: string, language: string, known: readonly string[]) {
    super(`Cannot score language "${language}" by the ${rules} rules: they cover ${known.join(', ')}`, {
      hint: 'Use a task scored by the SQuAD rules for other languages.',
    })
  }
}

/** A metric id that is not in the family. */
export class MetricUnknownError extends PolyviaError {
  readonly code = 'SCORE_METRIC_UNKNOWN'
  readonly exitCode = 2
  constructor(id: string, known: readonly string[]) {
    super(`There is no metric "${id}"; there are ${known.join(', ')}`, {
      hint: 'Correct the metrics of the task.',
    })
  }
}

/** A task lists a metric that its kind is not scored by. */
export class TaskMetricError extends PolyviaError {
  readonly code = 'TASK_METRIC_IMPOSSIBLE'
  readonly exitCode = 2
  constructor(task: string, kind: string, id: string, possible: readonly string[]) {
    super(`Task "${task}" lists the metric "${id}", which ${kind} is not scored by`, {
      hint: `Name in "metrics" of the task some of ${possible.join(', ')}.`,
    })
  }
}

/** A study measures what its targets do not have. */
export class MeasureImpossibleError extends PolyviaError {
  readonly code = 'MEASURE_IMPOSSIBLE'
  readonly exitCode = 2
  constructor(measure: string, target: string | null, possible: ReadonlyMap<string, readonly string[]>) {
    super(
      target === null
        ? `"measure" names ${measure}, which no target of the study has`
        : `"measure" names ${measure}, and target "${target}" is not scored by ${measure.includes(',') ? 'any of them' : 'it'}`,
      {
        hint: `Name one metric for every target. They have: ${[...possible].map(([id, ids]) => `${id}: ${ids.join(', ')}`).join('; ')}.`,
        place: { field: 'measure' },
      },
    )
  }
}

/** A folder of predictions or labels that is not there. */
export class FolderMissingError extends PolyviaError {
  readonly code = 'SCORE_FOLDER_MISSING'
  readonly exitCode = 2
  constructor(folder: string, option: string) {
    super(`There is no folder "${folder}"`, {
      hint: `Give a folder with ${option} that has a folder for each task.`,
      place: { file: folder },
    })
  }
}

/** Folders of predictions and labels without a file in common. */
export class NothingToScoreError extends PolyviaError {
  readonly code = 'SCORE_FOLDER_EMPTY'
  readonly exitCode = 2
  constructor(benchmark: string, files: readonly string[]) {
    super(`No file of ${benchmark} is in both folders`, {
      hint: `Wanted are files such as ${files.join(', ')}, under the same names in both.`,
    })
  }
}

/** A file of predictions or labels that is not in the official form. */
export class OfficialFileError extends PolyviaError {
  readonly code = 'SCORE_FILE_INVALID'
  readonly exitCode = 2
  constructor(file: string, reason: string, line?: number) {
    super(`"${file}" ${reason}`, {
      hint: 'The forms of all files are listed in docs/reference/metrics.md.',
      place: line === undefined ? { file } : { file, line },
    })
  }
}
