import { TextNode } from 'node-html-parser'

/** Text, or a tag of HTML, JATS or MathML by its name without a prefix. `pair`: index of the other end, -1 without one. */
export type MarkupToken =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'open' | 'close'; readonly name: string; pair: number }

const names = (list: string) => new Set(list.split(' '))

/** Elements that hold a line or paragraph of their own. */
export const BLOCKS = names(
  'p title subtitle sec list list-item div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd tr table tbody thead tfoot caption ' +
    'blockquote section article header abstract body html pre disp-quote def-list def-item def trans-abstract',
)
/** Elements that stand inside a sentence. */
const INLINE = names(
  'i b u em strong italic bold sc underline monospace tt roman sans-serif strike overline span font small big a ' +
    'ext-link xref email uri named-content styled-content sub sup inf inline-formula disp-formula inline-graphic ' +
    'graphic alternatives tex-math cite code q kbd var abbr nobr fixed-case label td th term script style ' +
    'math mi mn mo mrow mfrac msup msub msubsup mtext ms msqrt mroot mover munder munderover mmultiscripts ' +
    'mfenced mspace mstyle mpadded mphantom mtable mtr mtd semantics annotation annotation-xml menclose maction',
)
const EMPTY = names('br break hr img wbr inline-graphic graphic mspace')
/** Prefixes whose elements are markup whatever their name is. */
const PREFIXES = names('jats mml m')

/** Values without "<": what looks like a tag and is none is left at the next "<", so that reading takes linear time. */
const TAG =
  /<(\/?)(?:([a-z]\w*):)?([a-z][\w.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'|[^\s"'<>=`]+))*)\s*(\/?)>/iy
const OTHERS = [
  ['<!--', '-->', false],
  ['<![CDATA[', ']]>', true],
  ['<?', '?>', false],
] as const

type Text = Extract<MarkupToken, { kind: 'text' }>
type Tag = Exclude<MarkupToken, Text>
/** A tag as it was written; `bare`: it has neither prefix nor attributes. */
type Draft = Text | (Tag & { readonly raw: string; readonly bare: boolean })

/**
 * Markup as tags and text, entities decoded. A "<" that opens no known element is text, and so is a tag that only looks
 * like one because letters stand between two signs of inequality ("a<b>c"): an inline element without an end, or a block
 * without one in the middle of a word.
 */
export function tokensOf(markup: string): MarkupToken[] {
  const drafts = draftsOf(markup)
  const opened = new Map<string, number[]>()
  for (const [index, token] of drafts.entries()) {
    if (token.kind === 'open') {
      const own = opened.get(token.name) ?? []
      opened.set(token.name, own)
      if (!EMPTY.has(token.name)) own.push(index)
    } else if (token.kind === 'close') {
      const from = opened.get(token.name)?.pop()
      if (from === undefined) continue
      const begin = drafts[from] as Tag
      begin.pair = index
      token.pair = from
    }
  }
  return drafts.map((token, index): MarkupToken => {
    if (token.kind !== 'open' || token.pair !== -1 || !token.bare || EMPTY.has(token.name)) return token
    const inside = wordEnds(drafts[index - 1]) && wordBegins(drafts[index + 1])
    return INLINE.has(token.name) || inside ? { kind: 'text', text: token.raw } : token
  })
}

const wordEnds = (token: Draft | undefined) => token?.kind === 'text' && /[\p{L}\p{N})\]%]$/u.test(token.text)
const wordBegins = (token: Draft | undefined) => token?.kind === 'text' && /^[\p{L}\p{N}(.]/u.test(token.text)

function draftsOf(markup: string): Draft[] {
  const drafts: Draft[] = []
  /** Ends of comments and the like that do not come any more. */
  const missing = new Set<string>()
  let from = 0
  const text = (to: number) => {
    if (to > from) drafts.push({ kind: 'text', text: decodeEntities(markup.slice(from, to)) })
  }
  for (let at = markup.indexOf('<'); at !== -1; at = markup.indexOf('<', at)) {
    const other = OTHERS.find(([begin]) => markup.startsWith(begin, at))
    if (other !== undefined) {
      const [begin, end, literal] = other
      const to = missing.has(end) ? -1 : markup.indexOf(end, at + begin.length)
      if (to !== -1) {
        text(at)
        if (literal) drafts.push({ kind: 'text', text: markup.slice(at + begin.length, to) })
        at = from = to + end.length
        continue
      }
      missing.add(end)
    }
    TAG.lastIndex = at
    const [raw, slash, prefix = '', given, attributes, empty] = TAG.exec(markup) ?? []
    const name = given?.toLowerCase() ?? ''
    if (raw !== undefined && (PREFIXES.has(prefix.toLowerCase()) || (prefix === '' && isKnown(name)))) {
      text(at)
      const bare = prefix === '' && attributes === '' && empty === ''
      if (empty === '' || EMPTY.has(name) || BLOCKS.has(name))
        drafts.push({ kind: slash === '/' ? 'close' : 'open', name, pair: -1, raw, bare })
      at = from = at + raw.length
    } else at++
  }
  text(markup.length)
  return drafts
}

const isKnown = (name: string) => BLOCKS.has(name) || INLINE.has(name) || EMPTY.has(name)

/** Entities of HTML by name and number. Without a semicolon it is none: "AT&T", "R&D". */
const decodeEntities = (text: string) =>
  text.includes('&')
    ? text.replace(
        /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/gi,
        (entity) => new TextNode(entity).text,
      )
    : text
