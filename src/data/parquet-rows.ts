import {
  type ColumnData,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
} from 'hyparquet'
import { parquetHeader } from 'hyparquet/src/column.js'
import { compressors } from 'hyparquet-compressors'

/** Bytes that all pages of a file may say they unpack to: more than a string can hold as text. */
const MOST_BYTES = 2 ** 31
/** Values of all columns in a row group: arrays of JavaScript that grow past some 10^8 end the process. */
const MOST_VALUES = 2 ** 26

type RowGroup = FileMetaData['row_groups'][number]
type Column = RowGroup['columns'][number]

/**
 * Rows of a Parquet file as JSON lines. Throws an Error when the file is damaged, and never returns part of it.
 *
 * All page headers are checked before a page is decoded, because hyparquet believes them: one without a size makes it
 * read the first byte for ever, one with fewer values gives rows without a field. Damage inside a page can still cost
 * any time and memory, so this is to run in a process of its own (parquet-process.ts).
 */
export async function parquetRows(bytes: Uint8Array): Promise<string> {
  const file = {
    byteLength: bytes.length,
    slice: (start: number, end = bytes.length) => new Uint8Array(bytes.subarray(start, end)).buffer,
  }
  const metadata = await parquetMetadataAsync(file)
  checkPages(bytes, metadata)
  const names = parquetSchema(metadata).children.map(({ element }) => element.name)
  const flat = flatColumns(metadata)
  const lines: string[] = []
  let rowStart = 0
  // One row group at a time: columns of a whole file would be in memory twice.
  for (const { num_rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(num_rows)
    const held = new Map<string, number>()
    const onChunk = ({ columnName, columnData }: ColumnData) =>
      held.set(columnName, (held.get(columnName) ?? 0) + columnData.length)
    const onComplete = (rows: Record<string, unknown>[]) => {
      for (const row of rows) {
        // An index into a dictionary that has no such entry reads as undefined.
        const lacking = flat.find((name) => row[name] === undefined)
        if (lacking !== undefined) throw new RangeError(`row ${lines.length + 1} lacks "${lacking}"`)
        lines.push(JSON.stringify(row, asJson))
      }
    }
    const options = { file, metadata, compressors, parsers, rowStart, rowEnd }
    if (rowEnd > rowStart) {
      await parquetRead({ ...options, rowFormat: 'object', onChunk, onComplete })
      for (const name of names)
        if (held.get(name) !== rowEnd - rowStart)
          throw new RangeError(`"${name}" has ${held.get(name) ?? 0} of ${rowEnd - rowStart} rows`)
    }
    rowStart = rowEnd
  }
  if (lines.length !== Number(metadata.num_rows))
    throw new RangeError(`it promises ${metadata.num_rows} rows and holds ${lines.length}`)
  return lines.join('\n')
}

const flatColumns = (metadata: FileMetaData) =>
  parquetSchema(metadata)
    .children.filter(({ children, element }) => !children.length && element.repetition_type !== 'REPEATED')
    .map(({ element }) => element.name)

/** Throws unless pages fill their column and promise the values, and no more bytes, that the file says. */
function checkPages(bytes: Uint8Array, metadata: FileMetaData): void {
  const flat = new Set(flatColumns(metadata))
  let unpacked = 0
  for (const group of metadata.row_groups) {
    const rows = whole(group.num_rows, 'number of rows')
    let values = 0
    for (const column of group.columns) {
      const pages = pagesOf(bytes, column)
      const [name, ...nested] = column.meta_data!.path_in_schema
      if (pages.values !== Number(column.meta_data!.num_values))
        throw new RangeError(
          `pages of "${name}" have ${pages.values} values of ${column.meta_data!.num_values}`,
        )
      if (nested.length === 0 && flat.has(name!) ? pages.values !== rows : pages.values < rows)
        throw new RangeError(`"${name}" has ${pages.values} values for ${rows} rows`)
      values += pages.values
      unpacked += pages.unpacked
    }
    if (rows > MOST_VALUES || values > MOST_VALUES)
      throw new RangeError(
        `a row group of ${Math.max(rows, values)} values is more than is read (${MOST_VALUES})`,
      )
  }
  if (unpacked > MOST_BYTES)
    throw new RangeError(`pages that unpack to ${unpacked} bytes are more than is read (${MOST_BYTES})`)
}

/** Walks over the page headers of a column chunk: each read takes a byte or more, and all stay inside the chunk. */
function pagesOf(bytes: Uint8Array, { meta_data: column }: Column): { values: number; unpacked: number } {
  if (column === undefined) throw new RangeError('a column has no metadata')
  const start = whole(column.dictionary_page_offset || column.data_page_offset, 'offset of a column')
  const length = whole(column.total_compressed_size, 'size of a column')
  if (start + length > bytes.length) throw new RangeError('a column ends after the file')
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset + start, length), offset: 0 }
  let values = 0
  let unpacked = 0
  while (reader.offset < length) {
    const page = parquetHeader(reader)
    reader.offset += whole(page.compressed_page_size, 'size of a page')
    if (reader.offset > length) throw new RangeError('a page ends after its column')
    unpacked += whole(page.uncompressed_page_size, 'unpacked size of a page')
    if (page.type === 'DATA_PAGE') values += whole(page.data_page_header?.num_values, 'number of values')
    else if (page.type === 'DATA_PAGE_V2') {
      const header = page.data_page_header_v2
      values += whole(header?.num_values, 'number of values')
      whole(header?.num_rows, 'number of rows')
      whole(header?.num_nulls, 'number of nulls')
      whole(header?.definition_levels_byte_length, 'size of levels')
      whole(header?.repetition_levels_byte_length, 'size of levels')
    } else if (whole(page.dictionary_page_header?.num_values, 'number of values') > MOST_VALUES)
      throw new RangeError('a dictionary has more entries than is read')
  }
  return { values, unpacked }
}

/** A damaged header has a field of another type in this place, or none. */
function whole(value: unknown, what: string): number {
  const number = typeof value === 'bigint' ? Number(value) : value
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number
  throw new RangeError(`the ${what} is damaged`)
}

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
