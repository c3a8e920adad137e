/** A line of text on a test page: points from the lower left. */
export interface TestLine {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly size?: number
  readonly bold?: boolean
  /** Along the left margin, from below. */
  readonly turned?: boolean
}

/** A small PDF of US letter pages in Helvetica, with a description such as `/Title(x)`. Text is Latin-1. */
export function makePdf(pages: readonly (readonly TestLine[])[], description = ''): Buffer {
  const objects: string[] = []
  const add = (content: string) => objects.push(content)
  add('<< /Type /Catalog /Pages 2 0 R >>')
  add(
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${5 + 2 * index} 0 R`).join(' ')}] >>`,
  )
  add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>')
  add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>')
  for (const [index, lines] of pages.entries()) {
    const content = lines
      .map(({ text, x, y, size = 10, bold = false, turned = false }) => {
        const escaped = text.replace(/[\\()]/g, '\\$&')
        return `BT /${bold ? 'B' : 'F'} ${size} Tf ${turned ? '0 1 -1 0' : '1 0 0 1'} ${x} ${y} Tm (${escaped}) Tj ET`
      })
      .join('\n')
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F 3 0 R /B 4 0 R >> >> /Contents ${6 + 2 * index} 0 R >>`,
    )
    add(`<< /Length ${Buffer.byteLength(content, 'latin1')} >>\nstream\n${content}\nendstream`)
  }
  add(`<<${description}>>`)
  let file = '%PDF-1.4\n'
  const places = objects.map((content, index) => {
    const place = file.length
    file += `${index + 1} 0 obj\n${content}\nendobj\n`
    return place
  })
  const table = file.length
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`
  file += places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  file += `trailer << /Size ${objects.length + 1} /Root 1 0 R /Info ${objects.length} 0 R >>\nstartxref\n${table}\n%%EOF\n`
  return Buffer.from(file, 'latin1')
}

/** Lines below each other, 12 points apart; `#` at the start of a line makes it bold, `>` indents it. */
export function column(x: number, top: number, lines: readonly string[], size = 10): TestLine[] {
  return lines.flatMap((line, index) =>
    line === ''
      ? []
      : [
          {
            text: line.replace(/^[#>]\s*/, ''),
            x: line.startsWith('>') ? x + 12 : x,
            y: top - 12 * index,
            size,
            bold: line.startsWith('#'),
          },
        ],
  )
}

/** The two-column form of the invented paper of these tests; `interleaved` draws line by line across the page. */
export function twoColumnPaper(interleaved = false): Buffer {
  const left = [
    '#Abstract',
    'We train on three tasks and test zero-shot.',
    'Gains are 2.5 points on average.',
    '',
    '#1 Introduction',
    'Earlier work found gains, e.g. in English. We',
    'use pre-trained encoders and intermediate-',
    'task training of multilingual repre-',
    'sentations for retrieval in Basque.',
    '>A second paragraph begins here. It goes on',
    'over the end of the column and does not',
  ]
  const right = [
    'stop before this line. Our pre-',
    'trained model is large.',
    '',
    '#2 Results',
    '#2.1 Retrieval',
    'SQuAD improves accuracy by 8.2 points over',
    'no intermediate task in all languages.',
    '',
    'Table 1: Accuracy per language.',
    '',
    'The second result is that CCG does not help',
    'any of the target languages.',
  ]
  const page = (number: number, one: readonly string[], other: readonly string[], top: number) => {
    const [first, second] = [column(54, top, one), column(320, top, other)]
    const body = interleaved
      ? first.flatMap((line, index) => [line, ...second.slice(index, index + 1)])
      : [...first, ...second]
    const rest = interleaved ? second.slice(first.length) : []
    return [
      { text: `Proceedings of the Invented Conference, page ${number}`, x: 180, y: 770, size: 8 },
      ...(number === 1
        ? [
            { text: 'Intermediate Tasks for Basque Retrieval in', x: 130, y: 730, size: 16, bold: true },
            { text: 'Two Columns', x: 260, y: 710, size: 16, bold: true },
            { text: 'Ada Example', x: 270, y: 690, size: 11 },
          ]
        : []),
      ...body,
      ...rest,
      { text: String(number), x: 300, y: 30, size: 9 },
    ]
  }
  const filler = (word: string) =>
    Array.from({ length: 8 }, (_, index) => `Line ${'abcdefgh'[index]} of the ${word} column is here.`)
  return makePdf([
    page(1, left, right, 660),
    page(
      2,
      ['#3 Discussion', ...filler('left')],
      [
        '#References',
        'J. Doe. 2019. A reference that is no',
        'evidence. In Nowhere.',
        'K. Roe. 2020. Another one.',
        '',
        '#A Details',
        'We train for two epochs.',
        'The rate is small.',
      ],
      720,
    ),
  ])
}
