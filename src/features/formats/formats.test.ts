import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { TASK_KINDS, type TaskKind } from '#catalog'
import type { ClassificationExample, ExamplesByKind, SpanExtractionExample, TaggingExample } from '#data'
import type { Tensor, Tensors } from '#kernel'
import {
  openTiny,
  tinyUnigram,
  tinyWordPiece,
  withFolder,
} from '../../../test/support/features/tokenizers.ts'
import { decodePredictions } from '../decode.ts'
import { type FeatureSet, itemExample, itemLengths, readFeatures, writeFeatures } from '../feature-set.ts'
import { featurize } from '../featurize.ts'
import type { Tokenizer } from '../tokenizer.ts'
import type { FeaturizeOptions } from './format.ts'

let tokenizer: Tokenizer
beforeAll(async () => {
  tokenizer = await openTiny(tinyUnigram)
})

const LABELS = ['entailment', 'neutral', 'contradiction']
const ints = (data: number[], shape = [data.length]): Tensor => ({ data: Int32Array.from(data), shape })
const floats = (data: number[]): Tensor => ({ data: Float32Array.from(data), shape: [data.length] })
const numbers = (tensors: Tensors, name: string) => [...tensors[name]!.data]

const classificationExamples: ClassificationExample[] = [
  { id: 'a', text: 'the cat', pair: 'sat on the mat', label: 'neutral' },
  { id: 'b', text: 'where', label: null },
]
const spanExamples: SpanExtractionExample[] = [
  {
    id: 'q1',
    question: 'who sat?',
    context: 'the cat sat on 👍 the mat',
    answers: [{ text: 'the mat', start: 18 }],
  },
  { id: 'q2', question: 'where?', context: 'the cat', answers: [] },
]
const taggingExamples: TaggingExample[] = [
  { id: 's1', words: ['the', 'catting', ''], tags: ['O', 'B', 'O'] },
  { id: 's2', words: ['mat'], tags: null },
]
interface Sample<K extends TaskKind> {
  readonly examples: readonly ExamplesByKind[K][]
  readonly options: Partial<FeaturizeOptions>
}
/** One dataset a kind, for what every format must do. */
const SAMPLES: { readonly [K in TaskKind]: Sample<K> } = {
  classification: {
    examples: classificationExamples,
    options: { labels: LABELS },
  },
  regression: {
    examples: [{ id: 'a', text: 'the cat', pair: 'a cat', value: 4.5 }],
    options: {},
  },
  'multiple-choice': {
    examples: [
      { id: 'a', context: 'the cat', choices: ['sat', 'on the mat', 'who'], answer: 1 },
      { id: 'b', context: '', choices: ['sat', 'mat'], answer: null },
    ],
    options: {},
  },
  'span-extraction': {
    examples: spanExamples,
    options: { questionLength: 4, stride: 2 },
  },
  tagging: {
    examples: taggingExamples,
    options: { labels: ['O', 'B'] },
  },
  'masked-lm': {
    examples: [
      { id: 'a', text: 'the cat' },
      { id: 'b', text: '   ' },
    ],
    options: {},
  },
  'sentence-retrieval': {
    examples: [{ id: 'a', text: 'the cat', english: 'a cat' }],
    options: { side: 'english' },
  },
  mining: {
    examples: [
      { id: 'de-1', text: 'the cat', side: 'text', translations: ['en-1'] },
      { id: 'en-1', text: 'a cat', side: 'english' },
    ],
    options: { side: 'text' },
  },
  'passage-retrieval': {
    examples: [
      { id: 'a', text: 'the cat', keys: ['1'], passages: [{ text: 'a cat', pair: 'the mat' }] },
      { id: 'b', text: 'where', keys: ['2'], passages: [{ text: 'the mat' }] },
    ],
    options: { queryLength: 8 },
  },
}

describe.each(TASK_KINDS)('the %s format', (kind) => {
  const { examples, options } = SAMPLES[kind]
  const make = (given = examples, split: 'train' | 'test' = 'train') =>
    featurize({ kind, examples: given as never[], split }, tokenizer, { maxLength: 16, ...options })

  test('gives arrays that fit together', async () => {
    const { tensors, alignment, summary } = await make()
    const offsets = tensors.sequence_offsets!.data
    expect(offsets[0]).toBe(0)
    expect(offsets.at(-1)).toBe(tensors.ids!.data.length)
    expect(summary.counts).toMatchObject({
      examples: examples.length,
      sequences: offsets.length - 1,
      tokens: offsets.at(-1),
    })
    expect(alignment.item_example!.data.length).toBe(summary.counts.items)
    const lengths = Array.from(
      { length: offsets.length - 1 },
      (_, index) => offsets[index + 1]! - offsets[index]!,
    )
    expect(Math.max(...lengths)).toBe(summary.counts.longest)
    expect(summary.counts.longest).toBeLessThanOrEqual(16)
    for (const { data, shape } of Object.values({ ...tensors, ...alignment }))
      expect(data.length).toBe(shape.reduce((product, size) => product * size, 1))
  })

  test('comes back from its files as it was, and writes the same bytes again', async () => {
    const features = await make()
    await withFolder({}, async (folder) => {
      await writeFeatures(folder, features)
      expect(readFeatures(folder)).toEqual(features)
    })
    expect(await make()).toEqual(features)
  })

  test('takes no examples', async () => {
    const { summary } = await make([])
    expect(summary.counts).toMatchObject({ examples: 0, items: 0, tokens: 0 })
  })
})

test('featurize lays out single texts and pairs with their labels', async () => {
  const dataset = { kind: 'classification', examples: classificationExamples, split: 'train' } as const
  const features = await featurize(dataset, tokenizer, { maxLength: 16, labels: LABELS })
  const ids = numbers(features.tensors, 'ids')
  expect(numbers(features.tensors, 'sequence_offsets')).toEqual([0, 10, 13])
  expect([ids[0], ids[3], ids[4], ids[9], ids[10], ids[12]]).toEqual([0, 2, 2, 2, 0, 2])
  expect(numbers(features.tensors, 'labels')).toEqual([1, -1])
  expect(
    decodePredictions('classification', features, { labels: ints([2, 0]) }, classificationExamples),
  ).toEqual(['contradiction', 'entailment'])
})

test('a prefix stands before every text whose vector is taken, and before none that is trained on', async () => {
  const ids = async (
    kind: TaskKind,
    split: 'train' | 'test',
    change: (text: string) => string,
    prefix = '',
  ) => {
    const { examples, options } = SAMPLES[kind]
    const changed = examples.map((example) => {
      const { text = '', english = '' } = example as { text?: string; english?: string }
      return { ...example, text: change(text), english: change(english) }
    })
    const dataset = { kind, examples: changed as never[], split }
    return numbers(
      (await featurize(dataset, tokenizer, { maxLength: 16, ...options, prefix })).tensors,
      'ids',
    )
  }
  const asItIs = (text: string) => text
  for (const kind of ['sentence-retrieval', 'mining', 'passage-retrieval'] as const) {
    const prefixed = await ids(kind, 'test', asItIs, 'on mat: ')
    expect(prefixed).toEqual(await ids(kind, 'test', (text) => `on mat: ${text}`))
    expect(prefixed).not.toEqual(await ids(kind, 'test', asItIs))
  }
  expect(await ids('passage-retrieval', 'train', asItIs, 'on mat: ')).toEqual(
    await ids('passage-retrieval', 'train', asItIs),
  )
})

test('featurize refuses a label outside the label set', async () => {
  const examples = [{ id: '7', text: 'a', label: 'maybe' }]
  const dataset = { kind: 'classification', examples, split: 'train' } as const
  await expect(featurize(dataset, tokenizer, { maxLength: 16, labels: LABELS })).rejects.toMatchObject({
    code: 'LABEL_UNKNOWN',
    message: expect.stringContaining('"7"'),
  })
  const tagged = {
    kind: 'tagging',
    examples: [{ id: '8', words: ['a'], tags: ['X'] }],
    split: 'train',
  } as const
  await expect(featurize(tagged, tokenizer, { maxLength: 16, labels: ['O'] })).rejects.toMatchObject({
    code: 'LABEL_UNKNOWN',
  })
})

test('featurize refuses tags and choices that do not fit', async () => {
  const options = { maxLength: 16, labels: ['O'] }
  const tagged = {
    kind: 'tagging',
    examples: [{ id: '8', words: ['a', 'b'], tags: ['O'] }],
    split: 'train',
  } as const
  await expect(featurize(tagged, tokenizer, options)).rejects.toMatchObject({ code: 'EXAMPLE_INVALID' })
  const examples = [{ id: '9', context: 'a', choices: ['b', 'c'], answer: 2 }]
  const choices = { kind: 'multiple-choice', examples, split: 'train' } as const
  await expect(featurize(choices, tokenizer, options)).rejects.toMatchObject({ code: 'EXAMPLE_INVALID' })
})

test('featurize makes one sequence a choice', async () => {
  const { examples } = SAMPLES['multiple-choice']
  const dataset = { kind: 'multiple-choice', examples: examples as never[], split: 'train' } as const
  const features = await featurize(dataset, tokenizer, { maxLength: 16 })
  expect(numbers(features.tensors, 'item_offsets')).toEqual([0, 3, 5])
  expect(numbers(features.tensors, 'labels')).toEqual([1, -1])
  // <s> the cat </s></s> sat </s> has 7 tokens, with "on the mat" 9; <s></s></s> sat </s> 5.
  expect(numbers(features.tensors, 'sequence_offsets')).toEqual([0, 7, 16, 23, 28, 33])
  expect([...itemLengths(features)]).toEqual([23, 10])
  expect(
    decodePredictions('multiple-choice', features, { labels: ints([2, 1]) }, examples as never[]),
  ).toEqual([2, 1])
})

test('featurize leaves empty texts out of masked-LM, and says so', async () => {
  const { examples } = SAMPLES['masked-lm']
  const dataset = { kind: 'masked-lm', examples: [...examples].reverse() as never[], split: 'train' } as const
  const features = await featurize(dataset, tokenizer, { maxLength: 16 })
  expect([...itemExample(features)]).toEqual([1])
  expect(features.summary.counts.notes).toEqual({ 'empty texts left out': 1 })
})

describe('span extraction', () => {
  const windows = async (
    examples: SpanExtractionExample[],
    maxLength: number,
    stride = 2,
    split: 'train' | 'test' = 'train',
  ) =>
    featurize({ kind: 'span-extraction', examples, split }, tokenizer, {
      maxLength,
      stride,
      questionLength: 4,
    })

  /** Text under the gold span of each item, '' for 0,0. */
  const goldTexts = (features: FeatureSet, examples: readonly SpanExtractionExample[]) =>
    [...itemExample(features)].map((owner, item) => {
      const [from, to] = [0, 1].map((side) => features.tensors.spans!.data[item * 2 + side]!) as [
        number,
        number,
      ]
      const sequence = features.tensors.sequence_offsets!.data[item]!
      const { token_starts: starts, token_ends: ends } = features.alignment
      return to === 0
        ? ''
        : examples[owner]!.context.slice(starts!.data[sequence + from], ends!.data[sequence + to])
    })

  test('puts everything into one window where it fits', async () => {
    const features = await windows(spanExamples, 32)
    expect([...itemExample(features)]).toEqual([0, 1])
    expect(goldTexts(features, spanExamples)).toEqual(['the mat', ''])
    // <s> ▁who ▁sat ? </s></s> the cat sat on ▁ 👍 the mat </s>: the context is tokens 6 to 13.
    expect(numbers(features.tensors, 'context_ranges').slice(0, 2)).toEqual([6, 14])
    expect(numbers(features.tensors, 'spans')).toEqual([12, 13, 0, 0])
  })

  test('starts windows every stride tokens, with 0,0 where the answer is not whole', async () => {
    // 4 special and 3 question tokens leave 3 for the context of 8: windows at 0, 2, 4, 6.
    const features = await windows(spanExamples.slice(0, 1), 10)
    expect(numbers(features.tensors, 'context_ranges')).toEqual([6, 9, 6, 9, 6, 9, 6, 8])
    expect(goldTexts(features, spanExamples)).toEqual(['', '', '', 'the mat'])
    expect(features.summary.counts.notes).toEqual({ 'windows without the answer': 3 })
  })

  test('never skips context, even with a stride wider than the window', async () => {
    const features = await windows(spanExamples.slice(0, 1), 10, 100)
    expect(numbers(features.tensors, 'context_ranges')).toEqual([6, 9, 6, 9, 6, 8])
  })

  test('cuts a long question and says so', async () => {
    const examples = [{ ...spanExamples[0]!, question: 'who where the cat sat on the mat' }]
    const features = await windows(examples, 32)
    expect(numbers(features.tensors, 'context_ranges')[0]).toBe(7)
    expect(features.summary.counts.notes).toEqual({ 'questions cut': 1 })
  })

  test('leaves an example out of training whose answer is not at its offset', async () => {
    const examples = [{ ...spanExamples[0]!, answers: [{ text: 'the mat', start: 3 }] }]
    expect((await windows(examples, 32)).summary.counts).toMatchObject({
      items: 0,
      notes: { 'answers not in the context': 1 },
    })
    const tested = await windows(examples, 32, 2, 'test')
    expect(numbers(tested.tensors, 'spans')).toEqual([0, 0])
  })

  test('decodes the best-scored window, the earlier of equals, and no answer over the threshold', async () => {
    const examples = spanExamples
    const features = await windows(examples, 10)
    const items = itemExample(features).length
    expect(items).toBe(5)
    const predictions = {
      // "the cat", "sat", "👍", "the mat" and for the second example "cat".
      spans: ints([6, 7, 6, 6, 6, 7, 6, 7, 6, 6], [5, 2]),
      scores: floats([1, 5, 5, 4, 2]),
      null_scores: floats([9, 7, 9, 9, 5]),
    }
    expect(decodePredictions('span-extraction', features, predictions, examples)).toEqual(['sat', 'cat'])
    const decoded = decodePredictions('span-extraction', features, predictions, examples, {
      nullThreshold: 2,
    })
    expect(decoded).toEqual(['sat', ''])
  })

  test('finds every answer again that is made of whole words', async () => {
    const word = fc.constantFrom(
      'the',
      'cat',
      '👍',
      'สวัสดี',
      'e\u0301',
      '你好',
      'matting',
      '—',
      '👨‍👩‍👧',
      'Ünï',
    )
    const tokenizers = [tokenizer, await openTiny(tinyWordPiece)]
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { minLength: 1, maxLength: 30 }),
        fc.nat(),
        fc.nat(),
        async (words, a, b) => {
          const [from, to] = [a % words.length, b % words.length].sort((x, y) => x - y) as [number, number]
          const start = words.slice(0, from).join(' ').length + (from > 0 ? 1 : 0)
          const answers = [{ text: words.slice(from, to + 1).join(' '), start }]
          const example = { id: '1', question: 'who?', context: words.join(' '), answers }
          for (const each of tokenizers) {
            const dataset = { kind: 'span-extraction', examples: [example], split: 'train' } as const
            const features = await featurize(dataset, each, {
              maxLength: 512,
              questionLength: 4,
              stride: 128,
            })
            const { spans } = features.tensors
            const predictions = { spans: spans!, scores: floats([1]) }
            expect(decodePredictions('span-extraction', features, predictions, [example])).toEqual([
              answers[0]!.text,
            ])
          }
        },
      ),
    )
  })
})

describe('tagging', () => {
  const tags = ['O', 'B', 'I']
  const tagged = (examples: TaggingExample[], maxLength = 16, by = tokenizer) =>
    featurize({ kind: 'tagging', examples, split: 'train' }, by, { maxLength, labels: tags })

  test('labels the first token of each word, and the unknown token of a word without tokens', async () => {
    const features = await tagged(taggingExamples)
    // <s> ▁the ▁cat t ing <unk> </s>
    expect(numbers(features.tensors, 'sequence_offsets')).toEqual([0, 7, 10])
    expect(numbers(features.tensors, 'tag_positions')).toEqual([1, 2, 5, 1])
    expect(numbers(features.tensors, 'tag_labels')).toEqual([0, 1, 0, -1])
    expect(numbers(features.tensors, 'ids')[5]).toBe(3)
    expect(features.summary.counts.notes).toEqual({ 'words without tokens': 1 })
  })

  test('cuts a long sentence at word borders and joins its tags again', async () => {
    const words = ['the', 'catting', 'sat', 'x'.repeat(20), 'on']
    const examples = [{ id: '1', words, tags: ['O', 'B', 'I', 'O', 'B'] }]
    const features = await tagged(examples, 8)
    // Room for 6: the cat t ing sat <unk> | on
    expect([...itemExample(features)]).toEqual([0, 0])
    expect(numbers(features.alignment, 'item_word')).toEqual([0, 4])
    expect(numbers(features.tensors, 'tag_positions')).toEqual([1, 2, 5, 6, 1])
    expect(features.summary.counts.notes).toEqual({ 'words too long': 1, 'sentences cut into pieces': 1 })
    const predictions = { tag_labels: features.tensors.tag_labels! }
    expect(decodePredictions('tagging', features, predictions, examples)).toEqual([examples[0]!.tags])
  })

  test('loses no tag, whatever the words and the maximum length', async () => {
    const word = fc.oneof(
      fc.constantFrom('the', 'catting', '', ' ', 'a b', '👍', '<mask>', '\u200b'),
      fc.string(),
    )
    const sentence = fc.array(fc.tuple(word, fc.constantFrom(...tags)), { maxLength: 40 })
    const tokenizers = [tokenizer, await openTiny(tinyWordPiece)]
    await fc.assert(
      fc.asyncProperty(
        fc.array(sentence, { maxLength: 4 }),
        fc.integer({ min: 6, max: 32 }),
        async (sentences, maxLength) => {
          const examples = sentences.map((pairs, index) => ({
            id: `${index}`,
            words: pairs.map(([text]) => text),
            tags: pairs.map(([, tag]) => tag),
          }))
          for (const each of tokenizers) {
            const features = await tagged(examples, maxLength, each)
            const { tensors } = features
            const decoded = decodePredictions(
              'tagging',
              features,
              { tag_labels: tensors.tag_labels! },
              examples,
            )
            expect(decoded).toEqual(examples.map((example) => example.tags))
            for (const [item, owner] of itemExample(features).entries()) {
              const [from, to] = [
                tensors.sequence_offsets!.data[item]!,
                tensors.sequence_offsets!.data[item + 1]!,
              ]
              expect(to - from).toBeLessThanOrEqual(maxLength)
              const positions = tensors.tag_positions!.data.subarray(
                ...[item, item + 1].map((at) => tensors.tag_offsets!.data[at]!),
              )
              expect(Math.max(...positions)).toBeLessThan(to - from - 1)
              expect(Math.min(...positions)).toBeGreaterThan(0)
              expect(features.alignment.item_word!.data[item]! + positions.length).toBeLessThanOrEqual(
                examples[owner]!.words.length,
              )
            }
          }
        },
      ),
    )
  })
})

test('decodePredictions refuses what does not belong together', async () => {
  const dataset = { kind: 'classification', examples: classificationExamples, split: 'test' } as const
  const features = await featurize(dataset, tokenizer, { maxLength: 16, labels: LABELS })
  const decode =
    (predictions: Tensors, examples = classificationExamples) =>
    () =>
      decodePredictions('classification', features, predictions, examples)
  const mismatch = expect.objectContaining({ code: 'PREDICTIONS_MISMATCH' })
  expect(decode({})).toThrow(mismatch)
  expect(decode({ labels: ints([1]) })).toThrow(mismatch)
  expect(decode({ labels: ints([1, 3]) })).toThrow(mismatch)
  expect(decode({ labels: ints([1, 2]) }, [...classificationExamples].reverse())).toThrow(mismatch)
  expect(() => decodePredictions('regression', features, {}, [])).toThrow(mismatch)
})

test('readFeatures refuses a folder of another version or a damaged one', async () => {
  await withFolder({ 'features.json': { version: 0 } }, async (folder) => {
    expect(() => readFeatures(folder)).toThrow(expect.objectContaining({ code: 'FEATURES_INVALID' }))
  })
  await withFolder({}, async (folder) => {
    expect(() => readFeatures(folder)).toThrow(expect.objectContaining({ code: 'FEATURES_INVALID' }))
  })
})
