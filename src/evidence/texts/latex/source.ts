import { posix } from 'node:path'

/** Environments whose content is no prose. */
const REMOVED = (
  'comment verbatim verbatim* Verbatim lstlisting minted filecontents filecontents* CCSXML tikzpicture pgfpicture ' +
  'thebibliography algorithmic algorithm algorithm* lstlisting* alltt forest dependency'
).split(' ')

const MOST_CHARACTERS = 10_000_000
const MOST_INCLUSIONS = 1000
const MOST_DEPTH = 20

/** The file that is compiled: it has a document class and a body; the shallowest, by the usual names, then the largest. */
export function mainFile(files: ReadonlyMap<string, string>): string | undefined {
  const usual = ['main.tex', 'ms.tex', 'paper.tex', 'article.tex']
  const rank = (path: string) => {
    const text = withoutComments(files.get(path)!)
    const whole = /\\document(?:class|style)\b/.test(text)
    const body = text.includes('\\begin{document}')
    // Single-panel classes (figures) are compiled by themselves, but are not the paper.
    const standalone = /\\documentclass(?:\[[^\]]*\])?\{(?:standalone|subfiles)\}/.test(text)
    return [
      whole && body && !standalone ? 0 : body && !standalone ? 1 : whole && !standalone ? 2 : 3,
      path.split('/').length,
      usual.includes(posix.basename(path)) ? usual.indexOf(posix.basename(path)) : usual.length,
      -text.length,
    ]
  }
  return [...files.keys()]
    .filter((path) => /\.(?:tex|ltx|latex)$/i.test(path) || files.size === 1)
    .map((path) => ({ path, rank: rank(path) }))
    .sort((a, b) => {
      const at = a.rank.findIndex((value, index) => value !== b.rank[index])
      return at === -1 ? (a.path < b.path ? -1 : 1) : a.rank[at]! - b.rank[at]!
    })[0]?.path
}

const INCLUSION =
  /\\(?:input|include|subfile)\s{0,20}\{([^{}\n]{1,300})\}|\\input\s{1,20}([^\s{}\\]{1,300})|\\(?:sub)?import\*?\s{0,20}\{([^{}\n]{0,300})\}\s{0,20}\{([^{}\n]{1,300})\}/g

/**
 * One source from the files of a paper: inclusions in their places, comments and what is no prose taken out. Only files of
 * the archive are ever read; loops and repeated inclusions end at a limit.
 */
export function joinSource(files: ReadonlyMap<string, string>, main: string): string {
  let inclusions = 0
  let length = 0
  const join = (path: string, above: readonly string[]): string => {
    const text = cleanSource(files.get(path)!)
    length += text.length
    return text.replace(INCLUSION, (_, braced?: string, bare?: string, folder?: string, file?: string) => {
      const name = file === undefined ? (braced ?? bare)! : posix.join(folder!, file)
      const found = find(files, name.trim(), [posix.dirname(main), posix.dirname(path)])
      if (found === undefined || above.includes(found) || above.length > MOST_DEPTH) return ' '
      if (++inclusions > MOST_INCLUSIONS || length > MOST_CHARACTERS) return ' '
      return bodyOf(join(found, [...above, found]))
    })
  }
  return join(main, [main])
}

function find(
  files: ReadonlyMap<string, string>,
  name: string,
  folders: readonly string[],
): string | undefined {
  for (const folder of folders)
    for (const ending of ['', '.tex']) {
      const path = posix.normalize(posix.join(folder, name + ending))
      if (files.has(path) && !/\.(?:bbl|bib|sty|cls|bst)$/i.test(path)) return path
    }
  return undefined
}

/** A file that compiles by itself brings its body only. */
function bodyOf(text: string): string {
  const begin = text.indexOf('\\begin{document}')
  if (begin === -1) return text
  const end = text.indexOf('\\end{document}', begin)
  return text.slice(begin + '\\begin{document}'.length, end === -1 ? undefined : end)
}

const cleanSource = (text: string) =>
  withoutFalse(withoutEnvironments(withoutComments(text.replace(/\r\n?/g, '\n'))))

/** Comments with the line break and indent that they hide. */
export function withoutComments(text: string): string {
  const out: string[] = []
  /** The line before ended in a comment, which hides its line break. */
  let open = false
  for (const line of text.split('\n')) {
    let at = line.indexOf('%')
    while (at > 0 && escaped(line, at)) at = line.indexOf('%', at + 1)
    const kept = at === -1 ? line : line.slice(0, at)
    if (at !== -1 && kept.trim() === '') continue
    if (open && kept.trim() !== '') out[out.length - 1] += kept.trimStart()
    else out.push(kept)
    open = at !== -1
  }
  return out.join('\n')
}

/** Whether an odd number of backslashes stands before the place. */
export function escaped(text: string, at: number): boolean {
  let count = 0
  while (text[at - 1 - count] === '\\') count++
  return count % 2 === 1
}

function withoutEnvironments(text: string): string {
  let kept = text
  for (const name of REMOVED) {
    const [begin, end] = [`\\begin{${name}}`, `\\end{${name}}`]
    if (!kept.includes(begin)) continue
    const parts: string[] = []
    let from = 0
    for (;;) {
      const at = kept.indexOf(begin, from)
      const close = at === -1 ? -1 : kept.indexOf(end, at)
      if (close === -1) break
      parts.push(kept.slice(from, at), ' ')
      from = close + end.length
    }
    parts.push(kept.slice(from))
    kept = parts.join('')
  }
  return kept
}

/** Text between \iffalse and its \fi (or \else) is never set. */
function withoutFalse(text: string): string {
  if (!text.includes('\\iffalse')) return text
  const parts: string[] = []
  let kept = 0
  let depth = 0
  let hidden: number | undefined
  for (const { 0: token, index } of text.matchAll(/\\(?:if[a-zA-Z@]*|else|fi)(?![a-zA-Z@])/g)) {
    if (token === '\\fi') {
      if (hidden !== undefined && depth === hidden) {
        kept = index + token.length
        hidden = undefined
      }
      depth = Math.max(0, depth - 1)
    } else if (token === '\\else') {
      if (hidden !== undefined && depth === hidden) {
        kept = index + token.length
        hidden = undefined
      }
    } else {
      depth++
      if (token === '\\iffalse' && hidden === undefined) {
        parts.push(text.slice(kept, index))
        kept = index
        hidden = depth
      }
    }
  }
  return parts.join('') + text.slice(kept)
}
