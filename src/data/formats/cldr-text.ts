import { z } from 'zod'
import { type RandomStream, randomStream } from '#kernel'
import { type Annotation, annotationsOf, type CldrConcept, ConceptOptions, readCldr } from '../cldr.ts'
import type { TextExample } from '../examples.ts'
import { defineFormat, tally } from '../format.ts'

const Share = z.number().min(0).max(1)

const Options = z.strictObject({
  ...ConceptOptions,
  compose: z
    .enum(['alone', 'pair', 'pack', 'multi'])
    .default('pair')
    .describe(
      'alone: a concept in the language. pair: and the same concept in another language as second segment. pack: several concepts, all in the language, then the same in another. multi: one concept in many languages, spread over both segments',
    ),
  copies: z.int().min(1).default(2).describe('Examples that each concept begins; every one is drawn anew'),
  keywords: z.int().min(0).default(4).describe('Most keywords after a phrase'),
  fewerKeywords: z
    .boolean()
    .default(false)
    .describe('Draw how many, 0 to `keywords`, instead of taking as many as there are'),
  englishShare: Share.default(0.3).describe('Share of examples whose other language is English'),
  emojiShare: Share.default(0).describe(
    'Share of examples in which the emoji itself stands before one segment',
  ),
  pieces: z.int().min(2).default(8).describe('pack: concepts. multi: languages in one example'),
  separator: z.string().default(' ').describe('Between phrase, keywords and pieces'),
  seed: z.int().min(0).default(1),
})
type Options = z.infer<typeof Options>

/**
 * Text for masked-LM out of emoji annotations: phrases with keywords, so composed that the same concept stands in two
 * languages. Concepts of the dataset's split only, so that test phrases are never trained on.
 */
export const cldrText = defineFormat({
  id: 'cldr-text',
  makes: 'text',
  version: 1,
  options: Options,
  parse(material, options) {
    const { skipped, skip } = tally()
    const { own, concepts } = readCldr(material, this.id, options)
    const others = new Map(
      (material.files.others ?? [])
        .filter((file) => file.language !== material.language)
        .map((file) => [file.language, annotationsOf(file)] as const),
    )
    const there = concepts.filter(({ character }) => {
      if (!own.has(character)) skip('no phrase in this language')
      return own.has(character)
    })
    const composer = new Composer(material.language, own, others, there, options)
    const examples = there.flatMap((concept) =>
      Array.from({ length: options.copies }, (_, copy) =>
        composer.compose(concept, `${concept.character}#${copy}`),
      ),
    )
    return { examples, gold: true, skipped }
  },
})

type Annotations = ReadonlyMap<string, Annotation>

class Composer {
  private readonly stream: RandomStream
  private readonly codes: readonly string[]
  private readonly own: Annotations
  private readonly others: ReadonlyMap<string, Annotations>
  private readonly concepts: readonly CldrConcept[]
  private readonly options: Options

  constructor(
    language: string,
    own: Annotations,
    others: ReadonlyMap<string, Annotations>,
    concepts: readonly CldrConcept[],
    options: Options,
  ) {
    this.own = own
    this.others = others
    this.concepts = concepts
    this.options = options
    this.stream = randomStream(options.seed, 'cldr-text', language)
    this.codes = [...others.keys()].sort()
  }

  compose(concept: CldrConcept, id: string): TextExample {
    const segments = this.segmentsOf(concept)
    if (segments.length === 2) this.stream.shuffle(segments)
    if (this.stream.uniform() < this.options.emojiShare) {
      const at = this.stream.below(segments.length)
      segments[at] = concept.character + this.options.separator + segments[at]!
    }
    const [text, pair] = segments as [string, string?]
    return pair === undefined ? { id, text } : { id, text, pair }
  }

  private segmentsOf(concept: CldrConcept): string[] {
    const { compose, separator, pieces } = this.options
    const partner = compose === 'alone' ? null : this.partnerOf(concept)
    if (partner === null) return [this.piece(this.own, concept)]
    if (compose === 'multi') return this.multi(concept, pieces)
    const chosen = compose === 'pack' ? this.pack(concept, partner, pieces) : [concept]
    return [this.own, partner].map((annotations) =>
      chosen.map((each) => this.piece(annotations, each)).join(separator),
    )
  }

  /** Annotations of another language that has the concept: English with its share, else any. */
  private partnerOf(concept: CldrConcept): Annotations | null {
    const able = this.codes.filter((code) => this.others.get(code)!.has(concept.character))
    if (able.length === 0) return null
    const english = able.includes('en') && this.stream.uniform() < this.options.englishShare
    return this.others.get(english ? 'en' : able[this.stream.below(able.length)]!)!
  }

  private multi(concept: CldrConcept, pieces: number): string[] {
    const able = this.codes.filter((code) => this.others.get(code)!.has(concept.character))
    const drawn = this.stream.shuffle([...able])
    if (able.includes('en') && this.stream.uniform() < this.options.englishShare) {
      drawn.splice(drawn.indexOf('en'), 1)
      drawn.unshift('en')
    }
    const order = [this.own, ...drawn.slice(0, pieces - 1).map((code) => this.others.get(code)!)]
    const texts = this.stream.shuffle(order).map((annotations) => this.piece(annotations, concept))
    return [0, 1].map((side) => texts.filter((_, at) => at % 2 === side).join(this.options.separator))
  }

  private pack(first: CldrConcept, partner: Annotations, pieces: number): CldrConcept[] {
    const chosen = new Set([first])
    for (let draw = 0; chosen.size < pieces && draw < 10 * pieces; draw++) {
      const other = this.concepts[this.stream.below(this.concepts.length)]!
      if (partner.has(other.character)) chosen.add(other)
    }
    return [...chosen]
  }

  /** Phrase with keywords in random order. */
  private piece(annotations: Annotations, concept: CldrConcept): string {
    const { phrase, keywords } = annotations.get(concept.character)!
    const { keywords: most, fewerKeywords, separator } = this.options
    const count = fewerKeywords ? this.stream.below(most + 1) : most
    return [phrase, ...this.stream.shuffle([...keywords]).slice(0, count)].join(separator)
  }
}
