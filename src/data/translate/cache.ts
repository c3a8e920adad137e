import { randomUUID } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { z } from 'zod'
import { contentKey } from '#kernel'
import { readLines } from '../line-stream.ts'

/** What a translation is kept under. */
export const translationKey = (text: string, from: string, to: string, command: string): string =>
  contentKey([text, from, to, command])

/**
 * A line of the cache: a translation of some run of the translator; or that the translations of a run are sound (it ended
 * with one line for each text), or that they are not.
 */
const Line = z.union([
  z.strictObject({ key: z.string(), translation: z.string(), run: z.string() }),
  z.strictObject({ run: z.string(), sound: z.boolean() }),
])

interface Kept {
  readonly translation: string
  readonly run: string
}

/**
 * Finished translations of one language, appended as they come. A run of the translator that was cut off leaves doubt:
 * had it lost a line, all later translations would be those of the next text. So each one remembers its run, and runs
 * that did not end well are `inDoubt` until someone has judged them.
 */
export class Cache {
  readonly #file: FileHandle
  readonly #kept: Map<string, Kept>
  readonly #doubtful: Set<string>

  private constructor(file: FileHandle, kept: Map<string, Kept>, doubtful: Set<string>) {
    this.#file = file
    this.#kept = kept
    this.#doubtful = doubtful
  }

  /** Opens or makes a cache file. Only translations under the wanted keys are held in memory. */
  static async open(path: string, wanted: ReadonlySet<string>): Promise<Cache> {
    const file = await open(path, 'a+')
    try {
      await cutTornLine(file)
      const kept = new Map<string, Kept>()
      const judged = new Map<string, boolean>()
      await readLines(path, (_, text) => {
        const line = parse(text)
        if (line === undefined) return
        if ('sound' in line) judged.set(line.run, line.sound)
        else if (wanted.has(line.key)) {
          kept.delete(line.key) // so that it takes its place in the order of the later run
          kept.set(line.key, { translation: line.translation, run: line.run })
        }
      })
      for (const [key, { run }] of kept) if (judged.get(run) === false) kept.delete(key)
      const runs = new Set([...kept.values()].map(({ run }) => run))
      return new Cache(file, kept, new Set([...runs].filter((run) => !judged.has(run))))
    } catch (thrown) {
      await file.close()
      throw thrown
    }
  }

  get(key: string): string | undefined {
    return this.#kept.get(key)?.translation
  }

  /** Keys of each run that nobody has judged, in the order in which they were translated. */
  inDoubt(): Map<string, string[]> {
    const runs = new Map([...this.#doubtful].map((run) => [run, [] as string[]]))
    for (const [key, { run }] of this.#kept) runs.get(run)?.push(key)
    return runs
  }

  newRun(): string {
    return randomUUID()
  }

  async add(run: string, translations: readonly { key: string; translation: string }[]): Promise<void> {
    this.#doubtful.add(run)
    for (const { key, translation } of translations) this.#kept.set(key, { translation, run })
    await this.#append(translations.map((each) => ({ ...each, run })))
  }

  /** Settles what the translations of a run are worth; those of an unsound one are forgotten. */
  async judge(run: string, sound: boolean): Promise<void> {
    this.#doubtful.delete(run)
    if (!sound) for (const [key, kept] of this.#kept) if (kept.run === run) this.#kept.delete(key)
    await this.#append([{ run, sound }])
  }

  async close(): Promise<void> {
    await this.#file.close()
  }

  async #append(lines: readonly z.infer<typeof Line>[]): Promise<void> {
    await this.#file.appendFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  }
}

function parse(text: string): z.infer<typeof Line> | undefined {
  try {
    return Line.parse(JSON.parse(text))
  } catch {
    return undefined // A damaged line costs one translation.
  }
}

const BLOCK = 65_536

/** Removes what follows the last line end: a process that was killed may have written half a line. */
async function cutTornLine(file: FileHandle): Promise<void> {
  const { size } = await file.stat()
  const block = Buffer.alloc(BLOCK)
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - BLOCK)
    const { bytesRead } = await file.read(block, 0, end - start, start)
    const at = block.subarray(0, bytesRead).lastIndexOf(10)
    if (at >= 0) {
      if (start + at + 1 < size) await file.truncate(start + at + 1)
      return
    }
    end = start
  }
  if (size > 0) await file.truncate(0)
}
