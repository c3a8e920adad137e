import { mathText } from '../texts/math.ts'
import type { MarkupToken } from './markup-tokens.ts'

interface Element {
  readonly name: string
  readonly children: (Element | string)[]
}

/** Deeper nesting than any formula has is read without its structure. */
const MOST_DEPTH = 64

/** The tokens between `<math>` and its end as a line of text, as LaTeX of the same formula would be. */
export function mathmlText(tokens: readonly MarkupToken[]): string {
  const root: Element = { name: 'math', children: [] }
  const open = [root]
  for (const token of tokens) {
    const top = open.at(-1)!
    if (token.kind === 'text') top.children.push(token.text)
    else if (token.kind === 'open' && token.pair !== -1 && open.length < MOST_DEPTH) {
      const element: Element = { name: token.name, children: [] }
      top.children.push(element)
      open.push(element)
    } else if (token.kind === 'close' && open.length > 1 && top.name === token.name) open.pop()
  }
  return mathText(latexOf(root)) || mathText(texBody(annotation(root) ?? ''))
}

/** LaTeX of a formula without what a publisher's tool put around it: a whole document, dollars, brackets. */
export function texBody(tex: string): string {
  const body = /\\begin\{document\}([\s\S]*)/.exec(tex)?.[1] ?? tex
  return body
    .replace(/\\end\{document\}[\s\S]*/, '')
    .replace(/\\[[\]()]|\$+/g, ' ')
    .trim()
}

const elements = ({ children }: Element) => children.filter((child) => typeof child !== 'string')

const textOf = (node: Element | string): string =>
  typeof node === 'string' ? node : node.children.map(textOf).join('')

function annotation(node: Element): string | undefined {
  if (node.name === 'annotation') return textOf(node)
  for (const child of elements(node)) {
    const found = annotation(child)
    if (found !== undefined) return found
  }
  return undefined
}

/** Signs that say nothing on a line: function application, invisible times, separator, plus. */
const INVISIBLE = /[\u2061-\u2064]/g
const escaped = (text: string) =>
  text
    .replace(INVISIBLE, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[%&$#_{}]/g, '\\$&')
    .replaceAll('−', '-')
const ACCENT = /^[\u0300-\u036F\u20D7¯ˉ^ˆ~˜→˙¨⏞⏟‾_]$/u

function latexOf(node: Element): string {
  const parts = elements(node)
  const part = (index: number) => (parts[index] === undefined ? '' : latexOf(parts[index]))
  const all = () =>
    node.children.map((child) => (typeof child === 'string' ? escaped(child) : latexOf(child)))
  switch (node.name) {
    case 'mi': {
      const name = escaped(textOf(node))
      return name.length > 1 ? `\\mathrm{${name}}` : name
    }
    case 'mn':
    case 'mo':
      return escaped(textOf(node))
    case 'mtext':
    case 'ms':
      return `\\text{${textOf(node)
        .replace(INVISIBLE, '')
        .replace(/[%&$#_{}\\]/g, '\\$&')}}`
    case 'mfrac':
      return `\\frac{${part(0)}}{${part(1)}}`
    case 'msup':
      return `${part(0)}^{${part(1)}}`
    case 'msub':
      return `${part(0)}_{${part(1)}}`
    case 'msubsup':
    case 'munderover':
      return `${part(0)}_{${part(1)}}^{${part(2)}}`
    case 'mover':
    case 'munder': {
      const mark = parts[1] === undefined ? '' : textOf(parts[1]).trim()
      return ACCENT.test(mark) ? part(0) : `${part(0)}${node.name === 'mover' ? '^' : '_'}{${part(1)}}`
    }
    case 'msqrt':
      return `\\sqrt{${all().join('')}}`
    case 'mroot':
      return `\\sqrt{${part(0)}}`
    case 'mfenced':
      return `(${parts.map(latexOf).join(',')})`
    case 'mtr':
      return `${parts.map(latexOf).join(' , ')} ; `
    case 'annotation':
    case 'annotation-xml':
    case 'mphantom':
    case 'mspace':
      return ''
    default:
      return all().join('')
  }
}
