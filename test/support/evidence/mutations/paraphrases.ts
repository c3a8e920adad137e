/** Says the same in another form; null where the sentence offers nothing to change. */
export type Paraphrase = (sentence: string) => string | null

const changed = (sentence: string, out: string) => (out === sentence ? null : out)
const replacing =
  (pattern: RegExp, by: string | ((match: string) => string)): Paraphrase =>
  (sentence) =>
    changed(
      sentence,
      sentence.replace(pattern, (match) => (typeof by === 'string' ? by : by(match))),
    )

const COUNTS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ')
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const SYNONYMS: Readonly<Record<string, string>> = {
  outperforms: 'surpasses',
  outperform: 'surpass',
  uses: 'employs',
  use: 'employ',
  improves: 'enhances',
  reduces: 'decreases',
  method: 'approach',
  methods: 'approaches',
  achieves: 'obtains',
  novel: 'new',
  many: 'numerous',
  while: 'whereas',
  nearly: 'almost',
}

/** Light paraphrases that must keep the verdict. */
export const PARAPHRASES: Readonly<Record<string, Paraphrase>> = {
  'lower case': (sentence) => changed(sentence, sentence.charAt(0) + sentence.slice(1).toLowerCase()),
  hyphens: replacing(/(?<=\p{Ll})-(?=\p{Ll})/gu, ' '),
  'no-break hyphens': replacing(/(?<=\p{L})-(?=\p{L})/gu, '‑'),
  'thousands separators': replacing(/\d{1,3}(?:,\d{3})+/g, (match) => match.replaceAll(',', '')),
  'spaced groups': replacing(/\d{1,3}(?:,\d{3})+/g, (match) => match.replaceAll(',', ' ')),
  'number words': replacing(
    /(?<![\d.,ˆ^-])\b(?:[2-9]|1[0-2])\b(?! ?%|[.,-]\d|[-ˆ^)])/g,
    (match) => COUNTS[Number(match)]!,
  ),
  digits: replacing(/\b(?:two|three|four|five|six|seven|eight|nine|ten)\b/g, (match) =>
    String(COUNTS.indexOf(match)),
  ),
  percent: replacing(/(?<=\d)%/g, ' percent'),
  contractions: replacing(/\b(do|does|did|is|are|was|were|has|have|would|could)(?: not)\b/g, (match) =>
    match.replace(' not', "n't"),
  ),
  'British spelling': replacing(/\b(?:generaliz|optimiz|utiliz|summariz|recogniz|analyz)\p{Ll}+/gu, (match) =>
    match.replace(/([iy])z/, '$1s'),
  ),
  'past tense': replacing(
    /\b(?:outperforms|shows|improves|achieves|reduces|requires|performs)\b/g,
    (match) => (match.endsWith('es') ? `${match.slice(0, -1)}d` : `${match.slice(0, -1)}ed`),
  ),
  connective: (sentence) => {
    const rest = sentence.replace(
      /^(?:However|Moreover|Furthermore|In addition|Additionally|Specifically|Finally|Notably), /,
      '',
    )
    return rest === sentence ? null : capital(rest)
  },
  'finding frame': (sentence) => {
    const rest = sentence.replace(
      /^(?:We (?:show|find|demonstrate|observe) that|(?:Our |Experimental )?[Rr]esults (?:show|demonstrate) that) /,
      '',
    )
    return rest === sentence ? null : capital(rest)
  },
  synonyms: replacing(
    new RegExp(String.raw`\b(?:${Object.keys(SYNONYMS).join('|')})\b`, 'g'),
    (match) => SYNONYMS[match]!,
  ),
  'white space': (sentence) => ` ${sentence.replace(/ /g, '  ')} `,
  quotes: replacing(/["“”]/g, "'"),
  'no articles': (sentence) =>
    changed(sentence, sentence.replace(/(?<=\s)the (?=\p{Ll})(?!the authors?\b)/u, '')),
}
