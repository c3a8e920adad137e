import type { TaskEntry } from '#catalog'
import type { ExamplesByKind, TaskKind } from '#data'
import type { SeqevalBehaviour } from './chunks.ts'
import { UnequalLengthsError } from './errors.ts'
import type { Score } from './metric.ts'
import { scoreClassification } from './scorers/classification.ts'
import { mostFrequent } from './scorers/common.ts'
import { scoreMultipleChoice } from './scorers/multiple-choice.ts'
import { scoreRegression } from './scorers/regression.ts'
import { medianAnswerWords, scoreSpanExtraction } from './scorers/span-extraction.ts'
import { scoreTagging } from './scorers/tagging.ts'

/** Predictions of one checkpoint on one task and language. */
export interface PredictionInput<T extends TaskKind = TaskKind> {
  readonly entry: Pick<TaskEntry, 'id' | 'metrics' | 'labels'> & { readonly kind: T }
  readonly language: string
  readonly examples: readonly ExamplesByKind[T][]
  /** One an example, in their order: label, value, choice index, answer text, or tags. */
  readonly predictions: readonly unknown[]
  /** Training examples of the task, for the chance level. */
  readonly training?: readonly ExamplesByKind[T][] | undefined
  readonly seqeval?: SeqevalBehaviour | undefined
}

type Scorer<T extends TaskKind> = (input: PredictionInput<T>) => Score

const of = (input: PredictionInput) => ({ task: input.entry.id, language: input.language })

/** The scorer of every task kind that has predictions. */
const SCORERS: { readonly [T in TaskKind]?: Scorer<T> } = {
  classification: (input) =>
    scoreClassification(of(input), input.examples, input.predictions as string[], {
      frequentLabel: mostFrequent((input.training ?? []).flatMap(({ label }) => label ?? [])),
      labels: input.entry.labels?.length,
    }),
  'multiple-choice': (input) => scoreMultipleChoice(of(input), input.examples, input.predictions as number[]),
  regression: (input) => scoreRegression(of(input), input.examples, input.predictions as number[]),
  tagging: (input) =>
    scoreTagging(of(input), input.examples, input.predictions as string[][], {
      seqeval: input.seqeval,
      frequentTag: mostFrequent((input.training ?? []).flatMap(({ tags }) => tags ?? [])),
    }),
  'span-extraction': ({ examples, predictions, training = [], ...input }) => {
    const { entry, language } = input
    if (predictions.length !== examples.length)
      throw new UnequalLengthsError(entry.id, language, 'predictions', predictions.length, examples.length)
    const isMlqa = entry.metrics.some((id) => id.startsWith('mlqa-'))
    const hasUnanswerable = examples.some(({ answers }) => answers.length === 0)
    return scoreSpanExtraction(
      { task: entry.id, language },
      examples,
      new Map(examples.map(({ id }, at) => [id, predictions[at] as string])),
      {
        rules: isMlqa ? 'mlqa' : hasUnanswerable ? 'squad-v2' : 'squad',
        answerWords: medianAnswerWords(training),
      },
    )
  },
}

/**
 * Scores the predictions of any task but sentence retrieval. The metrics that the task lists come first, in its order.
 * Question answering by SQuAD rules takes those of v2.0 when some question has no answer.
 */
export function scorePredictions<T extends TaskKind>(input: PredictionInput<T>): Score {
  const scorer = SCORERS[input.entry.kind] as Scorer<T> | undefined
  if (scorer === undefined) throw new TypeError(`${input.entry.kind} has no predictions to score`)
  return inOrder(scorer(input), input.entry.metrics)
}

/** The same score with some metrics first. */
function inOrder(score: Score, first: readonly string[]): Score {
  const rest = Object.keys(score.metrics).filter((id) => !first.includes(id))
  const ids = [...first.filter((id) => id in score.metrics), ...rest]
  return { ...score, metrics: Object.fromEntries(ids.map((id) => [id, score.metrics[id]!])) }
}
