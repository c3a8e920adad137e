import { createHash } from 'node:crypto'
import { z } from 'zod'
import { DataInvalidError } from './errors.ts'
import { filesOf, type Material } from './format.ts'
import { parseJson } from './json.ts'
import type { TextFile } from './text-file.ts'

/** A concept in one language. */
export interface Annotation {
  /** The short name that a screen reader says. */
  readonly phrase: string
  /** Search words, in the order of the file, without the phrase itself. */
  readonly keywords: readonly string[]
}

/** A character that CLDR names in English. */
export interface CldrConcept {
  readonly character: string
  /** Group of unicode-emoji-json; null for symbols that are no emoji. */
  readonly group: string | null
  readonly split: 'train' | 'development' | 'test'
  /** Man, woman and person of one activity are variants of one concept. */
  readonly family: string
}

export const ConceptOptions = {
  concepts: z
    .enum(['emoji', 'all'])
    .default('emoji')
    .describe('emoji: those with a group. all: other named symbols too'),
  splitSeed: z
    .int()
    .min(0)
    .default(1)
    .describe('Seed of the split into 70 % train, 10 % development, 20 % test concepts'),
}

const Annotations = z.object({
  annotations: z.object({
    annotations: z.record(
      z.string(),
      z.object({ default: z.array(z.string()).optional(), tts: z.array(z.string()).optional() }),
    ),
  }),
})
const Emoji = z.record(z.string(), z.object({ group: z.string() }))

const parsed = new Map<string, ReadonlyMap<string, Annotation>>()

/** Annotations of a CLDR file (cldr-annotations-full). Parsed once in the life of the process. */
export function annotationsOf(file: TextFile): ReadonlyMap<string, Annotation> {
  const known = parsed.get(file.sha256)
  if (known !== undefined) return known
  const { annotations } = check(file, Annotations).annotations
  const result = new Map<string, Annotation>()
  for (const [character, { tts = [], default: words = [] }] of Object.entries(annotations)) {
    const phrase = clean(tts[0] ?? '')
    if (phrase === '') continue
    const keywords = [...new Set(words.map(clean))].filter((word) => word !== '' && word !== phrase)
    result.set(character, { phrase, keywords })
  }
  parsed.set(file.sha256, result)
  return result
}

const clean = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim()

function check<S extends z.ZodType>(file: TextFile, schema: S): z.infer<S> {
  const result = schema.safeParse(parseJson(file))
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  throw new DataInvalidError(
    { file: file.path, field: z.core.toDotPath(issue.path) },
    `this is not the file that was expected: ${issue.message}`,
  )
}

/**
 * Concepts in the order of the English file: characters with an English phrase. Left out are skin tones and those of
 * two characters with the same English phrase that come later.
 */
export function conceptsOf(
  english: ReadonlyMap<string, Annotation>,
  emojiFile: TextFile,
  { concepts, splitSeed }: { concepts: 'emoji' | 'all'; splitSeed: number },
): CldrConcept[] {
  const groups = new Map(
    Object.entries(check(emojiFile, Emoji)).map(([emoji, { group }]) => [bare(emoji), group]),
  )
  const phrases = new Set<string>()
  const found: CldrConcept[] = []
  for (const [character, { phrase }] of english) {
    const group = groups.get(bare(character)) ?? null
    if (/[\u{1f3fb}-\u{1f3ff}]/u.test(character) || phrases.has(phrase.toLowerCase())) continue
    if (concepts === 'emoji' && group === null) continue
    phrases.add(phrase.toLowerCase())
    const family = familyOf(character)
    found.push({ character, group, family, split: splitOf(family, splitSeed) })
  }
  return found
}

/** Without variation selector, in which the two packages differ. */
const bare = (emoji: string) => emoji.replaceAll('\ufe0f', '')

const familyOf = (character: string) => bare(character).replace(/[\u200d♂♀👨👩🧑]/gu, '') || bare(character)

/**
 * Drawn by hash, so that a new release of CLDR moves no concept. A family stays together: "woman running" in train would
 * give "man running" in test away.
 */
function splitOf(family: string, seed: number): CldrConcept['split'] {
  const place = createHash('sha256').update(`polyvia-${seed}|${family}`).digest().readUInt32BE(0) / 2 ** 32
  return place < 0.7 ? 'train' : place < 0.8 ? 'development' : 'test'
}

/** The three files that every CLDR task reads: own language, English, emoji groups. */
export function readCldr(
  material: Material,
  format: string,
  options: { concepts: 'emoji' | 'all'; splitSeed: number },
) {
  const own = annotationsOf(filesOf(material, 'annotations', format)[0]!)
  const english = annotationsOf(filesOf(material, 'english', format)[0]!)
  const all = conceptsOf(english, filesOf(material, 'emoji', format)[0]!, options)
  return { own, english, all, concepts: all.filter((concept) => concept.split === material.split) }
}
