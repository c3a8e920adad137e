import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { contentKey } from '#kernel'
import type { Logits } from './temperature.ts'

const Stored = z.strictObject({
  supported: z.number(),
  contradicted: z.number(),
  insufficient: z.number(),
})

/** Logits of pairs by content, a file each: a kill leaves whole files or none. Without a folder nothing is kept. */
export class LogitCache {
  readonly #folder: string | undefined

  constructor(folder: string | undefined, weights: string) {
    this.#folder = folder === undefined ? undefined : join(folder, weights)
  }

  get(premise: string, hypothesis: string): Logits | undefined {
    const file = this.#file(premise, hypothesis)
    if (file === undefined || !existsSync(file)) return undefined
    try {
      return Stored.parse(JSON.parse(readFileSync(file, 'utf8')))
    } catch {
      // Damaged: it is computed again and replaced.
      return undefined
    }
  }

  set(premise: string, hypothesis: string, logits: Logits): void {
    const file = this.#file(premise, hypothesis)
    if (file === undefined) return
    mkdirSync(dirname(file), { recursive: true })
    const part = `${file}.${process.pid}.part`
    writeFileSync(part, JSON.stringify(logits))
    renameSync(part, file)
  }

  #file(premise: string, hypothesis: string): string | undefined {
    if (this.#folder === undefined) return undefined
    const key = contentKey({ premise, hypothesis })
    return join(this.#folder, key.slice(0, 2), `${key}.json`)
  }
}
