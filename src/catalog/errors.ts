import { PolyviaError } from '#kernel'
import type { Language } from './language.ts'
import { nearest } from './nearest.ts'

export class UnknownTaskError extends PolyviaError {
  readonly code = 'UNKNOWN_TASK'
  readonly exitCode = 2
  constructor(id: string, known: readonly string[]) {
    const near = nearest(id, known)
    super(`There is no task "${id}" in the catalogue`, {
      hint:
        near.length > 0
          ? `Did you mean ${near.map((each) => `"${each}"`).join(' or ')}? The catalogue has: ${known.join(', ')}.`
          : `The catalogue has: ${known.join(', ')}. A task of your own goes under "tasks" of the study.`,
    })
  }
}

export class UnknownLanguageError extends PolyviaError {
  readonly code = 'UNKNOWN_LANGUAGE'
  readonly exitCode = 2
  constructor(code: string, known: readonly Language[]) {
    const meant = known.find(
      ({ iso3, name, code: bcp47 }) =>
        [iso3, name.toLowerCase()].includes(code.toLowerCase()) ||
        bcp47 === code.toLowerCase().split(/[-_]/)[0],
    )
    super(`There is no language "${code}" in the catalogue`, {
      hint: meant
        ? `Write "${meant.code}" for ${meant.name}.`
        : `Languages are named by BCP 47 code, such as "sw". Known are: ${known.map((each) => each.code).join(' ')}.`,
    })
  }
}

/** An id of a benchmark, model or stage that the catalogue does not have. */
export class UnknownEntryError extends PolyviaError {
  readonly code = 'UNKNOWN_ENTRY'
  readonly exitCode = 2
  constructor(kind: 'benchmark' | 'model' | 'stage', id: string, known: readonly string[]) {
    const near = nearest(id, known)
    super(`There is no ${kind} "${id}" in the catalogue`, {
      hint: `${near.length > 0 ? `Did you mean ${near.map((each) => `"${each}"`).join(' or ')}? ` : ''}The catalogue has: ${known.join(', ')}.`,
    })
  }
}
