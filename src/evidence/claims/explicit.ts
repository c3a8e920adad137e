import type { Work } from '../bundle/works.ts'
import { capitalized } from '../language/coordination.ts'
import { namesIn } from '../language/lexicon.ts'

/** "Phang et al. (2020)", "Smith and Jones (2021)"; a work without authors goes by its title. */
export function nameOf(work: Pick<Work, 'authors' | 'year' | 'title' | 'id'>): WorkName {
  const families = work.authors.map(({ family }) => family.trim()).filter((family) => family !== '')
  const year = work.year === null ? '' : ` (${work.year})`
  const [first, second] = families
  if (first === undefined) {
    const title = work.title === null ? work.id : `"${work.title.replace(/[.\s]+$/, '')}"`
    return { subject: `the authors of ${title}`, possessor: `of ${title}`, single: false }
  }
  const names =
    second === undefined ? first : families.length === 2 ? `${first} and ${second}` : `${first} et al.`
  return { subject: `${names}${year}`, possessor: `of ${names}${year}`, single: second === undefined }
}

export interface WorkName {
  readonly subject: string
  /** What stands after "the results". */
  readonly possessor: string
  readonly single: boolean
}

const CONNECTIVE =
  /^(?:(?:however|moreover|furthermore|in addition|additionally|finally|overall|also|further|thus|therefore|hence|first|firstly|second|secondly|third|thirdly|lastly|last|in contrast|as a result|consequently|as such|in fact|indeed|for example|for instance|on the other hand|on the one hand|meanwhile|again|especially|instead|in summary|in conclusion|to conclude|to summarize|in short|in particular|specifically|more specifically|more importantly|importantly|notably|interestingly|surprisingly|remarkably|nevertheless|nonetheless|besides|to this end|to that end|to do so|to do this|in doing so|for this purpose|in this (?:paper|work|study|article|thesis|research|regard|respect|context)|in (?:light|view) of this|accordingly|in response|that said|by contrast|conversely|similarly|likewise|in turn|at the same time|as a consequence|towards this|toward this end|what['’]s more|on top of that|then|here|to address (?:this|these)(?: \w+){0,3}|to (?:fill|bridge|close) this gap|to overcome (?:this|these)(?: \w+){0,2}|to tackle (?:this|these)(?: \w+){0,2}|inspired by this|based on (?:this|these)(?: \w+){0,2}|motivated by this|with this in mind)\s*,\s+|(?:but|and|yet|so|thus|therefore|hence|furthermore|here) (?=we\b|our\b))+/i

/** What points to another sentence: at the start, as the subject of the main clause, or with a noun. */
const DANGLING: readonly RegExp[] = [
  /^(?:it|its|they|their|them|this|these|those|that|he|she|his|her|such|the (?:former|latter|others?|same|above|aforementioned|resulting|two|three|corresponding|rest|second|first|third|other|said)|another|an alternative|the alternative|alternatively|others|other|both(?! \p{Lu})|each(?! \w+ (?:of|in|has|is))|either|neither|one|some of (?:them|these|those)|most of (?:them|these|those)|doing so|to do so|even so|if so|so|similar (?:results|trends|findings)|more (?:so|details?)|further(?:more)?|instead|which|because of this|despite this|nor|as (?:a|such)|all (?:of )?(?:these|those|this)|none of (?:these|those|them)|among (?:them|these|those)|unlike (?:these|those|them)|like (?:these|those)|compared (?:to|with) (?:these|those|this)|besides|the (?:dataset|data set|corpus|model|method|approach|framework|task|tasks|system|benchmark|resource|paper|metric|algorithm|architecture|code|data|experiments? on|challenge|key idea|idea|goal|problem|reason|difference|gap|proposed|experimental|results|analys[ei]s|findings|study|work|authors?|shared task|first)\b)/iu,
  /^[^,]{0,90}, (?:it(?! (?:is|was|has been) (?:\w+ )?(?:that|to|possible|shown|found|necessary|important|unclear|clear|known|difficult|hard|crucial|essential))|they|this|these|those|the (?:former|latter)|such)\b/i,
  /\b(?:show|shows|find|finds|demonstrates?|observe|suggests?|reveals?|confirm|indicates?)(?: that| how)? (?:it|they|this|these|such|its|their)\b/i,
  /\b(?:the (?:former|latter)|aforementioned|as (?:mentioned|described|discussed|shown) (?:above|below|earlier|in)|above-mentioned|the above|respectively(?=,? (?:see|cf))|see (?:section|table|figure|appendix)|(?:section|table|figure|fig\.|appendix|eq\.) ?\d)/i,
]
/** A noun with "this" is understood only where the sentence has told before what it is. */
const POINTING = /\b(?:this|these|those|such an?|such)\s+(?!(?:of|that|who|which|as|is|are|to)\b)\p{Ll}+/giu

/** Whether a sentence cannot be understood without those around it. */
export function isDangling(text: string): boolean {
  if (DANGLING.some((pattern) => pattern.test(text))) return true
  return [...text.matchAll(POINTING)].some(({ index }) => index < 0.45 * text.length)
}

/** Drops openers that tie a sentence to the one before; the rest stands by itself. */
export function withoutConnective(sentence: string): string {
  const found = CONNECTIVE.exec(sentence)
  if (found === null) return sentence
  const rest = sentence.slice(found[0].length)
  return capitalized(rest)
}

const HEADS =
  'method|methods|approach|approaches|model|models|framework|system|systems|architecture|dataset|algorithm|metric|technique|strategy|loss|objective|parser|tagger|benchmark|corpus'
/** What may follow the head of a noun phrase; else a noun that is the head itself: "evaluation suite". */
const AFTER_HEAD = String.raw`(?=$|\s?[.,;:()]|\s(?:is|are|was|were|be|has|have|had|can|could|may|might|will|would|does|do|did|to|on|for|with|without|by|that|which|when|while|and|or|as|at|from|over|under|across|using|not|through|against|than|show|demonstrate|indicate|suggest|reveal|outperform|achieve|improve|confirm|provide|find|highlight|yield|perform|\p{Ll}+ly|(?!suites|sets|settings|results|methods|models|systems|scores|tasks|sizes|weights|outputs|metrics|predictions|benchmarks|frameworks|pipelines|components|sources|points|types|samples|pairs|instances|annotations)\p{Ll}+(?:s|ed))(?![\p{L}-]))`
const FINDS = 'experiments?|results?|evaluations?|analys[ei]s|findings|studies|ablations?|experimentation'

/**
 * Says in a sentence who "we" are: "We find" becomes "Phang et al. (2020) find", "our model" "the model of Phang et al.
 * (2020)". A name stands once; after it "they" and "their" are clear.
 */
export function makeExplicit(sentence: string, name: WorkName): string {
  let named = false
  const once = (first: string, later: string): string => {
    if (named) return later
    named = true
    return first
  }
  const text = sentence
    .replace(
      /,? ?\bin (?:this|our|the present|the current) (?:paper|work|study|article|thesis)\b(?=[,.\s]),?/gi,
      (found, at) => (at === 0 || /\w/.test(sentence[at + found.length] ?? '') ? found : ''),
    )
    .replace(
      new RegExp(
        String.raw`\b(?<we>[Ww]e)\b(?<verb>(?: (?:also|then|further|first|therefore|thus|\w+ly))* [a-z]+)?|\b(?<i>I)\b(?<iverb> (?:also |\w+ly )?[a-z]+)|\b(?<us>us)\b|\b(?<self>ourselves)\b|\b(?<ours>ours)\b|\b(?<our>[Oo]ur|[Mm]y)\b(?<np>(?: [\p{L}\d-]+){0,3}? (?:${HEADS}|${FINDS}|work|study|paper|contributions?|code|data)\b${AFTER_HEAD})?|(?<paper>\b(?:[Tt]his|[Tt]he (?:present|current)) (?:paper|work|study|article|thesis|research)\b)`,
        'gu',
      ),
      (...args) => {
        const groups = args.at(-1) as Record<string, string | undefined>
        const at = args.at(-3) as number
        if (groups.we !== undefined || groups.i !== undefined) {
          const verb = (groups.verb ?? groups.iverb ?? '').replace(/^ (?:first|then|therefore|thus)(?= )/, '')
          const isPast = named
          const subject = once(name.subject, at === 0 ? 'They' : 'they')
          return subject + (name.single && !isPast ? thirdPerson(verb) : verb)
        }
        if (groups.us !== undefined)
          return /\b(?:allow|enable|let|help|give|permit|tell|lead|show)\w*\s$/.test(sentence.slice(0, at))
            ? 'one'
            : once(name.subject, 'them')
        if (groups.self !== undefined) return 'themselves'
        if (groups.ours !== undefined) return once(`that ${name.possessor}`, 'theirs')
        if (groups.our !== undefined) {
          const noun = groups.np ?? ''
          if (named) return (at === 0 ? 'Their' : 'their') + noun
          named = true
          const the = at === 0 ? 'The' : 'the'
          return noun === '' ? possessive(name) : `${the}${noun} ${name.possessor}`
        }
        const the = at === 0 ? 'The' : 'the'
        const word = groups.paper!.split(' ').at(-1)!
        return once(`${the} ${word} ${name.possessor}`, `${the} ${word}`)
      },
    )
  const owned = named ? text : withOwner(text, name)
  return capitalized(owned)
}

/** "Experimental results on five tasks show" is whose? */
function withOwner(text: string, name: WorkName): string {
  const experiments = new RegExp(
    String.raw`^((?:(?:an?|the|error|manual|extensive|experiment|simulation|empirical|experimental|evaluation|detailed|comprehensive|thorough|human|automatic|quantitative|qualitative|further|additional|in-depth|ablation|preliminary|various|several|intrinsic|extrinsic|and) ?)*(?:${FINDS}))\b(?! of\b)`,
    'i',
  )
  if (experiments.test(text)) return text.replace(experiments, `$1 ${name.possessor}`)
  const proposed = new RegExp(
    String.raw`\b(the) (?:newly )?(?:proposed|presented) ([\p{L}-]+ )?(${HEADS})\b`,
    'iu',
  )
  return text.replace(
    proposed,
    (_, the: string, before: string | undefined, head: string) =>
      `${the} ${before ?? ''}${head} proposed by ${name.subject}`,
  )
}

const possessive = ({ subject }: WorkName): string => {
  const [, names, year] = /^(.*?)( \(\d{4}\))?$/.exec(subject)!
  return `${names}${names!.endsWith('s') ? "'" : "'s"}${year ?? ''}`
}

/** " find" to " finds", for a single author. */
const thirdPerson = (verb: string): string =>
  verb.replace(/([a-z]+)$/, (word) => {
    if (/^(?:have|do|are|am|were)$/.test(word))
      return { have: 'has', do: 'does', are: 'is', am: 'is', were: 'was' }[word]!
    if (
      /(?:ed|ly)$/.test(word) ||
      /^(?:can|could|may|might|will|would|should|must|cannot|found|built|led|made|saw|did|had|was|then|also|first|thus|further|therefore)$/.test(
        word,
      )
    )
      return word
    return /(?:s|x|ch|sh)$/.test(word)
      ? `${word}es`
      : /[^aeiou]y$/.test(word)
        ? word.replace(/y$/, 'ies')
        : `${word}s`
  })

/** Long forms of the acronyms that a text defines: "bilingual lexicon induction (BLI)". */
export function acronymsIn(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { index, 1: acronym } of text.matchAll(/\((\p{Lu}[\p{L}-]{0,10}\p{Lu}\p{L}?s?)\)/gu)) {
    const long = longForm(wordsBefore(text, index), acronym!)
    if (long !== null && !found.has(acronym!)) found.set(acronym!, inSentence(long))
  }
  return found
}

const MOST_WORDS = 12
const MOST_CHARACTERS = 240

/** The words right before a place, with one space or hyphen between them. */
function wordsBefore(text: string, place: number): string {
  const from = Math.max(0, place - MOST_CHARACTERS)
  const words = [...text.slice(from, place).matchAll(/[\p{L}\d]['’\p{L}\d]*/gu)].slice(-MOST_WORDS)
  let start = place
  for (const word of words.reverse()) {
    const at = from + word.index
    if (!/^[ -]$/.test(text.slice(at + word[0].length, start))) break
    start = at
  }
  return text.slice(start, place).trim()
}

/** Without the capital of a sentence's start: "Bilingual lexicon matching" is no name. */
const inSentence = (long: string): string =>
  /^\p{Lu}\p{Ll}+(?:[ -]\p{Ll}+)+$/u.test(long) && namesIn(long).every(({ start }) => start > 0)
    ? long.replace(/^\p{Lu}/u, (first) => first.toLowerCase())
    : long

/** The fewest last words whose initials are the letters of the acronym, in order. */
function longForm(words: string, acronym: string): string | null {
  const letters = acronym
    .replace(/s$/, '')
    .replace(/[^\p{L}]/gu, '')
    .toLowerCase()
  if (letters.length < 2 || letters.length > 7) return null
  const parts = [...words.matchAll(/[\p{L}\d]+/gu)]
  for (let from = parts.length - 1; from >= 0; from--) {
    const initials = parts
      .slice(from)
      .filter(([word]) => !/^(?:of|the|and|for|in|to|a|on|with|by)$/i.test(word))
      .map(([word]) => word[0]!.toLowerCase())
      .join('')
    if (initials === letters) return words.slice(parts[from]!.index)
    if (initials.length > letters.length + 1) return null
  }
  return null
}

/** Expands acronyms of the text where a sentence uses them first. Names that everybody knows stay as they are. */
export function expandAcronyms(sentence: string, acronyms: ReadonlyMap<string, string>): string {
  let text = sentence
  for (const [acronym, long] of acronyms) {
    if (namesIn(acronym).length > 0 || text.toLowerCase().includes(long.toLowerCase())) continue
    const place = new RegExp(String.raw`(?<![\p{L}\d(-])${acronym}(?![\p{L}\d)-])`, 'u')
    text = text.replace(place, (_, at: number) => {
      const plain = at === 0 ? long.replace(/^\p{Ll}/u, (first) => first.toUpperCase()) : long
      return `${plain} (${acronym})`
    })
  }
  return text
}

const NAMED =
  /^(?:We|[^,]{0,60}, we)\s(?:\w+ )?(?:propose|introduce|present|develop|release|create|construct|build) (\p{L}*\p{Lu}\p{L}*\p{Lu}[\p{L}\d-]*|\p{Lu}\p{Ll}+\p{Lu}[\p{L}\d-]*)[,:(\s]/u

/**
 * The sentence with its "it" or "this model" named after what the sentence before presents, where that is a single name
 * at the place of the object: "We propose FooBERT, ... It improves ...". null where that is not safe.
 */
export function resolve(sentence: string, before: string | null): string | null {
  const name = before === null ? undefined : NAMED.exec(withoutConnective(before))?.[1]
  if (name === undefined) return null
  const text = sentence.replace(
    new RegExp(
      String.raw`^(?:It|This|(?:This|The|Our) (?:new )?(?:${HEADS}))(?= (?:is|was|has|can|\w+ly|\w+s)\s)`,
    ),
    name,
  )
  return text === sentence || isDangling(text) ? null : text
}
