import { fc, test as property } from '@fast-check/vitest'
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, test } from 'vitest'
import { DataInvalidError } from './errors.ts'
import { parquetLines } from './parquet.ts'

type Options = Omit<Parameters<typeof parquetWriteBuffer>[0], 'columnData'>
const parquet = (columnData: ColumnSource[], options: Options = {}) =>
  Buffer.from(parquetWriteBuffer({ columnData, ...options }))

/** Twenty rows: texts that recur and are missing, numbers, and lists of texts. */
const texts = ['слово', 'né', null, 'слово', 'x'].flatMap((text) => Array<string | null>(4).fill(text))
const columns = [
  { name: 't', data: texts },
  { name: 'k', data: texts.map((_, at) => at) },
  { name: 'l', data: texts.map((_, at) => Array(at % 3).fill(`é${at}`)) },
]
const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' }
const schema = [
  { name: 'root', num_children: 3 },
  { name: 't', ...text },
  { name: 'k', type: 'INT32', repetition_type: 'REQUIRED' },
  { name: 'l', num_children: 1, converted_type: 'LIST', repetition_type: 'OPTIONAL' },
  { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
  { name: 'element', ...text },
] as NonNullable<Options['schema']>
const files = (['SNAPPY', 'UNCOMPRESSED'] as const).map((codec) => parquet(columns, { schema, codec }))

/** All rows with all fields, or the error that names the file. */
async function readsOrExplains(bytes: Buffer): Promise<string | null> {
  try {
    const rows = (await parquetLines('some.parquet', bytes, 1000)).split('\n').map((line) => JSON.parse(line))
    expect(rows.map((row) => Object.keys(row))).toEqual(texts.map(() => ['t', 'k', 'l']))
    return null
  } catch (error) {
    if (!(error instanceof DataInvalidError)) throw error
    expect(error.message).toContain('Cannot read "some.parquet": it ')
    return error.message
  }
}

describe('parquetLines', () => {
  // The same cases on every run; raise numRuns to look for more.
  const fuzz = { seed: 1, numRuns: 300 }
  property.prop([fc.constantFrom(...files), fc.nat(), fc.integer({ min: 1, max: 255 })], fuzz)(
    'reads all rows with all fields or refuses, whichever byte is damaged',
    async (whole, place, change) => {
      const bytes = Buffer.from(whole)
      bytes[place % bytes.length]! ^= change
      await readsOrExplains(bytes)
    },
  )

  property.prop([fc.constantFrom(...files), fc.nat(), fc.uint8Array({ minLength: 2, maxLength: 40 })], fuzz)(
    'reads all rows with all fields or refuses, whichever piece is overwritten',
    async (whole, place, piece) => {
      const bytes = Buffer.from(whole)
      bytes.set(piece.subarray(0, bytes.length - (place % bytes.length)), place % bytes.length)
      await readsOrExplains(bytes)
    },
  )

  test('names what is wrong with the header of a page', async () => {
    const refusals = new Set<string>()
    for (let at = 4; at < 30; at++) {
      const bytes = Buffer.from(files[0]!)
      bytes[at]! ^= 0x10
      refusals.add(String(await readsOrExplains(bytes)).replace(/.*Parquet: /, ''))
    }
    expect([...refusals]).toContain('the size of a page is damaged')
  })

  test('ends a reader that loops, and reads the next file', async () => {
    const data = Array.from({ length: 200 }, (_, at) => at)
    const loops = parquet([{ name: 'n', data, type: 'INT32', encoding: 'DELTA_BINARY_PACKED' }], {
      codec: 'UNCOMPRESSED',
    })
    // Blocks of 128 values in 4 parts become blocks in -1 parts: each takes back the byte that it read.
    const blocks = loops.indexOf(Buffer.from([0x80, 0x01, 0x04]))
    loops.set([0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0], blocks + 2)
    expect(await readsOrExplains(loops)).toContain('could not be read within 1 s and the memory there is')
    expect(await readsOrExplains(files[0]!)).toBe(null)
  })

  test('refuses pages that promise to unpack to more than is read', async () => {
    const data = ['a'.repeat(1_100_000)]
    const promise = (count: number) => {
      const bytes = parquet(
        Array.from({ length: count }, (_, at) => ({ name: `c${at}`, data })),
        { codec: 'SNAPPY' },
      )
      // The header of a page of version 2: its type, and 4 bytes of zigzag for the size it unpacks to.
      const size = Buffer.from([0x15, 0x06, 0x15])
      let at = bytes.indexOf(size)
      for (let found = 0; found < count; found++, at = bytes.indexOf(size, at + 1))
        bytes.set([0xfe, 0xff, 0xff, 0x7f], at + 3)
      return bytes
    }
    expect(await readsOrExplains(promise(17))).toContain('are more than is read (2147483648)')
  })
})
