import { IntList } from './growable.ts'
import { type Segments, SegmentsWriter } from './segments.ts'

/** Words and tokens kept before the cache starts anew: about 150 MB. */
const MOST_WORDS = 1_000_000
const MOST_TOKENS = 4_000_000
/** Texts whose words are looked up before the missing ones are encoded together. */
const CHUNK = 8192
/** New words encoded as one text. */
const JOINED = 64

/** Code points that a preceding space would join in one grapheme cluster (Unicode annex 29: Extend, SpacingMark, ZWJ). */
const JOINS_BEFORE = /^[\p{M}\p{Grapheme_Extend}\p{Emoji_Modifier}\u200d]/u
/** Code points that join a following space (Prepend). */
const JOINS_AFTER =
  /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\u{110bd}\u{110cd}\u{111c2}\u{111c3}\u{1193f}\u{11941}\u{11a3a}\u{11a84}-\u{11a89}\u{11d46}\u{11f02}]$/u

/** Where a text begins with a control character that the normalizer removes, the library moves all its offsets by one. */
const MOVES_OFFSETS = /^(?![\t\n\f\r])\p{Cc}/u

type EncodeTexts = (texts: readonly string[]) => Promise<Segments>

interface Component {
  readonly type?: string
  readonly [field: string]: unknown
}

/** The parts of `tokenizer.json` that decide whether words are independent. */
export interface Pipeline {
  readonly normalizer?: Component | null
  readonly pre_tokenizer?: Component | null
  readonly added_tokens?: readonly { readonly id: number; readonly content: string }[]
}

/**
 * Whether a text's tokens are the tokens of its space-separated words, one after the other. True where the
 * pre-tokenizer splits at whitespace and the normalizer works grapheme by grapheme: XLM-R and its like, BERT and its like.
 */
export function wordsAreIndependent(pipeline: Pipeline): boolean {
  const normalizer = pipeline.normalizer?.type
  if (pipeline.added_tokens?.some(({ content }) => /\s/.test(content))) return false
  const splitter = pipeline.pre_tokenizer
  if (splitter?.type === 'BertPreTokenizer')
    return normalizer === 'BertNormalizer' || normalizer === undefined
  if (normalizer !== 'Precompiled' && normalizer !== undefined) return false
  if (splitter?.type !== 'Sequence') return false
  const parts = splitter.pretokenizers as readonly Component[]
  const [whitespace, metaspace] = parts
  if (parts.length !== 2 || whitespace?.type !== 'WhitespaceSplit' || metaspace?.type !== 'Metaspace')
    return false
  return metaspace.prepend_scheme === undefined
    ? metaspace.add_prefix_space === true
    : metaspace.prepend_scheme === 'always'
}

/**
 * Encodes texts word by word and remembers each word: the native library then sees a word of a language once.
 * Ids and offsets equal those of the whole text; a text with a word for which that is not certain (a special token
 * inside, a mark that would combine with the space, a control character at its start) is encoded whole.
 */
export class WordCache {
  private readonly words = new Map<string, number>()
  private readonly ids = new IntList('cached tokens')
  private readonly starts = new IntList('cached tokens')
  private readonly ends = new IntList('cached tokens')
  private readonly bounds = new IntList('cached words')
  /** 1 for a word that makes its text be encoded whole. */
  private readonly uncertain = new IntList('cached words')
  private readonly encodeWhole: EncodeTexts
  private readonly addedIds: ReadonlySet<number>
  /** Matches a word that holds an added token as it is written. */
  private readonly added: RegExp
  private queue: Promise<unknown> = Promise.resolve()

  constructor(encodeWhole: EncodeTexts, added: NonNullable<Pipeline['added_tokens']>) {
    this.encodeWhole = encodeWhole
    this.addedIds = new Set(added.map(({ id }) => id))
    const contents = added.map(({ content }) => content.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    this.added = new RegExp(contents.length === 0 ? '(?!)' : contents.join('|'), 'u')
    this.reset()
  }

  /** Calls wait for one another, because a word is entered before its tokens are known. */
  encode(texts: readonly string[]): Promise<Segments> {
    const result = this.queue.then(() => this.encodeAll(texts))
    this.queue = result.catch(() => this.reset())
    return result
  }

  private reset(): void {
    this.words.clear()
    for (const list of [this.ids, this.starts, this.ends, this.bounds, this.uncertain]) list.clear()
    this.bounds.push(0)
  }

  private async encodeAll(texts: readonly string[]): Promise<Segments> {
    const writer = new SegmentsWriter(texts.length)
    for (let from = 0; from < texts.length; from += CHUNK) {
      if (this.words.size > MOST_WORDS || this.ids.length > MOST_TOKENS) this.reset()
      const chunk = texts.slice(from, from + CHUNK)
      const found = await this.lookUp(chunk)
      const whole = await this.encodeWhole(chunk.filter((_, index) => found.uncertain[index] === 1))
      let wholes = 0
      for (let index = 0; index < chunk.length; index++) {
        if (found.uncertain[index] === 1) writer.tokensOf(whole, wholes++)
        else
          for (let at = found.bounds[index]!; at < found.bounds[index + 1]!; at++)
            this.copyWord(found.entries[at]!, found.positions[at]!, writer)
        writer.endText()
      }
    }
    return writer.toSegments()
  }

  private copyWord(entry: number, position: number, writer: SegmentsWriter): void {
    const last = this.bounds.data[entry + 1]!
    for (let token = this.bounds.data[entry]!; token < last; token++)
      writer.token(
        this.ids.data[token]!,
        position + this.starts.data[token]!,
        position + this.ends.data[token]!,
      )
  }

  /** Entry and position of every word of every text; encodes those not seen before. */
  private async lookUp(texts: readonly string[]) {
    const entries = new IntList('words', texts.length * 8)
    const positions = new IntList('words', texts.length * 8)
    const bounds = new Int32Array(texts.length + 1)
    const missing: string[] = []
    for (const [index, text] of texts.entries()) {
      for (let from = 0; from < text.length; ) {
        let to = text.indexOf(' ', from)
        if (to === -1) to = text.length
        if (to > from) {
          const word = text.slice(from, to)
          let entry = this.words.get(word)
          if (entry === undefined) {
            entry = this.words.size
            this.words.set(word, entry)
            missing.push(word)
          }
          entries.push(entry)
          positions.push(from)
        }
        from = to + 1
      }
      bounds[index + 1] = entries.length
    }
    if (missing.length > 0) await this.learn(missing)
    const uncertain = new Uint8Array(texts.length)
    for (let index = 0; index < texts.length; index++)
      for (let at = bounds[index]!; at < bounds[index + 1]!; at++)
        if (this.uncertain.data[entries.data[at]!] === 1) uncertain[index] = 1
    return { entries: entries.data, positions: positions.data, bounds, uncertain }
  }

  /** Encodes new words, many in one text: one call of the library for each would cost as much as the encoding. */
  private async learn(words: readonly string[]): Promise<void> {
    const certain = words.map(
      (word) => ![JOINS_BEFORE, JOINS_AFTER, MOVES_OFFSETS, this.added].some((pattern) => pattern.test(word)),
    )
    const joinable = words.filter((_, index) => certain[index])
    const texts: string[] = []
    for (let from = 0; from < joinable.length; from += JOINED)
      texts.push(joinable.slice(from, from + JOINED).join(' '))
    const tokens = await this.encodeWhole(texts)
    let nth = 0
    let [token, position] = [0, 0]
    for (const [index, word] of words.entries()) {
      let uncertain = !certain[index]
      if (certain[index]) {
        const text = Math.floor(nth / JOINED)
        if (nth % JOINED === 0) position = 0
        const end = position + word.length
        for (; token < tokens.bounds[text + 1]! && tokens.ends[token]! <= end; token++) {
          this.ids.push(tokens.ids[token]!)
          this.starts.push(tokens.starts[token]! - position)
          this.ends.push(tokens.ends[token]! - position)
          if (this.addedIds.has(tokens.ids[token]!)) uncertain = true
        }
        position = end + 1
        nth++
      }
      this.bounds.push(this.ids.length)
      this.uncertain.push(uncertain ? 1 : 0)
    }
  }
}
