/**
 * Uncompressed bytes of bzip2 data, block by block; streams that follow one another are one.
 * Throws an Error with the reason where the data is cut off, or a block or the whole does not have its checksum.
 *
 * @remarks The format as Julian Seward's bzip2 1.0 writes it: Huffman-coded runs of a move-to-front list over a
 * Burrows-Wheeler transform of run-length coded bytes. Blocks of its first versions (0.9, "randomised") are refused.
 */
export function* bunzip2(bytes: Uint8Array): Generator<Buffer> {
  const bits = new Bits(bytes)
  do {
    if (bits.take(24) !== 0x425a68) throw new Error('it does not begin with BZh')
    const level = bits.take(8) - 0x30
    if (level < 1 || level > 9) throw new Error('it has no block size')
    let all = 0
    for (;;) {
      const magic = bits.take(24) * 2 ** 24 + bits.take(24)
      const checksum = bits.take(32)
      if (magic === END) {
        if (checksum !== all) throw new Error('its checksum is another one')
        break
      }
      if (magic !== BLOCK) throw new Error('there is no block where one should begin')
      const block = originalOf(blockOf(bits, level * 100_000))
      if (crcOf(block) !== checksum) throw new Error('the checksum of a block is another one')
      all = ((all << 1) | (all >>> 31)) >>> 0
      all = (all ^ checksum) >>> 0
      yield block
    }
    bits.toByte()
  } while (!bits.atEnd())
}

const BLOCK = 0x314159265359
const END = 0x177245385090

/** Bits of bytes, the highest of each byte first. */
class Bits {
  private readonly bytes: Uint8Array
  private at = 0
  private held = 0
  private count = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** The next `count` bits, at most 32, as a number of 0 or more. */
  take(count: number): number {
    if (count > 24) return this.take(count - 16) * 65536 + this.take(16)
    while (this.count < count) {
      if (this.at >= this.bytes.length) throw new Error('it is cut off')
      this.held = ((this.held << 8) | this.bytes[this.at++]!) & 0x7fffffff
      this.count += 8
    }
    this.count -= count
    return (this.held >>> this.count) & ((1 << count) - 1)
  }

  toByte(): void {
    this.count -= this.count % 8
  }

  atEnd(): boolean {
    return this.at >= this.bytes.length && this.count === 0
  }
}

interface Block {
  /** Last column of the transform. */
  readonly last: Uint8Array
  /** Row of the transform that is the text. */
  readonly origin: number
}

function blockOf(bits: Bits, most: number): Block {
  if (bits.take(1) === 1) throw new Error('it is of bzip2 0.9, whose randomised blocks are not read')
  const origin = bits.take(24)
  const front = usedBytes(bits)
  const symbols = front.length + 2
  const tables = tablesOf(bits, symbols)
  const last = new Uint8Array(most)
  let length = 0
  let run = 0
  let weight = 1
  for (;;) {
    const symbol = tables.next(bits)
    if (symbol < 2) {
      run += weight << symbol
      weight <<= 1
      if (run > most) throw new Error('a block is longer than it may be')
      continue
    }
    if (length + run > most) throw new Error('a block is longer than it may be')
    last.fill(front[0]!, length, length + run)
    length += run
    run = 0
    weight = 1
    if (symbol === symbols - 1) break
    if (length === most) throw new Error('a block is longer than it may be')
    const at = symbol - 1
    const byte = front[at]!
    front.copyWithin(1, 0, at)
    front[0] = byte
    last[length++] = byte
  }
  if (origin >= length) throw new Error('a block has no beginning')
  return { last: last.subarray(0, length), origin }
}

/** Bytes that occur, in order. */
function usedBytes(bits: Bits): Uint8Array {
  const rows = bits.take(16)
  const used: number[] = []
  for (let row = 0; row < 16; row++) {
    if (((rows >>> (15 - row)) & 1) === 0) continue
    const columns = bits.take(16)
    for (let column = 0; column < 16; column++)
      if (((columns >>> (15 - column)) & 1) === 1) used.push(16 * row + column)
  }
  if (used.length === 0) throw new Error('a block has no bytes')
  return Uint8Array.from(used)
}

/** Symbols that one table serves before the next is chosen. */
const GROUP = 50

/** The Huffman tables of a block, and which of them is next. */
function tablesOf(bits: Bits, symbols: number): { next(bits: Bits): number } {
  const count = bits.take(3)
  const choices = bits.take(15)
  if (count < 2 || count > 6 || choices === 0) throw new Error('a block has no tables')
  const order = Array.from({ length: count }, (_, at) => at)
  const chosen = Array.from({ length: choices }, () => {
    let at = 0
    while (bits.take(1) === 1) if (++at >= count) throw new Error('a table is chosen that there is not')
    order.unshift(...order.splice(at, 1))
    return order[0]!
  })
  const tables = Array.from({ length: count }, () => decoder(codeLengths(bits, symbols)))
  let taken = 0
  return {
    next(from) {
      const table = tables[chosen[Math.floor(taken++ / GROUP)] ?? -1]
      if (table === undefined) throw new Error('a block has more symbols than tables')
      return table(from)
    },
  }
}

const LONGEST_CODE = 20

function codeLengths(bits: Bits, symbols: number): number[] {
  let length = bits.take(5)
  return Array.from({ length: symbols }, () => {
    for (;;) {
      if (length < 1 || length > LONGEST_CODE) throw new Error('a code has no length')
      if (bits.take(1) === 0) return length
      length += bits.take(1) === 0 ? 1 : -1
    }
  })
}

/** Reads a symbol of a canonical Huffman code. */
function decoder(lengths: readonly number[]): (bits: Bits) => number {
  const symbols = [...lengths.keys()].sort((a, b) => lengths[a]! - lengths[b]! || a - b)
  const counts = Array.from(
    { length: LONGEST_CODE + 1 },
    (_, length) => lengths.filter((each) => each === length).length,
  )
  return (bits) => {
    let code = 0
    let first = 0
    let index = 0
    for (let length = 1; length <= LONGEST_CODE; length++) {
      code = 2 * code + bits.take(1)
      const count = counts[length]!
      if (code - first < count) return symbols[index + code - first]!
      index += count
      first = 2 * (first + count)
    }
    throw new Error('there is no symbol of a code')
  }
}

/** Undoes the Burrows-Wheeler transform, then the run-length code: after four equal bytes comes how many more. */
function originalOf({ last, origin }: Block): Buffer {
  const starts = new Uint32Array(256)
  for (const byte of last) starts[byte]!++
  let sum = 0
  for (let byte = 0; byte < 256; byte++) {
    const count = starts[byte]!
    starts[byte] = sum
    sum += count
  }
  const following = new Uint32Array(last.length)
  for (let row = 0; row < last.length; row++) following[starts[last[row]!]!++] = row
  const text = new Uint8Array(last.length)
  for (let at = 0, row = following[origin]!; at < text.length; at++, row = following[row]!)
    text[at] = last[row]!
  return runs(text)
}

function runs(text: Uint8Array): Buffer {
  const parts: Uint8Array[] = []
  let equal = 0
  let from = 0
  for (let at = 0; at < text.length; at++) {
    equal = at > from && text[at] === text[at - 1] ? equal + 1 : 1
    if (equal < 4) continue
    parts.push(text.subarray(from, at + 1))
    const more = text[at + 1]
    if (more === undefined) throw new Error('a block ends within a run')
    parts.push(new Uint8Array(more).fill(text[at]!))
    from = at + 2
    at = from - 1
    equal = 0
  }
  parts.push(text.subarray(from))
  return Buffer.concat(parts)
}

/** CRC-32 with the highest bit first, as bzip2 has it: `zlib.crc32` has the lowest first. */
const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24
  for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1
  return crc >>> 0
})

function crcOf(bytes: Uint8Array): number {
  let crc = -1
  for (const byte of bytes) crc = (crc << 8) ^ CRC[(crc >>> 24) ^ byte]!
  return ~crc >>> 0
}
