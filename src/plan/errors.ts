import { TRANSLATABLE } from '#catalog'
import { messageOf, PolyviaError } from '#kernel'
import type { Absent } from './pins.ts'

/** A passage retrieval task does not say how its texts are encoded. */
export class DualEncoderError extends PolyviaError {
  readonly code = 'TASK_INVALID'
  readonly exitCode = 2
  constructor(task: string) {
    super(`Task "${task}" is passage-retrieval, but does not say how query and passage are encoded`, {
      hint: 'Add "dualEncoder" (pooling, scale, learnScale, source) to the task entry.',
    })
  }
}

/** A stage lists languages, none of which one of its tasks has. */
export class StageLanguageError extends PolyviaError {
  readonly code = 'STAGE_LANGUAGES'
  readonly exitCode = 2
  constructor(task: string, listed: readonly string[], own: readonly string[]) {
    super(`A stage trains "${task}" in ${listed.join(', ')}, but that task has none of these languages`, {
      hint: `It can be trained in: ${own.join(' ')}.`,
    })
  }
}

/** Data or the model of a study are not on this machine, so it can be planned but not run. */
export class MaterialMissingError extends PolyviaError {
  readonly code = 'MATERIAL_MISSING'
  readonly exitCode = 2
  constructor(absent: readonly Absent[]) {
    const shown = absent.slice(0, 12).map(({ what }) => `  ${what}`)
    const more = absent.length > shown.length ? [`  and ${absent.length - shown.length} more`] : []
    super(
      `The study needs what is not on this machine:\n${[...shown, ...more].join('\n')}\n${messageOf(absent[0]!.error)}`,
      {
        hint: '"polyvia data fetch STUDY" gets what can be downloaded and says how to get the rest; --data names further folders.',
        cause: absent[0]!.error,
      },
    )
  }
}

/** A stage wants a task translated whose labels translation does not keep. */
export class TranslationError extends PolyviaError {
  readonly code = 'TRANSLATION_UNSUPPORTED'
  readonly exitCode = 2
  constructor(task: string, kind: string) {
    super(
      `A stage has "translated: true", but "${task}" is ${kind}, whose labels translation does not keep`,
      {
        hint: `Kinds that can be translated: ${TRANSLATABLE.join(', ')}.`,
      },
    )
  }
}

/** A stage wants a task translated and does not say into what. */
export class TranslationLanguagesError extends PolyviaError {
  readonly code = 'STAGE_LANGUAGES'
  readonly exitCode = 2
  constructor(task: string) {
    super(`A stage has "translated: true" for "${task}", but no "languages"`, {
      hint: 'List the languages that it was translated into.',
    })
  }
}

/** A stage names a task that nothing is learned from. */
export class UntrainableError extends PolyviaError {
  readonly code = 'TASK_USE'
  readonly exitCode = 2
  constructor(task: string, kind: string) {
    super(`A stage trains "${task}", which is ${kind}: encoders are scored on it, never trained`, {
      hint: 'Name it under "targets", and train on another task.',
    })
  }
}

/** A target is a task that nothing is scored on. */
export class UnscorableError extends PolyviaError {
  readonly code = 'TASK_USE'
  readonly exitCode = 2
  constructor(task: string, kind: string) {
    super(`Target "${task}" is ${kind}, which is trained, never scored`, {
      hint: 'Name it in a stage of an arm, and score another task.',
    })
  }
}

/** A target is to be scored without fine-tuning, and its kind has no head before. */
export class UntunedError extends PolyviaError {
  readonly code = 'TASK_USE'
  readonly exitCode = 2
  constructor(task: string, kind: string) {
    super(`Target "${task}" has "fineTune: false", but ${kind} is scored by a head that fine-tuning makes`, {
      hint: 'Leave "fineTune" out; it is for passage retrieval.',
    })
  }
}

/** A benchmark among the targets brings a task that is listed too. */
export class TargetTwiceError extends PolyviaError {
  readonly code = 'STUDY_INVALID'
  readonly exitCode = 2
  constructor(task: string) {
    super(`Target "${task}" is listed twice, by itself or as a task of a benchmark`, {
      hint: 'List the tasks of the benchmark one by one, each with its own settings.',
    })
  }
}

/** What a study measures the masked-LM loss on is no held-out text. */
export class ForgettingTextError extends PolyviaError {
  readonly code = 'TASK_USE'
  readonly exitCode = 2
  constructor(task: string, what: string) {
    super(`"forgetting" measures the masked-LM loss on "${task}", which ${what}`, {
      hint: 'Name masked-LM tasks with development data; "polyvia tasks" lists the kinds.',
    })
  }
}
