import { codePointIndex } from './code-points.ts'
import { DataInvalidError } from './errors.ts'
import type { SpanExtractionExample } from './examples.ts'
import { type Parsed, tally } from './format.ts'

/** A question as files write it: answers by text and code point. */
export interface WrittenQuestion {
  readonly id: string | number
  readonly question: string
  readonly answers: readonly { readonly text: string; readonly answer_start: number }[]
  readonly impossible: boolean
}

interface Place {
  readonly file: string
  readonly line?: number
}

/** Collects questions and checks that answers are the text at their position. */
export class Spans {
  private readonly examples: SpanExtractionExample[] = []
  private readonly withheld = new Set<SpanExtractionExample>()
  private readonly tally = tally()
  private readonly misaligned: 'error' | 'skip'
  private readonly ids: 'file' | 'position'

  constructor(misaligned: 'error' | 'skip', ids: 'file' | 'position') {
    this.misaligned = misaligned
    this.ids = ids
  }

  skip(reason: string): void {
    this.tally.skip(reason)
  }

  /** Questions of one context. `placeOf` finds the line of a question for an error. */
  add(
    { article, context }: { readonly article: string | undefined; readonly context: string },
    questions: readonly WrittenQuestion[],
    placeOf: (question: WrittenQuestion) => Place,
  ): void {
    const unitAt = codePointIndex(context)
    for (const written of questions) {
      const { id, question, answers, impossible } = written
      const given = impossible ? [] : answers.filter((answer) => answer.text !== '')
      const aligned = given.flatMap(({ text, answer_start }) => {
        const start = unitAt(answer_start)
        if (start !== null && context.startsWith(text, start)) return [{ text, start }]
        if (this.misaligned === 'error') {
          const there = context.slice(start ?? context.length).slice(0, text.length)
          throw misalignment(placeOf(written), id, text, answer_start, there)
        }
        this.skip('answer text is not at answer_start')
        return []
      })
      if (given.length > 0 && aligned.length === 0) {
        this.skip('question without an answer at its place')
        continue
      }
      for (let blank = given.length; blank < answers.length && given.length > 0; blank++)
        this.skip('empty answer')
      const name = this.ids === 'file' ? String(id) : String(this.examples.length)
      const cluster = article === undefined ? {} : { cluster: article }
      const example = { id: name, question, context, answers: aligned, ...cluster }
      if (given.length === 0 && !impossible) this.withheld.add(example)
      this.examples.push(example)
    }
  }

  /** All blanked: a test file as XTREME distributes it. Some: faults of the file, which no answer can be right for. */
  end(): Parsed<'questions'> {
    const { examples, withheld } = this
    const { skipped } = this.tally
    if (withheld.size === examples.length) return { examples, gold: false, skipped }
    for (const _ of withheld) this.skip('question whose answers are empty')
    return { examples: examples.filter((example) => !withheld.has(example)), gold: true, skipped }
  }
}

function misalignment(
  place: Place,
  id: string | number,
  text: string,
  start: number,
  there: string,
): DataInvalidError {
  return new DataInvalidError(
    { ...place, field: `question ${id}` },
    `the answer ${quote(text)} of question ${id} is not at answer_start ${start}, where the context has ${quote(there)}`,
    'Set the option "misaligned: skip" of the task entry to leave such answers out and count them.',
  )
}

const quote = (text: string) => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
