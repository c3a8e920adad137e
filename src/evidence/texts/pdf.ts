import { messageOf } from '#kernel'
import type { TextDocument } from '../bundle/texts.ts'
import { isPdf } from './arxiv-source.ts'
import { DocumentWriter, type TextOrigin } from './document.ts'
import { TextUnreadableError } from './errors.ts'
import { type PdfLine, type PdfPage, pdfLines, withoutRunningHeads } from './pdf/lines.ts'
import { readLines } from './pdf/paragraphs.ts'

const MOST_PAGES = 300
const MOST_ITEMS = 50_000

/**
 * The text of a PDF: columns one after the other, words put together again at line ends, without running heads, page numbers
 * and references. Tables stay lines of text: a PDF does not say what is a cell. Throws TEXT_UNREADABLE for damaged, locked and
 * scanned files.
 */
export async function parsePdf(bytes: Uint8Array, origin: TextOrigin): Promise<TextDocument> {
  const name = origin.url ?? origin.work
  if (!isPdf(bytes)) throw new TextUnreadableError(name, 'it is not a PDF')
  const pages = await readPages(bytes, name)
  const lines: PdfLine[] = []
  for (const [index, page] of pages.entries()) {
    const block = (lines.at(-1)?.block ?? -1) + 1
    lines.push(...pdfLines(page, index, block))
  }
  const { title, blocks } = readLines(withoutRunningHeads(lines, pages.length))
  const writer = new DocumentWriter(origin, title)
  for (const block of blocks) {
    if (block.type === 'heading') writer.heading(block.level, block.text)
    else writer.paragraph(block.kind, block.text)
  }
  if (writer.isEmpty)
    throw new TextUnreadableError(name, 'the PDF holds no text; its pages may be scanned images')
  return writer.finish()
}

async function readPages(bytes: Uint8Array, name: string): Promise<PdfPage[]> {
  const { getDocumentProxy } = await import('unpdf')
  // The reader takes the buffer for itself.
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0, isEvalSupported: false }).catch(
    (thrown: unknown) => {
      throw new TextUnreadableError(name, `the PDF is damaged or locked (${messageOf(thrown)})`, thrown)
    },
  )
  try {
    if (pdf.numPages > MOST_PAGES)
      throw new TextUnreadableError(name, `the PDF has ${pdf.numPages} pages; at most ${MOST_PAGES} are read`)
    const pages: PdfPage[] = []
    for (let number = 1; number <= pdf.numPages; number++) {
      const page = await pdf.getPage(number)
      const { width } = page.getViewport({ scale: 1 })
      const { items } = await page.getTextContent()
      pages.push({ width, items: items.slice(0, MOST_ITEMS).flatMap(itemOf) })
      page.cleanup()
    }
    return pages
  } catch (thrown) {
    if (thrown instanceof TextUnreadableError) throw thrown
    throw new TextUnreadableError(name, `the PDF is damaged (${messageOf(thrown)})`, thrown)
  } finally {
    await pdf.destroy().catch(() => undefined)
  }
}

/** Upright text; stamps along the margin are turned. */
function itemOf(item: object): PdfPage['items'] {
  if (!('str' in item) || !('transform' in item)) return []
  const { str, transform, width, fontName } = item as {
    str: string
    transform: number[]
    width: number
    fontName: string
  }
  const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = transform
  const size = Math.hypot(c, d)
  if (str === '' || ![a, b, x, y, width, size].every(Number.isFinite) || size <= 0) return []
  if (Math.abs(b) > 0.1 * Math.abs(a)) return []
  return [{ text: str, x, y, width, size, font: fontName }]
}
