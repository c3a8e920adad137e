import { z } from 'zod'
import { strip } from '#kernel'
import { DataInvalidError } from '../errors.ts'
import { defineFormat, fileOf } from '../format.ts'
import { linesOf } from '../text-file.ts'

/** Two files, one sentence a line, line i of `text` translating line i of `english` (Tatoeba as LASER stores it); lines count from 1. */
export const parallelLines = defineFormat({
  id: 'parallel-lines',
  makes: 'translations',
  version: 2,
  options: z.strictObject({}),
  parse(material) {
    const [text, english] = [fileOf(material, 'text', this.id), fileOf(material, 'english', this.id)]
    const [lines, englishLines] = [linesOf(text.text), linesOf(english.text)]
    if (lines.length !== englishLines.length)
      throw new DataInvalidError(
        { file: text.path, line: Math.min(lines.length, englishLines.length) + 1 },
        `it has ${lines.length} lines, "${english.path}" has ${englishLines.length}, so lines do not translate each other`,
        'Copy both files again from the same release.',
      )
    for (const [file, sentences] of [
      [text, lines],
      [english, englishLines],
    ] as const) {
      const blank = sentences.findIndex((sentence) => strip(sentence) === '')
      if (blank >= 0)
        throw new DataInvalidError(
          { file: file.path, line: blank + 1 },
          'the line is blank, a sentence was expected',
        )
    }
    return {
      examples: lines.map((sentence, at) => ({
        id: String(at + 1),
        text: sentence,
        english: englishLines[at]!,
      })),
      gold: true,
      skipped: {},
    }
  },
})
