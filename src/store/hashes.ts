import { sha256File } from '#kernel'
import { stamp } from './stamp.ts'

/** Hashes of files that this process has read, by stamp: what many artifacts share is read once. */
export class Hashes {
  readonly #known = new Map<string, string>()

  /** SHA-256 of a file that has the stamp. */
  async of(path: string, mark: string): Promise<string> {
    const known = this.#known.get(mark)
    if (known !== undefined) return known
    const hash = await sha256File(path)
    // Only what was not touched while it was read.
    if (stamp(path) === mark) this.#known.set(mark, hash)
    return hash
  }

  /** Notes what a file is known to hold. */
  note(mark: string, hash: string): void {
    this.#known.set(mark, hash)
  }

  /** The next look at any file reads it. */
  forget(): void {
    this.#known.clear()
  }
}
