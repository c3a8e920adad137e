const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}

/** White space collapsed, NFC; null where nothing is left. */
export function collapse(text: string | null | undefined): string | null {
  const plain = (text ?? '').normalize('NFC').replace(/\s+/gu, ' ').trim()
  return plain === '' ? null : plain
}

/** Elements that end a line of text; all others stand inside words. */
const BLOCK = /<\/?(?:jats:)?(?:p|title|sec|list|list-item|label|br|div|h\d|li|ul|ol|break)\b[^<>]*>/gi
/** Headings that say no more than that this is an abstract. */
const HEADING = /<((?:jats:)?(?:title|h\d))\b[^<>]*>\s*(?:abstract|summary)\s*<\/\1>/gi
const HIDDEN = /<((?:mml:)?annotation(?:-xml)?|script|style)\b[\s\S]*?<\/\1>/gi
const TAG = /<\/?[a-z][\w:.-]*(?:\s[^<>]*)?\/?>/gi

/** Text of HTML, JATS or MathML inside titles and abstracts. A "<" that opens no element stays. */
export function stripMarkup(markup: string | null | undefined): string | null {
  if (markup === null || markup === undefined) return null
  const text = markup.replace(HEADING, ' ').replace(HIDDEN, '').replace(BLOCK, ' ').replace(TAG, '')
  return collapse(decodeEntities(text))
}

const decodeEntities = (text: string) =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi, (whole, decimal, hexadecimal, name) => {
    if (name !== undefined) return NAMED[String(name).toLowerCase()] ?? whole
    const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
      ? String.fromCodePoint(code)
      : whole
  })
