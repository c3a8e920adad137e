import { PolyviaError } from '#kernel'

/** Scores that were to be compared in pairs but are not over the same examples. */
export class UnpairedError extends PolyviaError {
  readonly code = 'COMPARE_UNPAIRED'
  readonly exitCode = 1
  constructor(target: string, language: string, found: number, wanted: number) {
    super(
      `Cannot compare scores on target "${target}" in language "${language}": one has ${found} examples, another ${wanted}`,
      {
        hint: 'The scores come from different versions of the data. Run the study again: what is out of date is computed anew.',
      },
    )
  }
}

/** Results that contradict themselves, such as two scores for one cell. */
export class ResultsInvalidError extends PolyviaError {
  readonly code = 'COMPARE_INVALID'
  readonly exitCode = 1
  constructor(reason: string, hint = 'Give every arm, target, language and seed one score at most.') {
    super(`Cannot compare: ${reason}`, {
      hint,
    })
  }
}
