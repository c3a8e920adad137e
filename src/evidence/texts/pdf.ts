import type { PDFDocumentProxy } from 'unpdf/pdfjs'
import { messageOf } from '#kernel'
import type { TextDocument } from '../bundle/texts.ts'
import { isPdf } from './arxiv-source.ts'
import { cleanText, DocumentWriter, type TextOrigin } from './document.ts'
import { TextUnreadableError } from './errors.ts'
import { vocabularyOf } from './hyphens.ts'
import { type FirstPage, readFirstPage } from './pdf/first-page.ts'
import { type PageItem, type PdfLine, type PdfPage, pdfLines } from './pdf/lines.ts'
import { joinText, readLines } from './pdf/paragraphs.ts'

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
  const { title, blocks } = readLines(lines, pages.length)
  const writer = new DocumentWriter(origin, title)
  for (const block of blocks) {
    if (block.type === 'heading') writer.heading(block.level, block.text)
    else writer.paragraph(block.kind, block.text)
  }
  if (writer.isEmpty)
    throw new TextUnreadableError(name, 'the PDF holds no text; its pages may be scanned images')
  return writer.finish()
}

/** Who a paper is by its first page and description. Throws TEXT_UNREADABLE for damaged and locked files. */
export const readPdfIdentity = (bytes: Uint8Array, name: string): Promise<FirstPage> =>
  withPdf(bytes, name, async (pdf) => {
    const { info, metadata } = await pdf.getMetadata()
    const said = new Map<string, unknown>([...Object.entries(info), ...(metadata ?? [])])
    const texts = (...keys: string[]) =>
      keys
        .flatMap((key) => [said.get(key)].flat())
        .filter((value) => typeof value === 'string')
        .map(cleanText)
        .filter((value) => value !== '')
    const page = await readPage(pdf, 1)
    const words = vocabularyOf(pdfLines(page, 0, 0).map(({ text }) => text))
    const about = {
      title: texts('Title', 'dc:title')[0] ?? null,
      authors: (texts('Author').length > 0 ? texts('Author') : texts('dc:creator')).flatMap((names) =>
        names.replace(/\([^()]*\)/g, ' ').split(/;|,(?!\s*(?:jr|sr)\b)|\s(?:and|&)\s/i),
      ),
      others: texts('prism:doi', 'pdfx:doi', 'crossmark:doi', 'dc:identifier', 'Subject', 'dc:description'),
    }
    return readFirstPage(page, about, (run) => joinText(run, words))
  })

const readPages = (bytes: Uint8Array, name: string): Promise<PdfPage[]> =>
  withPdf(bytes, name, async (pdf) => {
    if (pdf.numPages > MOST_PAGES)
      throw new TextUnreadableError(name, `the PDF has ${pdf.numPages} pages; at most ${MOST_PAGES} are read`)
    const pages: PdfPage[] = []
    for (let number = 1; number <= pdf.numPages; number++) pages.push(await readPage(pdf, number))
    return pages
  })

async function readPage(pdf: PDFDocumentProxy, number: number): Promise<PdfPage> {
  const page = await pdf.getPage(number)
  const { width, height } = page.getViewport({ scale: 1 })
  const { items } = await page.getTextContent()
  const runs = items.slice(0, MOST_ITEMS).flatMap(runOf)
  page.cleanup()
  const turned = runs.filter((run) => run.turned).map(({ text }) => text)
  return { width, height, items: runs.filter((run) => !run.turned), turned }
}

async function withPdf<T>(
  bytes: Uint8Array,
  name: string,
  read: (pdf: PDFDocumentProxy) => Promise<T>,
): Promise<T> {
  const { getDocumentProxy } = await import('unpdf')
  // The reader takes the buffer for itself.
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0, isEvalSupported: false }).catch(
    (thrown: unknown) => {
      throw new TextUnreadableError(name, `the PDF is damaged or locked (${messageOf(thrown)})`, thrown)
    },
  )
  try {
    return await read(pdf)
  } catch (thrown) {
    if (thrown instanceof TextUnreadableError) throw thrown
    throw new TextUnreadableError(name, `the PDF is damaged (${messageOf(thrown)})`, thrown)
  } finally {
    await pdf.destroy().catch(() => undefined)
  }
}

/** A run of text with its place; stamps along the margin are turned. */
function runOf(item: object): (PageItem & { turned: boolean })[] {
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
  return [{ text: str, x, y, width, size, font: fontName, turned: Math.abs(b) > 0.1 * Math.abs(a) }]
}
