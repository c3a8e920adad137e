import { type ExampleForm, kinds } from '#catalog'
import type { Dataset, Example, ExamplesByForm } from '../examples.ts'

/** The texts of an example, labels and answers left out. */
export interface ExampleTexts {
  readonly id: string
  /** Texts that tell what the example is about, each for itself. */
  readonly texts: readonly string[]
  /** What is the example only together with these: the choices of a question. */
  readonly choices?: readonly string[]
}

const TEXTS: { readonly [F in ExampleForm]: (example: ExamplesByForm[F]) => Omit<ExampleTexts, 'id'> } = {
  labelled: ({ text, pair }) => ({ texts: [text, ...given(pair)] }),
  valued: ({ text, pair }) => ({ texts: [text, pair] }),
  choices: ({ context, choices }) => ({ texts: [context], choices }),
  questions: ({ question, context }) => ({ texts: [question, context] }),
  tagged: ({ words }) => ({ texts: [words.join(' ')] }),
  text: ({ text, pair }) => ({ texts: [text, ...given(pair)] }),
  translations: ({ text, english }) => ({ texts: [text, english] }),
  collections: ({ text }) => ({ texts: [text] }),
  passages: ({ text, pair, passages = [] }) => ({
    texts: [text, ...given(pair), ...passages.flatMap((passage) => [passage.text, ...given(passage.pair)])],
  }),
}

const given = (text: string | undefined) => (text === undefined ? [] : [text])

/** The texts of every example of a dataset, in their order. */
export function* textsOf({ kind, examples }: Pick<Dataset, 'kind' | 'examples'>): Generator<ExampleTexts> {
  const read = TEXTS[kinds[kind].examples] as (example: Example) => Omit<ExampleTexts, 'id'>
  for (const example of examples) yield { id: example.id, ...read(example) }
}
