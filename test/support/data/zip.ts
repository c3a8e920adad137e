import { createWriteStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'

/** A zip file with these contents; `folder` is for what is made on the way. */
export async function zipOf(folder: string, contents: Record<string, string | Buffer>): Promise<Buffer> {
  const archive = new ZipFile()
  for (const [path, text] of Object.entries(contents)) archive.addBuffer(Buffer.from(text), path)
  archive.end()
  const file = join(folder, 'made.zip')
  await pipeline(archive.outputStream, createWriteStream(file))
  return readFileSync(file)
}
