import { z } from 'zod'
import { DataInvalidError } from '../errors.ts'
import { defineFormat, filesOf, tally } from '../format.ts'
import { prefixOf, Sentences } from '../tagged.ts'
import { linesOf, stripSpaces, type TextFile } from '../text-file.ts'

/** A syntactic word: column 1 (from 1), 2, 4 and 7. */
interface Node {
  readonly line: number
  readonly form: string
  readonly tag: string
  readonly head: number
}

/** As `# newdoc id = ...` names it; without an id, by its line. */
const NEW_DOCUMENT = /^# newdoc(?:\s+id)?(?:\s*=\s*(.+))?$/

interface Span {
  readonly line: number
  readonly from: number
  readonly to: number
  readonly form: string
}

/** Which of several equally high words heads a fused form: google-research/xtreme, third_party/ud-conversion-tools. */
const RANK = 'VERB NOUN PROPN PRON ADJ NUM ADV INTJ AUX ADP DET PART CCONJ SCONJ X PUNCT'.split(' ')

/**
 * CoNLL-U (Universal Dependencies), words and universal tags.
 *
 * With `fuse` the words are those of XTREME: a multiword token (`3-4`) is one word with the tag of its highest word in
 * the tree, empty nodes (`8.1`) are left out, spaces and U+200C inside words are dropped, and so are sentences of which
 * all words but one at most are `_`. Without it the words are the syntactic words as they stand.
 */
export const conllu = defineFormat({
  id: 'conllu',
  makes: 'tagged',
  version: 1,
  options: z.strictObject({ fuse: z.boolean().default(true), missingTag: z.string().optional() }),
  parse(material, { fuse }) {
    const files = filesOf(material, 'examples', this.id)
    const { skipped, skip } = tally()
    const examples = files.flatMap((file, at) => {
      const sentences = new Sentences(file.path, material.labels, prefixOf(at, files))
      for (const { nodes, spans, document } of sentencesOf(file)) {
        const words = fuse ? fused(nodes, spans, file) : nodes
        const blanks = words.filter(({ form }) => form === '_').length
        if (fuse && blanks > 0 && blanks >= words.length - 1) {
          skip('sentence whose words are withheld ("_")')
          continue
        }
        for (const { line, form, tag } of words)
          sentences.add(line, fuse ? form.replace(/[ \u200c]/g, '') || form : form, tag)
        sentences.end(true, document)
      }
      return sentences.examples
    })
    return { examples, gold: true, skipped }
  },
})

interface Sentence {
  readonly nodes: Node[]
  readonly spans: Span[]
  readonly document: string | undefined
}

function* sentencesOf(file: TextFile): Generator<Sentence> {
  let nodes: Node[] = []
  let spans: Span[] = []
  let document: string | undefined
  const fail = (line: number, reason: string): never => {
    throw new DataInvalidError({ file: file.path, line }, reason)
  }
  for (const [index, text] of linesOf(file.text).entries()) {
    const line = index + 1
    if (stripSpaces(text) === '') {
      if (nodes.length > 0) yield { nodes, spans, document }
      nodes = []
      spans = []
      continue
    }
    if (text.startsWith('#')) {
      const opened = NEW_DOCUMENT.exec(stripSpaces(text))
      if (opened !== null) document = opened[1] ?? `line ${line}`
      continue
    }
    const columns = text.split('\t')
    if (columns.length !== 10) fail(line, `there are ${columns.length} columns, CoNLL-U has 10`)
    const [id, form, , tag, , , head] = columns as [string, string, string, string, string, string, string]
    const range = /^(\d+)-(\d+)$/.exec(id)
    if (range) {
      const [from, to] = [Number(range[1]), Number(range[2])]
      if (from !== nodes.length + 1 || to < from)
        fail(line, `the multiword token ${id} does not begin at the next word, ${nodes.length + 1}`)
      if (spans.some((span) => span.to >= from)) fail(line, `the multiword token ${id} overlaps another`)
      spans.push({ line, from, to, form })
    } else if (/^\d+$/.test(id)) {
      if (Number(id) !== nodes.length + 1)
        fail(line, `the word number is ${id}, expected was ${nodes.length + 1}`)
      nodes.push({ line, form, tag, head: /^\d+$/.test(head) ? Number(head) : -1 })
    } else if (!/^\d+\.\d+$/.test(id)) fail(line, `"${id}" is no word number of CoNLL-U`)
  }
  if (nodes.length > 0) yield { nodes, spans, document }
}

/** Words with every multiword token in place of its parts. */
function fused(
  nodes: readonly Node[],
  spans: readonly Span[],
  file: TextFile,
): { line: number; form: string; tag: string }[] {
  const words: { line: number; form: string; tag: string }[] = []
  let span = 0
  for (let at = 1; at <= nodes.length; at++) {
    const { from, to, form, line } = spans[span] ?? { from: 0, to: 0, form: '', line: 0 }
    if (at !== from) {
      words.push(nodes[at - 1]!)
      continue
    }
    if (to > nodes.length)
      throw new DataInvalidError(
        { file: file.path, line },
        `the multiword token ${from}-${to} ends after the last word, ${nodes.length}`,
      )
    const parts = Array.from({ length: to - from + 1 }, (_, offset) => from + offset)
    words.push({ line, form, tag: nodes[headOf(parts, nodes) - 1]!.tag })
    span++
    at = to
  }
  return words
}

/** The part highest in the tree; among equals the part of speech that ranks first, then the first part. */
function headOf(parts: readonly number[], nodes: readonly Node[]): number {
  const depths = parts.map((part) => depthOf(part, nodes))
  const highest = parts.filter((_, at) => depths[at] === Math.min(...depths))
  const rank = (part: number) => {
    const at = RANK.indexOf(nodes[part - 1]!.tag)
    return at < 0 ? RANK.length : at
  }
  return highest.reduce((best, part) => (rank(part) < rank(best) ? part : best))
}

function depthOf(word: number, nodes: readonly Node[]): number {
  let depth = 0
  // A cycle, which valid files do not have, ends after as many steps as there are words.
  for (let at = word; at > 0 && depth <= nodes.length; depth++) at = nodes[at - 1]?.head ?? -1
  return depth
}
