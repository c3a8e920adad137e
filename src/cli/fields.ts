const WIDTH = 100
const INDENT = 14

/** A labelled paragraph, or several under one label, at 100 columns. */
export function field(label: string, ...paragraphs: readonly string[]): string {
  return paragraphs
    .flatMap((paragraph) => wrap(paragraph, WIDTH - INDENT))
    .map((line, at) => `${(at === 0 ? label : '').padEnd(INDENT)}${line}`.trimEnd())
    .join('\n')
}

/** Lines of at most so many columns; a longer word, such as an address, stays whole. Further lines are indented. */
function wrap(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (longer.length <= columns || line === '') line = longer
    else {
      lines.push(line)
      line = `  ${word}`
    }
  }
  return [...lines, line]
}
