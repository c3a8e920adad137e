/**
 * How seqeval cuts tags into chunks; the two are named after the releases that they were checked against.
 *
 * - `seqeval-0.0.12` (June 2019; same code up to 0.0.15): the type of a tag is what follows its last hyphen, the whole
 *   tag where there is none. In force when XTREME was published (March 2020): its numbers follow this one.
 * - `seqeval-1.2.2` (October 2020; since 0.0.16): the type is the tag without its first character and hyphen. So the
 *   part-of-speech tags CCONJ and SCONJ are both of type CONJ, and the tag X has the type of "outside": its last chunk
 *   in a sentence is lost, and a chunk may begin where one of an earlier sentence did.
 *
 * For B-, I- and O tags without further hyphens both are the same. Both take the first character of a tag as its
 * prefix, so part-of-speech tags merge with equal neighbours, but SCONJ and SYM (S, a chunk of one) and INTJ (I) do not
 * behave like the others.
 */
export type SeqevalBehaviour = 'seqeval-0.0.12' | 'seqeval-1.2.2'

interface Parsed {
  readonly prefix: string
  readonly type: string
}

const TYPE_OF: Readonly<Record<SeqevalBehaviour, (tag: string, prefix: string) => string>> = {
  'seqeval-0.0.12': (tag) => tag.slice(tag.lastIndexOf('-') + 1),
  'seqeval-1.2.2': (tag, prefix) => {
    const rest = tag.slice(prefix.length)
    return rest.slice(rest.indexOf('-') + 1) || '_'
  },
}

interface Chunk {
  readonly type: string
  readonly begin: number
}

/** Walks over tags and tells at each whether a chunk ended just before it. Port of seqeval's get_entities (MIT). */
class Chunker {
  private readonly parsed = new Map<string, Parsed>()
  private readonly typeOf: (tag: string, prefix: string) => string
  private before: Parsed = { prefix: 'O', type: '' }
  private begin = 0
  private position = 0

  constructor(behaviour: SeqevalBehaviour) {
    this.typeOf = TYPE_OF[behaviour]
  }

  next(tag: string): Chunk | null {
    const { before } = this
    const now = this.parse(tag)
    const ended = ends(before, now) ? { type: before.type, begin: this.begin } : null
    if (starts(before, now)) this.begin = this.position
    this.before = now
    this.position++
    return ended
  }

  private parse(tag: string): Parsed {
    let parsed = this.parsed.get(tag)
    if (parsed === undefined) {
      const prefix = String.fromCodePoint(tag.codePointAt(0)!)
      parsed = { prefix, type: this.typeOf(tag, prefix) }
      this.parsed.set(tag, parsed)
    }
    return parsed
  }
}

const isOutside = (prefix: string) => prefix === 'O' || prefix === '.'
const isIn = (prefix: string, prefixes: string) => prefixes.includes(prefix)

function ends(before: Parsed, now: Parsed): boolean {
  if (isIn(before.prefix, 'ES')) return true
  if (isIn(before.prefix, 'BI') && isIn(now.prefix, 'BSO')) return true
  return !isOutside(before.prefix) && before.type !== now.type
}

function starts(before: Parsed, now: Parsed): boolean {
  if (isIn(now.prefix, 'BS')) return true
  if (isIn(before.prefix, 'ESO') && isIn(now.prefix, 'EI')) return true
  return !isOutside(now.prefix) && before.type !== now.type
}

/** Chunks by sentence: predicted, gold, and those in both with the same type, begin and end. */
export interface ChunkCounts {
  readonly correct: Float32Array
  readonly predicted: Float32Array
  readonly gold: Float32Array
}

/** Counts the chunks of all sentences in one walk, as seqeval does; a chunk counts for the sentence it ends in. */
export function countChunks(
  predicted: readonly (readonly string[])[],
  gold: readonly (readonly string[])[],
  behaviour: SeqevalBehaviour,
): ChunkCounts {
  const counts = {
    correct: new Float32Array(gold.length),
    predicted: new Float32Array(gold.length),
    gold: new Float32Array(gold.length),
  }
  const predictedChunker = new Chunker(behaviour)
  const goldChunker = new Chunker(behaviour)
  for (let sentence = 0; sentence < gold.length; sentence++) {
    const length = gold[sentence]!.length
    for (let at = 0; at <= length; at++) {
      const chunk = predictedChunker.next(at === length ? 'O' : predicted[sentence]![at]!)
      const goldChunk = goldChunker.next(at === length ? 'O' : gold[sentence]![at]!)
      if (chunk !== null) counts.predicted[sentence]!++
      if (goldChunk !== null) counts.gold[sentence]!++
      if (chunk?.type === goldChunk?.type && chunk?.begin === goldChunk?.begin && chunk && goldChunk)
        counts.correct[sentence]!++
    }
  }
  return counts
}

/** A chunk and the sentence that it ends in; places are words of that sentence, the end one after the last. */
export interface PlacedChunk {
  readonly sentence: number
  readonly type: string
  readonly begin: number
  readonly end: number
}

/** All chunks of all sentences, in one walk. */
export function* chunksOf(
  tagged: readonly (readonly string[])[],
  behaviour: SeqevalBehaviour,
): Iterable<PlacedChunk> {
  const chunker = new Chunker(behaviour)
  let start = 0
  for (const [sentence, tags] of tagged.entries()) {
    for (let end = 0; end <= tags.length; end++) {
      const chunk = chunker.next(tags[end] ?? 'O')
      if (chunk !== null) yield { sentence, type: chunk.type, begin: chunk.begin - start, end }
    }
    start += tags.length + 1
  }
}
