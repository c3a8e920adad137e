/**
 * Laws that decide a number and are no parameter, each by what it gives for a small input, beside the version that stands
 * for it in keys. Where one changes, raise that version first (`src/plan/versions.ts`; FEATURES in
 * `src/features/feature-set.ts`), then put the hash that the test names here. What the worker computes is held by
 * `engine/tests/test_numerics.py`, what metrics give by the golden files of the score room.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { task } from '#catalog'
import { type Dataset, OverlapSearch } from '#data'
import { buildSchedule, featurize, fixedMasks, maskingWith, type Tokenizer } from '#features'
import { contentKey, sha256, type Tensors } from '#kernel'
import { readDataset } from '#plan'
import { openTiny, tinyUnigram } from '../../test/support/features/tokenizers.ts'
import { OPERATIONS } from '../plan/versions.ts'
import { evaluationSteps } from './phases/train.ts'

let tokenizer: Tokenizer
beforeAll(async () => {
  tokenizer = await openTiny(tinyUnigram)
})

const TEXTS = ['the cat sat on the mat', 'who sat where?', 'An under-cat 👍 unsat', 'สวัดี 你好 matting', 'on']
/** Examples of every kind, some too long for 16 tokens. */
const DATASETS: Partial<Record<Dataset['kind'], readonly object[]>> = {
  classification: TEXTS.map((text, at) => ({ id: `${at}`, text, pair: TEXTS[4 - at], label: 'ab'[at % 2] })),
  regression: TEXTS.map((text, at) => ({ id: `${at}`, text, pair: TEXTS[0], value: at / 2 })),
  'multiple-choice': [
    { id: 'a', context: TEXTS[0], question: 'who?', choices: TEXTS.slice(1, 4), answer: 1 },
  ],
  'span-extraction': [
    { id: 'a', question: TEXTS[1], context: TEXTS.join(' '), answers: [{ text: 'the mat', start: 15 }] },
    { id: 'b', question: TEXTS[1], context: TEXTS[0], answers: [] },
  ],
  tagging: TEXTS.map((text, at) => ({
    id: `${at}`,
    words: text.split(' '),
    tags: text.split(' ').map(() => 'a'),
  })),
  'masked-lm': TEXTS.map((text, at) => ({ id: `${at}`, text: `${text} ${TEXTS[0]}` })),
  'sentence-retrieval': TEXTS.map((text, at) => ({ id: `${at}`, text, english: TEXTS[0] })),
  mining: TEXTS.map((text, at) => ({ id: `${at}`, text, side: 'text' })),
  'passage-retrieval': TEXTS.map((text, at) => ({
    id: `${at}`,
    text,
    keys: ['1'],
    passages: [{ text: TEXTS[0] }],
  })),
}

const plain = (tensors: Tensors) =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, { data, shape }]) => [name, [shape, Array.from(data, String)]]),
  )

const features = (kind: Dataset['kind'], split: 'train' | 'test' = 'train') =>
  featurize({ kind, examples: DATASETS[kind] as never[], split }, tokenizer, {
    maxLength: 16,
    queryLength: 8,
    questionLength: 4,
    stride: 3,
    labels: kind === 'classification' || kind === 'tagging' ? ['a', 'b'] : undefined,
    side: kind === 'mining' || kind === 'sentence-retrieval' ? 'text' : undefined,
  })

async function featurized() {
  const all = []
  for (const kind of Object.keys(DATASETS) as Dataset['kind'][])
    for (const split of ['train', 'test'] as const) {
      const { tensors, alignment } = await features(kind, split)
      all.push([kind, split, plain(tensors), plain(alignment as Tensors)])
    }
  return all
}

/** Order, tasks, masks and learning rates of small trainings; points of evaluation. */
async function laidOut() {
  const masking = maskingWith(tokenizer, { probability: 0.3, replacement: [8, 1, 1] })
  const [text, pairs] = [await features('masked-lm'), await features('classification')]
  const shared = { learningRate: 1, warmupFraction: 0.1, seed: 1 }
  const schedules = [
    buildSchedule({
      ...shared,
      tasks: [
        { features: text, batchTokens: 30, masking },
        { features: pairs, batchSize: 2 },
      ],
      epochs: 3.5,
      sampling: { by: 'temperature', temperature: 2, cap: 4 },
      decay: 'linear',
    }),
    ...(['cosine', 'constant'] as const).map((decay) =>
      buildSchedule({ ...shared, tasks: [{ features: pairs, batchSize: 2 }], steps: 13, decay }),
    ),
  ]
  const digits = (name: string, { data }: Tensors[string]) =>
    Array.from(data, (value) => (name === 'learning_rate' ? Number(value).toPrecision(6) : Number(value)))
  return {
    schedules: schedules.map(({ tensors }) =>
      Object.entries(tensors).map(([name, tensor]) => [name, digits(name, tensor)]),
    ),
    evaluations: [evaluationSteps(13, 4), evaluationSteps(2, 4), evaluationSteps(10, 0)],
  }
}

/** Which tokens are hidden where nothing is trained. */
async function hidden() {
  const masking = maskingWith(tokenizer, { probability: 0.3, replacement: [8, 1, 1] })
  return plain(fixedMasks(await features('masked-lm'), masking, 0))
}

/** Which of twenty texts a limit of seven leaves. */
async function drawn() {
  const folder = mkdtempSync(join(tmpdir(), 'polyvia-laws-'))
  try {
    writeFileSync(join(folder, 'en.txt'), Array.from({ length: 20 }, (_, at) => `text ${at}\n`).join(''))
    const entry = { ...task('mlm-wikipedia'), splits: { train: { files: { text: '{lang}.txt' } } } }
    const ref = { content: sha256(''), entry, language: 'en', split: 'train', subset: { drawn: 7 } } as const

    const { examples } = await readDataset({ ...ref, among: undefined, items: 'train', absent: null }, [
      folder,
    ])
    return examples.map((example) => 'text' in example && example.text)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Which texts were seen among others, how and how much of them. */
async function seen() {
  const texts = [
    ...TEXTS,
    'Ten words that are all in one line, and five',
    '研究人员发现，他们的语言没有空格，所以要分词。',
  ]
  const training = [
    'On!',
    ...texts.map((text) => `${text} more`),
    'words that are all in one line',
    '研究人员',
  ]
  const search = new OverlapSearch()
  for (const [at, text] of texts.entries()) search.add({ id: `${at}`, texts: [text] })
  for (const [at, text] of training.entries()) search.read(at, { id: `${at}`, texts: [text.slice(at % 3)] })
  return [...search.found()].flatMap((each) => each ?? [])
}

test.each([
  ['featurize', OPERATIONS.featurize, featurized, '3 becc90038c019c23'],
  ['train', OPERATIONS.train, laidOut, '3 168caa3d55c67d2e'],
  ['overlap', OPERATIONS.overlap, seen, '2 8cd0422aa7c2c60c'],
  ['masked-lm-loss', OPERATIONS['masked-lm-loss'], hidden, '1 af22ea685fce58e9'],
] as const)(
  'what decides "%s" and is no parameter is that of its version',
  async (name, version, law, known) => {
    const now = `${version} ${contentKey(await law()).slice(0, 16)}`
    expect(now, `raise the version of "${name}" where its law changed, then put "${now}" here`).toBe(known)
  },
)

test('a limit leaves the examples that it left when keys were made: raise FEATURES, "tokenizer" and "score" with it', async () => {
  expect(await drawn()).toEqual([2, 4, 5, 9, 13, 17, 19].map((line) => `text ${line}`))
})
