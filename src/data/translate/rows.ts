import { type KindsWith, kinds, type TaskKind } from '#catalog'
import type {
  ClassificationExample,
  Dataset,
  ExamplesByKind,
  GoldAnswer,
  MultipleChoiceExample,
  RegressionExample,
  SpanExtractionExample,
} from '../examples.ts'
import { type Marks, mark, unmark } from './marks.ts'
import { relocate } from './relocate.ts'
import { oneLine } from './translator.ts'

/** Translation of a text on one line; blank for blank. */
export type Lookup = (text: string) => string

/** An example as it is written, or why it is left out. Rows are read back by the parsers of `translatedTask`. */
export type Outcome =
  | { readonly row: Readonly<Record<string, unknown>>; readonly answers?: readonly AnswerFoundBy[] }
  | { readonly dropped: string }

export type AnswerFoundBy = 'mark' | 'exact' | 'normalised'

interface FoundAnswer extends GoldAnswer {
  readonly by: AnswerFoundBy
}

/** How examples of a kind are taken apart into texts, and put together from their translations. */
interface Member<E> {
  /** Answers can be marked in its texts. */
  readonly marks?: true
  texts(example: E, marks: Marks | undefined): string[]
  outcome(example: E, translate: Lookup, marks: Marks | undefined): Outcome
}

const NO_GOLD: Outcome = { dropped: 'no gold label' }

const classification: Member<ClassificationExample> = {
  texts: ({ text, pair }) => (pair === undefined ? [text] : [text, pair]),
  outcome({ id, text, pair, label }, translate) {
    if (label === null) return NO_GOLD
    const second = pair === undefined ? {} : { pair: translate(pair) }
    return { row: { id, text: translate(text), ...second, label } }
  },
}

const regression: Member<RegressionExample> = {
  texts: ({ text, pair }) => [text, pair],
  outcome: ({ id, text, pair, value }, translate) =>
    value === null ? NO_GOLD : { row: { id, text: translate(text), pair: translate(pair), value } },
}

const multipleChoice: Member<MultipleChoiceExample> = {
  texts: ({ context, choices }) => [context, ...choices],
  outcome({ id, context, choices, answer }, translate) {
    if (answer === null) return NO_GOLD
    const translated = choices.map(translate)
    const right = translated[answer]
    if (translated.some((choice, at) => choice === right && choices[at] !== choices[answer]))
      return { dropped: 'a wrong choice has the same translation as the right one' }
    return { row: { id, context: translate(context), choices: translated, answer } }
  },
}

const spanExtraction: Member<SpanExtractionExample> = {
  marks: true,
  texts: (example, marks) => [
    example.question,
    contextOf(example, marks).text,
    ...example.answers.map(({ text }) => text),
  ],
  outcome(example, translate, marks) {
    const { id, question, answers } = example
    const { text, marked } = contextOf(example, marks)
    const { context, answer: between } =
      marked && marks !== undefined
        ? unmark(translate(text), marks)
        : { context: translate(text), answer: null }
    const found = answers.flatMap((answer, at): FoundAnswer[] => {
      if (at === 0 && between !== null) return [{ ...between, by: 'mark' }]
      const place = (answer.start + answer.text.length / 2) / example.context.length
      const relocated = relocate(context, translate(answer.text), place)
      return relocated === null ? [] : [relocated]
    })
    if (answers.length > 0 && found.length === 0)
      return { dropped: 'no answer was found in the translated context' }
    return {
      answers: found.map(({ by }) => by),
      row: {
        id,
        question: translate(question),
        context,
        answers: {
          text: found.map((answer) => answer.text),
          // Files count code points, as Python does.
          answer_start: found.map(({ start }) => [...context.slice(0, start)].length),
        },
      },
    }
  },
}

/** The first answer is the one that is marked: a context has one translation. */
function contextOf({ context, answers }: SpanExtractionExample, marks: Marks | undefined) {
  const first = answers[0]
  const marked = marks === undefined || first === undefined ? null : mark(context, first, marks)
  return { text: marked ?? context, marked: marked !== null }
}

type TranslatedKind = Exclude<TaskKind, KindsWith<'translated', null>>
export type TranslatedDataset = Dataset<TranslatedKind>

const MEMBERS: { readonly [K in TranslatedKind]: Member<ExamplesByKind[K]> } = {
  classification,
  regression,
  'multiple-choice': multipleChoice,
  'span-extraction': spanExtraction,
}

const isTranslated = (kind: TaskKind): kind is TranslatedKind => kinds[kind].translated !== null
const holdsTranslated = (dataset: Dataset): dataset is TranslatedDataset => isTranslated(dataset.kind)

/** A dataset as one of a kind that is translated. @throws TypeError for another kind. */
export function translated(dataset: Dataset): TranslatedDataset {
  if (!holdsTranslated(dataset)) throw new TypeError(`${dataset.kind} is not translated`)
  return dataset
}

/** Whether answers can be marked in the texts of a kind. */
export const hasMarks = (kind: TaskKind): boolean => isTranslated(kind) && MEMBERS[kind].marks === true

/** Texts of an example as the translator gets them: on one line, no blank ones. Repeated ones are in it repeatedly. */
export const translatableTexts = <K extends TranslatedKind>(
  kind: K,
  example: ExamplesByKind[K],
  marks: Marks | undefined,
): string[] =>
  MEMBERS[kind]
    .texts(example, marks)
    .map(oneLine)
    .filter((text) => text.trim() !== '')

/** An example made of translations, which must hold one of each of its texts. */
export function outcomeOf<K extends TranslatedKind>(
  kind: K,
  example: ExamplesByKind[K],
  translations: ReadonlyMap<string, string>,
  marks: Marks | undefined,
): Outcome {
  const translate = (text: string) => {
    const line = oneLine(text)
    return line.trim() === '' ? '' : translations.get(line)!
  }
  return MEMBERS[kind].outcome(example, translate, marks)
}
