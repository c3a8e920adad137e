import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { PolyviaError } from './error.ts'
import { parseHeader } from './safetensors-header.ts'

type Values = Int32Array | Float32Array | Float64Array | Uint8Array

/** A dense row-major tensor. The array's class gives its type; `shape` multiplies to its length. */
export interface Tensor<A extends Values = Values> {
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
      hint: 'The file is damaged or not a safetensors file. Run "polyvia store verify" to find damaged artifacts.',
      place: { file: path },
    })
  }
}

const CODES = { I32: Int32Array, F32: Float32Array, F64: Float64Array, U8: Uint8Array } as const
const codeOf = (data: Tensor['data']) => Object.entries(CODES).find(([, Type]) => data instanceof Type)![0]

/**
 * Writes tensors in the safetensors format (8-byte little-endian header length, JSON header, raw data), fsynced.
 * Sources: the format's README, huggingface/safetensors. Tensors keep the order of the record. `metadata`: what other
 * readers want to see; transformers opens only what says `format: pt`, or nothing.
 */
export async function writeSafetensors(
  path: string,
  tensors: Tensors,
  metadata?: Readonly<Record<string, string>>,
): Promise<void> {
  let end = 0
  const header: [name: string, entry: object][] = metadata ? [['__metadata__', metadata]] : []
  for (const [name, { data, shape }] of Object.entries(tensors)) {
    if (shape.reduce((product, size) => product * size, 1) !== data.length)
      throw new RangeError(`tensor ${name}: shape [${shape}] does not hold ${data.length} values`)
    header.push([name, { dtype: codeOf(data), shape, data_offsets: [end, end + data.byteLength] }])
    end += data.byteLength
  }
  const text = JSON.stringify(Object.fromEntries(header))
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

/**
 * Reads every I32, F32, F64 and U8 tensor of a safetensors file, each copied from the file on its own.
 * Throws TENSOR_FILE_INVALID unless the file is one to its last byte, and for tensors of other types.
 */
export function readSafetensors(path: string): Tensors {
  return reading(path, (file, size) => {
    const { tensors, begin } = readHeader(path, file, size)
    const read = tensors.map(({ name, type, shape, start, end }): [string, Tensor] => {
      const Type = CODES[type as keyof typeof CODES]
      if (Type === undefined)
        throw new TensorFileError(
          path,
          `tensor "${name}" has type ${type}; read here are ${Object.keys(CODES).join(', ')}`,
        )
      const bytes = new Uint8Array(end - start)
      readFully(path, file, bytes, begin + start)
      return [name, { data: new Type(bytes.buffer), shape }]
    })
    return Object.fromEntries(read)
  })
}

/** Number of values in all tensors of a file, of any type: its header is read, not its data. */
export function countValues(path: string): number {
  return reading(path, (file, size) =>
    readHeader(path, file, size).tensors.reduce((sum, { count }) => sum + count, 0),
  )
}

/** What a header says, and where the data behind it begin. */
function readHeader(path: string, file: number, size: number) {
  const invalid = (reason: string) => new TensorFileError(path, reason)
  if (size < 8) throw invalid('shorter than its 8-byte header length')
  const length = new Uint8Array(8)
  readFully(path, file, length, 0)
  const bytes = new DataView(length.buffer).getBigUint64(0, true)
  if (bytes > size - 8) throw invalid(`its header would have ${bytes} bytes, the file has ${size}`)
  if (bytes > MOST_HEADER_BYTES)
    throw invalid(`its header has ${bytes} bytes; the format allows ${MOST_HEADER_BYTES}`)
  const header = new Uint8Array(Number(bytes))
  readFully(path, file, header, 8)
  const begin = 8 + header.length
  const parsed = parseHeader(header, size - begin)
  if ('reason' in parsed) throw invalid(parsed.reason)
  return { tensors: parsed.tensors, begin }
}

const MOST_HEADER_BYTES = 100_000_000

function reading<T>(path: string, use: (file: number, size: number) => T): T {
  const status = statSync(path, { throwIfNoEntry: false })
  if (!status?.isFile())
    throw new TensorFileError(path, status === undefined ? 'it is not there' : 'it is no file')
  const file = openSync(path, 'r')
  try {
    return use(file, status.size)
  } finally {
    closeSync(file)
  }
}

/** Fills `bytes` from a position of the file. One call of the system reads at most 2 GiB. */
function readFully(path: string, file: number, bytes: Uint8Array, position: number): void {
  for (let at = 0; at < bytes.length; ) {
    const read = readSync(file, bytes, at, Math.min(bytes.length - at, 1 << 30), position + at)
    if (read === 0) throw new TensorFileError(path, 'it became shorter while it was read')
    at += read
  }
}
