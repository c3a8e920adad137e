import { isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, type Node, parseDocument } from 'yaml'

/** A text is not YAML, or YAML that no one would write by hand. `line` counts from 1. */
export class YamlFault extends Error {
  readonly line: number | undefined
  constructor(message: string, line?: number) {
    super(message)
    this.line = line
  }
}

export interface YamlText {
  readonly value: unknown
  /** Line of the value at a path, or of the nearest above it that stands in the text. */
  lineOf(path: readonly PropertyKey[]): number | undefined
}

/** Most bytes of a YAML file: 16 000 arms take one MiB. */
export const YAML_BYTES = 4 * 2 ** 20
const MOST_DEPTH = 100
const MOST_TOKENS = 1_000_000
/** Values that a text may stand for when each alias counts as what it names. */
const MOST_VALUES = 1_000_000

/**
 * Reads one YAML document (1.2, with merge keys `<<`) into plain values. Whatever the text, it ends soon, makes no more
 * values than a million, and no name of it can reach a prototype. Throws YamlFault.
 */
export function parseYaml(text: string): YamlText {
  refuseNesting(text)
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false })
  const lineAt = (offset: number) => lines.linePos(offset).line
  const lineOfNode = (node: unknown) => {
    const range = (node as { range?: readonly number[] | null } | null | undefined)?.range
    return range ? lineAt(range[0]!) : undefined
  }
  const fault = document.errors[0] ?? document.warnings[0]
  if (fault !== undefined)
    throw new YamlFault(
      fault.code === 'MULTIPLE_DOCS' ? 'it holds several documents, one is wanted' : fault.message,
      lineAt(fault.pos[0]),
    )

  const anchors = new Map<string, Node>()
  const made = new Map<Node, { value: unknown; size: number } | null>()
  const refuse = (message: string, node: unknown) => new YamlFault(message, lineOfNode(node))

  /** The value of a node and how many values it stands for; an alias stands for what it names. */
  const read = (node: unknown, depth: number): { value: unknown; size: number } => {
    if (node === null || node === undefined) return { value: null, size: 1 }
    if (depth > MOST_DEPTH) throw refuse(`it is nested more than ${MOST_DEPTH} deep`, node)
    if (isAlias(node)) {
      const named = anchors.get(node.source)
      const found = named === undefined ? undefined : made.get(named)
      if (found === undefined) throw refuse(`alias *${node.source} names nothing above it`, node)
      if (found === null) throw refuse(`alias *${node.source} stands inside of what it names`, node)
      return found
    }
    const own = node as Node & { anchor?: string }
    if (own.anchor) anchors.set(own.anchor, own)
    made.set(own, null)
    const result = readOwn(own, depth)
    if (result.size > MOST_VALUES)
      throw refuse(`its aliases make more than ${MOST_VALUES} values of it`, node)
    made.set(own, result)
    return result
  }

  const readOwn = (node: Node, depth: number): { value: unknown; size: number } => {
    if (isScalar(node)) {
      if (typeof node.value === 'string' && /\p{Cs}/u.test(node.value))
        throw refuse('a text holds half of a surrogate pair', node)
      return { value: node.value, size: 1 }
    }
    let size = 1
    const count = (more: number) => {
      size += more
    }
    if (isSeq(node)) {
      const value = node.items.map((item) => {
        const part = read(item, depth + 1)
        count(part.size)
        return part.value
      })
      return { value, size }
    }
    if (!isMap(node)) throw refuse('it holds what is no value', node)
    const entries = new Map<string, unknown>()
    const merged = new Map<string, unknown>()
    for (const { key, value } of node.items) {
      const name = nameOf(key)
      const part = read(value, depth + 1)
      count(part.size)
      if (name === '<<' && isScalar(key) && key.type === 'PLAIN') {
        for (const from of Array.isArray(part.value) ? part.value : [part.value]) {
          if (typeof from !== 'object' || from === null || Array.isArray(from))
            throw refuse('"<<" merges something that is no map', key)
          for (const [each, inner] of Object.entries(from)) if (!merged.has(each)) merged.set(each, inner)
        }
        continue
      }
      if (entries.has(name)) throw refuse(`"${name}" stands twice in one map`, key)
      entries.set(name, part.value)
    }
    return { value: Object.fromEntries([...merged, ...entries]), size }
  }

  const nameOf = (key: unknown): string => {
    if (isAlias(key)) throw refuse('a name is an alias', key)
    if (!isScalar(key)) throw refuse('a name is a list or a map', key)
    const name = String(read(key, 0).value ?? '')
    if (name === '') throw refuse('a name is empty', key)
    // Libraries drop it in silence, or take it for the prototype.
    if (name === '__proto__') throw refuse('"__proto__" cannot be a name', key)
    return name
  }

  return {
    value: read(document.contents, 0).value,
    lineOf(path) {
      for (let depth = path.length; depth >= 0; depth--) {
        const line = lineOfNode(document.getIn(path.slice(0, depth), true))
        if (line !== undefined) return line
      }
      return undefined
    },
  }
}

/** Nesting that the parser would not survive, told by the brackets and indicators alone. Throws YamlFault. */
function refuseNesting(text: string): void {
  let line = 1
  let brackets = 0
  let indicators = 0
  let tokens = 0
  for (const token of new Lexer().lex(text)) {
    if (++tokens > MOST_TOKENS) throw new YamlFault(`it has more than ${MOST_TOKENS} parts`)
    if (token === '[' || token === '{') brackets++
    else if (token === ']' || token === '}') brackets--
    else if (token === '-' || token === '?') indicators++
    const feeds = token.split('\n').length - 1
    if (feeds > 0) indicators = 0
    line += feeds
    if (brackets > MOST_DEPTH || indicators > MOST_DEPTH)
      throw new YamlFault(`it is nested more than ${MOST_DEPTH} deep`, line)
  }
}
