import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { PolyviaError } from './error.ts'
import { countValues, readSafetensors, type Tensor, type Tensors, writeSafetensors } from './safetensors.ts'

const folder = mkdtempSync(join(tmpdir(), 'polyvia-safetensors-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const path = join(folder, 'x.safetensors')

function written(header: string | Buffer, data: number | Buffer = 16, length?: bigint): string {
  const text = Buffer.from(header as string)
  const size = Buffer.alloc(8)
  size.writeBigUInt64LE(length ?? BigInt(text.length))
  writeFileSync(path, Buffer.concat([size, text, typeof data === 'number' ? Buffer.alloc(data) : data]))
  return path
}

/** Whether a file reads, and then whole; else it must be one error that names it. */
function reads(): boolean {
  let tensors: Tensors
  try {
    tensors = readSafetensors(path)
  } catch (error) {
    expect(error).toBeInstanceOf(PolyviaError)
    expect(error).toMatchObject({ code: 'TENSOR_FILE_INVALID', place: { file: path } })
    expect((error as Error).message).toContain(path)
    expect((error as Error).message.length).toBeLessThan(1000)
    return false
  }
  let bytes = 0
  for (const { data, shape } of Object.values(tensors)) {
    expect(shape.reduce((product, size) => product * size, 1)).toBe(data.length)
    bytes += data.byteLength
  }
  expect(bytes).toBeLessThan(statSync(path).size)
  expect(countValues(path)).toBe(Object.values(tensors).reduce((sum, { data }) => sum + data.length, 0))
  return true
}

const entry = (changes: object = {}) => ({ dtype: 'F32', shape: [2], data_offsets: [0, 8], ...changes })
const second = entry({ data_offsets: [8, 16] })

const tensor = fc
  .tuple(fc.constantFrom(Int32Array, Float32Array, Uint8Array), fc.array(fc.nat(4), { maxLength: 3 }))
  .chain(([Type, shape]) => {
    const length = shape.reduce((product, size) => product * size, 1)
    return fc
      .array(fc.nat(255), { minLength: length, maxLength: length })
      .map((values): Tensor => ({ data: Type.from(values), shape }))
  })

test('readSafetensors reads what writeSafetensors wrote, whatever the names', async () => {
  const names = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('__proto__', 'constructor', 'a"b', ''),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(names, tensor), { maxLength: 4 }), async (entries) => {
      const tensors = Object.fromEntries(entries.filter(([name]) => name !== '__metadata__'))
      await writeSafetensors(path, tensors)
      expect(Object.entries(readSafetensors(path))).toEqual(Object.entries(tensors))
    }),
    { numRuns: 200 },
  )
})

describe('readSafetensors', () => {
  test.each<[string, unknown, RegExp]>([
    ['a negative offset', { a: entry({ data_offsets: [-8, 0] }), b: second }, /the place \[-8,0]/],
    [
      'offsets that overlap',
      { a: entry({ data_offsets: [0, 8] }), b: entry() },
      /starts at byte 0 of the data, not at 8/,
    ],
    ['a gap', { a: entry(), b: entry({ data_offsets: [12, 20] }) }, /"b" starts at byte 12/],
    ['bytes behind the last tensor', { a: entry() }, /end at byte 8 of the data, the file at 16/],
    [
      'data that end too early',
      { a: entry(), b: entry({ shape: [4], data_offsets: [8, 24] }) },
      /the file at 16/,
    ],
    ['offsets in the wrong order', { a: entry({ data_offsets: [8, 0] }) }, /the place \[8,0]/],
    ['a shape of another size', { a: entry({ shape: [3] }), b: second }, /8 bytes for 3 values/],
    ['a type of another size', { a: entry({ dtype: 'I64' }), b: second }, /8 bytes for 2 values of type I64/],
    ['a type that does not exist', { a: entry({ dtype: 'F99' }), b: second }, /the type "F99"/],
    ['a type that objects have', { a: entry({ dtype: 'constructor' }), b: second }, /the type "constructor"/],
    ['a type that is not read', { a: entry({ dtype: 'F16', shape: [4] }), b: second }, /type F16; read here/],
    ['a negative size', { a: entry({ shape: [-1, -2] }), b: second }, /the shape \[-1,-2]/],
    ['a broken size', { a: entry({ shape: [0.5, 4] }), b: second }, /the shape/],
    [
      'sizes that overflow',
      { a: entry({ shape: [2 ** 40, 2 ** 40] }), b: second },
      /more values than can be counted/,
    ],
    ['a size beyond integers', { a: entry({ shape: [2 ** 53] }), b: second }, /the shape/],
    ['no shape', { a: { dtype: 'F32', data_offsets: [0, 8] }, b: second }, /the shape nothing/],
    ['three offsets', { a: entry({ data_offsets: [0, 4, 8] }), b: second }, /the place/],
    ['null as entry', { a: null, b: second }, /has no type, shape and place/],
    ['a nested name', { ['x'.repeat(1e6)]: [[[]]] }, /tensor "xxx/],
  ])('refuses %s', (_, header, reason) => {
    written(JSON.stringify(header))
    expect(() => readSafetensors(path)).toThrow(reason)
    expect(reads()).toBe(false)
  })

  test.each<[string, string | Buffer, RegExp]>([
    ['null', 'null', /not a JSON object/],
    ['an array', '[]', /not a JSON object/],
    ['a number', '3', /not a JSON object/],
    ['nothing', '', /not JSON/],
    ['half an object', '{"a":', /not JSON/],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), /not JSON/],
    ['a byte order mark', `\ufeff${JSON.stringify({ a: entry(), b: second })}`, /not JSON/],
    ['spaces first', ` ${JSON.stringify({ a: entry(), b: second })}`, /not a JSON object/],
    ['a million nested arrays', `{"a":${'['.repeat(1e6)}${']'.repeat(1e6)}}`, /has no type/],
    [
      'a name twice',
      `{"a":${JSON.stringify(entry())},"\\u0061" : ${JSON.stringify(second)}}`,
      /names "a" twice/,
    ],
    ['NaN', '{"a":{"dtype":"F32","shape":[NaN],"data_offsets":[0,8]}}', /not JSON/],
    ['1e400', '{"a":{"dtype":"F32","shape":[1e400],"data_offsets":[0,8]}}', /the shape/],
  ])('refuses a header of %s', (_, header, reason) => {
    written(header)
    expect(() => readSafetensors(path)).toThrow(reason)
    expect(reads()).toBe(false)
  })

  test.each([0n, 1n, 100n, 2n ** 31n, 2n ** 40n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n])(
    'refuses a header length of %s',
    (length) => {
      written('{}', 16, length)
      expect(reads()).toBe(false)
      expect(() => countValues(path)).toThrow(PolyviaError)
    },
  )

  test('refuses a file that is cut anywhere, none, and what is no file', async () => {
    await writeSafetensors(path, { a: { data: new Float32Array([1, 2]), shape: [2] } })
    for (let size = statSync(path).size - 1; size >= 0; size--) {
      truncateSync(path, size)
      expect(reads()).toBe(false)
    }
    expect(() => readSafetensors(join(folder, 'absent'))).toThrow(/not there/)
    expect(() => countValues(folder)).toThrow(/no file/)
  })

  test('reads an empty file, an empty tensor and metadata', () => {
    written('{}', 0)
    expect(readSafetensors(path)).toEqual({})
    written(
      JSON.stringify({ __metadata__: { format: 'pt' }, a: entry({ shape: [0, 9], data_offsets: [0, 0] }) }),
      0,
    )
    expect(readSafetensors(path)).toEqual({ a: { data: new Float32Array(), shape: [0, 9] } })
  })

  test('gives whole tensors or one error for any header', () => {
    const odd = fc.oneof(
      fc.constantFrom<unknown>(
        -1,
        0,
        1,
        2,
        4,
        8,
        16,
        1.5,
        2 ** 31,
        2 ** 53,
        2 ** 64,
        1e300,
        null,
        '8',
        true,
        [],
        {},
      ),
      fc.integer({ min: -20, max: 20 }),
      fc.jsonValue(),
    )
    const size = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(0, 1, 2, 4, 8, 12, 16) }, odd)
    const fields = fc.record(
      {
        dtype: fc.oneof(
          { weight: 4, arbitrary: fc.constantFrom('F32', 'I32', 'U8', 'F16', 'I64', 'F4', 'F6_E2M3') },
          odd,
        ),
        shape: fc.oneof({ weight: 4, arbitrary: fc.array(size, { maxLength: 3 }) }, odd),
        data_offsets: fc.oneof({ weight: 6, arbitrary: fc.tuple(size, size) }, fc.array(size), odd),
      },
      { requiredKeys: [] },
    )
    const name = fc.oneof(fc.constantFrom('a', 'b', '__proto__', '__metadata__'), fc.string())
    const header = fc.dictionary(name, fc.oneof({ weight: 8, arbitrary: fields }, odd), { maxKeys: 3 })
    let whole = 0
    fc.assert(
      fc.property(header, fc.nat(24), (parsed, data) => {
        written(JSON.stringify(parsed), data)
        if (reads()) whole++
      }),
      { numRuns: 800 },
    )
    expect(whole).toBeGreaterThan(0)
    expect(whole).toBeLessThan(800)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        writeFileSync(path, bytes)
        reads()
        written(Buffer.from(bytes))
        reads()
      }),
      { numRuns: 200 },
    )
  })
})
