import { parquetRows } from './parquet-rows.ts'

// The process that reads Parquet files for parquet.ts: it says "ready", is sent files, and answers each.

/** The rows as JSON lines, or why the file does not read. */
export type ParquetAnswer = { readonly text: string } | { readonly reason: string }

process.on('message', async (bytes: Uint8Array) => {
  let answer: ParquetAnswer
  try {
    answer = { text: await parquetRows(bytes) }
  } catch (error) {
    answer = { reason: error instanceof Error ? error.message : String(error) }
  }
  process.send!(answer)
})
// Ctrl-C is for the process that asked: it ends this one when it ends.
process.on('SIGINT', () => {})
process.send!('ready')
