import { z } from 'zod'
import { strip } from '#kernel'
import { DataInvalidError } from '../errors.ts'
import type { MiningExample } from '../examples.ts'
import { defineFormat, fileOf } from '../format.ts'
import { linesOf, type TextFile } from '../text-file.ts'

/**
 * BUCC: two collections, `id<TAB>sentence` a line, in the roles `text` and `english`, and gold pairs
 * `id<TAB>English id` in the role `gold`. Without gold file (XTREME test files) translations are withheld.
 * Sentences that occur under several ids are kept: mining merges them, as google-research/xtreme, utils_retrieve.py does.
 */
export const bucc = defineFormat({
  id: 'bucc',
  makes: 'collections',
  version: 2,
  options: z.strictObject({}),
  parse(material) {
    const [text, english] = [fileOf(material, 'text', this.id), fileOf(material, 'english', this.id)]
    const [own, other] = [sentencesOf(text), sentencesOf(english)]
    const gold = material.files.gold === undefined ? null : fileOf(material, 'gold', this.id)
    const translations = gold === null ? null : pairsOf(gold, text, own, english, other)
    const examples: MiningExample[] = []
    for (const [id, sentence] of own)
      examples.push({
        id,
        text: sentence,
        side: 'text',
        translations: translations === null ? null : (translations.get(id) ?? []),
      })
    for (const [id, sentence] of other) examples.push({ id, text: sentence, side: 'english' })
    return { examples, gold: gold !== null, skipped: {} }
  },
})

function sentencesOf(file: TextFile): Map<string, string> {
  const sentences = new Map<string, string>()
  for (const [line, [id, sentence]] of fieldsOf(file)) {
    if (sentences.has(id)) throw new DataInvalidError({ file: file.path, line }, `the id "${id}" recurs`)
    sentences.set(id, sentence)
  }
  return sentences
}

function pairsOf(
  gold: TextFile,
  text: TextFile,
  own: ReadonlyMap<string, string>,
  english: TextFile,
  other: ReadonlyMap<string, string>,
): Map<string, string[]> {
  const translations = new Map<string, string[]>()
  for (const [line, [id, englishId]] of fieldsOf(gold)) {
    for (const [name, there, file] of [
      [id, own, text],
      [englishId, other, english],
    ] as const)
      if (!there.has(name))
        throw new DataInvalidError(
          { file: gold.path, line },
          `the sentence "${name}" is not in "${file.path}"`,
          'Copy the gold file and both collections again from the same release.',
        )
    translations.set(id, [...(translations.get(id) ?? []), englishId])
  }
  return translations
}

function* fieldsOf(file: TextFile): Generator<[line: number, fields: readonly [string, string]]> {
  for (const [at, text] of linesOf(file.text).entries()) {
    const tab = text.indexOf('\t')
    const [id, rest] = [strip(text.slice(0, tab)), strip(text.slice(tab + 1))]
    if (tab < 0 || id === '' || rest === '')
      throw new DataInvalidError(
        { file: file.path, line: at + 1 },
        'expected is an id, a tab and a sentence or another id',
      )
    yield [at + 1, [id, rest]]
  }
}
