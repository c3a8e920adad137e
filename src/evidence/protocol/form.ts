import type { Asked, Form, Part } from '../bundle/protocol.ts'
import { verbRange } from './phrases.ts'

/** How questions begin, by what they want, in the languages that they are asked in most; the first that fits counts. */
const OPENINGS: readonly (readonly [Exclude<Form, 'claim'>, RegExp])[] = [
  [
    'how-much',
    /^(?:by )?how (?:much|many|large|big|far|strong)\b|\bby how much\b|^what (?:is|are|was) the (?:score|accuracy|f1|bleu|gain|improvement|size|number|share)\b/i,
  ],
  [
    'how-much',
    /^(?:um )?wie ?viele?\b|^wie (?:groß|gross|hoch|stark)\b|^(?:de )?combien\b|^(?:en )?cu[áa]nt[oa]s?\b|^多少|多少/iu,
  ],
  ['why', /^why\b|^what (?:explains|causes|makes|are the (?:reasons|causes))\b|^how come\b/i],
  ['why', /^(?:warum|weshalb|wieso)\b|^pourquoi\b|^por qu[ée](?!\p{L})|^为什么/iu],
  [
    'compare',
    /\b(?:better|worse|stronger|weaker|faster|cheaper|superior|inferior|more \w+|less \w+)\b.*\b(?:than|to)\b|^how do(?:es)? .*\bcompare\b|\b(?:versus|vs\.?)(?=\s)/i,
  ],
  ['does', /^(?:to what extent|how well|how effective(?:ly)?)\b/i],
  ['which', /^(?:on |in |for |to |with )?(?:which|what|who|whose|where|when)\b/i],
  [
    'which',
    /^(?:auf |in |für |mit )?welche[rsnm]?\b|^quel(?:le)?s?\b|^(?:qu[ée]|cu[áa]l(?:es)?)(?!\p{L})|^哪/iu,
  ],
  [
    'does',
    /^(?:do|does|did|can|could|is|are|was|were|will|would|should|has|have|may|might)\b|^how (?:do|does|did|can|is|are)\b|^whether\b/i,
  ],
  [
    'does',
    /^(?:hilft|helfen|verbessert|verbessern|kann|können|ist|sind|führt|führen|lohnt|bringt|nützt|schadet)\b|^est-ce que\b|^[^?]*\p{L}-(?:t-)?(?:ils?|elles?)(?!\p{L})|^(?:mejora|ayuda|puede)n?\b|吗/iu,
  ],
]

/** Which kind of answer a question wants. */
export const formOf = (question: string): Exclude<Form, 'claim'> =>
  OPENINGS.find(([, pattern]) => pattern.test(question.replace(/^[\s"“¿]+/, '')))?.[0] ?? 'open'

/** Verbs of effect that name no direction: asked is whether there is a gain. */
const NEUTRAL = /^(?:impact|affect|influence|change|alter)s?$/i
const ASKING =
  /^(?:to what extent |how |whether )?(do|does|did|can|could|will|would|should|is|are|was|were)\s+/i

/** A yes-or-no question as a statement, "Does X improve Y?" as "X improves Y."; null where its frame is another. */
export function statementOf(question: string, parts: readonly Part[], form: Asked['form']): string | null {
  if (form !== 'does' && form !== 'compare') return null
  const asking = ASKING.exec(question)
  if (asking === null) return null
  const auxiliary = asking[1]!.toLowerCase()
  const start = asking[0].length
  const rest = question.slice(start).replace(/[?.\s]+$/, '')
  const verb = verbRange(question)
  const first = parts[0]
  const is = /^(?:is|are|was|were)$/.test(auxiliary)
  // "Is X better than Y": what is asked about ends where its phrase does.
  const at =
    is || verb === null
      ? first === undefined
        ? -1
        : question.indexOf(first.text) + first.text.length
      : verb.start
  if (at <= start) return null
  const subject = question.slice(start, at).trim()
  const predicate = question.slice(is || verb === null ? at : verb.end, start + rest.length).trim()
  if (predicate === '' && (is || verb === null)) return null
  if (is) return sentence(`${subject} ${auxiliary} ${predicate}`)
  if (verb === null) return null
  const own = question.slice(verb.start, verb.end)
  const base = NEUTRAL.test(own) ? 'improve' : own
  const inflected =
    auxiliary === 'does'
      ? third(base)
      : auxiliary === 'do' || auxiliary === 'did'
        ? base
        : `${auxiliary} ${base}`
  return sentence(`${subject} ${inflected} ${predicate}`)
}

const third = (verb: string): string =>
  /(?:s|x|z|ch|sh)$/.test(verb)
    ? `${verb}es`
    : /[^aeiou]y$/.test(verb)
      ? `${verb.slice(0, -1)}ies`
      : `${verb}s`

const sentence = (text: string): string => {
  const plain = text.replace(/\s+/g, ' ').trim()
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}.`
}
