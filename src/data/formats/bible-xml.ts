import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { z } from 'zod'
import { DataInvalidError } from '../errors.ts'
import { defineFormat, fileOf } from '../format.ts'
import { Pairing, pairTexts, partnerFiles, type Texts } from '../pairing.ts'
import type { TextFile } from '../text-file.ts'

/** Bibles of christos-c/bible-corpus (CES XML): one text a verse, `<seg id="b.MAT.1.1" type="verse">`. */
export const bibleXml = defineFormat({
  id: 'bible-xml',
  makes: 'text',
  version: 1,
  options: z.strictObject(Pairing),
  parse(material, options) {
    const { verses, empty } = versesOf(fileOf(material, 'text', this.id))
    const others = new Map<string, Texts>()
    for (const other of partnerFiles(material.files.others, material.language, options.pairs))
      others.set(other.language, versesOf(other).verses)
    return {
      examples: pairTexts(material.language, verses, others, options),
      gold: true,
      skipped: empty > 0 ? { 'verse without text': empty } : {},
    }
  },
})

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  processEntities: true,
})

function versesOf(file: TextFile): { verses: Map<string, string>; empty: number } {
  const validity = XMLValidator.validate(file.text)
  if (validity !== true)
    throw new DataInvalidError(
      { file: file.path, line: validity.err.line },
      `this is not well-formed XML: ${validity.err.msg}`,
    )
  const verses = new Map<string, string>()
  let empty = 0
  const visit = (node: unknown, name: string): void => {
    if (Array.isArray(node)) {
      for (const each of node) visit(each, name)
      return
    }
    if (typeof node !== 'object' || node === null) return
    const { id, '#text': text, ...rest } = node as Record<string, unknown>
    if (name === 'seg' && typeof id === 'string') {
      const verse = typeof text === 'string' ? text.replace(/\s+/g, ' ').trim() : ''
      if (verse === '') empty++
      else if (verses.has(id))
        throw new DataInvalidError({ file: file.path, field: id }, `the verse ${id} is there twice`)
      else verses.set(id, verse)
      return
    }
    for (const [child, value] of Object.entries(rest)) visit(value, child)
  }
  visit(parser.parse(file.text), '')
  if (verses.size === 0)
    throw new DataInvalidError({ file: file.path, line: 1 }, 'there is no <seg id="..."> verse in it')
  return { verses, empty }
}
