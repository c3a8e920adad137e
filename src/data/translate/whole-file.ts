import { createHash } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Lines that are written at once. */
const BATCH = 1000

/** Writes a file that is there whole or not at all. Gives size and SHA-256. */
export async function writeWhole(
  path: string,
  lines: Iterable<string>,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const part = join(dirname(path), `.${basename(path)}.part`)
  const hash = createHash('sha256')
  let bytes = 0
  const file = await open(part, 'w')
  try {
    let batch: string[] = []
    const flush = async () => {
      const content = Buffer.from(batch.map((line) => `${line}\n`).join(''))
      batch = []
      hash.update(content)
      bytes += content.length
      await file.writeFile(content)
    }
    for (const line of lines) if (batch.push(line) >= BATCH) await flush()
    await flush()
    await file.sync()
    await file.close()
    await rename(part, path)
    return { bytes, sha256: hash.digest('hex') }
  } catch (thrown) {
    await file.close().catch(() => undefined)
    await rm(part, { force: true })
    throw thrown
  }
}
