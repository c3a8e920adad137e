import {
  ExampleInvalidError,
  LabelUnknownError,
  PredictionsMismatchError,
  TokenizerSpecialsError,
} from '../errors.ts'
import { IntList } from '../growable.ts'
import type { Segments, TokenRun } from '../segments.ts'
import { SequenceWriter } from '../sequence-writer.ts'
import { CHUNK, type InputFormat, labelAt, labelIndex, labelSet, predicted, vector } from './format.ts'

/**
 * Words with tags. Each word is tokenized alone and its first token carries the tag. A word of no tokens, or of more
 * than fit a sequence, becomes the unknown token. A sentence that does not fit is cut at word borders into several
 * pieces, so that no tag is lost. Reads `labels`.
 *
 * @remarks As XTREME's utils_preprocess.py, which leaves room for three special tokens with XLM-R where there are two.
 * jiant truncates instead.
 */
export const tagging: InputFormat<'tagging', string[]> = {
  kind: 'tagging',
  async encode(examples, tokenizer, options) {
    const index = labelIndex(options, 'tagging')
    const { unknown } = tokenizer.specials
    if (unknown === null) throw new TokenizerSpecialsError(tokenizer.file, 'unknown token')
    const writer = new SequenceWriter(tokenizer, options.maxLength)
    const [room, first] = [writer.room(1), tokenizer.template.single.left.ids.length]
    const itemExample = new IntList('items')
    const itemWord = new IntList('items')
    const tagOffsets = new IntList('tags')
    const tagPositions = new IntList('tags')
    const tagLabels = new IntList('tags')
    const notes = { 'words without tokens': 0, 'words too long': 0, 'sentences cut into pieces': 0 }
    const piece = new IntList('tokens', 256)
    tagOffsets.push(0)
    for (let from = 0; from < examples.length; from += CHUNK) {
      const chunk = examples.slice(from, from + CHUNK)
      const words = await tokenizer.encode(chunk.flatMap((example) => example.words))
      let word = 0
      for (const [shift, example] of chunk.entries()) {
        const { id, tags } = example
        if (tags !== null && tags.length !== example.words.length)
          throw new ExampleInvalidError(id, `${example.words.length} words have ${tags.length} tags`)
        let pieces = 0
        const flush = (upTo: number) => {
          itemExample.push(from + shift)
          itemWord.push(
            pieces === 0 ? 0 : upTo - (tagPositions.length - tagOffsets.data[tagOffsets.length - 1]!),
          )
          tagOffsets.push(tagPositions.length)
          writer.single(runFrom(piece))
          piece.clear()
          pieces++
        }
        for (let position = 0; position < example.words.length; position++, word++) {
          const [start, end] = [words.bounds[word]!, words.bounds[word + 1]!]
          const replaced = end === start || end - start > room
          const length = replaced ? 1 : end - start
          if (end === start) notes['words without tokens']++
          else if (replaced) notes['words too long']++
          if (piece.length + length > room) flush(position)
          tagPositions.push(first + piece.length)
          tagLabels.push(tags === null ? -1 : labelOf(index, tags[position]!, id))
          if (replaced) piece.push(unknown)
          else piece.append(words.ids, start, end)
        }
        if (piece.length > 0) flush(example.words.length)
        if (pieces > 1) notes['sentences cut into pieces']++
      }
    }
    return {
      writer,
      tensors: {
        tag_offsets: vector(tagOffsets.toArray()),
        tag_positions: vector(tagPositions.toArray()),
        tag_labels: vector(tagLabels.toArray()),
      },
      itemExample: itemExample.toArray(),
      alignment: { item_word: vector(itemWord.toArray()) },
      notes,
    }
  },
  decode(predictions, features, examples, options) {
    const set = labelSet(features, options)
    const offsets = features.tensors.tag_offsets!.data
    const labels = predicted(predictions, 'tag_labels', offsets.at(-1)!)
    const owners = features.alignment.item_example!.data
    const decoded: string[][] = examples.map(() => [])
    for (const [item, owner] of owners.entries())
      for (let tag = offsets[item]!; tag < offsets[item + 1]!; tag++)
        decoded[owner]!.push(labelAt(set, labels[tag]!))
    for (const [index, tags] of decoded.entries()) {
      const words = examples[index]!.words.length
      if (tags.length !== words)
        throw new PredictionsMismatchError(
          `example "${examples[index]!.id}" has ${words} words and ${tags.length} tags`,
        )
    }
    return decoded
  },
}

function labelOf(index: ReadonlyMap<string, number>, tag: string, example: string): number {
  const label = index.get(tag)
  if (label === undefined) throw new LabelUnknownError(tag, example, [...index.keys()])
  return label
}

/** The tokens of a piece as a run. */
function runFrom(piece: IntList): TokenRun {
  const segments: Segments = { ids: piece.data, starts: NONE, ends: NONE, bounds: NONE }
  return { segments, from: 0, to: piece.length }
}
const NONE = new Int32Array(0)
