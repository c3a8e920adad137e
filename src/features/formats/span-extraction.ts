import type { GoldAnswer, SpanExtractionExample } from '#data'
import { MaxLengthError } from '../errors.ts'
import { IntList } from '../growable.ts'
import { runLength, runOf, shorten, type TokenRun } from '../segments.ts'
import { SequenceWriter } from '../sequence-writer.ts'
import { CHUNK, type InputFormat, predicted, vector } from './format.ts'

/**
 * A question and a window of its context, one item a window; windows start every `stride` context tokens until one
 * reaches the end. The gold span is the first answer's tokens where a window holds all of them, else 0,0. All windows
 * are kept, for training too, as in SQuAD practice (BERT run_squad.py, XTREME, jiant); a training example whose answer
 * is not in the context at its offset is left out. Reads `stride`, `questionLength`.
 */
export const spanExtraction: InputFormat<'span-extraction', string> = {
  kind: 'span-extraction',
  async encode(examples, tokenizer, options, split) {
    const { maxLength, stride, questionLength } = options
    if (stride === undefined || questionLength === undefined)
      throw new TypeError('featurizing span-extraction needs a stride and a question length')
    const writer = new SequenceWriter(tokenizer, maxLength)
    const room = writer.room(2) - Math.min(questionLength, writer.room(2))
    if (room < 1)
      throw new MaxLengthError(maxLength, `a question of ${questionLength} leaves no room for its context`)
    const itemExample = new IntList('items')
    const spans = new IntList('items')
    const contextRanges = new IntList('items')
    const tokenStarts = new IntList('tokens', 1 << 16)
    const tokenEnds = new IntList('tokens', 1 << 16)
    const notes = { 'questions cut': 0, 'answers not in the context': 0, 'windows without the answer': 0 }

    const write = (question: TokenRun, window: TokenRun, answer: TokenRun | null, owner: number) => {
      const before = writer.ids.length
      const position = writer.join(question, window)
      const { segments, from, to } = window
      tokenStarts.fill(0, position)
      tokenEnds.fill(0, position)
      tokenStarts.append(segments.starts, from, to)
      tokenEnds.append(segments.ends, from, to)
      tokenStarts.fill(0, writer.ids.length - before - position - (to - from))
      tokenEnds.fill(0, writer.ids.length - before - position - (to - from))
      const inside = answer !== null && answer.from >= from && answer.to <= to
      spans.push(inside ? position + answer.from - from : 0)
      spans.push(inside ? position + answer.to - 1 - from : 0)
      contextRanges.push(position)
      contextRanges.push(position + to - from)
      itemExample.push(owner)
      if (answer !== null && !inside) notes['windows without the answer']++
    }

    for (let from = 0; from < examples.length; from += CHUNK) {
      const chunk = examples.slice(from, from + CHUNK)
      const contexts = new Map<string, number>()
      for (const { context } of chunk) if (!contexts.has(context)) contexts.set(context, contexts.size)
      const contextTokens = await tokenizer.encode([...contexts.keys()])
      const questionTokens = await tokenizer.encode(chunk.map((example) => example.question))
      for (const [index, example] of chunk.entries()) {
        const whole = runOf(questionTokens, index)
        const question = shorten(whole, questionLength)
        const context = runOf(contextTokens, contexts.get(example.context)!)
        const answer = answerTokens(example, context)
        if (answer === 'lost') {
          notes['answers not in the context']++
          if (split === 'train') continue
        }
        if (runLength(question) < runLength(whole)) notes['questions cut']++
        const window = writer.room(2) - runLength(question)
        for (let start = context.from; ; start += Math.min(stride, window)) {
          const end = Math.min(context.to, start + window)
          write(
            question,
            { segments: contextTokens, from: start, to: end },
            answer === 'lost' ? null : answer,
            from + index,
          )
          if (end === context.to) break
        }
      }
    }
    const items = itemExample.toArray()
    return {
      writer,
      tensors: {
        spans: { data: spans.toArray(), shape: [items.length, 2] },
        context_ranges: { data: contextRanges.toArray(), shape: [items.length, 2] },
      },
      itemExample: items,
      alignment: { token_starts: vector(tokenStarts.toArray()), token_ends: vector(tokenEnds.toArray()) },
      notes,
    }
  },
  /** The text of the best-scored span of all windows of an example; the earlier window where two are equal. */
  decode(predictions, features, examples, { nullThreshold }) {
    const owners = features.alignment.item_example!.data
    const starts = features.alignment.token_starts!.data
    const ends = features.alignment.token_ends!.data
    const offsets = features.tensors.sequence_offsets!.data
    const ranges = features.tensors.context_ranges!.data
    const spans = predicted(predictions, 'spans', owners.length * 2)
    const scores = predicted(predictions, 'scores', owners.length)
    const nulls = nullThreshold === undefined ? null : predicted(predictions, 'null_scores', owners.length)
    const best = new Int32Array(examples.length).fill(-1)
    const lowestNull = new Float32Array(examples.length).fill(Number.POSITIVE_INFINITY)
    for (const [item, owner] of owners.entries()) {
      if (best[owner] === -1 || scores[item]! > scores[best[owner]!]!) best[owner] = item
      if (nulls !== null) lowestNull[owner] = Math.min(lowestNull[owner]!, nulls[item]!)
    }
    return examples.map(({ context }, example) => {
      const item = best[example]!
      if (item === -1) return ''
      if (nullThreshold !== undefined && lowestNull[example]! - scores[item]! > nullThreshold) return ''
      const sequence = offsets[item]!
      const [first, last] = [sequence + spans[item * 2]!, sequence + spans[item * 2 + 1]!]
      const next = spans[item * 2 + 1]! + 1 < ranges[item * 2 + 1]! ? starts[last + 1]! : context.length
      const dropped = MARKS.exec(context.slice(ends[last], next))?.[0] ?? ''
      return context.slice(starts[first], ends[last]! + dropped.length).trim()
    })
  },
}

/** Marks that an accent-stripping normalizer left without a token: they end the character before them. */
const MARKS = /^\p{M}+/u

/** Tokens of the context that cover the first answer; `null` without answers, `lost` where it is not at its offset. */
function answerTokens(
  { context, answers }: SpanExtractionExample,
  tokens: TokenRun,
): TokenRun | null | 'lost' {
  const answer = answers[0]
  if (answer === undefined) return null
  const range = locate(context, answer)
  if (range === null) return 'lost'
  const { segments } = tokens
  let from = tokens.from
  while (from < tokens.to && segments.ends[from]! <= range.start) from++
  let to = from
  while (to < tokens.to && segments.starts[to]! < range.end) to++
  return to > from ? { segments, from, to } : 'lost'
}

/** UTF-16 range of an answer, outer whitespace left out; `null` where the context says something else there. */
function locate(context: string, { text, start }: GoldAnswer): { start: number; end: number } | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  const from = start + (text.length - text.trimStart().length)
  const end = from + trimmed.length
  const same = (a: string, b: string) => a === b || a.replace(/\s+/g, ' ') === b.replace(/\s+/g, ' ')
  return same(context.slice(from, end), trimmed) ? { start: from, end } : null
}
