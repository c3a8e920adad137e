import type { TaskEntry } from '#catalog'
import type { ExamplesByKind, PredictedKind } from '#data'
import type { PredictionByKind } from '#features'
import type { SeqevalBehaviour } from './chunks.ts'
import { UnequalLengthsError } from './errors.ts'
import type { Score } from './metric.ts'
import { CLASSIFICATION_METRICS, scoreClassification } from './scorers/classification.ts'
import { mostFrequent } from './scorers/make-score.ts'
import { MULTIPLE_CHOICE_METRICS, scoreMultipleChoice } from './scorers/multiple-choice.ts'
import { REGRESSION_METRICS, scoreRegression } from './scorers/regression.ts'
import { answerMetrics, medianAnswerWords, scoreSpanExtraction } from './scorers/span-extraction.ts'
import { TAGGING_METRICS } from './scorers/tag-chance.ts'
import { scoreTagging } from './scorers/tagging.ts'

/** Predictions of one checkpoint on one task and language. */
export interface PredictionInput<K extends PredictedKind = PredictedKind> {
  readonly kind: K
  readonly entry: Pick<TaskEntry, 'id' | 'metrics' | 'labels'>
  readonly language: string
  readonly examples: readonly ExamplesByKind[K][]
  /** One an example, in their order. */
  readonly predictions: readonly PredictionByKind[K][]
  /** Training examples of the task, for the chance level. */
  readonly training?: readonly ExamplesByKind[K][] | undefined
  readonly seqeval?: SeqevalBehaviour | undefined
}

interface Scorer<K extends PredictedKind> {
  /** Metrics that its scores hold. */
  metrics(entry: Pick<TaskEntry, 'metrics'>): readonly string[]
  score(input: PredictionInput<K>): Score
}

const of = (input: Pick<PredictionInput, 'entry' | 'language'>) => ({
  task: input.entry.id,
  language: input.language,
})

/** Answers are compared as MLQA does where the task lists a metric of MLQA's. */
export const comparesAsMlqa = ({ metrics }: { readonly metrics: readonly string[] }) =>
  metrics.some((id) => id.startsWith('mlqa-'))

/** The scorer of every kind that has predictions. */
export const SCORERS: { readonly [K in PredictedKind]: Scorer<K> } = {
  classification: {
    metrics: () => CLASSIFICATION_METRICS,
    score: (input) =>
      scoreClassification(of(input), input.examples, input.predictions, {
        frequentLabel: mostFrequent((input.training ?? []).flatMap(({ label }) => label ?? [])),
        labels: input.entry.labels?.length,
      }),
  },
  'multiple-choice': {
    metrics: () => MULTIPLE_CHOICE_METRICS,
    score: (input) => scoreMultipleChoice(of(input), input.examples, input.predictions),
  },
  regression: {
    metrics: () => REGRESSION_METRICS,
    score: (input) => scoreRegression(of(input), input.examples, input.predictions),
  },
  tagging: {
    metrics: () => TAGGING_METRICS,
    score: (input) => scoreTagging(of(input), input.examples, input.predictions, { seqeval: input.seqeval }),
  },
  'span-extraction': {
    metrics: (entry) => answerMetrics(comparesAsMlqa(entry) ? 'mlqa' : 'squad'),
    score({ entry, language, examples, predictions, training = [] }) {
      if (predictions.length !== examples.length)
        throw new UnequalLengthsError(entry.id, language, 'predictions', predictions.length, examples.length)
      const hasUnanswerable = examples.some(({ answers }) => answers.length === 0)
      return scoreSpanExtraction(
        { task: entry.id, language },
        examples,
        new Map(examples.map(({ id }, at) => [id, predictions[at]!])),
        {
          rules: comparesAsMlqa(entry) ? 'mlqa' : hasUnanswerable ? 'squad-v2' : 'squad',
          answerWords: medianAnswerWords(training),
        },
      )
    },
  },
}

/**
 * Scores the predictions of heads. Question answering by SQuAD rules takes those of v2.0 when some question has no
 * answer.
 */
export function scorePredictions<K extends PredictedKind>(input: PredictionInput<K>): Score {
  return SCORERS[input.kind].score(input)
}
