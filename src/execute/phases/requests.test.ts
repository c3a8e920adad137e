/**
 * What a phase asks of the worker follows from its key: every parameter and input moves the request, and what neither
 * moves is listed here with why it decides no number. A new field of the contract or of a request must be in one of both.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { featurize, openTokenizer, writeFeatures } from '#features'
import { type Key, readSafetensors, type Tensors, writeSafetensors } from '#kernel'
import type { PlannedPhase } from '#plan'
import type { Store } from '#store'
import { tinyUnigram } from '../../../test/support/features/tokenizers.ts'
import { Job } from '../../engine/contract.ts'
import type { WorkerBody } from '../body.ts'
import { embedBody } from './embed.ts'
import { initializeBody } from './initialize.ts'
import { maskedLmLossBody } from './masked-lm-loss.ts'
import { neighboursBody } from './neighbours.ts'
import { predictBody } from './predict.ts'
import { selectBody } from './select.ts'
import { tokenizerBody } from './tokenizer.ts'
import { trainBody } from './train.ts'

type Asking =
  | 'tokenizer'
  | 'initialize'
  | 'train'
  | 'predict'
  | 'masked-lm-loss'
  | 'embed'
  | 'select'
  | 'neighbours'
type Fields = ReadonlyMap<string, string>

/** One operation with everything it can say, and its parameters with other values. */
interface Case<O extends Asking> {
  readonly body: WorkerBody<O>
  readonly inputs: PlannedPhase<O>['inputs']
  readonly parameters: PlannedPhase<O>['parameters']
  readonly local: PlannedPhase<O>['local']
  /** Every parameter with other values, so that each value inside it has another one. */
  readonly others: { readonly [P in keyof PlannedPhase<O>['parameters']]: readonly unknown[] }
  /** Parameters that decide what is done with the answers, or name what is read: they move no request. */
  readonly kept?: Readonly<Record<string, string>>
  /** Fields of the request that neither parameter nor input moves. */
  readonly fixed?: Readonly<Record<string, string>>
}

/** Fields of every request that decide no number. */
const PLACES: Readonly<Record<string, string>> = {
  op: 'names the operation, which is in the key',
  id: 'names the job in events',
  output: 'where the result goes',
  'outputs[].path': 'where the result goes',
  state:
    'where an unfinished training is kept; a training that goes on gives what one that never stopped gives',
  'saving.seconds': 'how often an unfinished training is kept',
  'saving.share': 'how often an unfinished training is kept',
  'runtime.device': 'of the machine: moves last bits, and the manifest records it',
  'runtime.threads': 'of the machine: moves last bits, and the manifest records it',
}

const key = (name: string) => name as Key
const computing = { precision: 'fp32', batching: 'packed', maxTokens: 64 } as const
const otherComputing = [
  { ...computing, precision: 'bf16' },
  { ...computing, batching: 'padded' },
  { ...computing, maxTokens: 65 },
]
const dualEncoder = { pooling: 'mean', scale: 20, learnScale: true } as const
const tasks: PlannedPhase<'train'>['parameters']['tasks'] = [
  { head: 'classification', kind: 'classification', labels: 3, development: true },
  { head: 'classification', kind: 'classification', labels: 3, development: false },
  { head: 'masked-lm', kind: 'masked-lm', labels: null, development: false },
  { head: 'passage-retrieval', kind: 'passage-retrieval', labels: null, development: false, dualEncoder },
]
const withTask = (at: number, change: object) => tasks.with(at, { ...tasks[at]!, ...change })
const optimizer = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, clipNorm: 1 }
const architecture = {
  modelType: 'xlm-roberta',
  layers: 2,
  hidden: 16,
  feedForward: 32,
  heads: 2,
  maxLength: 48,
  initializerRange: 0.02,
} as const
const outputs = [
  { layer: 1, pooling: 'mean' },
  { layer: 2, pooling: 'mean' },
] as const

const CASES: { readonly [O in Asking]: Case<O> } = {
  tokenizer: {
    body: tokenizerBody,
    inputs: {},
    parameters: { text: ['text'], vocabulary: 500, characterCoverage: 0.9995, seedPieces: 10 },
    local: { folders: [], text: [] },
    others: { text: [['other text']], vocabulary: [501], characterCoverage: [0.99], seedPieces: [11] },
    kept: { text: 'names the lines that are read from the data folders' },
    fixed: { text: 'the lines that the parameter "text" names' },
  },
  initialize: {
    body: initializeBody,
    inputs: { tokenizer: key('tokenizer') },
    parameters: { architecture, dropout: 0.1, layerNormEpsilon: 1e-5, seed: 1 },
    local: {},
    others: {
      architecture: [
        { ...architecture, modelType: 'bert' },
        { ...architecture, layers: 3 },
        { ...architecture, hidden: 18 },
        { ...architecture, feedForward: 33 },
        { ...architecture, heads: 4 },
        { ...architecture, maxLength: 49 },
        { ...architecture, initializerRange: 0.2 },
      ],
      dropout: [0.2],
      layerNormEpsilon: [1e-4],
      seed: [2],
    },
    fixed: {
      'config.type_vocab_size': 'a law: the version of "initialize"',
      'config.pad_token_id': 'of the tokenizer',
      'config.bos_token_id': 'of the tokenizer',
      'config.eos_token_id': 'of the tokenizer',
    },
  },
  train: {
    body: trainBody,
    inputs: {
      checkpoint: key('checkpoint'),
      features0: key('classification'),
      features1: key('classification'),
      features2: key('masked-lm'),
      features3: key('passage-retrieval'),
      development0: key('classification'),
    },
    parameters: {
      tasks,
      metrics: [{ id: 'accuracy', version: 1 }, null, null, null],
      sampling: { by: 'weights', weights: [1, 2, 1, 1] },
      batch: { items: 2 },
      length: { steps: 40 },
      learningRate: 1e-3,
      warmup: 0.1,
      decay: 'linear',
      optimizer,
      freeze: null,
      dropout: 0.1,
      headInitializerRange: 0.02,
      evaluations: 4,
      masking: { probability: 0.3, replacement: [8, 1, 1] },
      answerLength: 30,
      computing,
      seed: 1,
    },
    local: { folders: [], development: [null, null, null, null], training: [] },
    others: {
      tasks: [
        withTask(0, { head: 'classification-2' }),
        withTask(1, { kind: 'tagging' }),
        withTask(1, { labels: 4 }),
        withTask(0, { development: false }),
        withTask(3, { dualEncoder: { ...dualEncoder, pooling: 'first-token' } }),
        withTask(3, { dualEncoder: { ...dualEncoder, scale: 21 } }),
        withTask(3, { dualEncoder: { ...dualEncoder, learnScale: false } }),
      ],
      metrics: [[{ id: 'accuracy', version: 2 }, null, null, null], [{ id: 'f1', version: 1 }]],
      sampling: [{ by: 'size' }, { by: 'weights', weights: [1, 1, 2, 1] }],
      batch: [{ items: 3 }, { tokens: 20 }],
      length: [{ steps: 41 }, { epochs: 2 }],
      learningRate: [2e-3],
      warmup: [0.2],
      decay: ['cosine', 'constant'],
      optimizer: [
        { ...optimizer, beta1: 0.8 },
        { ...optimizer, beta2: 0.99 },
        { ...optimizer, epsilon: 1e-6 },
        { ...optimizer, weightDecay: 0.1 },
        { ...optimizer, clipNorm: 0 },
      ],
      freeze: [0, 1],
      dropout: [null, 0.2],
      headInitializerRange: [0.03],
      evaluations: [5],
      masking: [
        { probability: 0.9, replacement: [8, 1, 1] },
        { probability: 0.3, replacement: [1, 8, 1] },
      ],
      answerLength: [31],
      computing: otherComputing,
      seed: [2],
    },
    kept: {
      metrics: 'scores what the worker predicts at an evaluation, and so decides which weights are kept',
    },
  },
  predict: {
    body: predictBody,
    inputs: { checkpoint: key('checkpoint'), features: key('classification') },
    parameters: { head: 'classification', answerLength: 30, computing },
    local: {},
    others: { head: ['classification-2'], answerLength: [31], computing: otherComputing },
  },
  'masked-lm-loss': {
    body: maskedLmLossBody,
    inputs: { checkpoint: key('checkpoint'), head: key('head'), features: key('masked-lm') },
    parameters: { masking: { probability: 0.3, replacement: [8, 1, 1] }, seed: 0, computing },
    local: {},
    others: {
      masking: [
        { probability: 0.9, replacement: [8, 1, 1] },
        { probability: 0.3, replacement: [1, 8, 1] },
      ],
      seed: [1],
      computing: otherComputing,
    },
  },
  embed: {
    body: embedBody,
    inputs: { checkpoint: key('checkpoint'), features: key('classification'), selection: key('selection') },
    parameters: { outputs, computing },
    local: {},
    others: {
      outputs: ['selected', [{ layer: 0, pooling: 'mean' }], [{ layer: 1, pooling: 'first-token' }]],
      computing: otherComputing,
    },
    kept: { selection: 'read where the outputs are "selected"' },
  },
  select: {
    body: selectBody,
    inputs: {
      queries0: key('queries'),
      candidates0: key('candidates'),
      queries1: key('queries1'),
      candidates1: key('candidates1'),
    },
    parameters: { outputs, languages: 2 },
    local: { task: 'cldr-phrases', languages: ['de', 'fr'] },
    others: {
      outputs: [
        [outputs[0], { layer: 0, pooling: 'mean' }],
        outputs.map((each) => ({ ...each, pooling: 'first-token' })),
      ],
      languages: [1],
    },
    fixed: {
      k: 'a law: the version of "select"',
      similarity: 'a law: the version of "select"',
      backward: 'a law: the version of "select"',
    },
  },
  neighbours: {
    body: neighboursBody,
    inputs: { queries: key('queries'), candidates: key('candidates') },
    parameters: { k: 10, similarity: 'cosine', backward: true },
    local: {},
    others: { k: [11], similarity: ['inner-product'], backward: [false] },
  },
}

let root: string
/** Folder of an artifact; `name+` is another one of its kind. */
const pathOf = (name: string) => join(root, name)

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'polyvia-requests-'))
  for (const name of ['checkpoint', 'tokenizer'])
    for (const folder of [pathOf(name), pathOf(`${name}+`)]) {
      mkdirSync(folder)
      writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(tinyUnigram))
    }
  const { model } = tinyUnigram
  const larger = { ...tinyUnigram, model: { ...model, vocab: [...model.vocab, ['more', -9]] } }
  writeFileSync(join(pathOf('tokenizer+'), 'tokenizer.json'), JSON.stringify(larger))
  const tokenizer = await openTokenizer(pathOf('tokenizer'))
  const texts = ['the cat sat on the mat', 'who sat', 'where the cat', 'an er', 'the mat and the cat', 'on']
  const EXAMPLES = {
    classification: (text: string, at: number) => ({ id: `${at}`, text, label: 'abc'[at % 3]! }),
    'masked-lm': (text: string, at: number) => ({ id: `${at}`, text }),
    'passage-retrieval': (text: string, at: number) => ({
      id: `${at}`,
      text,
      keys: ['1'],
      passages: [{ text }],
    }),
  }
  for (const [kind, example] of Object.entries(EXAMPLES))
    for (const folder of [pathOf(kind), pathOf(`${kind}+`)]) {
      const dataset = { kind: kind as 'masked-lm', examples: texts.map(example), split: 'train' as const }
      const labels = kind === 'classification' ? ['a', 'b', 'c'] : undefined
      mkdirSync(folder)
      await writeFeatures(
        folder,
        await featurize(dataset, tokenizer, { maxLength: 16, queryLength: 16, labels }),
      )
    }
  const chosen = { task: 'cldr-phrases', languages: ['de'], chosen: { layer: 2, pooling: 'mean' }, tried: [] }
  mkdirSync(pathOf('selection'))
  writeFileSync(join(pathOf('selection'), 'selection.json'), JSON.stringify(chosen))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Every value inside a value by where it is; elements of a list share a place. */
function* leaves(value: unknown, path = ''): Generator<[path: string, value: unknown]> {
  if (Array.isArray(value)) for (const each of value) yield* leaves(each, `${path}[]`)
  else if (typeof value === 'object' && value !== null)
    for (const [name, each] of Object.entries(value))
      yield* leaves(each, path === '' ? name : `${path}.${name}`)
  else yield [path, value]
}

/** The different values of each place. */
function fieldsOf(values: readonly unknown[]): Fields {
  const fields = new Map<string, unknown[]>()
  for (const value of values)
    for (const [path, leaf] of leaves(value)) fields.set(path, [...(fields.get(path) ?? []), leaf])
  return new Map(Array.from(fields, ([path, all]) => [path, JSON.stringify([...new Set(all)])]))
}

/** Runs a phase with a worker that computes nothing; the fields of all that it was asked, files that it made for it by what is in them. */
async function asked<O extends Asking>(operation: O, phase: Partial<Case<O>>): Promise<Fields> {
  const { body, inputs, parameters, local } = { ...CASES[operation], ...phase } as Case<O>
  const [output, state] = ['output', 'state'].map((name) => mkdtempSync(join(root, name)))
  const requests: unknown[] = []
  await body({
    phase: {
      operation,
      key: key('key'),
      inputs,
      parameters,
      local,
      labels: [],
    } as unknown as PlannedPhase<O>,
    environment: {
      store: { path: pathOf } as unknown as Store,
      models: {},
      saving: { seconds: 60, share: 0.02 },
    },
    output: output!,
    state: state!,
    report: () => {},
    tell: () => {},
    runtime: { device: 'cpu', threads: 1 },
    settlePrecision: (asked) => (asked === 'auto' ? 'fp32' : asked),
    progress: () => ({}),
    worker: {
      ready: undefined as never,
      run: async (request) => {
        const job = Job.parse(request)
        if (job.op === 'train') requests.push({ ...job, schedule: contentsOf(readSafetensors(job.schedule)) })
        else if (job.op === 'tokenizer') requests.push({ ...job, text: readFileSync(job.text, 'utf8') })
        else if (job.op === 'masked-lm-loss')
          requests.push({ ...job, masks: contentsOf(readSafetensors(job.masks)) })
        else requests.push(job)
        if (job.op === 'masked-lm-loss')
          await writeSafetensors(job.output, { losses: { data: Float32Array.of(1), shape: [1] } })
        if (job.op === 'neighbours') {
          const indices = { data: Int32Array.of(0), shape: [1, 1] }
          await writeSafetensors(job.output, { indices })
        }
        return { type: 'done', id: job.id, tokens: 0, seconds: 0, peakBytes: 0 }
      },
    },
  })
  return fieldsOf(requests)
}

const contentsOf = (tensors: Tensors) =>
  Object.values(tensors)
    .map(({ data }) => Array.from(data).join(' '))
    .join('|')

/** Fields that one of two requests lacks or has with another value, but those that only say where things are. */
const moved = (before: Fields, after: Fields): string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => !(path in PLACES) && before.get(path) !== after.get(path),
  )

/** Every field that the contract knows. */
function* known(schema: z.core.$ZodType, path = ''): Generator<string> {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) yield* known(schema.unwrap(), path)
  else if (schema instanceof z.ZodArray) yield* known(schema.element, `${path}[]`)
  else if (schema instanceof z.ZodDiscriminatedUnion)
    for (const each of schema.options) yield* known(each, path)
  else if (schema instanceof z.ZodObject)
    for (const [name, each] of Object.entries(schema.shape))
      yield* known(each as z.ZodType, path === '' ? name : `${path}.${name}`)
  else if (!(schema instanceof z.ZodRecord)) yield path
}

test.each(Object.keys(CASES) as Asking[])(
  'what %s asks of the worker follows from its key',
  async (operation) => {
    const { inputs, parameters, others, kept = {}, fixed = {} } = CASES[operation]
    const before = await asked(operation, {})
    expect(moved(before, await asked(operation, {}))).toEqual([])
    const follows = new Set<string>()
    const check = (name: string, fields: readonly string[]) => {
      expect(fields.length > 0, `${name} moves the request: ${fields}`).toBe(!(name in kept))
      for (const field of fields) follows.add(field)
    }
    const changed = new Set<string>()
    for (const [name, values] of Object.entries<readonly unknown[]>(others))
      for (const value of values) {
        const after = { ...parameters, [name]: value }
        for (const field of moved(fieldsOf([parameters]), fieldsOf([after]))) changed.add(field)
        check(name, moved(before, await asked(operation, { parameters: after as never })))
      }
    expect([...fieldsOf([parameters]).keys()].filter((path) => !changed.has(path))).toEqual([])
    for (const [name, input] of Object.entries(inputs))
      check(
        name,
        moved(before, await asked(operation, { inputs: { ...inputs, [name]: `${input}+` } as never })),
      )

    const op = operation === 'select' ? 'neighbours' : operation
    const contract = [...known(Job.options.find(({ shape }) => shape.op.value === op)!)]
    const all = new Set([...contract, ...before.keys()])
    const loose = [...all].filter((field) => !(follows.has(field) || field in PLACES))
    expect(loose.toSorted(), 'fields that follow neither from a parameter nor from an input').toEqual(
      Object.keys(fixed).toSorted(),
    )
  },
)

test('a phase that reads what was selected asks for that', async () => {
  const fields = await asked('embed', { parameters: { outputs: 'selected', computing } })
  expect(fields.get('outputs[].layer')).toBe('[2]')
})
