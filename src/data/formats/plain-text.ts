import { z } from 'zod'
import { strip } from '#kernel'
import { DataInvalidError } from '../errors.ts'
import { defineFormat, fileOf } from '../format.ts'
import { Pairing, pairTexts, partnerFiles, type Texts } from '../pairing.ts'
import { linesOf, type TextFile } from '../text-file.ts'

/**
 * One sentence a line. With files of other languages in the role `others`, line i of each translates line i of `text`
 * and can be its second segment; all files must then have as many lines. Blank lines are left out and counted.
 */
export const plainText = defineFormat({
  id: 'plain-text',
  makes: 'text',
  version: 2,
  options: z.strictObject(Pairing),
  parse(material, options) {
    const file = fileOf(material, 'text', this.id)
    const others = new Map<string, Texts>()
    for (const other of partnerFiles(material.files.others, material.language, options.pairs)) {
      checkCounts(file, other)
      others.set(other.language, textsOf(other))
    }
    const own = textsOf(file)
    const blank = linesOf(file.text).length - own.size
    return {
      examples: pairTexts(material.language, own, others, options),
      gold: true,
      skipped: blank > 0 ? { 'blank line': blank } : {},
    }
  },
})

/** Lines that are not blank, by their number from 1. */
function textsOf(file: TextFile): Texts {
  return new Map(
    linesOf(file.text)
      .map((text, at) => [String(at + 1), strip(text)] as const)
      .filter(([, text]) => text !== ''),
  )
}

function checkCounts(file: TextFile, other: TextFile): void {
  const [count, others] = [linesOf(file.text).length, linesOf(other.text).length]
  if (count !== others)
    throw new DataInvalidError(
      { file: other.path, line: Math.min(count, others) + 1 },
      `it has ${others} lines, "${file.path}" has ${count}, so lines do not translate each other`,
      'Copy both files again from the same release, or set "pairs: none".',
    )
}
