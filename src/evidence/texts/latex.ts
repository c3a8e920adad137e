import { messageOf } from '#kernel'
import type { TextDocument } from '../bundle/texts.ts'
import { DocumentWriter, type TextOrigin } from './document.ts'
import { TextUnreadableError } from './errors.ts'
import { expandMacros } from './latex/macros.ts'
import { type LabelTarget, LatexReader } from './latex/reader.ts'
import { joinSource, mainFile } from './latex/source.ts'
import { tableBudget } from './table.ts'

/** More source than this is not one paper. */
const MOST_CHARACTERS = 20_000_000

/**
 * The text of a LaTeX source. `files` maps paths inside the archive to their content; `main` is the file to start from, found
 * by its \documentclass when not given. Throws TEXT_UNREADABLE when there is none, or it sets no text.
 */
export function parseLatex(
  files: ReadonlyMap<string, string>,
  origin: TextOrigin,
  main = mainFile(files),
): TextDocument {
  const name = origin.url ?? origin.work
  const size = [...files.values()].reduce((sum, text) => sum + text.length, 0)
  if (size > MOST_CHARACTERS)
    throw new TextUnreadableError(name, `the source has more than ${MOST_CHARACTERS} characters`)
  if (main === undefined || !files.has(main))
    throw new TextUnreadableError(name, 'no file of the source has a \\documentclass')
  try {
    return readSource(expandMacros(joinSource(files, main)), origin)
  } catch (thrown) {
    if (thrown instanceof TextUnreadableError) throw thrown
    throw new TextUnreadableError(name, `the LaTeX source cannot be parsed (${messageOf(thrown)})`, thrown)
  }
}

function readSource(source: string, origin: TextOrigin): TextDocument {
  const begin = source.indexOf('\\begin{document}')
  const start = begin === -1 ? 0 : begin + '\\begin{document}'.length
  const close = source.lastIndexOf('\\end{document}')
  const end = close < start ? source.length : close
  const read = (labels: ReadonlyMap<string, LabelTarget>) => {
    const reader = new LatexReader(source, labels)
    reader.read(start, end)
    return reader
  }
  // References may stand before what they refer to: the first reading collects the numbers, the second shows them.
  const reader = read(read(new Map()).found)
  const title = reader.argumentOf('title') ?? reader.argumentOf('icmltitle')
  const writer = new DocumentWriter(origin, title)
  const budget = tableBudget()
  let unnamed = 0
  for (const event of reader.events) {
    if (event.type === 'heading') writer.heading(event.level, event.text)
    else if (event.type === 'paragraph') writer.paragraph(event.kind, event.text)
    else writer.table(event.caption ?? `Table without caption ${++unnamed}`, event.rows, budget)
  }
  if (writer.isEmpty)
    throw new TextUnreadableError(origin.url ?? origin.work, 'the LaTeX source sets no text')
  return writer.finish()
}
