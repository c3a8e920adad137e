/** A line of a report, numbered from 1. */
export interface ReportLine {
  readonly number: number
  readonly text: string
}

export type SectionName =
  | 'preamble'
  | 'abstract'
  | 'introduction'
  | 'question'
  | 'methodology'
  | 'results'
  | 'answer'
  | 'limitations'
  | 'claims'
  | 'references'
  | 'other'

export interface ReportSection {
  readonly name: SectionName
  readonly heading: string | null
  readonly lines: readonly ReportLine[]
}

const NAMES: readonly (readonly [RegExp, SectionName])[] = [
  [/^(?:abstract|summary)$/i, 'abstract'],
  [/^(?:introduction|background)$/i, 'introduction'],
  [/^(?:research )?questions?$/i, 'question'],
  [/^(?:methodology|methods?|materials and methods|search(?: strategy)?)$/i, 'methodology'],
  [/^(?:results?|findings)$/i, 'results'],
  [/^(?:answers?(?: to the question)?|conclusions?|discussion(?: and conclusions?)?)$/i, 'answer'],
  [/^(?:limitations?|caveats)$/i, 'limitations'],
  [/^(?:extracted |verified |key )?claims(?: table)?$/i, 'claims'],
  [/^(?:references|bibliography|works cited|sources)$/i, 'references'],
]

/** Heading text without its number and marks, and whether the line can be nothing but a heading. */
function headingOf(text: string): { readonly words: string; readonly sure: boolean } | null {
  const markdown = /^\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$/.exec(text)
  const bold = /^\s*\*\*(.+?)\*\*:?\s*$/.exec(text)
  const line = markdown?.[1] ?? bold?.[1] ?? text
  const words = line
    .trim()
    .replace(/^(?:\d+(?:\.\d+)*|[IVX]+)[.):]?\s+/, '')
    .replace(/[:.]$/, '')
    .trim()
  return words === '' ? null : { words, sure: markdown !== null || bold !== null }
}

/**
 * Splits a report at its headings: Markdown ones, bold ones, and plain lines that are nothing but the name of a usual
 * section, with or without a number. What stands before the first of them is the preamble.
 */
export function sectionsOf(text: string): ReportSection[] {
  const sections: { name: SectionName; heading: string | null; lines: ReportLine[] }[] = [
    { name: 'preamble', heading: null, lines: [] },
  ]
  for (const [at, line] of text.split('\n').entries()) {
    const heading = headingOf(line)
    const name = NAMES.find(([pattern]) => heading !== null && pattern.test(heading.words))?.[1]
    const opens = name !== undefined || (heading?.sure === true && sections.length > 1)
    if (heading !== null && opens) sections.push({ name: name ?? 'other', heading: heading.words, lines: [] })
    else sections.at(-1)!.lines.push({ number: at + 1, text: line })
  }
  return sections
}

/** The text of the sections of a name as one paragraph; null where there is none. */
export function textOf(sections: readonly ReportSection[], name: SectionName): string | null {
  const lines = sections.filter((section) => section.name === name).flatMap((section) => section.lines)
  const text = lines
    .map((line) => line.text.trim())
    .filter(Boolean)
    .join(' ')
    .replace(/\s+/g, ' ')
  return text === '' ? null : text
}
