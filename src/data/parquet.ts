import { messageOf } from '#kernel'
import { DataInvalidError } from './errors.ts'

/** Whether a file is read as Parquet: by its name, as the hub names its shards. */
export const isParquet = (path: string): boolean => path.endsWith('.parquet')

/**
 * Rows of a Parquet file as JSON lines, so that every format that reads JSON lines reads it: line n is row n.
 * 64-bit integers become numbers, or decimal digits where a number cannot hold them; dates ISO 8601; bytes base64; a
 * missing value null. All codecs of the format are read (Snappy, gzip, zstd, Brotli, LZ4).
 * Throws DATA_INVALID when the file is cut, damaged or no Parquet, and never returns part of it.
 */
export async function parquetLines(path: string, bytes: Buffer): Promise<string> {
  const [{ parquetMetadataAsync, parquetReadObjects }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ])
  if (!hasMagic(bytes))
    throw new DataInvalidError({ file: path }, 'it is no Parquet file, or one that is cut off', CUT)
  const file = {
    byteLength: bytes.length,
    slice: (start: number, end = bytes.length) => {
      const part = bytes.subarray(start, end)
      return part.buffer.slice(part.byteOffset, part.byteOffset + part.length) as ArrayBuffer
    },
  }
  try {
    const metadata = await parquetMetadataAsync(file)
    const lines: string[] = []
    let rowStart = 0
    // One row group at a time: columns of a whole file would be in memory twice.
    for (const { num_rows } of metadata.row_groups) {
      const rowEnd = rowStart + Number(num_rows)
      const rows = await parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd, parsers })
      for (const row of rows) lines.push(JSON.stringify(row, asJson))
      rowStart = rowEnd
    }
    if (lines.length !== Number(metadata.num_rows))
      throw new RangeError(`it promises ${metadata.num_rows} rows and holds ${lines.length}`)
    return lines.join('\n')
  } catch (cause) {
    throw new DataInvalidError({ file: path }, `it does not read as Parquet: ${messageOf(cause)}`, CUT, cause)
  }
}

const CUT = 'The file is cut off or damaged: fetch it again, or copy it again.'

const MAGIC = Buffer.from('PAR1')
const hasMagic = (bytes: Buffer) =>
  bytes.length >= 12 && bytes.subarray(0, 4).equals(MAGIC) && bytes.subarray(-4).equals(MAGIC)

/** A byte order mark inside a file is text: the word U+FEFF is in PAN-X. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const parsers = { stringFromBytes: (bytes: Uint8Array | undefined) => bytes && decoder.decode(bytes) }

function asJson(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : String(value)
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  return value === undefined ? null : value
}
