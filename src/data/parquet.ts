import { HelperProcess } from '#kernel'
import { DataInvalidError } from './errors.ts'
import type { ParquetAnswer } from './parquet-process.ts'

/** Whether a file is read as Parquet: by its name, as the hub names its shards. */
export const isParquet = (path: string): boolean => path.endsWith('.parquet')

/**
 * Rows of a Parquet file as JSON lines, so that every format that reads JSON lines reads it: line n is row n.
 * 64-bit integers become numbers, or decimal digits where a number cannot hold them; dates ISO 8601; bytes base64; a
 * missing value null. All codecs of the format are read (Snappy, gzip, zstd, Brotli, LZ4).
 *
 * Throws DATA_INVALID when the file is cut, damaged or no Parquet, and never returns part of it. A damaged file can
 * make its reader loop or take all memory, so files are read one after the other in a process of their own, which is
 * ended when it takes longer than `limit` milliseconds: by default a minute, and 5 s for each MB of the file, some
 * ten times what a slow machine needs.
 */
export async function parquetLines(
  path: string,
  bytes: Buffer,
  limit = 60_000 + bytes.length / 200,
): Promise<string> {
  if (!hasMagic(bytes))
    throw new DataInvalidError({ file: path }, 'it is no Parquet file, or one that is cut off', CUT)
  const result = await helper.ask(bytes, limit)
  const answer =
    'answer' in result
      ? result.answer
      : { reason: `it could not be read within ${limit / 1000} s and the memory there is` }
  if ('text' in answer) return answer.text
  throw new DataInvalidError({ file: path }, `it does not read as Parquet: ${answer.reason}`, CUT)
}

const helper = new HelperProcess<Uint8Array, ParquetAnswer>('parquet-process', import.meta.url)

const CUT = 'The file is cut off or damaged: fetch it again, or copy it again.'

const MAGIC = Buffer.from('PAR1')
const hasMagic = (bytes: Buffer) =>
  bytes.length >= 12 && bytes.subarray(0, 4).equals(MAGIC) && bytes.subarray(-4).equals(MAGIC)
