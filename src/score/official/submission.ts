import type { OfficialForm } from '#catalog'
import { strip } from '#kernel'
import { officialLines, readChoices, readObject, readTags } from './files.ts'

/** Predictions of one task and language, one an example unless said otherwise. */
export interface OfficialPredictions {
  /** Ids of the examples; `english` only in sentence retrieval. */
  readonly examples: readonly { readonly id: string; readonly english?: string }[]
  readonly predictions: readonly unknown[]
}

interface Form {
  /** Whether a file holds one prediction an example. */
  readonly perExample: boolean
  write(given: OfficialPredictions): string
  /** Number of predictions in a file, as the official script reads it. */
  count(file: string): number
}

const lines = (all: readonly unknown[]) => all.map((row) => `${String(row)}\n`).join('')
const countLines = (file: string) => officialLines(file).length
const countEntries = (file: string) => Object.keys(readObject(file)).length

const labels: Form = { perExample: true, write: ({ predictions }) => lines(predictions), count: countLines }

/** A tag a line, a blank line after each sentence. */
const tags: Form = {
  perExample: true,
  write: ({ predictions }) =>
    (predictions as readonly (readonly string[])[]).map((sentence) => `${lines(sentence)}\n`).join(''),
  count: (file) => readTags(file).length,
}

/** XTREME sorts the English sentences by code point to hide which translates which: predictions go in that order. */
const rows: Form = {
  perExample: true,
  write: ({ examples, predictions }) => {
    const keys = examples.map(({ english = '' }) => Buffer.from(strip(english)))
    const order = [...keys.keys()].sort((a, b) => Buffer.compare(keys[a]!, keys[b]!))
    return lines(order.map((at) => predictions[at]))
  },
  count: countLines,
}

const pairs: Form = {
  perExample: false,
  write: ({ predictions }) =>
    lines((predictions as readonly (readonly string[])[]).map((pair) => pair.join('\t'))),
  count: countLines,
}

const byId: Form = {
  perExample: true,
  write: ({ examples, predictions }) =>
    `${JSON.stringify(Object.fromEntries(examples.map(({ id }, at) => [id, predictions[at]])))}\n`,
  count: countEntries,
}

const choices: Form = {
  perExample: true,
  write: ({ predictions }) => lines(predictions.map((label) => JSON.stringify({ label }))),
  count: (file) => readChoices(file).length,
}

/** Every form of prediction files (google-research/xtreme, evaluate.py readers). */
export const OFFICIAL_FORMS: { readonly [F in OfficialForm]: Form } = {
  labels,
  choices,
  tags,
  answers: byId,
  rows,
  pairs,
  rankings: byId,
}
