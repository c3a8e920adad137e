import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { contentKey, sha256, writeWhole } from '#kernel'
import { PROBLEM_KINDS } from './problem.ts'

/** One exchange as it is kept: what was asked, what came back, and why it failed if it did. */
const Recording = z.strictObject({
  format: z.literal(1),
  method: z.enum(['GET', 'POST']),
  url: z.string(),
  at: z.iso.datetime(),
  status: z.int().nullable(),
  headers: z.record(z.string(), z.string()),
  sha256: z.string().nullable(),
  failure: z.strictObject({ kind: z.enum(PROBLEM_KINDS), reason: z.string() }).nullable(),
})
export type Recording = z.infer<typeof Recording>

export interface Recorded {
  readonly recording: Recording
  readonly body: Buffer
}

/** Identity of a request: the same key is answered by the same recording. */
export const recordingKey = (method: string, canonicalUrl: string, body: string | undefined): string =>
  contentKey({ method, url: canonicalUrl, body: body === undefined ? null : sha256(body) })

/**
 * Exchanges in a folder: `exchanges/<key>.json` and `bodies/<sha256>`, written whole or not at all. A failure lies beside
 * (`<key>.failed.json`) and never replaces an answer.
 */
export class Recordings {
  readonly #folder: string
  constructor(folder: string) {
    this.#folder = folder
  }

  #exchange = (key: string, failed: boolean) =>
    join(this.#folder, 'exchanges', key.slice(0, 2), `${key}${failed ? '.failed' : ''}.json`)
  #body = (hash: string) => join(this.#folder, 'bodies', hash.slice(0, 2), hash)

  /** The answer or else the failure that was recorded; damaged or missing ones are undefined. */
  async read(key: string): Promise<Recorded | undefined> {
    return (await this.#readOne(this.#exchange(key, false))) ?? this.#readOne(this.#exchange(key, true))
  }

  async #readOne(path: string): Promise<Recorded | undefined> {
    try {
      const recording = Recording.parse(JSON.parse(await readFile(path, 'utf8')))
      if (recording.sha256 === null) return { recording, body: Buffer.alloc(0) }
      const body = await readFile(this.#body(recording.sha256))
      return sha256(body) === recording.sha256 ? { recording, body } : undefined
    } catch {
      return undefined
    }
  }

  async write(key: string, recording: Recording, body: Buffer): Promise<void> {
    if (recording.sha256 !== null) await writeWhole(this.#body(recording.sha256), body)
    const failed = recording.failure !== null
    await writeWhole(this.#exchange(key, failed), `${JSON.stringify(recording, null, 2)}\n`)
    if (!failed) await rm(this.#exchange(key, true), { force: true })
  }
}
