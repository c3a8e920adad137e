import type { SpanExtractionExample } from '#data'
import { splitWords } from '#kernel'
import type { AnswerOutcome, AnswerRules } from '../answers/answer-rules.ts'
import { mlqa } from '../answers/mlqa.ts'
import { squad, squadV2 } from '../answers/squad.ts'
import { GoldMissingError, NoExamplesError } from '../errors.ts'
import type { Outcomes, Score } from '../metric.ts'
import { alwaysPredicted, chanceOf, checkIds, makeScore, type Scored } from './make-score.ts'

/** `squad` = v1.1, every question has an answer; `squad-v2` = v2.0, some have none; `mlqa` = by language. */
export type AnswerRulesId = 'squad' | 'squad-v2' | 'mlqa'

const RULES: Readonly<Record<AnswerRulesId, (language: string) => AnswerRules>> = {
  squad: () => squad,
  'squad-v2': () => squadV2,
  mlqa,
}

export interface SpanExtractionOptions {
  readonly rules: AnswerRulesId
  /** Median length in words of the training data's answers: what a prediction without learning takes from the context's start. */
  readonly answerWords?: number | undefined
}

/** Metrics of a family of rules. */
export const answerMetrics = (family: 'squad' | 'mlqa') => [
  `${family}-mean`,
  `${family}-f1`,
  `${family}-exact-match`,
]

const MISSING: AnswerOutcome = { exact: false, overlap: 0, predicted: 0, gold: 0 }

/**
 * Scores answer texts by question id; a question without prediction scores 0, as in the official scripts (v2.0's leaves
 * it out of the mean instead). Outcomes: `exact`, and token counts with the gold answer of the highest F1:
 * `overlap_tokens`, `predicted_tokens`, `gold_tokens`. Chance: the first words of the context.
 */
export function scoreSpanExtraction(
  scored: Scored,
  examples: readonly SpanExtractionExample[],
  answersById: ReadonlyMap<string, string>,
  { rules, answerWords }: SpanExtractionOptions,
): Score {
  if (examples.length === 0) throw new NoExamplesError(scored.task, scored.language)
  checkIds(scored, examples)
  const withheld =
    rules === 'squad-v2' ? examples.every(isUnanswered) && examples[0] : examples.find(isUnanswered)
  if (withheld) throw new GoldMissingError(scored.task, scored.language, withheld.id)

  const { compare } = RULES[rules](scored.language)
  const metrics = answerMetrics(rules === 'mlqa' ? 'mlqa' : 'squad')
  const outcomesOf = (answer: (example: SpanExtractionExample) => string | undefined) =>
    columnsOf(
      examples.map((example) => {
        const text = answer(example)
        return text === undefined
          ? MISSING
          : compare(
              text,
              example.answers.map((gold) => gold.text),
            )
      }),
    )
  const always = alwaysPredicted(
    examples.map(({ id }) => answersById.get(id) ?? ''),
    examples.map(({ answers }) => answers[0]?.text ?? ''),
  )
  return makeScore(scored, {
    metrics,
    outcomes: outcomesOf(({ id }) => answersById.get(id)),
    examples: examples.length,
    ...(answerWords === undefined
      ? {}
      : {
          chance: chanceOf(
            metrics,
            outcomesOf(({ context }) => splitWords(context).slice(0, answerWords).join(' ')),
            `the first ${answerWords} words of the context, the median length of an answer in the training data`,
          ),
        }),
    collapsed: always === '' ? 'no answer' : always,
  })
}

const isUnanswered = ({ answers }: SpanExtractionExample) => answers.length === 0

function columnsOf(compared: readonly AnswerOutcome[]): Outcomes {
  return {
    exact: Float32Array.from(compared, ({ exact }) => (exact ? 1 : 0)),
    overlap_tokens: Float32Array.from(compared, ({ overlap }) => overlap),
    predicted_tokens: Float32Array.from(compared, ({ predicted }) => predicted),
    gold_tokens: Float32Array.from(compared, ({ gold }) => gold),
  }
}

/** Median number of words in the first answers, at least 1; `undefined` without any answer. */
export function medianAnswerWords(examples: readonly SpanExtractionExample[]): number | undefined {
  const lengths = examples
    .flatMap(({ answers }) => (answers[0] === undefined ? [] : [splitWords(answers[0].text).length]))
    .sort((a, b) => a - b)
  return lengths.length === 0 ? undefined : Math.max(1, lengths[Math.floor((lengths.length - 1) / 2)]!)
}
