import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { contentKey, writeWhole } from '#kernel'
import type { Logits } from './temperature.ts'

const Stored = z.strictObject({
  supported: z.number(),
  contradicted: z.number().nullable(),
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

  async set(premise: string, hypothesis: string, logits: Logits): Promise<void> {
    const file = this.#file(premise, hypothesis)
    if (file !== undefined) await writeWhole(file, JSON.stringify(logits), { durable: false })
  }

  #file(premise: string, hypothesis: string): string | undefined {
    if (this.#folder === undefined) return undefined
    const key = contentKey({ premise, hypothesis })
    return join(this.#folder, key.slice(0, 2), `${key}.json`)
  }
}
