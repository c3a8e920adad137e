import { TooLargeError } from './errors.ts'

const LIMIT = 2 ** 31 - 1

/** A list of 32-bit integers that grows by doubling. No objects a value, so tens of millions of tokens fit. */
export class IntList {
  length = 0
  private values: Int32Array
  private readonly what: string

  /** @param what Named in the error when the list outgrows 32-bit offsets. */
  constructor(what: string, capacity = 1024) {
    this.what = what
    this.values = new Int32Array(capacity)
  }

  /** The values so far; a view that the next growth leaves behind. */
  get data(): Int32Array {
    return this.values
  }

  push(value: number): void {
    if (this.length === this.values.length) this.reserve(1)
    this.values[this.length++] = value
  }

  append(source: Int32Array, from = 0, to = source.length): void {
    const count = to - from
    if (this.length + count > this.values.length) this.reserve(count)
    // A plain loop beats subarray + set for the short runs that tokens come in.
    if (count < 64) for (let at = from; at < to; at++) this.values[this.length++] = source[at]!
    else {
      this.values.set(source.subarray(from, to), this.length)
      this.length += count
    }
  }

  /** Adds `count` copies of a value. */
  fill(value: number, count: number): void {
    if (this.length + count > this.values.length) this.reserve(count)
    this.values.fill(value, this.length, this.length + count)
    this.length += count
  }

  clear(): void {
    this.length = 0
  }

  /** The values in an array of exactly their number. */
  toArray(): Int32Array {
    return this.values.slice(0, this.length)
  }

  private reserve(count: number): void {
    const needed = this.length + count
    if (needed > LIMIT) throw new TooLargeError(this.what)
    const grown = new Int32Array(Math.min(LIMIT, Math.max(needed, this.values.length * 2)))
    grown.set(this.values.subarray(0, this.length))
    this.values = grown
  }
}
