import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fc, test as property } from '@fast-check/vitest'
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TaskEntry, task } from '#catalog'
import { sha256 } from '#kernel'
import { rejection } from '../../test/support/data/material.ts'
import { loadDataset, locateDataset } from './index.ts'
import { parseJsonLines } from './json.ts'
import { readTextFile } from './text-file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polyvia-parquet-'))
})
afterAll(() => rm(folder, { recursive: true }))

type Options = Omit<Parameters<typeof parquetWriteBuffer>[0], 'columnData'>
const parquet = (columnData: ColumnSource[], options: Options = {}) =>
  Buffer.from(parquetWriteBuffer({ columnData, ...options }))

async function put(name: string, bytes: Uint8Array): Promise<string> {
  await writeFile(join(folder, name), bytes)
  return join(folder, name)
}
const rowsIn = async (path: string) =>
  parseJsonLines(await readTextFile(path, 'en')).map(({ value }) => value)

/** SQuAD as the hub has it: a struct of lists. */
const answers = [
  { text: ['Paris', 'in Paris'], answer_start: [3, 0] },
  { text: [], answer_start: [] },
]
const squad = [
  { name: 'id', data: ['a', 'b'] },
  { name: 'answers', data: answers },
]
const squadSchema = [
  { name: 'root', num_children: 2 },
  { name: 'id', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
  { name: 'answers', num_children: 2, repetition_type: 'OPTIONAL' },
  ...[['text', 'BYTE_ARRAY'] as const, ['answer_start', 'INT32'] as const].flatMap(([name, type]) => [
    { name, num_children: 1, converted_type: 'LIST', repetition_type: 'OPTIONAL' },
    { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
    {
      name: 'element',
      type,
      repetition_type: 'OPTIONAL',
      ...(type === 'BYTE_ARRAY' ? { converted_type: 'UTF8' } : {}),
    },
  ]),
] as NonNullable<Options['schema']>

describe('readTextFile', () => {
  test('reads the rows of a Parquet file as JSON lines, hashed as the file is', async () => {
    const bytes = parquet(squad, { schema: squadSchema })
    const file = await readTextFile(await put('squad.parquet', bytes), 'en')
    expect(file.text.split('\n')).toHaveLength(2)
    expect(parseJsonLines(file).map(({ value }) => value)).toEqual([
      { id: 'a', answers: answers[0] },
      { id: 'b', answers: answers[1] },
    ])
    expect(file).toMatchObject({ sha256: sha256(bytes), bytes: bytes.length })
  })

  test('turns what JSON does not have into what it has', async () => {
    const path = await put(
      'types.parquet',
      parquet([
        { name: 'count', data: [7n, 2n ** 53n + 1n], type: 'INT64' },
        { name: 'on', data: [new Date(0), new Date('2020-06-01T12:00:00Z')], type: 'TIMESTAMP' },
        { name: 'word', data: ['\ufeffa', null] },
        { name: 'real', data: [0.5, -1e300], type: 'DOUBLE' },
        { name: 'id', data: Array(2).fill('00112233-4455-6677-8899-aabbccddeeff'), type: 'UUID' },
      ]),
    )
    const id = '00112233-4455-6677-8899-aabbccddeeff'
    expect(await rowsIn(path)).toEqual([
      { count: 7, on: '1970-01-01T00:00:00.000Z', word: '\ufeffa', real: 0.5, id },
      { count: '9007199254740993', on: '2020-06-01T12:00:00.000Z', word: null, real: -1e300, id },
    ])
  })

  test('joins row groups in their order', async () => {
    const data = Array.from({ length: 25 }, (_, at) => at)
    const path = await put(
      'groups.parquet',
      parquet([{ name: 'n', data, type: 'INT32' }], { rowGroupSize: 10 }),
    )
    expect((await rowsIn(path)).map(({ n }) => n)).toEqual(data)
  })

  test('refuses what is cut, damaged or something else, wherever that is', async () => {
    const whole = parquet(squad, { schema: squadSchema })
    const broken = {
      empty: Buffer.alloc(0),
      text: Buffer.from('<html>no such file</html>'),
      cut: whole.subarray(0, -1),
    }
    for (const [name, bytes] of Object.entries(broken)) {
      const error = await rejection(readTextFile(await put(`${name}.parquet`, bytes), 'en'))
      expect(error.code).toBe('DATA_INVALID')
      expect(error.message).toContain('no Parquet file, or one that is cut off')
    }
    const damaged = Buffer.from(whole)
    damaged.fill(0xff, damaged.length - 60, damaged.length - 8)
    expect((await rejection(readTextFile(await put('damaged.parquet', damaged), 'en'))).code).toBe(
      'DATA_INVALID',
    )
  })

  property.prop(
    [
      fc.array(
        fc.record({ t: fc.string({ unit: 'binary' }), l: fc.array(fc.integer({ min: -5, max: 5 })) }),
        { minLength: 1 },
      ),
    ],
    {
      numRuns: 30,
    },
  )('gives back every row that was written', async (rows) => {
    const schema = [
      { name: 'root', num_children: 2 },
      { name: 't', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
      { name: 'l', num_children: 1, converted_type: 'LIST', repetition_type: 'REQUIRED' },
      { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
      { name: 'element', type: 'INT32', repetition_type: 'REQUIRED' },
    ] as NonNullable<Options['schema']>
    const bytes = parquet(
      [
        { name: 't', data: rows.map(({ t }) => t) },
        { name: 'l', data: rows.map(({ l }) => l) },
      ],
      { schema },
    )
    expect(await rowsIn(await put('any.parquet', bytes))).toEqual(rows)
  })
})

test('loadDataset reads shards in the order of their names', async () => {
  const shard = (words: string[]) =>
    parquet([
      { name: 'premise', data: words },
      { name: 'label', data: words.map((_, at) => at % 2), type: 'INT32' },
    ])
  await put('train-00000-of-00002.parquet', shard(['eins', 'zwei']))
  await put('train-00001-of-00002.parquet', shard(['drei']))
  const entry = TaskEntry.parse({
    ...task('sick-en'),
    id: 'shards',
    labels: ['0', '1'],
    languages: ['de'],
    options: { form: 'jsonl', columns: { text: 'premise', label: 'label' } },
    splits: { train: { files: { examples: 'train-*.parquet' } } },
  })
  const dataset = await loadDataset(entry, 'de', 'train', { folders: [folder] })
  expect(dataset.examples).toMatchObject([
    { text: 'eins', label: '0' },
    { text: 'zwei', label: '1' },
    { text: 'drei', label: '0' },
  ])
  const located = await locateDataset(entry, 'de', 'train', { folders: [folder] })
  expect(located.files).toEqual(dataset.files)
})
