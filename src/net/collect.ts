import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip } from 'node:zlib'
import { connectionProblem, Problem } from './problem.ts'
import type { Reply } from './send.ts'
import type { Watch } from './watch.ts'

/** What `collect` unpacks, for the header of a request. */
export const UNPACKED = 'gzip, br'

/**
 * The whole body of an answer, unpacked where the server packed it for the way. Not by undici: its decompression is
 * experimental, and says so on stderr. Throws a Problem, also for a body above `mostBytes`, before it is in memory.
 */
export async function collect({ headers, body }: Reply, mostBytes: number, watch: Watch): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of body) {
      watch.count(chunk.length)
      yield chunk
    }
  }
  const keep = async (unpacked: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of unpacked) {
      bytes += chunk.length
      if (bytes > mostBytes) throw new Problem('too-large', `the answer is longer than ${mostBytes} bytes`)
      chunks.push(chunk)
    }
  }
  const packing = (headers['content-encoding'] ?? '').trim().toLowerCase()
  try {
    if (packing === '' || packing === 'identity') await keep(counted())
    else if (packing === 'gzip' || packing === 'x-gzip') await pipeline(counted, createGunzip(), keep)
    else if (packing === 'br') await pipeline(counted, createBrotliDecompress(), keep)
    else throw new Problem('body', `it is packed as "${packing}", which was not asked for`)
  } catch (thrown) {
    body.on('error', () => undefined).destroy()
    if (watch.signal.aborted) throw watch.signal.reason
    throw isPackingError(thrown)
      ? new Problem('truncated', `what it packed cannot be unpacked (${thrown.code})`, { again: true })
      : connectionProblem(thrown, true)
  }
  return Buffer.concat(chunks)
}

const isPackingError = (thrown: unknown): thrown is NodeJS.ErrnoException =>
  /^(Z_|ERR_BROTLI|ERR_.*_ERROR_FORMAT)/.test(String((thrown as NodeJS.ErrnoException | null)?.code))
