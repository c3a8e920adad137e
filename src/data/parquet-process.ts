import { serveHelper } from '#kernel'
import { parquetRows } from './parquet-rows.ts'

// The process that reads Parquet files for parquet.ts.

/** The rows as JSON lines, or why the file does not read. */
export type ParquetAnswer = { readonly text: string } | { readonly reason: string }

serveHelper(async (bytes: Uint8Array): Promise<ParquetAnswer> => {
  try {
    return { text: await parquetRows(bytes) }
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) }
  }
})
