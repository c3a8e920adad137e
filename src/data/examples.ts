import {
  type Evaluation,
  type ExampleForm,
  type FormOf,
  type KindsWith,
  kinds,
  type TaskKind,
} from '#catalog'

/** A class of a closed label set, premise and hypothesis, or one text alone. */
export interface ClassificationExample {
  readonly id: string
  readonly text: string
  readonly pair?: string
  /** `null` where the file holds no gold label (XTREME test files). */
  readonly label: string | null
  /** Name of what it is from together with others, where the file knows: its claim or concept. */
  readonly cluster?: string
}

/** Two texts and a real-valued score (semantic textual similarity). */
export interface RegressionExample {
  readonly id: string
  readonly text: string
  readonly pair: string
  readonly value: number | null
}

/** One context with several continuations or answers, one of them right. */
export interface MultipleChoiceExample {
  readonly id: string
  /** First text of each choice's sequence. */
  readonly context: string
  /** Second text of each choice's sequence. */
  readonly choices: readonly string[]
  /** Index of the right choice, from 0. */
  readonly answer: number | null
  /** Name of what it is from together with others, where the file knows: the situation that is asked about. */
  readonly cluster?: string
}

/** A span of the context, in UTF-16 code units, as JavaScript counts. */
export interface GoldAnswer {
  readonly text: string
  readonly start: number
}

/** A question about a context. No answers: unanswerable (SQuAD 2.0), or withheld (see the dataset's `gold`). */
export interface SpanExtractionExample {
  readonly id: string
  readonly question: string
  readonly context: string
  readonly answers: readonly GoldAnswer[]
  /** Name of what it is from together with others, where the file knows: the article of the context. */
  readonly cluster?: string
}

/** A sentence cut into words, with one tag a word. */
export interface TaggingExample {
  readonly id: string
  readonly words: readonly string[]
  readonly tags: readonly string[] | null
  /** Name of what it is from together with others, where the file knows: its document. */
  readonly cluster?: string
}

/** Raw text for masked-LM. `pair` goes into the same sequence, as second segment. */
export interface TextExample {
  readonly id: string
  readonly text: string
  readonly pair?: string
}

/** A sentence and its translation; line i of one file and line i of the other. */
export interface TranslationExample {
  readonly id: string
  /** The sentence in the dataset's language. */
  readonly text: string
  readonly english: string
  /** Name of what it is from together with others, where the file knows: its concept. */
  readonly cluster?: string
}

/** One sentence of a collection that translations are mined from (BUCC). */
export interface MiningExample {
  /** The benchmark's own sentence id, such as "de-000000123". */
  readonly id: string
  readonly text: string
  /** Which collection it is in: that of the dataset's language, or the English one. */
  readonly side: 'text' | 'english'
  /** Ids of its translations in the other collection; `null` where gold is withheld. Only on the side `text`. */
  readonly translations?: readonly string[] | null
}

/** A text that is found; `pair` is its second segment. */
export interface PassageText {
  readonly text: string
  readonly pair?: string
}

/**
 * A query, or in the split `candidates` a passage that can be found. A candidate is right for a query when they have a
 * key in common: the question it answers (LAReQA), the entity it describes (Mewsli-X).
 */
export interface PassageRetrievalExample extends PassageText {
  readonly id: string
  /** Keys of the right candidates of a query; those that a candidate is right for. */
  readonly keys: readonly string[]
  /** Training data: the right passage, then hard negatives; every example of a dataset has equally many. */
  readonly passages?: readonly PassageText[]
  /** Name of what it is from together with others, where the file knows: the article of its answer, or its entity. */
  readonly cluster?: string
}

/** Examples by their form. */
export type ExamplesByForm = ForEach<
  ExampleForm,
  {
    readonly labelled: ClassificationExample
    readonly valued: RegressionExample
    readonly choices: MultipleChoiceExample
    readonly questions: SpanExtractionExample
    readonly tagged: TaggingExample
    readonly text: TextExample
    readonly translations: TranslationExample
    readonly collections: MiningExample
    readonly passages: PassageRetrievalExample
  }
>

/** A type with an entry a name: one that lacks a name is an error where it is written. */
type ForEach<N extends string, T extends Readonly<Record<N, unknown>>> = T

/** Examples by task kind. */
export type ExamplesByKind = { readonly [K in TaskKind]: ExamplesByForm[FormOf[K]] }
export type Example = ExamplesByForm[ExampleForm]

/** Kinds whose heads answer every example of a test set. */
export type PredictedKind = KindsWith<'evaluation', 'predictions'>

/** Raw text goes by its name (line, verse, concept), so that a sentence and its translations fall into the same part. */
const byName = ({ id }: { readonly id: string }) => id.replace(/#\d+$/, '')

const SUBJECTS: { readonly [F in ExampleForm]: (example: ExamplesByForm[F]) => string } = {
  labelled: ({ text }) => text,
  valued: ({ text }) => text,
  choices: ({ context }) => context,
  questions: ({ context }) => context,
  tagged: ({ words }) => words.join(' '),
  text: byName,
  translations: byName,
  collections: ({ text }) => text,
  passages: ({ text, passages }) => passages?.[0]?.pair ?? passages?.[0]?.text ?? text,
}

/** What examples about the same thing share: a context, a passage, a premise, a sentence. */
export function subject<F extends ExampleForm>(form: F, example: ExamplesByForm[F]): string {
  return SUBJECTS[form](example)
}

/** One file that examples were read from. */
export interface SourceFile {
  readonly path: string
  /** SHA-256 of the uncompressed bytes, so that `x.tsv` and `x.tsv.gz` are the same data. */
  readonly sha256: string
  readonly bytes: number
}

/** Everything read for one task, language and split. */
export interface Dataset<T extends TaskKind = TaskKind> {
  readonly kind: T
  readonly task: string
  readonly language: string
  readonly split: Split
  readonly examples: readonly ExamplesByKind[T][]
  readonly files: readonly SourceFile[]
  /** Whether every example has its gold label. False where a benchmark withholds them, as in XTREME test files. */
  readonly gold: boolean
  /** What a reader of results must know, such as that a development file stands in for a test file. Printed and put in the manifest. */
  readonly notes: readonly string[]
  /** What the parser left out and why, such as `{ 'label "-"': 15 }`. Never silent: printed and put in the manifest. */
  readonly skipped: Readonly<Record<string, number>>
}

/** `candidates`: what is searched in passage retrieval. */
export type Split = 'train' | 'development' | 'test' | 'candidates'

export const isPredicted = (kind: TaskKind): kind is PredictedKind => kinds[kind].evaluation === 'predictions'

/**
 * A dataset of a kind that is scored in this way. Here a kind that was read becomes one that the compiler knows, so that
 * what is done with its examples is checked for every kind of this way.
 * @throws TypeError where it is scored in another way: the caller followed the wrong branch.
 */
export function scoredBy<E extends Evaluation>(
  dataset: Dataset,
  evaluation: E,
): Dataset<KindsWith<'evaluation', E>> {
  if (!isScoredBy(dataset, evaluation)) throw new TypeError(`${dataset.kind} is not scored by ${evaluation}`)
  return dataset
}

const isScoredBy = <E extends Evaluation>(
  dataset: Dataset,
  evaluation: E,
): dataset is Dataset<KindsWith<'evaluation', E>> => kinds[dataset.kind].evaluation === evaluation
