import { z } from 'zod'
import { randomStream } from '#kernel'
import type { TextExample } from './examples.ts'
import type { TextFile } from './text-file.ts'

/** Second segments of raw text that is parallel across languages. */
export const Pairing = {
  pairs: z
    .enum(['none', 'english', 'random'])
    .default('none')
    .describe(
      'none: one segment. english: the English translation (for English: one in another language). random: one in any other language',
    ),
  copies: z
    .int()
    .min(1)
    .default(1)
    .describe('Examples made of each text; with random pairs each copy draws anew'),
  seed: z.int().min(0).default(1).describe('Draws partners and which of the two comes first'),
}
const Options = z.object(Pairing)

/** Texts of a language by the name that translations share (line number, verse). */
export type Texts = ReadonlyMap<string, string>

/** Files of the languages that can be partners: with English pairs that is English alone, but for English itself. */
export function partnerFiles(
  files: readonly TextFile[] | undefined,
  language: string,
  pairs: 'none' | 'english' | 'random',
): readonly TextFile[] {
  if (pairs === 'none' || files === undefined) return []
  const others = files.filter((file) => file.language !== language)
  return pairs === 'english' && language !== 'en' ? others.filter((file) => file.language === 'en') : others
}

/**
 * Masked-LM examples of one language's texts. With pairs, the two come in random order, and a text that has no
 * translation stands alone.
 */
export function pairTexts(
  language: string,
  own: Texts,
  others: ReadonlyMap<string, Texts>,
  { pairs, copies, seed }: z.infer<typeof Options>,
): TextExample[] {
  const stream = randomStream(seed, 'pairs', language)
  const pool = pairs === 'none' ? [] : [...others.keys()].sort()
  const examples: TextExample[] = []
  for (const [name, text] of own)
    for (let copy = 0; copy < copies; copy++) {
      const id = copies > 1 ? `${name}#${copy}` : name
      const able = pool.filter((code) => others.get(code)!.has(name))
      if (able.length === 0) {
        examples.push({ id, text })
        continue
      }
      const other = others.get(able[stream.below(able.length)]!)!.get(name)!
      examples.push(stream.below(2) === 0 ? { id, text, pair: other } : { id, text: other, pair: text })
    }
  return examples
}
