import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { fc, test as property } from '@fast-check/vitest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type ExampleForm, kinds, TASK_KINDS, type TaskEntry, task } from '#catalog'
import { PolyviaError } from '#kernel'
import { read, rejection } from '../../test/support/data/material.ts'
import type { SpanExtractionExample } from './examples.ts'
import type { Parsed } from './format.ts'
import { FORMAT_IDS, formatOf } from './formats/index.ts'
import { loadDataset } from './index.ts'

// The same cases on every run; raise numRuns to look for more.
fc.configureGlobal({ seed: 1 })

/**
 * What a file that was cut off reads as.
 * - `throws`: it is told, wherever the cut is.
 * - `prefix`: a cut between records gives the records before it, any other is told.
 * - `last`: as `prefix`, but a cut inside the last text or number of the last record cannot be told from a short one.
 */
type Cut = 'throws' | 'prefix' | 'last'

interface Seed {
  readonly format: string
  readonly files: Readonly<Record<string, string>>
  readonly options?: Readonly<Record<string, unknown>>
  readonly labels?: readonly string[]
  readonly cut: Cut
}

const table = { form: 'tsv', quoting: 'raw', header: false }
const mention = {
  context: { language: 'en', text: 'Ada 😀 met Bob.', sentence_spans: [{ start: 0, end: 14 }] },
  mentions: [{ example_id: 'm', mention_span: { start: 10, end: 13, text: 'Bob' }, entity_id: 'Q1' }],
}
const squad = (breaks: object) =>
  `{"data":[{"paragraphs":[{"context":"Ada 😀 Bob",${JSON.stringify(breaks).slice(1, -1)}"qas":[{"id":"1","question":"q","answers":[{"text":"Bob","answer_start":6}]}]}]}]}`

/** A small valid dataset of every format, to be broken. */
const SEEDS: readonly Seed[] = [
  { format: 'squad', files: { examples: squad({}) }, cut: 'throws' },
  {
    format: 'squad-rows',
    files: {
      examples:
        '{"id":"1","question":"q","context":"Ada 😀 Bob","answers":{"text":["Bob"],"answer_start":[6]}}\n{"id":"2","question":"q","context":"x","answers":{"text":["x"],"answer_start":[0]}}\n',
    },
    options: { form: 'jsonl' },
    cut: 'prefix',
  },
  {
    format: 'squad-sentences',
    files: { examples: squad({}) },
    options: { rows: 'candidates', passage: 'pair' },
    cut: 'throws',
  },
  {
    format: 'mewsli-x',
    files: { examples: `${JSON.stringify(mention)}\n` },
    options: { rows: 'mentions' },
    cut: 'prefix',
  },
  {
    format: 'bucc',
    files: { text: 'de-1\teins\nde-2\tzwei\n', english: 'en-1\tone\nen-2\ttwo\n', gold: 'de-1\ten-2\n' },
    cut: 'last',
  },
  { format: 'parallel-lines', files: { text: 'eins\nzwei\n', english: 'one\ntwo\n' }, cut: 'last' },
  {
    format: 'parallel-pairs',
    files: { text: 'eins\nzwei\n', english: 'one\ntwo\n' },
    cut: 'last',
  },
  {
    format: 'text-rows',
    files: { examples: '{"t":"eins\\nzwei"}\n{"t":"drei"}\n' },
    options: { form: 'jsonl', text: 't' },
    cut: 'prefix',
  },
  {
    format: 'tagging-tsv',
    files: { examples: 'Ada\tX\nruns\tX\n\nBob\tX\n' },
    labels: ['X', 'Y'],
    cut: 'last',
  },
  {
    format: 'tagging-rows',
    files: { examples: '{"w":["Ada","runs"],"t":[0,1]}\n{"w":["Bob"],"t":[0]}\n' },
    options: { form: 'jsonl', columns: { words: 'w', tags: 't' }, labels: ['X', 'Y'] },
    labels: ['X', 'Y'],
    cut: 'prefix',
  },
  {
    format: 'panx-original',
    files: { examples: 'en:Ada\tX\n\nen:Bob\tX\n' },
    labels: ['X', 'Y'],
    cut: 'last',
  },
  {
    format: 'conllu',
    files: {
      examples:
        '# a\n1-2\tab\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\t_\tX\t_\t_\t0\t_\t_\t_\n2\tb\t_\tX\t_\t_\t1\t_\t_\t_\n\n',
    },
    labels: ['X', 'Y'],
    cut: 'last',
  },
  {
    format: 'sentence-pairs',
    files: { examples: 'a\t"b ""c"""\tyes\nc\td\tno\n' },
    options: { form: 'tsv', quoting: 'csv', header: false, columns: { text: 0, pair: 1, label: 2 } },
    labels: ['yes', 'no'],
    // The label is the last column, and test files come without.
    cut: 'last',
  },
  {
    format: 'sentence-pairs',
    files: { examples: '{"t":"a","l":"yes"}\n{"t":"b","l":"no"}\n' },
    options: { form: 'jsonl', columns: { text: 't', label: 'l' } },
    labels: ['yes', 'no'],
    cut: 'prefix',
  },
  {
    format: 'sentence-pairs',
    files: { examples: '[{"s":"1: a\\n2: b","l":"yes"},{"s":"1: c\\n2: d","l":"no"}]' },
    options: {
      form: 'json',
      parts: [{ of: 's', pattern: '1: (?<one>.*)\\n2: (?<two>.*)' }],
      columns: { text: 'one', pair: 'two', label: 'l' },
    },
    labels: ['yes', 'no'],
    cut: 'throws',
  },
  {
    format: 'scored-pairs',
    files: { examples: 'a,b,1.5\nc,d,2.25\n' },
    options: { form: 'csv', header: false, columns: { text: 0, pair: 1, value: 2 }, range: [0, 5] },
    cut: 'last',
  },
  {
    format: 'scored-pairs',
    files: { examples: '[{"s":{"v":1.5},"a":"x","b":"y"},{"s":{"v":2},"a":"x","b":"z"}]' },
    options: { form: 'json', columns: { text: 'a', pair: 'b', value: 's.v' }, range: [0, 5] },
    cut: 'throws',
  },
  {
    format: 'scored-pairs',
    files: { examples: '2.5\ta\tb\n\tc\td\n1\te\tf\n' },
    options: {
      ...table,
      columns: { text: 1, pair: 2, value: 0 },
      range: [0, 5],
      unscored: 'skip',
    },
    cut: 'last',
  },
  {
    format: 'multiple-choice',
    files: { examples: '{"c":"x","e":["1","2"],"l":1}\n' },
    options: { form: 'jsonl', context: '{c}', choices: 'e', answer: 'l' },
    cut: 'prefix',
  },
  {
    format: 'multiple-choice',
    files: { examples: 'sport: x y\n1\nno\nyes\nlife: z\n0\nyes\nno\n' },
    options: {
      form: 'lines',
      lines: ['task', 'answer', 'one', 'two'],
      parts: [{ of: 'task', pattern: '(?<activity>[^:]*): (?<context>.*)' }],
      context: '{context}',
      choices: ['one', 'two'],
      answer: 'answer',
    },
    cut: 'last',
  },
  {
    format: 'multiple-choice',
    files: { examples: '{"c":"x","e":["1","2"]}\n{"c":"y","e":["1","2"]}\n', labels: '2\n1\n' },
    options: {
      form: 'jsonl',
      context: '{c}',
      choices: 'e',
      answers: 'text',
      labels: { ...table, answer: 0 },
      cluster: '{c}',
    },
    cut: 'throws',
  },
  {
    format: 'nli-triplets',
    files: { examples: '{"p":"a","h":"b","l":"entailment"}\n{"p":"a","h":"c","l":"contradiction"}\n' },
    options: { form: 'jsonl', columns: { premise: 'p', hypothesis: 'h', label: 'l' } },
    cut: 'prefix',
  },
  {
    format: 'triplets',
    files: { examples: 'a\tb\t5\nc\td\t4.5\n' },
    options: { ...table, columns: { text: 0, positive: 1 }, atLeast: { column: 2, value: 4 } },
    cut: 'last',
  },
  {
    format: 'cited-claims',
    files: {
      examples:
        '{"id":1,"claim":"a b","evidence":{"7":[{"sentences":[1],"label":"yes"}]},"cited_doc_ids":[7]}\n{"id":2,"claim":"c","evidence":{},"cited_doc_ids":[7]}\n',
      corpus: '{"doc_id":7,"abstract":["x","y"]}\n',
    },
    options: { open: 'no' },
    labels: ['yes', 'no'],
    cut: 'prefix',
  },
  { format: 'plain-text', files: { text: 'eins\nzwei\n' }, cut: 'last' },
  {
    format: 'bible-xml',
    files: { text: '<b><seg id="1">eins</seg><seg id="2">zwei</seg></b>' },
    cut: 'throws',
  },
]

const Text = z.string().min(1)
const Passage = z.strictObject({ text: Text, pair: Text.optional() })
const Id = z.string()
const cluster = Text.optional()
/** All fields of an example, by its form. */
const WHOLE: { readonly [F in ExampleForm]: z.ZodType } = {
  labelled: z.strictObject({ id: Id, text: Text, pair: Text.optional(), label: Text.nullable(), cluster }),
  valued: z.strictObject({ id: Id, text: Text, pair: Text, value: z.number().nullable() }),
  choices: z
    .strictObject({
      id: Id,
      context: Text,
      choices: z.array(Text).min(2),
      answer: z.int().min(0).nullable(),
      cluster,
    })
    .refine(({ choices, answer }) => answer === null || answer < choices.length),
  questions: z
    .strictObject({
      id: Id,
      question: z.string(),
      context: z.string(),
      answers: z.array(z.strictObject({ text: Text, start: z.int().min(0) })),
      cluster,
    })
    .refine(({ context, answers }) => answers.every(({ text, start }) => context.startsWith(text, start))),
  tagged: z
    .strictObject({ id: Id, words: z.array(Text), tags: z.array(z.string()).nullable(), cluster })
    .refine(({ words, tags }) => tags === null || tags.length === words.length),
  text: z.strictObject({ id: Id, text: Text, pair: Text.optional() }),
  translations: z.strictObject({ id: Id, text: Text, english: Text, cluster }),
  collections: z.strictObject({
    id: Text,
    text: Text,
    side: z.enum(['text', 'english']),
    translations: z.array(Text).nullable().optional(),
  }),
  passages: z.strictObject({
    id: Text,
    text: z.string(),
    pair: Text.optional(),
    keys: z.array(Text),
    passages: z.array(Passage).min(1).optional(),
    cluster,
  }),
}

/** A kind that such examples are for. */
const kindOf = (form: ExampleForm) => TASK_KINDS.find((kind) => kinds[kind].examples === form)!

const parse = (seed: Seed, files: Readonly<Record<string, string>>): Parsed =>
  read(seed.format, files, { ...seed.options }, { labels: seed.labels })

/** Either every example is whole, or there is an error for people: never a stack, a hang, or half an example. */
function readsOrExplains(seed: Seed, files: Readonly<Record<string, string>>): Parsed | null {
  let parsed: Parsed
  try {
    parsed = parse(seed, files)
  } catch (error) {
    if (!(error instanceof PolyviaError)) throw error
    expect(error.message.length).toBeGreaterThan(10)
    expect(error.hint.length).toBeGreaterThan(10)
    expect(error.place?.file).toBeTypeOf('string')
    return null
  }
  const schema = WHOLE[formatOf(seed.format, 'test').makes]
  for (const example of parsed.examples) schema.parse(example)
  return parsed
}

/** Whether one value is the other, or what a cut leaves of it: a beginning of a text, a list or a number. */
function begins(short: unknown, long: unknown): boolean {
  if (typeof short === 'string' && typeof long === 'string') return long.startsWith(short)
  if (typeof short === 'number' && typeof long === 'number') return String(long).startsWith(String(short))
  if (Array.isArray(short) && Array.isArray(long))
    return short.length <= long.length && short.every((each, at) => begins(each, long[at]))
  // Withheld: the cut left no label at all.
  if (short === null) return true
  if (typeof short === 'object' && typeof long === 'object' && long !== null)
    return Object.entries(short).every(([name, value]) =>
      begins(value, (long as Record<string, unknown>)[name]),
    )
  return short === long
}

test('every format that reads files is here', () => {
  // Those of CLDR read installed packages, and have their own tests.
  const here = new Set(SEEDS.map(({ format }) => format))
  expect(FORMAT_IDS.filter((id) => !id.startsWith('cldr-') && !here.has(id))).toEqual([])
})

describe.each(SEEDS.map((seed) => [`${seed.format} ${seed.options?.form ?? ''}`, seed] as const))(
  '%s',
  (_, seed) => {
    const whole = parse(seed, seed.files)

    test('reads the file as it is, and with the line ends of Windows', () => {
      expect(whole.examples.length).toBeGreaterThan(0)
      readsOrExplains(seed, seed.files)
      const windows = Object.fromEntries(
        Object.entries(seed.files).map(([role, text]) => [role, text.replaceAll('\n', '\r\n')]),
      )
      expect(parse(seed, windows).examples).toEqual(whole.examples)
    })

    test(`cut off anywhere: ${seed.cut}`, () => {
      for (const [role, text] of Object.entries(seed.files))
        for (let end = 0; end < text.trimEnd().length; end++) {
          const cut = readsOrExplains(seed, { ...seed.files, [role]: text.slice(0, end) })
          if (cut === null || cut.examples.length === 0) continue
          const where = `${role} cut at ${end}: ${JSON.stringify(cut.examples)}`
          expect(seed.cut, where).not.toBe('throws')
          const expected = whole.examples.slice(0, cut.examples.length)
          if (seed.cut === 'prefix') expect(cut.examples, where).toEqual(expected)
          else if (role === 'gold') expect(cut.examples.length).toBe(whole.examples.length)
          else if (seed.format === 'bucc') expect(begins(cut.examples, byId(whole, cut)), where).toBe(true)
          else expect(begins(cut.examples, expected), where).toBe(true)
        }
    })

    property.prop([fc.string({ unit: 'binary', maxLength: 200 })], { numRuns: 60 })(
      'reads or refuses any text',
      (text) => {
        for (const role of Object.keys(seed.files)) readsOrExplains(seed, { ...seed.files, [role]: text })
      },
    )

    property.prop(
      [
        fc.nat(),
        fc.nat(8),
        fc.constantFrom(
          '',
          '\t',
          '\n',
          '\r\n',
          '"',
          '\r',
          '{',
          '}',
          '[',
          '😀',
          '\ud800',
          '\ufeff',
          ',',
          '<',
          '0',
          '_',
          '-',
          'null',
          '\\ud800',
          '\u2028',
        ),
      ],
      { numRuns: 150 },
    )('reads or refuses a valid file with a piece replaced', (place, length, piece) => {
      for (const [role, text] of Object.entries(seed.files)) {
        const at = place % (text.length + 1)
        readsOrExplains(seed, { ...seed.files, [role]: text.slice(0, at) + piece + text.slice(at + length) })
      }
    })

    property.prop([fc.nat(), fc.nat(), fc.nat(20)], { numRuns: 60 })(
      'reads or refuses a valid file with a piece twice',
      (from, length, at) => {
        const [role, text] = Object.entries(seed.files)[0]!
        const start = from % text.length
        const piece = text.slice(start, start + 1 + (length % 30))
        const place = at % text.length
        readsOrExplains(seed, { ...seed.files, [role]: text.slice(0, place) + piece + text.slice(place) })
      },
    )

    test('reads or refuses a line of a million characters, alone and in a row of a hundred thousand', () => {
      const [role, text] = Object.entries(seed.files)[0]!
      for (const long of [
        'x'.repeat(1e6),
        `${text}${'x'.repeat(1e6)}\n`,
        '\n'.repeat(1e5),
        '\t'.repeat(1e5),
        '['.repeat(1e5),
        '<'.repeat(1e5),
        '"'.repeat(1e5),
      ])
        readsOrExplains(seed, { ...seed.files, [role]: long })
    })
  },
)

/** Examples of the whole dataset with the ids of another. */
function byId(whole: Parsed, other: Parsed): readonly unknown[] {
  return other.examples.map(
    ({ id, ...example }) =>
      whole.examples.find((each) => each.id === id) ??
      whole.examples.find(
        (each) => 'side' in each && 'side' in example && each.side === example.side && each.id.startsWith(id),
      ),
  )
}

describe('JSON of another shape', () => {
  const json = SEEDS.filter(({ files }) => /^[[{]/.test(Object.values(files)[0]!))
  /** Replaces the n-th value of a JSON document. */
  const graft = (document: unknown, n: number, value: unknown): unknown => {
    let left = n
    const walk = (node: unknown): unknown => {
      if (left-- === 0) return value
      if (Array.isArray(node)) return node.map(walk)
      if (typeof node === 'object' && node !== null)
        return Object.fromEntries(Object.entries(node).map(([name, each]) => [name, walk(each)]))
      return node
    }
    return walk(document)
  }

  describe.each(json.map((seed) => [`${seed.format} ${seed.options?.form ?? ''}`, seed] as const))(
    '%s',
    (_, seed) => {
      property.prop([fc.nat(20), fc.jsonValue({ maxDepth: 3 })], { numRuns: 150 })(
        'reads or refuses any value in any place',
        (place, value) => {
          const [role, text] = Object.entries(seed.files)[0]!
          const [first, ...rest] = text.trimEnd().split('\n')
          const broken = JSON.stringify(graft(JSON.parse(first!), place, value))
          readsOrExplains(seed, { ...seed.files, [role]: [broken, ...rest].join('\n') })
        },
      )

      test('reads or refuses deep nesting', () => {
        const [role, text] = Object.entries(seed.files)[0]!
        const deep = '['.repeat(50_000) + ']'.repeat(50_000)
        for (const broken of [deep, text.replace(/"[a-z]+"\]?(?=[,}])/, deep)])
          readsOrExplains(seed, { ...seed.files, [role]: broken })
      })
    },
  )
})

describe('tables', () => {
  const names = ['one', 'two', 'three', 'four']
  property.prop([
    fc.shuffledSubarray(names, { minLength: 4 }),
    fc.array(
      fc.array(
        fc.string({ unit: 'grapheme-ascii', minLength: 1 }).map((text) => text.replace(/[^a-z]/g, 'x')),
        { minLength: 4, maxLength: 4 },
      ),
      { minLength: 1, maxLength: 5 },
    ),
  ])('read the same whatever the order of named columns', (order, rows) => {
    const write = (columns: readonly string[]) =>
      `${[columns, ...rows.map((row) => columns.map((name) => row[names.indexOf(name)]))].map((row) => row.join('\t')).join('\n')}\n`
    const options = { ...table, header: true, columns: { text: 'one', pair: 'two', label: 'three' } }
    expect(read('sentence-pairs', { examples: write(order) }, options)).toEqual(
      read('sentence-pairs', { examples: write(names) }, options),
    )
  })
})

describe('files', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'polyvia-fuzz-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const load = async (seed: Seed, files: Readonly<Record<string, string | Uint8Array>>) => {
    for (const [role, content] of Object.entries(files)) await writeFile(join(folder, role), content)
    const entry: TaskEntry = {
      ...task('tatoeba'),
      id: 'fuzz',
      kind: kindOf(formatOf(seed.format, 'test').makes),
      format: seed.format,
      options: seed.options ?? {},
      ...(seed.labels === undefined ? {} : { labels: [...seed.labels] }),
      languages: ['en'],
      codes: {},
      sizes: {},
      samples: {},
      splits: { test: { files: Object.fromEntries(Object.keys(files).map((role) => [role, role])) } },
    }
    return loadDataset(entry, 'en', 'test', { folders: [folder] })
  }

  test.each(SEEDS.map((seed) => [`${seed.format} ${seed.options?.form ?? ''}`, seed] as const))(
    '%s: a byte order mark and gzip change nothing; bytes that are not UTF-8 and cut gzip are told',
    async (_, seed) => {
      const { examples } = await load(seed, seed.files)
      const all = (change: (text: string) => string | Uint8Array) =>
        Object.fromEntries(Object.entries(seed.files).map(([role, text]) => [role, change(text)]))
      expect(
        (
          await load(
            seed,
            all((text) => `\ufeff${text}`),
          )
        ).examples,
      ).toEqual(examples)
      expect(
        (
          await load(
            seed,
            all((text) => gzipSync(text)),
          )
        ).examples,
      ).toEqual(examples)
      for (const broken of [
        all((text) => Buffer.concat([Buffer.from(text), Buffer.from([0xff])])),
        all((text) => Buffer.concat([Buffer.from(text), Buffer.from([0])])),
        all((text) => gzipSync(text).subarray(0, -6)),
      ]) {
        const error = await rejection(load(seed, broken))
        expect(error.code).toBe('DATA_INVALID')
        expect(error.place?.file).toContain(folder)
      }
    },
  )

  property.prop([fc.uint8Array({ maxLength: 300 })], { numRuns: 25 })(
    'any bytes are read or refused',
    async (bytes) => {
      for (const seed of SEEDS) {
        const role = Object.keys(seed.files)[0]!
        await load(seed, { ...seed.files, [role]: bytes }).catch((error: unknown) => {
          if (!(error instanceof PolyviaError)) throw error
          expect(error.place?.file).toContain(folder)
        })
      }
    },
  )

  test('ids that recur are refused by every format that reads ids', async () => {
    for (const [format, duplicate] of [
      ['squad-rows', (text: string) => text + text],
      ['mewsli-x', (text: string) => text + text],
      ['bucc', (text: string) => text + text],
      ['bible-xml', (text: string) => text.replace('id="2"', 'id="1"')],
    ] as const) {
      const seed = SEEDS.find((each) => each.format === format)!
      const role = Object.keys(seed.files)[0]!
      const error = await rejection(load(seed, { ...seed.files, [role]: duplicate(seed.files[role]!) }))
      expect([format, error.code]).toEqual([format, 'DATA_INVALID'])
    }
    const twice = squad({}).replace(/(\[\{"id".*?\]\})\]/, (_, one: string) => `${one},${one.slice(1)}]`)
    const error = await rejection(load(SEEDS[0]!, { examples: twice }))
    expect(error.message).toContain('two examples have the id "1"')
  })
})

property.prop([fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), fc.nat(), fc.nat()])(
  'squad gives back any span that Python would cut by code points',
  (context, from, length) => {
    const points = [...context]
    const start = from % points.length
    const text = points.slice(start, start + 1 + (length % points.length)).join('')
    const json = JSON.stringify({
      data: [
        {
          paragraphs: [
            { context, qas: [{ id: 'q', question: 'q', answers: [{ text, answer_start: start }] }] },
          ],
        },
      ],
    })
    const [example] = read('squad', { examples: json }).examples
    const [answer] = (example as SpanExtractionExample).answers
    expect(context.slice(answer!.start, answer!.start + text.length)).toBe(text)
  },
)
