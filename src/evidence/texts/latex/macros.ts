import { ArgumentReader } from './groups.ts'

interface Macro {
  readonly arguments: number
  /** Value of an optional first argument. */
  readonly option: string | undefined
  readonly body: string
}

/** Commands that the reader knows; papers redefine their looks, not their sense. */
const KEPT =
  /^(?:begin|end|(?:sub)*section|(?:sub)?paragraph|chapter|part|caption|item|label|ref|eqref|[Cc]?ref|autoref|cite[a-z]*|footnote|title|author|maketitle|abstract|text[a-z]{2}|emph|math[a-z]+|input|include|url|href|multicolumn|multirow|hline|toprule|midrule|bottomrule|par|and|frac|sum|bf|it|rm|tt|sc|em|small|tiny|appendix|verb|thanks|date|def|newcommand|renewcommand|providecommand)$/

const DEFINITION =
  /^\\(?:(newcommand|renewcommand|providecommand|DeclareRobustCommand|newrobustcmd)\*?|(def|gdef|edef|xdef|long\s*\\def)|(DeclareMathOperator)\*?|(NewDocumentCommand|RenewDocumentCommand|DeclareDocumentCommand)|(let)|((?:re)?newenvironment\*?)|(newif))(?![A-Za-z@])/

const MOST_EXPANSIONS = 100_000
const MOST_DEPTH = 64
const MOST_BODY = 200_000

/**
 * The source with its own commands put in: \newcommand, \def with plain parameters, \let, \DeclareMathOperator and the
 * like. Definitions themselves are taken out. Commands that call themselves, or grow without end, come to nothing.
 */
export function expandMacros(source: string): string {
  const macros = new Map<string, Macro>()
  const mostLength = 4 * source.length + 1_000_000
  let expansions = 0
  let length = 0
  let expanded = 0
  const out: string[] = []
  const emit = (text: string) => {
    length += text.length
    if (length <= mostLength) out.push(text)
  }

  const run = (text: string, depth: number): void => {
    const reader = new ArgumentReader(text)
    let at = 0
    while (at < text.length && length <= mostLength) {
      const next = text.indexOf('\\', at)
      if (next === -1) break
      emit(text.slice(at, next))
      const head = text.slice(next, next + 64)
      const name = /^\\([A-Za-z@]+)/.exec(head)?.[1]
      if (name === undefined) {
        emit(text.slice(next, next + 2))
        at = next + 2
        continue
      }
      const definition = DEFINITION.exec(head)
      if (definition !== null) {
        const after = define(reader, next + definition[0].length, definition, macros)
        if (after !== undefined) {
          at = after
          continue
        }
      }
      const macro = macros.get(name)
      if (macro === undefined) {
        emit(text.slice(next, next + 1 + name.length))
        at = next + 1 + name.length
        continue
      }
      const call = readCall(reader, next + 1 + name.length, macro)
      at = call.after
      if (++expansions > MOST_EXPANSIONS || depth >= MOST_DEPTH) continue
      const body = substitute(macro.body, call.values)
      expanded += body?.length ?? 0
      if (body === undefined || expanded > mostLength) continue
      run(body, depth + 1)
      // TeX takes the space after a name; so does the name that its expansion ends with, and no further one may join it.
      if (/\\[A-Za-z@]+$/.test(body) && /^[A-Za-z]/.test(text.slice(at, at + 1))) emit(' ')
    }
    if (length <= mostLength) emit(text.slice(at))
  }
  run(source, 0)
  return out.join('')
}

function readCall(reader: ArgumentReader, from: number, macro: Macro): { values: string[]; after: number } {
  const values: string[] = []
  let after = from
  if (macro.option !== undefined) {
    const option = reader.option(after)
    values.push(option === undefined ? macro.option : reader.text.slice(option.start, option.end))
    after = option?.after ?? after
  }
  while (values.length < macro.arguments) {
    const argument = reader.argument(after)
    if (argument === undefined) break
    values.push(reader.text.slice(argument.start, argument.end))
    after = argument.after
  }
  if (macro.arguments === 0 && macro.option === undefined) after = reader.skipSpace(after)
  return { values, after }
}

function substitute(body: string, values: readonly string[]): string | undefined {
  const length = values.reduce((sum, value) => sum + value.length, 0) * (body.split('#').length - 1)
  if (body.length + length > MOST_BODY) return undefined
  return body.replace(/#([1-9])/g, (_, digit: string) => values[Number(digit) - 1] ?? '')
}

/** Reads a definition; gives the place after it, or nothing when it cannot be read. */
function define(
  reader: ArgumentReader,
  from: number,
  kind: RegExpExecArray,
  macros: Map<string, Macro>,
): number | undefined {
  const { text } = reader
  const [, command, def, operator, document, letting, environment, newif] = kind
  const named = reader.argument(from)
  if (named === undefined) return undefined
  const name = /^\s*\\([A-Za-z@]+)/.exec(text.slice(named.start, Math.min(named.end, named.start + 64)))?.[1]
  const keep = (macro: Macro) => {
    if (name !== undefined && !KEPT.test(name)) macros.set(name, macro)
  }
  if (newif !== undefined) return named.after
  if (letting !== undefined) {
    const equals = /^\s*=?\s*/.exec(text.slice(named.after, named.after + 20))![0]
    const target = reader.argument(named.after + equals.length)
    if (target === undefined) return undefined
    const body = text.slice(target.start, target.end)
    if (body !== `\\${name}`) keep(macros.get(body.slice(1)) ?? { arguments: 0, option: undefined, body })
    return target.after
  }
  if (environment !== undefined) {
    let at = named.after
    for (let option = reader.option(at); option !== undefined; option = reader.option(at)) at = option.after
    const begin = reader.group(at)
    const end = begin === undefined ? undefined : reader.group(begin.after)
    return end?.after
  }
  if (def !== undefined) {
    const parameters = /^((?:#[1-9])*)\s*(?=\{)/.exec(text.slice(named.after, named.after + 40))
    if (parameters === null) return undefined
    const body = reader.group(named.after + parameters[0].length)
    if (body === undefined) return undefined
    keep({
      arguments: parameters[1]!.length / 2,
      option: undefined,
      body: text.slice(body.start, body.end),
    })
    return body.after
  }
  if (document !== undefined) {
    const signature = reader.group(named.after)
    const body = signature === undefined ? undefined : reader.group(signature.after)
    if (signature === undefined || body === undefined) return undefined
    const letters = text.slice(signature.start, signature.end).replace(/\s+/g, '')
    const plain = /^(?:O\{([^{}]*)\}|(o))?(m*)$/.exec(letters)
    if (plain !== null) {
      const option = plain[1] ?? (plain[2] === undefined ? undefined : '')
      keep({
        arguments: plain[3]!.length + (option === undefined ? 0 : 1),
        option,
        body: text.slice(body.start, body.end),
      })
    }
    return body.after
  }
  const count = reader.option(named.after)
  const preset = count === undefined ? undefined : reader.option(count.after)
  const body = reader.group(preset?.after ?? count?.after ?? named.after)
  if (body === undefined) return undefined
  const content = text.slice(body.start, body.end)
  if (operator !== undefined) keep({ arguments: 0, option: undefined, body: `\\operatorname{${content}}` })
  else if (command !== undefined)
    keep({
      arguments: Math.min(9, Number(count === undefined ? 0 : text.slice(count.start, count.end)) || 0),
      option: preset === undefined ? undefined : text.slice(preset.start, preset.end),
      body: content,
    })
  return body.after
}
