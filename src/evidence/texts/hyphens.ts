/** Words of a document, as far as they stand whole on its lines, and how often; parts of compounds as pairs. */
export interface Vocabulary {
  readonly words: ReadonlyMap<string, number>
  /** Neighbours in compounds: "of-the" and "the-art" of "state-of-the-art". */
  readonly pairs: ReadonlyMap<string, number>
}

const list = (text: string) => new Set(text.split(/\s+/))

/** First parts that take a hyphen in this field, whatever follows. */
const FIRST_PARTS = list(
  'cross zero few one two three four five seven eight nine many self non well high higher highest low lower mid long longer ' +
    'short large larger small fine coarse full half',
)
/** Last parts that take one behind a word. */
const LAST_PARTS = list(
  'based specific level aware driven oriented agnostic free supervised generated shot scale resource style independent ' +
    'dependent invariant sensitive informed motivated theoretic seeking annotated labeled labelled augmented tuned guided ' +
    'centric wise like only source target world domain purpose consuming decoder distribution depth grained hop rich ' +
    'tailed intensive conditional aligned art',
)
/** Prefixes that some write with a hyphen and some without. */
const PREFIXES = list(
  'multi semi pre post co sub over under hyper inter auto bi anti meta super micro macro mono back re',
)
/** Words that join two others: "state-of-the-art", "end-to-end", "word-by-word". */
const LINKS = list('of the to in on at by and or a an up out off for as per vs the')
/** Words whose halves are words, too. */
const CLOSED = list(
  `however therefore without within throughout furthermore moreover although overall whereas whereby themselves itself himself
  herself ourselves yourself somewhat somehow sometimes something someone anything anyone everything everyone nothing another
  cannot into onto upon toward towards afterwards otherwise likewise elsewhere nevertheless nonetheless hereafter thereby
  therein thereof wherein meanwhile become becomes became because before behind below beside between beyond
  baseline baselines dataset datasets database databases framework frameworks network networks background workshop
  workshops understand understands understanding overview overcome overcomes outperform outperforms outperformed
  outperforming output outputs input inputs upstream downstream feedback keyword keywords password setup
  checkpoint checkpoints breakdown outcome outcomes widespread worldwide lifetime website websites online offline
  wordnet withdraw withstand undergo underlying underline undertake
  highlight highlights highlighted throughput playground breakthrough groundwork healthcare bottleneck standalone
  straightforward handwritten handcrafted crowdsourced crowdsourcing timestep timesteps codebase codebook textbook notebook
  outlier outliers outlook outline outlines offset offsets onset uptake update updates updated updating upper`,
)

const KEY = /\p{L}+(?:-\p{L}+)*-?/gu
const plain = (text: string) => text.toLowerCase().replace(/[\u2010\u00ad]/g, '-')

/** Vocabulary of lines; what is cut between two of them is no word of it. */
export function vocabularyOf(lines: Iterable<string>): Vocabulary {
  const words = new Map<string, number>()
  const pairs = new Map<string, number>()
  const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)
  let cut = false
  for (const given of lines) {
    const line = plain(given.trimEnd())
    const found = line.match(KEY) ?? []
    for (const word of found.slice(cut ? 1 : 0)) {
      if (word.endsWith('-')) continue
      add(words, word)
      const parts = word.split('-')
      for (const [index, part] of parts.entries()) if (index > 0) add(pairs, `${parts[index - 1]}-${part}`)
    }
    cut = line.endsWith('-')
  }
  return { words, pairs }
}

/**
 * Whether the hyphen between two parts of a word, at the end of a line, belongs to the word ("state-of-the-/art", "p-/value")
 * and not to its division ("represen-/tation"). What the document writes elsewhere decides, then what divisions never do: they
 * leave no letter alone, cut no name in capitals, and leave no two words of the document, but for words such as "without".
 */
export function keepsHyphen(before: string, after: string, { words, pairs }: Vocabulary): boolean {
  const [left, right] = [plain(before), plain(after)]
  const one = left.slice(left.lastIndexOf('-') + 1)
  const [other = ''] = right.split('-')
  const count = (word: string) => words.get(word) ?? 0
  const apart = count(`${left}-${right}`) + (pairs.get(`${one}-${other}`) ?? 0)
  const joined = count(left + right) + (left === one && right === other ? 0 : count(one + other))
  if (apart !== joined) return apart > joined
  if (one.length === 1 || other.length === 1) return true
  if (/\p{Lu}$/u.test(before) || /^\p{Lu}/u.test(after)) return true
  if (CLOSED.has(one + other)) return false
  if (FIRST_PARTS.has(one) || (left !== one && LINKS.has(one)) || LINKS.has(other)) return true
  if (LAST_PARTS.has(other) && (one.length > 2 || one === 'in') && !PREFIXES.has(one)) return true
  if (PREFIXES.has(one)) return count(other) > 0 && hyphened(one, { words, pairs })
  // Another form of either: "fine-tuned" speaks for "fine-/tuning", "represents" for "represen-/tation".
  const stem = (word: string) => word.slice(0, Math.max(4, word.length - 3))
  if (other.length >= 4 && begins(pairs, `${one}-${stem(other)}`)) return true
  if ((one + other).length >= 8 && begins(words, stem(one + other))) return false
  return (one.length > 3 && count(one) > 0 && count(other) > 0) || (/.{4}ly$/.test(one) && count(other) > 0)
}

/** Whether the document writes a prefix with a hyphen; where it shows neither way, some are more often. */
function hyphened(prefix: string, { words, pairs }: Vocabulary): boolean {
  let apart = 0
  for (const pair of pairs.keys()) if (pair.startsWith(`${prefix}-`)) apart++
  let joined = 0
  for (const word of words.keys())
    if (word.startsWith(prefix) && words.has(word.slice(prefix.length)) && word.length > prefix.length + 3)
      joined++
  return apart === joined ? /^(?:multi|semi)$/.test(prefix) : apart > joined
}

const begins = (counts: ReadonlyMap<string, number>, start: string) => {
  for (const word of counts.keys()) if (word.startsWith(start)) return true
  return false
}

/** Words before which a hyphen waits for the rest ("pre- and post-training"), or stands for a dash. */
const OPEN = list(
  'and or nor to versus vs but the a an we it this that these is are was in on of for with as by und oder',
)

/** An abstract that was copied with the ends of its lines ("represen- tation"), as it was written. */
export function withoutLineEnds(text: string): string {
  if (!/\p{L}[-\u2010] \p{Ll}/u.test(text)) return text
  const lines = text.split(/(?<=\p{L}[-\u2010]) (?=\p{Ll})/u)
  const words = vocabularyOf(lines)
  return lines.reduce((before, line) => {
    const left = /\p{L}+(?:-\p{L}+)*(?=[-\u2010]$)/u.exec(before.slice(-80))?.[0] ?? ''
    const right = /^\p{L}+(?:-\p{L}+)*/u.exec(line)?.[0] ?? ''
    if (left === '' || OPEN.has(right)) return `${before} ${line}`
    return (keepsHyphen(left, right, words) ? before : before.slice(0, -1)) + line
  })
}
