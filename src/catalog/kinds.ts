/**
 * The kinds of tasks, with all that other rooms ask about one. No room asks "is it masked-LM?": it reads a property here,
 * or has a map over the kinds, or over the values of a property, that the compiler keeps complete.
 */

import type { Cluster } from './clusters.ts'

/** What an example is: the data room has a type of each name, and says of each of its formats which it makes. */
export type ExampleForm =
  | 'labelled'
  | 'valued'
  | 'choices'
  | 'questions'
  | 'tagged'
  | 'text'
  | 'translations'
  | 'collections'
  | 'passages'

/** What is learned, which decides the head: the engine has a `Head` of each name. */
export type Objective =
  | 'classification'
  | 'regression'
  | 'multiple-choice'
  | 'span-extraction'
  | 'tagging'
  | 'masked-lm'
  | 'dual-encoder'

/**
 * How a checkpoint is scored on a target:
 * - predictions: the head of the target answers every example;
 * - translations: vectors of sentences and of their translations are searched both ways;
 * - mining: pairs are taken out of two collections, above a threshold that development data decides;
 * - passages: a pool of candidates is searched for each query by their vectors.
 */
export const EVALUATIONS = ['predictions', 'translations', 'mining', 'passages'] as const
export type Evaluation = (typeof EVALUATIONS)[number]

/** How a file of the official XTREME layout holds predictions. */
export type OfficialForm = 'labels' | 'choices' | 'tags' | 'answers' | 'rows' | 'pairs' | 'rankings'

/** Length settings beside `maxLength`. */
export type LengthSetting = 'stride' | 'questionLength' | 'answerLength' | 'queryLength'

export interface KindProperties {
  /** Word of the glossary, as reports say it. */
  readonly title: string
  readonly examples: ExampleForm
  /** null: never trained on, so that a stage which names such a task is an error. */
  readonly objective: Objective | null
  /** null: never scored, so that a target of the kind is an error. */
  readonly evaluation: Evaluation | null
  /**
   * Metric by which development data selects the best weights of a training: `main` is the first metric of the task. null:
   * the head predicts nothing there, no development data is read, and the weights after the last step are taken.
   */
  readonly selection: 'main' | 'squad-f1' | null
  /** Languages that a stage trains on where it lists none: English where the task has it, or all that the task has. */
  readonly trainedLanguages: 'english' | 'all'
  /** Raw text: all tasks of the kind in a stage are one stream under one head, and encoders are pretrained on it. */
  readonly stream: boolean
  /** Tokens are hidden by the schedule, by the setting `maskProbability`. */
  readonly masksTokens: boolean
  /** The task must list its labels: they decide the width of the head. */
  readonly labels: boolean
  readonly lengths: readonly LengthSetting[]
  /** What test examples of a task have in common, where its entry does not say. */
  readonly cluster: Cluster
  /** How `polyvia data translate` writes its examples, as format and options of the data room; null where labels do not survive translation. */
  readonly translated: {
    readonly format: string
    readonly options: Readonly<Record<string, unknown>>
  } | null
  /** null: no benchmark has official files of the kind. */
  readonly official: OfficialForm | null
}

/** Every kind: add one here, and the compiler names what else it needs. */
const KINDS = {
  classification: {
    title: 'classification',
    examples: 'labelled',
    objective: 'classification',
    evaluation: 'predictions',
    selection: 'main',
    trainedLanguages: 'english',
    stream: false,
    masksTokens: false,
    labels: true,
    lengths: [],
    cluster: 'premise',
    translated: {
      format: 'sentence-pairs',
      options: { form: 'jsonl', columns: { text: 'text', pair: 'pair', label: 'label', id: 'id' } },
    },
    official: 'labels',
  },
  regression: {
    title: 'regression',
    examples: 'valued',
    objective: 'regression',
    evaluation: 'predictions',
    selection: 'main',
    trainedLanguages: 'english',
    stream: false,
    masksTokens: false,
    labels: false,
    lengths: [],
    cluster: 'sentence',
    translated: {
      format: 'scored-pairs',
      options: {
        form: 'jsonl',
        columns: { text: 'text', pair: 'pair', value: 'value', id: 'id' },
        range: [-1e9, 1e9],
      },
    },
    official: null,
  },
  'multiple-choice': {
    title: 'multiple choice',
    examples: 'choices',
    objective: 'multiple-choice',
    evaluation: 'predictions',
    selection: 'main',
    trainedLanguages: 'english',
    stream: false,
    masksTokens: false,
    labels: false,
    lengths: [],
    cluster: 'context',
    translated: {
      format: 'multiple-choice',
      options: { form: 'jsonl', context: '{context}', choices: 'choices', answer: 'answer', id: 'id' },
    },
    official: 'choices',
  },
  'span-extraction': {
    title: 'span extraction',
    examples: 'questions',
    objective: 'span-extraction',
    evaluation: 'predictions',
    // English data, so SQuAD's rules, whatever the target's own are: XQuAD and MLQA share one fine-tuning.
    selection: 'squad-f1',
    trainedLanguages: 'english',
    stream: false,
    masksTokens: false,
    labels: false,
    lengths: ['stride', 'questionLength', 'answerLength'],
    cluster: 'article',
    translated: { format: 'squad-rows', options: { form: 'jsonl', noAnswer: 'unanswerable' } },
    official: 'answers',
  },
  tagging: {
    title: 'tagging',
    examples: 'tagged',
    objective: 'tagging',
    evaluation: 'predictions',
    selection: 'main',
    trainedLanguages: 'english',
    stream: false,
    masksTokens: false,
    labels: true,
    lengths: [],
    cluster: 'example',
    translated: null,
    official: 'tags',
  },
  'masked-lm': {
    title: 'masked-LM',
    examples: 'text',
    objective: 'masked-lm',
    evaluation: null,
    selection: null,
    trainedLanguages: 'all',
    stream: true,
    masksTokens: true,
    labels: false,
    lengths: [],
    cluster: 'example',
    translated: null,
    official: null,
  },
  'sentence-retrieval': {
    title: 'sentence retrieval',
    examples: 'translations',
    objective: null,
    evaluation: 'translations',
    selection: null,
    trainedLanguages: 'english',
    stream: false,
    masksTokens: false,
    labels: false,
    lengths: [],
    cluster: 'example',
    translated: null,
    official: 'rows',
  },
  mining: {
    title: 'mining',
    examples: 'collections',
    objective: null,
    evaluation: 'mining',
    selection: null,
    trainedLanguages: 'english',
    stream: false,
    masksTokens: false,
    labels: false,
    lengths: [],
    cluster: 'example',
    translated: null,
    official: 'pairs',
  },
  'passage-retrieval': {
    title: 'passage retrieval',
    examples: 'passages',
    objective: 'dual-encoder',
    evaluation: 'passages',
    selection: null,
    trainedLanguages: 'english',
    stream: false,
    masksTokens: false,
    labels: false,
    lengths: ['queryLength'],
    cluster: 'example',
    translated: null,
    official: 'rankings',
  },
} as const satisfies Readonly<Record<string, KindProperties>>

/** Name of a kind, as task entries write it. */
export type TaskKind = keyof typeof KINDS

/** The kinds with one of some values of a property, such as `KindsWith<'evaluation', 'predictions'>`. */
export type KindsWith<P extends keyof KindProperties, V extends KindProperties[P]> = {
  [K in TaskKind]: (typeof KINDS)[K][P] extends V ? K : never
}[TaskKind]

/** Form of the examples of each kind. */
export type FormOf = { readonly [K in TaskKind]: (typeof KINDS)[K]['examples'] }

/** What each kind declares. */
export const kinds: Readonly<Record<TaskKind, KindProperties>> = KINDS

export const TASK_KINDS = Object.keys(KINDS) as [TaskKind, ...TaskKind[]]
