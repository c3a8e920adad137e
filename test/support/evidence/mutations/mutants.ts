import type { RandomStream } from '#kernel'

/** Changes a true sentence into one that its source does not say; null where the sentence has nothing to change. */
export type Mutation = (sentence: string, random: RandomStream) => string | null

const pick = <T>(list: readonly T[], random: RandomStream): T => list[random.below(list.length)]!

/** Replaces one match of a pattern, drawn at random; null without a match or when nothing changes. */
function replaceOne(
  sentence: string,
  pattern: RegExp,
  random: RandomStream,
  by: (match: RegExpExecArray) => string,
): string | null {
  const matches = [...sentence.matchAll(pattern)] as RegExpExecArray[]
  if (matches.length === 0) return null
  const match = pick(matches, random)
  const out = sentence.slice(0, match.index) + by(match) + sentence.slice(match.index + match[0].length)
  return out === sentence ? null : out
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

// Names that the rules of the checks have never seen, beside some that they have.
const NAMES =
  'Zorbex QuilNet Fandorra MERLION Tansu-7 PHOTOS-2 Velmara BRIQ Ostrava-LM DREX Kolibri SENTRA Wumpus TACIT-9 OPIEC BERT SQuAD GLUE WMT14'.split(
    ' ',
  )
const TONGUES = 'Klingon Quechua Frisian Dothraki German Swahili Turkish Sinhala Basque Nahuatl'.split(' ')
const KNOWN_TONGUES =
  /\b(?:English|German|French|Spanish|Chinese|Japanese|Korean|Arabic|Hindi|Russian|Turkish|Finnish|Swahili|Italian|Portuguese|Dutch|Vietnamese|Thai|Urdu|Czech|Romanian)\b/gu

const number: Mutation = (sentence, random) =>
  replaceOne(sentence, /(?<![\p{L}\d.,-])\d[\d,]*(?:\.\d+)?(?![\p{L}\d-]|[.,]\d)/gu, random, ([old]) => {
    const decimals = old.split('.')[1]?.length ?? 0
    const value = Number(old.replaceAll(',', ''))
    for (;;) {
      const factor = pick([0.1, 0.5, 0.9, 1.1, 1.3, 2, 3, 10], random)
      const other = Number((value * factor + (random.below(7) + 1) * 10 ** -decimals).toFixed(decimals))
      if (Math.abs(other - value) > 0.6 * 10 ** -decimals) return other.toFixed(decimals)
    }
  })

const COUNTS = 'two three four five six seven eight nine ten eleven twelve'.split(' ')
const numberWord: Mutation = (sentence, random) =>
  replaceOne(sentence, new RegExp(String.raw`\b(?:${COUNTS.join('|')})\b`, 'gi'), random, ([old]) => {
    const other = pick(
      COUNTS.filter((word) => word !== old.toLowerCase()),
      random,
    )
    return /^[A-Z]/.test(old) ? capital(other) : other
  })

const UNITS: readonly (readonly [RegExp, string])[] = [
  [/(?<=\d)\s?%/g, ' points'],
  [/(?<=\d )percent\b/g, 'points'],
  [/(?<=\d )(?:absolute |BLEU |F1 )?points?\b/g, 'percent'],
  [/(?<=\d )points?\b/g, 'times'],
  [/(?<=\d )million\b/g, 'billion'],
  [/(?<=\d )billion\b/g, 'million'],
  [/(?<=\d )hours\b/g, 'minutes'],
  [/(?<=\d)x\b/g, '%'],
  [/(?<=\d )times\b/g, 'percent'],
]
const unit: Mutation = (sentence, random) => {
  const fitting = UNITS.filter(([pattern]) => sentence.search(pattern) >= 0)
  if (fitting.length === 0) return null
  const [pattern, by] = pick(fitting, random)
  return replaceOne(sentence, pattern, random, () => by)
}

const sign: Mutation = (sentence, random) =>
  replaceOne(sentence, /(?<=\s)(\d+\.\d+)/g, random, ([old]) => `-${old}`)

const AUXILIARY =
  /\b(?:is|are|was|were|can|could|will|would|may|might|should|must|has|have)\b(?! not)(?!n't)/g
const notAfterAuxiliary: Mutation = (sentence, random) =>
  replaceOne(sentence, AUXILIARY, random, ([old]) => `${old} not`)
const notContracted: Mutation = (sentence, random) =>
  replaceOne(
    sentence,
    /\b(?:is|are|was|were|could|would|has|have)\b(?! not)/g,
    random,
    ([old]) => `${old}n't`,
  )

const VERBS =
  /\b(improves?|outperforms?|achieves?|reduces?|increases?|shows?|performs?|benefits?|helps?|provides?|leads?|yields?|requires?|contains?|captures?|enables?|allows?|generates?|learns?)\b/g
const base = (verb: string) => (verb.endsWith('s') && !verb.endsWith('ss') ? verb.slice(0, -1) : verb)
const fails: Mutation = (sentence, random) =>
  replaceOne(sentence, VERBS, random, ([verb]) => `${verb.endsWith('s') ? 'fails' : 'fail'} to ${base(verb)}`)
const never: Mutation = (sentence, random) => replaceOne(sentence, VERBS, random, ([verb]) => `never ${verb}`)
const doesNot: Mutation = (sentence, random) =>
  replaceOne(sentence, VERBS, random, ([verb]) => `${verb.endsWith('s') ? 'does' : 'do'} not ${base(verb)}`)
const hardly: Mutation = (sentence, random) =>
  replaceOne(sentence, VERBS, random, ([verb]) => `hardly ${verb}`)
const no: Mutation = (sentence, random) => replaceOne(sentence, /(?<=\s)an? (?=[a-z])/g, random, () => 'no ')
const without: Mutation = (sentence, random) => replaceOne(sentence, /\bwith\b/g, random, () => 'without')
const unNegated: Mutation = (sentence, random) =>
  replaceOne(sentence, /\b(?:does |do |did )?not /g, random, () => '')

const PREFIXED =
  /\b(supervised|effective|successful|related|reliable|able|seen|known|stable|biased|efficient|consistent|accurate|significant|sufficient|labell?ed|structured|available|clear)\b/g
const IN = /^(?:effective|efficient|consistent|accurate|significant|sufficient)$/
const prefix: Mutation = (sentence, random) =>
  replaceOne(sentence, PREFIXED, random, ([word]) => `${IN.test(word) ? 'in' : 'un'}${word}`)

const PAIRS =
  'increases decreases|increase decrease|increased decreased|improves worsens|improve worsen|improved worsened|improvement deterioration|improvements deteriorations|improving worsening|higher lower|better worse|best worst|more less|larger smaller|large small|faster slower|stronger weaker|outperforms underperforms|outperform underperform|outperforming underperforming|outperformed underperformed|gains losses|gain loss|rises falls|positive negative|reduces enlarges|reduce enlarge|reducing enlarging|high low|before after|above below|most least|similar dissimilar|easy hard|fewer more|strong weak|benefits suffers|help hinder|helps hinders|same different|superior inferior|enables prevents|enable prevent|significant negligible|significantly negligibly'
    .split('|')
    .map((pair) => pair.split(' ') as [string, string])
const FLIP = new Map(PAIRS.flatMap(([one, other]) => [[one, other] as const, [other, one] as const]))
const antonym: Mutation = (sentence, random) =>
  replaceOne(
    sentence,
    new RegExp(String.raw`\b(?:${[...FLIP.keys()].join('|')})\b`, 'g'),
    random,
    ([word]) => FLIP.get(word)!,
  )

const entity: Mutation = (sentence, random) =>
  replaceOne(
    sentence,
    /(?<=[\p{L}\d,)] )(?:\p{Lu}[\p{L}\d-]*\p{Lu}[\p{L}\d-]*|\p{Lu}[\p{Ll}]+\d*)(?=[\s,.;)])/gu,
    random,
    ([old]) =>
      pick(
        NAMES.filter((name) => name !== old),
        random,
      ),
  )
const language: Mutation = (sentence, random) =>
  replaceOne(sentence, KNOWN_TONGUES, random, ([old]) =>
    pick(
      TONGUES.filter((name) => name !== old),
      random,
    ),
  )
/** Two names of one sentence change places. */
const exchangedNames: Mutation = (sentence, random) => {
  const found = [...sentence.matchAll(/\b[\p{L}\d]*\p{Lu}[\p{L}\d-]*\p{Lu}[\p{L}\d-]*\b/gu)].filter(
    ([name], at, all) => all.findIndex(([other]) => other === name) === at,
  )
  if (found.length < 2) return null
  const at = random.below(found.length - 1)
  const [one, other] = [found[at]!, found[at + 1]!]
  const between = sentence.slice(one.index + one[0].length, other.index)
  // "A and B", "A, B", "A (B)": the order of a list says nothing.
  if (/^\s*(?:[,/(&-]|and\b|or\b|,? and\b)?\s*$/.test(between) || /^[\s,]*(?:and|or)\s*$/.test(between))
    return null
  return (
    sentence.slice(0, one.index) + other[0] + between + one[0] + sentence.slice(other.index + other[0].length)
  )
}

const HEDGE =
  /\b(?:may|might|could|can|potentially|possibly|likely|often|sometimes|usually|typically|generally|mostly|nearly|almost|partially|slightly|up to|at most|some|most|around|about|approximately) /g
const hedge: Mutation = (sentence, random) => replaceOne(sentence, HEDGE, random, () => '')
const suggests: Mutation = (sentence, random) =>
  replaceOne(sentence, /\b(?:suggest|suggests|indicate|indicates) that\b/g, random, ([old]) =>
    old.replace(/suggest|indicate/, 'prove'),
  )

const every: Mutation = (sentence, random) =>
  replaceOne(
    sentence,
    /\b(?:some|many|most|several|certain|two|three|four|five|six|seven|eight|nine|ten|few) (?=\p{Ll}+s\b)/gu,
    random,
    () => 'all ',
  )
const allTasks: Mutation = (sentence, random) =>
  replaceOne(
    sentence,
    /(?<=\b(?:on|for|in|across) )(?:the )?\p{Lu}[\p{L}\d-]*\p{Lu}[\p{L}\d-]*(?=[\s,.;])/gu,
    random,
    () => pick(['all tasks', 'every benchmark', 'all languages'], random),
  )
const allLanguages: Mutation = (sentence, random) =>
  replaceOne(sentence, KNOWN_TONGUES, random, () => 'every language')
const setting: Mutation = (sentence, random) => {
  const flip: Readonly<Record<string, string>> = {
    'zero-shot': 'supervised',
    'few-shot': 'zero-shot',
    supervised: 'zero-shot',
    unsupervised: 'supervised',
    monolingual: 'multilingual',
    multilingual: 'monolingual',
    'cross-lingual': 'monolingual',
    'low-resource': 'high-resource',
    'high-resource': 'low-resource',
    development: 'test',
    test: 'training',
  }
  return replaceOne(
    sentence,
    new RegExp(String.raw`\b(?<!-)(?:${Object.keys(flip).join('|')})\b(?!-)`, 'g'),
    random,
    ([word]) => flip[word]!,
  )
}
/** The place where it holds is left out. */
const lostPlace: Mutation = (sentence) => {
  const match = /^(.{25,}?) (?:on|in|for|across|under|when|among) (?:[^,;:]{3,60})\.$/u.exec(sentence)
  return match === null ? null : `${match[1]}.`
}
const lostOnly: Mutation = (sentence, random) =>
  replaceOne(sentence, /\b(?:only|mainly|partly|merely|except for [\p{L}\d]+) /gu, random, () => '')

const comparator: Mutation = (sentence) => {
  const match =
    /^((?:[\p{L}\d-]+ ){0,4}[\p{L}\d-]+) ((?:significantly |consistently |substantially )?(?:outperforms?|surpass(?:es)?|exceeds?)) ((?:[\p{L}\d-]+ ){0,4}?[\p{L}\d-]+)((?: on| in| by| for| across| with| while|,).*)?\.$/u.exec(
      sentence,
    )
  if (match === null) return null
  const [, one, verb, other, rest] = match
  return `${capital(other!)} ${verb} ${one}${rest ?? ''}.`
}
const than: Mutation = (sentence) => {
  const match =
    /^((?:[\p{L}\d-]+ ){0,3}[\p{L}\d-]+) ((?:is|are|achieves?|performs?|shows?|yields?|gives?|has|have) .{2,60}? than) ((?:[\p{L}\d-]+ ){0,3}?[\p{L}\d-]+)((?: on| in| by| for| across| with|,).*)?\.$/u.exec(
      sentence,
    )
  if (match === null) return null
  const [, one, middle, other, rest] = match
  return `${capital(other!)} ${middle} ${one}${rest ?? ''}.`
}

const cut: Mutation = (sentence, random) => {
  if (sentence.length < 60) return null
  return sentence.slice(0, 30 + random.below(sentence.length - 35)).trimEnd()
}

/** Kinds of mutants as the mutation suite counts them. */
export const MUTATIONS: Readonly<Record<string, Readonly<Record<string, Mutation>>>> = {
  number: { number, numberWord, sign },
  unit: { unit },
  negation: {
    notAfterAuxiliary,
    notContracted,
    fails,
    never,
    doesNot,
    hardly,
    no,
    without,
    unNegated,
    prefix,
  },
  direction: { antonym },
  entity: { entity, language, exchangedNames },
  hedge: { hedge, suggests, lostOnly },
  scope: { every, allTasks, allLanguages, setting, lostPlace },
  comparator: { comparator, than },
  truncation: { cut },
}
