/** Words of an n-gram: what PaLM (Chowdhery et al. 2022, section 8) compares, and the least of GPT-3 (Brown et al. 2020, C). */
export const NGRAM = 8

/** Hashes of every run of `NGRAM` words, as whole numbers below 2^53; none where there are fewer words. */
export function ngramsOf(words: readonly string[]): Float64Array {
  const ngrams = new Float64Array(Math.max(0, words.length - NGRAM + 1))
  const [high, low] = [new Uint32Array(words.length), new Uint32Array(words.length)]
  for (const [at, word] of words.entries()) {
    let [one, other] = [0x811c9dc5, 0x9747b28c]
    for (let place = 0; place < word.length; place++) {
      const unit = word.charCodeAt(place)
      one = Math.imul(one ^ unit, 0x01000193)
      other = Math.imul(other ^ unit, 0x5bd1e995)
    }
    high[at] = mixed(one)
    low[at] = mixed(other)
  }
  for (let from = 0; from < ngrams.length; from++) {
    let [one, other] = [0, 0]
    for (let at = from; at < from + NGRAM; at++) {
      one = Math.imul(one, 0x01000193) + high[at]!
      other = Math.imul(other, 0x5bd1e995) + low[at]!
    }
    ngrams[from] = (mixed(one) >>> 11) * 2 ** 32 + mixed(other)
  }
  return ngrams
}

/** Spreads 32 bits, each over all of them (the finaliser of MurmurHash3, Appleby, public domain). */
function mixed(bits: number): number {
  let hash = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** The n-grams of some texts by their hashes, each with a number of its own, -1 at first. 20 to 40 bytes an n-gram. */
export class NgramTable {
  #hashes = new Float64Array(1024).fill(-1)
  #values = new Int32Array(1024).fill(-1)
  #size = 0

  add(hash: number): void {
    if (this.#size >= 0.6 * this.#hashes.length) this.#grow()
    const slot = this.#slot(hash)
    if (this.#hashes[slot] === hash) return
    this.#hashes[slot] = hash
    this.#size++
  }

  /** -1 also for an n-gram that is in no text. */
  get(hash: number): number {
    return this.#values[this.#slot(hash)]!
  }

  /** Gives an n-gram its number, unless it has one or is in no text; tells whether it did. */
  set(hash: number, value: number): boolean {
    const slot = this.#slot(hash)
    if (this.#hashes[slot] !== hash || this.#values[slot] !== -1) return false
    this.#values[slot] = value
    return true
  }

  /** Where an n-gram is, or would be. */
  #slot(hash: number): number {
    const last = this.#hashes.length - 1
    let slot = hash & last
    while (this.#hashes[slot] !== -1 && this.#hashes[slot] !== hash) slot = (slot + 1) & last
    return slot
  }

  #grow(): void {
    const [hashes, values] = [this.#hashes, this.#values]
    this.#hashes = new Float64Array(2 * hashes.length).fill(-1)
    this.#values = new Int32Array(2 * hashes.length).fill(-1)
    for (let at = 0; at < hashes.length; at++) {
      if (hashes[at] === -1) continue
      const slot = this.#slot(hashes[at]!)
      this.#hashes[slot] = hashes[at]!
      this.#values[slot] = values[at]!
    }
  }
}
