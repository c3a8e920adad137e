import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { PolyviaError } from './error.ts'

/** A dense row-major tensor. The array's class gives its type; `shape` multiplies to its length. */
export interface Tensor<
  A extends Int32Array | Float32Array | Uint8Array = Int32Array | Float32Array | Uint8Array,
> {
  readonly data: A
  readonly shape: readonly number[]
}

/** Named tensors of one file. */
export type Tensors = Readonly<Record<string, Tensor>>

class TensorFileError extends PolyviaError {
  readonly code = 'TENSOR_FILE_INVALID'
  readonly exitCode = 1
  constructor(path: string, reason: string) {
    super(`Cannot read "${path}" as safetensors: ${reason}`, {
      hint: 'The file is truncated or not a safetensors file. Run "polyvia store verify" to find and drop damaged artifacts.',
      place: { file: path },
    })
  }
}

const CODES = { I32: Int32Array, F32: Float32Array, U8: Uint8Array } as const
const codeOf = (data: Tensor['data']) =>
  data instanceof Int32Array ? 'I32' : data instanceof Float32Array ? 'F32' : 'U8'

/**
 * Writes tensors in the safetensors format (8-byte little-endian header length, JSON header, raw data), fsynced.
 * Sources: the format's README, huggingface/safetensors. Tensors keep the order of the record.
 */
export async function writeSafetensors(path: string, tensors: Tensors): Promise<void> {
  let end = 0
  const header: Record<string, unknown> = {}
  for (const [name, { data, shape }] of Object.entries(tensors)) {
    if (shape.reduce((product, size) => product * size, 1) !== data.length)
      throw new RangeError(`tensor ${name}: shape [${shape}] does not hold ${data.length} values`)
    header[name] = { dtype: codeOf(data), shape, data_offsets: [end, end + data.byteLength] }
    end += data.byteLength
  }
  const text = JSON.stringify(header)
  const padded = Buffer.from(text.padEnd(Math.ceil(Buffer.byteLength(text) / 8) * 8))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(padded.length))
  const file = await open(path, 'w')
  try {
    await file.writeFile(Buffer.concat([length, padded]))
    for (const { data } of Object.values(tensors))
      if (data.byteLength > 0)
        await file.writeFile(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Reads every I32, F32 and U8 tensor of a safetensors file. Throws on a truncated file or another type. */
export function readSafetensors(path: string): Tensors {
  const bytes = readFileSync(path)
  if (bytes.length < 8) throw new TensorFileError(path, 'shorter than its 8-byte header length')
  const headerEnd = 8 + Number(bytes.readBigUInt64LE(0))
  if (headerEnd > bytes.length)
    throw new TensorFileError(path, `header ends at byte ${headerEnd}, file at ${bytes.length}`)
  const header = parseHeader(path, bytes.toString('utf8', 8, headerEnd))
  const tensors: Record<string, Tensor> = {}
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue
    const {
      dtype,
      shape,
      data_offsets: [start, end],
    } = entry
    const Type = CODES[dtype as keyof typeof CODES]
    if (Type === undefined)
      throw new TensorFileError(path, `tensor "${name}" has type ${dtype}; read here are I32, F32 and U8`)
    if (headerEnd + end > bytes.length)
      throw new TensorFileError(
        path,
        `tensor "${name}" ends at byte ${headerEnd + end}, file at ${bytes.length}`,
      )
    // Copied, because a typed array must start at a multiple of its element size.
    const buffer = bytes.buffer.slice(
      bytes.byteOffset + headerEnd + start,
      bytes.byteOffset + headerEnd + end,
    )
    tensors[name] = { data: new Type(buffer as ArrayBuffer), shape }
  }
  return tensors
}

/** Number of values in all tensors of a file, of any type: its header is read, not its data. */
export function countValues(path: string): number {
  const file = openSync(path, 'r')
  try {
    const length = Buffer.alloc(8)
    readSync(file, length, 0, 8, 0)
    const text = Buffer.alloc(Number(length.readBigUInt64LE(0)))
    readSync(file, text, 0, text.length, 8)
    const header = parseHeader(path, text.toString('utf8'))
    return Object.entries(header)
      .filter(([name]) => name !== '__metadata__')
      .reduce((sum, [, { shape }]) => sum + shape.reduce((product, size) => product * size, 1), 0)
  } finally {
    closeSync(file)
  }
}

type Header = Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>

function parseHeader(path: string, text: string): Header {
  try {
    return JSON.parse(text) as Header
  } catch {
    throw new TensorFileError(path, 'its header is not JSON')
  }
}
