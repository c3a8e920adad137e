import { NgramTable, ngramsOf } from './ngrams.ts'
import type { ExampleTexts } from './texts.ts'
import { wordsOf } from './words.ts'

/** Share of its n-grams from which a text counts as seen: PaLM (Chowdhery et al. 2022, section 8). */
export const SEEN_SHARE = 0.7

/** Fewest words that tell a text: one or two are a name or a phrase of the language, which any training data has. */
export const LEAST_WORDS = 3

/**
 * How a test item was seen in training:
 * - whole: all its texts, and its choices, are texts of one training example, and have `LEAST_WORDS` together;
 * - text: one of its texts, of `LEAST_WORDS` or more, is a text of a training example;
 * - ngrams: of one of its texts at least `SEEN_SHARE` of the n-grams are in training texts.
 */
export type Seen = 'whole' | 'text' | 'ngrams'

/** A test item that was seen, by the first of these that holds. */
export interface SeenItem {
  /** Place among the items, from 0. */
  readonly item: number
  readonly how: Seen
  /** Its text that was seen. */
  readonly text: string
  /** Share of the n-grams of that text; null where it is a text of training data. */
  readonly share: number | null
  /** A training example in which it was seen; with n-grams, the one that has most of them. */
  readonly by: TrainingExample
}

/** `from`: number of its dataset, as the caller counts them. */
export interface TrainingExample {
  readonly from: number
  readonly id: string
}

/** An item by the numbers of its texts and of its choices; what has no words is left out. */
interface Item {
  readonly texts: readonly number[]
  readonly choices: readonly number[]
  /** Words of all that are different. */
  readonly words: number
}

/** Share of the n-grams of a text that were seen, and the source of most of them. */
interface Part {
  readonly share: number
  readonly source: number
}

/** No text of an item, no training example. */
const NONE = -1

/** Raw texts of training data that are remembered, so that a paragraph with five questions is read once. */
const REMEMBERED = 2 ** 16

/**
 * Looks for test items in training data. Texts are compared by their words (see `wordsOf`): as wholes exactly, in parts by
 * hashes of their n-grams (53 bits: of a hundred million in training data, one is taken for one of ten million in test
 * data with a chance of 1 in 9). Memory goes with the test items; training data passes by.
 */
export class OverlapSearch {
  readonly #items: Item[] = []
  /** Every different text of the items as it is written, and its number by its words. */
  readonly #texts: string[] = []
  readonly #numbers = new Map<string, number>()
  /** By the number of a text: its words, the items that begin with it, and the source that has it. */
  readonly #lengths: number[] = []
  readonly #itemsFrom: number[][] = []
  readonly #sourceOfText: number[] = []
  readonly #sourceOfItem = new Map<number, number>()
  readonly #ngrams = new NgramTable()
  /** Training examples in which something of an item was seen first. */
  readonly #sources: TrainingExample[] = []
  /** Whether something was seen first in the example that is being read. */
  #isSource = false
  readonly #remembered = new Map<string, number>()

  /** Adds a test item. All of them are added before training data is read. */
  add({ texts, choices = [] }: ExampleTexts): void {
    const numbered = (each: readonly string[]) =>
      each.map((text) => this.#number(text)).filter((number) => number !== NONE)
    const item = { texts: numbered(texts), choices: numbered(choices) }
    const different = new Set([...item.texts, ...item.choices])
    const words = [...different].reduce((sum, text) => sum + this.#lengths[text]!, 0)
    this.#itemsFrom[item.texts[0] ?? NONE]?.push(this.#items.length)
    this.#items.push({ ...item, words })
  }

  #number(text: string): number {
    const words = wordsOf(text)
    const joined = words.join('')
    if (joined === '') return NONE
    const known = this.#numbers.get(joined)
    if (known !== undefined) return known
    for (const ngram of ngramsOf(words)) this.#ngrams.add(ngram)
    this.#lengths.push(words.length)
    this.#itemsFrom.push([])
    this.#sourceOfText.push(NONE)
    this.#numbers.set(joined, this.#texts.length)
    return this.#texts.push(text) - 1
  }

  /** Looks for the items in one training example. */
  read(from: number, { id, texts, choices = [] }: ExampleTexts): void {
    const source = this.#sources.push({ from, id }) - 1
    this.#isSource = false
    const numbers = new Set([...texts, ...choices].map((text) => this.#look(text, source)))
    for (const number of numbers)
      for (const at of this.#itemsFrom[number] ?? []) {
        const item = this.#items[at]!
        const isWhole = [...item.texts, ...item.choices].every((each) => numbers.has(each))
        if (!isWhole || item.words < LEAST_WORDS || this.#sourceOfItem.has(at)) continue
        this.#sourceOfItem.set(at, source)
        this.#isSource = true
      }
    if (!this.#isSource) this.#sources.pop()
  }

  /** Number of a training text that is a text of an item, else NONE. */
  #look(text: string, source: number): number {
    const known = this.#remembered.get(text)
    if (known !== undefined) return known
    const words = wordsOf(text)
    const number = this.#numbers.get(words.join('')) ?? NONE
    if (this.#sourceOfText[number] === NONE) {
      this.#sourceOfText[number] = source
      this.#isSource = true
    }
    for (const ngram of ngramsOf(words)) if (this.#ngrams.set(ngram, source)) this.#isSource = true
    if (this.#remembered.size >= REMEMBERED) this.#remembered.clear()
    this.#remembered.set(text, number)
    return number
  }

  /** How each item was seen, null where it was not, in their order. */
  *found(): Generator<SeenItem | null> {
    const parts = new Map<number, Part>()
    const partOf = (text: number) => {
      const part = parts.get(text) ?? this.#part(this.#texts[text]!)
      parts.set(text, part)
      return part
    }
    for (const [item, { texts }] of this.#items.entries()) {
      const seen = (how: Seen, text: number, share: number | null, source: number): SeenItem => ({
        item,
        how,
        text: this.#texts[text]!,
        share,
        by: this.#sources[source]!,
      })
      const whole = this.#sourceOfItem.get(item)
      const text = texts.find(
        (each) => this.#sourceOfText[each] !== NONE && this.#lengths[each]! >= LEAST_WORDS,
      )
      if (whole !== undefined) yield seen('whole', texts[0]!, null, whole)
      else if (text !== undefined) yield seen('text', text, null, this.#sourceOfText[text]!)
      else {
        const most = texts.find((each) => partOf(each).share >= SEEN_SHARE)
        yield most === undefined ? null : seen('ngrams', most, partOf(most).share, partOf(most).source)
      }
    }
  }

  /** How much of a text was seen: a share of 0 where it has no n-grams. */
  #part(text: string): Part {
    const ngrams = ngramsOf(wordsOf(text))
    const sources = new Map<number, number>()
    for (const ngram of ngrams) {
      const source = this.#ngrams.get(ngram)
      if (source !== NONE) sources.set(source, (sources.get(source) ?? 0) + 1)
    }
    const [most, ...others] = [...sources].sort(([, one], [, other]) => other - one)
    if (most === undefined) return { share: 0, source: NONE }
    const seen = others.reduce((sum, [, times]) => sum + times, most[1])
    return { share: seen / ngrams.length, source: most[0] }
  }
}
