import { z } from 'zod'
import { DataInvalidError } from '../errors.ts'
import type { ClassificationExample } from '../examples.ts'
import { defineFormat, fileOf, tally } from '../format.ts'
import { parseJsonLines } from '../json.ts'
import type { TextFile } from '../text-file.ts'

const Id = z.union([z.string(), z.int()]).transform(String)
const Claim = z.object({
  id: Id,
  claim: z.string(),
  evidence: z.record(
    z.string(),
    z.array(z.object({ sentences: z.array(z.int().min(0)).min(1), label: z.string() })),
  ),
  cited_doc_ids: z.array(Id).optional(),
  doc_ids: z.array(Id).optional(),
})
const Document = z.object({ doc_id: Id, abstract: z.array(z.string()) })

/**
 * Claims of papers and the documents they cite, as SciFact lays them out: `examples` holds
 * `{id, claim, evidence: {doc_id: [{sentences, label}]}, cited_doc_ids}` (MultiVerS: `doc_ids`), `corpus` holds
 * `{doc_id, title, abstract: [sentence]}`, an object a line. One example a set of evidence sentences: `text` is the sentences, joined, `pair` the claim. A cited
 * document without evidence is one example too, of the label `open`.
 *
 * @remarks Wadden et al. 2020 take the sentences most like the claim for those; here `alike` is the one sentence that
 * shares most words with it, the earlier one on a tie.
 */
export const citedClaims = defineFormat({
  id: 'cited-claims',
  makes: 'labelled',
  version: 1,
  options: z.strictObject({
    labelNames: z
      .record(z.string(), z.string())
      .default({})
      .describe('Label in the file -> label of the task'),
    open: z.string().optional().describe('Label of a cited document without evidence; absent: left out'),
    openSentence: z
      .enum(['first', 'alike'])
      .default('alike')
      .describe('Sentence of such a document: `first` where evidence always stands first, too'),
    remove: z
      .array(z.string())
      .default([])
      .describe('Marks to take out of claims, such as those of citations'),
  }),
  parse(material, { labelNames, open, openSentence, remove }) {
    const claims = fileOf(material, 'examples', this.id)
    const corpus = documentsOf(fileOf(material, 'corpus', this.id))
    const { skipped, skip } = tally()
    const examples: ClassificationExample[] = []
    for (const { line, value } of objects(claims, Claim)) {
      const wrong = (reason: string, hint?: string) =>
        new DataInvalidError({ file: claims.path, line }, reason, hint)
      const document = (id: string): readonly string[] => {
        const sentences = corpus.get(id)
        if (sentences === undefined)
          throw wrong(
            `the document "${id}" is not in the corpus`,
            'Copy the claims and the corpus again from the same release.',
          )
        return sentences
      }
      const claim = squeeze(remove.reduce((text, mark) => text.replaceAll(mark, ' '), value.claim))
      if (claim === '') throw wrong('the claim is empty')
      const add = (id: string, sentences: readonly string[], label: string) => {
        const text = squeeze(sentences.join(' '))
        if (text === '') skip('passage without text')
        else examples.push({ id: `${value.id}-${id}`, text, pair: claim, label, cluster: value.id })
      }
      for (const [id, sets] of Object.entries(value.evidence))
        for (const [at, { sentences, label: written }] of sets.entries()) {
          const label = Object.hasOwn(labelNames, written) ? labelNames[written]! : written
          if (material.labels !== undefined && !material.labels.includes(label))
            throw wrong(
              `the label "${written}" is not one of ${material.labels.join(', ')}`,
              'Map it under "labelNames" in "options" of the task entry.',
            )
          const known = document(id)
          const outside = sentences.find((each) => each >= known.length)
          if (outside !== undefined)
            throw wrong(`document "${id}" has ${known.length} sentences, evidence is number ${outside}`)
          add(
            `${id}-${at}`,
            sentences.map((each) => known[each]!),
            label,
          )
        }
      const cited = value.cited_doc_ids ?? value.doc_ids
      if (cited === undefined) throw wrong('there is neither "cited_doc_ids" nor "doc_ids"')
      for (const id of cited.filter((each) => !Object.hasOwn(value.evidence, each))) {
        if (open === undefined) {
          skip('cited document without evidence')
          continue
        }
        const sentences = document(id)
        add(id, [(openSentence === 'first' ? sentences[0] : mostAlike(claim, sentences)) ?? ''], open)
      }
    }
    return { examples, gold: true, skipped }
  },
})

const squeeze = (text: string) => text.replace(/\s+/gu, ' ').trim()
const wordsOf = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])

function mostAlike(claim: string, sentences: readonly string[]): string | undefined {
  const wanted = wordsOf(claim)
  const shared = sentences.map((sentence) => [...wordsOf(sentence)].filter((word) => wanted.has(word)).length)
  return sentences[shared.indexOf(Math.max(...shared))]
}

function documentsOf(file: TextFile): ReadonlyMap<string, readonly string[]> {
  const documents = new Map<string, readonly string[]>()
  for (const { line, value } of objects(file, Document)) {
    if (documents.has(value.doc_id))
      throw new DataInvalidError({ file: file.path, line }, `the document "${value.doc_id}" recurs`)
    documents.set(value.doc_id, value.abstract)
  }
  return documents
}

function objects<S extends z.ZodType>(
  file: TextFile,
  schema: S,
): { readonly line: number; readonly value: z.infer<S> }[] {
  return parseJsonLines(file).map(({ line, value }) => {
    const parsed = schema.safeParse(value)
    if (parsed.success) return { line, value: parsed.data }
    throw new DataInvalidError({ file: file.path, line }, z.prettifyError(parsed.error))
  })
}
