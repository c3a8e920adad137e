/** A run of text as the page sets it; points, origin at the lower left. */
export interface PageItem {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly size: number
  readonly font: string
}

export interface PdfPage {
  readonly width: number
  readonly height: number
  readonly items: readonly PageItem[]
  /** Text that is not upright, such as a stamp along the margin. */
  readonly turned: readonly string[]
}

/** A line of one column. */
export interface PdfLine {
  readonly text: string
  readonly left: number
  readonly right: number
  readonly y: number
  readonly size: number
  readonly font: string
  readonly page: number
  /** Counts the stretches of lines that are read from top to bottom. */
  readonly block: number
  /** Wide gaps inside, as between the columns of a table. */
  readonly gaps: number
}

export interface Fragment {
  text: string
  left: number
  right: number
  readonly y: number
  size: number
  font: string
  /** Length of the text in its main font. */
  main: number
}

/** A gap wider than this many times the size of the letters parts columns; justified lines stay below. */
const COLUMN_GAP = 1.3

/** Accents that old fonts set as signs of their own, before their letter; the cedilla follows it. */
const ACCENTS: Readonly<Record<string, string>> = {
  '´': '\u0301',
  '`': '\u0300',
  '¨': '\u0308',
  ˆ: '\u0302',
  '˜': '\u0303',
  ˇ: '\u030c',
  '˚': '\u030a',
  '˘': '\u0306',
  '˝': '\u030b',
  '˙': '\u0307',
}

/** Text with its accents on their letters: "Guzm´an" is Guzmán, "Franc¸ois" François. */
const withAccents = (text: string): string =>
  /[´`¨ˆ˜ˇ˚˘˝˙¸]/.test(text)
    ? text
        .replace(/([´¨ˆ˜ˇ˚˘˝˙]|(?<=\p{L})`)(\p{L})/gu, (_, accent: string, letter: string) =>
          `${letter.replace('ı', 'i').replace('ȷ', 'j')}${ACCENTS[accent]!}`.normalize('NFC'),
        )
        .replace(/([cCsStTgG])¸/g, (_, letter: string) => `${letter}\u0327`.normalize('NFC'))
    : text

/** Runs that follow each other on one baseline, put together where no more than `most` of their size is between them. */
export function fragmentsOf(page: PdfPage, most = COLUMN_GAP): Fragment[] {
  const fragments: Fragment[] = []
  for (const item of page.items) {
    // Spaces are as wide as what they bridge, the gap between columns as well: places tell more.
    if (item.text.trim() === '') continue
    const last = fragments.at(-1)
    const gap = last === undefined ? 0 : item.x - last.right
    const size = Math.max(last?.size ?? 0, item.size)
    const near =
      last !== undefined && Math.abs(item.y - last.y) <= 0.55 * size && gap > -0.6 * size && gap < most * size
    if (!near || last === undefined) {
      const { x, y, width, size: own, font, text } = item
      fragments.push({ text, left: x, right: x + width, y, size: own, font, main: text.length })
      continue
    }
    const raised = item.size < 0.85 * last.size && item.y - last.y > 0.2 * last.size
    const text =
      raised && /^\s*\d[\d,–-]*\s*$/.test(item.text) ? mark(last.text, item.text.trim()) : item.text
    const spaced = gap > 0.14 * size && !/\s$/.test(last.text) && !/^\s/.test(text)
    last.text += `${spaced && !raised ? ' ' : ''}${text}`
    last.right = Math.max(last.right, item.x + item.width)
    if (item.text.trim().length > last.main) {
      last.main = item.text.trim().length
      last.font = item.font
      last.size = item.size
    }
  }
  for (const fragment of fragments) fragment.text = withAccents(fragment.text)
  return fragments
}

/** A raised number: an exponent after a number or a single letter, else the number of a note or reference. */
const mark = (before: string, number: string) =>
  /\d$|(?:^|[\s(/-])\p{L}$/u.test(before.slice(-3)) ? `^${number}` : `[${number}]`

/** Where the page is split into two columns, if it is. */
function gutter(fragments: readonly Fragment[], width: number): number | undefined {
  let best: { x: number; crossing: number; cost: number } | undefined
  for (let step = 0; step <= 30; step++) {
    // From the middle outwards.
    const x = width * (0.5 + ((step % 2 === 0 ? 1 : -1) * Math.ceil(step / 2)) / 100)
    const crossing = fragments.filter((each) => each.left < x - 2 && each.right > x + 2).length
    const cost = crossing + Math.ceil(step / 2) / 5
    if (best === undefined || cost < best.cost) best = { x, crossing, cost }
  }
  if (best === undefined) return undefined
  const { x, crossing } = best
  const left = fragments.filter((each) => each.right <= x + 2)
  const right = fragments.filter((each) => each.left >= x - 2)
  const fewer = Math.min(left.length, right.length)
  if (fewer < 4 || crossing > 0.5 * fewer) return undefined
  const span = (list: readonly Fragment[]) => {
    const ys = list.map((each) => each.y)
    return { low: ys.reduce((a, b) => Math.min(a, b)), high: ys.reduce((a, b) => Math.max(a, b)) }
  }
  const [one, other] = [span(left), span(right)]
  const shared = Math.min(one.high, other.high) - Math.max(one.low, other.low)
  const shorter = Math.min(one.high - one.low, other.high - other.low)
  return shared > 0.3 * shorter ? x : undefined
}

/** Lines of a page in reading order: what crosses the gutter parts the page into bands, left is read before right. */
export function pdfLines(page: PdfPage, number: number, firstBlock: number): PdfLine[] {
  const fragments = fragmentsOf(page)
  const x = gutter(fragments, page.width)
  const sorted = fragments
    .map((each, index) => ({ each, index }))
    .sort((a, b) => b.each.y - a.each.y || a.index - b.index)
  const lines: PdfLine[] = []
  let block = firstBlock
  const emit = (list: Fragment[]) => {
    if (list.length === 0) return
    lines.push(...joinLines(list, number, block++))
    list.length = 0
  }
  if (x === undefined) {
    emit(sorted.map(({ each }) => each))
    return lines
  }
  const [left, right, across]: Fragment[][] = [[], [], []]
  for (const { each } of sorted) {
    const side = each.right <= x + 2 ? left! : each.left >= x - 2 ? right! : undefined
    if (side === undefined) {
      emit(left!)
      emit(right!)
      across!.push(each)
    } else {
      emit(across!)
      side.push(each)
    }
  }
  for (const list of [across!, left!, right!]) emit(list)
  return lines
}

/** Fragments of one baseline become a line. They come sorted from top to bottom. */
function joinLines(fragments: readonly Fragment[], page: number, block: number): PdfLine[] {
  const rows: Fragment[][] = []
  for (const fragment of fragments) {
    const first = rows.at(-1)?.[0]
    if (first !== undefined && first.y - fragment.y <= 0.45 * Math.max(first.size, fragment.size))
      rows.at(-1)!.push(fragment)
    else rows.push([fragment])
  }
  return rows.map((row) => {
    const parts = [...row].sort((a, b) => a.left - b.left)
    const main = parts.reduce((most, each) => (each.text.length > most.text.length ? each : most))
    return {
      text: parts.map((each) => each.text.trim()).join(' '),
      left: parts[0]!.left,
      right: parts.reduce((most, each) => Math.max(most, each.right), 0),
      y: main.y,
      size: main.size,
      font: main.font,
      page,
      block,
      gaps: parts.length - 1,
    }
  })
}

/** Lines without running heads and page numbers: what returns at the edge of many pages, but for its digits. */
export function withoutRunningHeads(lines: readonly PdfLine[], pages: number): PdfLine[] {
  const edges = new Set<PdfLine>()
  for (let page = 0; page < pages; page++) {
    const sorted = lines.filter((line) => line.page === page).sort((a, b) => b.y - a.y)
    for (const line of [...sorted.slice(0, 2), ...sorted.slice(-2)]) edges.add(line)
  }
  const key = (line: PdfLine) => line.text.replace(/\d+/g, '#').replace(/\s+/g, ' ').toLowerCase()
  const counts = new Map<string, Set<number>>()
  for (const line of edges) {
    const seen = counts.get(key(line)) ?? new Set()
    counts.set(key(line), seen.add(line.page))
  }
  const enough = Math.max(2, Math.ceil(pages * 0.3))
  const repeated = (line: PdfLine) => (counts.get(key(line))?.size ?? 0) >= enough
  const numbered = (line: PdfLine) =>
    /^[-–—\s]*(?:page\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:\/|of)\s*\d{1,4})?[-–—\s]*$/i.test(line.text)
  return lines.filter((line) => !(edges.has(line) && (repeated(line) || numbered(line))))
}
