/** A made-up file of weights in the form E5S1, and the tensors in it: one layer of width 32. */
import type { Tensor } from '#kernel'

const HIDDEN = 32
const FEED_FORWARD = 64
const VOCABULARY = 3
const POSITIONS = 4
const TYPES = 2

/** Whole numbers from -8 to 7, in an order that no place shares with its neighbour; scales that fp16 has. */
const four = (count: number, seed: number) =>
  Float32Array.from({ length: count }, (_, at) => (((at * 7 + seed) % 16) - 8) * scaleOf(at, seed))
const SCALES: readonly (readonly [value: number, bits: number])[] = [
  [1, 0x3c00],
  [-0.5, 0xb800],
  [0.0999755859375, 0x2e66],
  [2 ** -24, 0x0001],
  [65504, 0x7bff],
]
const scale = (block: number, seed: number) => SCALES[(block + seed) % SCALES.length]!
const scaleOf = (at: number, seed: number) => scale(Math.floor(at / 32), seed)[0]
const plain = (count: number, seed: number) =>
  Float32Array.from({ length: count }, (_, at) => Math.sin(at + seed))

/** Name in the file, name in transformers, whether in blocks of 4 bit, shape. */
const LAYER = 'encoder.layer.0.'
const TENSORS: readonly (readonly [string, string, boolean, ...number[]])[] = [
  ['emb.word', 'embeddings.word_embeddings.weight', true, VOCABULARY, HIDDEN],
  ['emb.pos', 'embeddings.position_embeddings.weight', false, POSITIONS, HIDDEN],
  ['emb.type', 'embeddings.token_type_embeddings.weight', false, TYPES, HIDDEN],
  ['emb.ln.w', 'embeddings.LayerNorm.weight', false, HIDDEN],
  ['emb.ln.b', 'embeddings.LayerNorm.bias', false, HIDDEN],
  ['l0.q.w', `${LAYER}attention.self.query.weight`, true, HIDDEN, HIDDEN],
  ['l0.q.b', `${LAYER}attention.self.query.bias`, false, HIDDEN],
  ['l0.k.w', `${LAYER}attention.self.key.weight`, true, HIDDEN, HIDDEN],
  ['l0.k.b', `${LAYER}attention.self.key.bias`, false, HIDDEN],
  ['l0.v.w', `${LAYER}attention.self.value.weight`, true, HIDDEN, HIDDEN],
  ['l0.v.b', `${LAYER}attention.self.value.bias`, false, HIDDEN],
  ['l0.ao.w', `${LAYER}attention.output.dense.weight`, true, HIDDEN, HIDDEN],
  ['l0.ao.b', `${LAYER}attention.output.dense.bias`, false, HIDDEN],
  ['l0.aln.w', `${LAYER}attention.output.LayerNorm.weight`, false, HIDDEN],
  ['l0.aln.b', `${LAYER}attention.output.LayerNorm.bias`, false, HIDDEN],
  ['l0.fi.w', `${LAYER}intermediate.dense.weight`, true, FEED_FORWARD, HIDDEN],
  ['l0.fi.b', `${LAYER}intermediate.dense.bias`, false, FEED_FORWARD],
  ['l0.fo.w', `${LAYER}output.dense.weight`, true, HIDDEN, FEED_FORWARD],
  ['l0.fo.b', `${LAYER}output.dense.bias`, false, HIDDEN],
  ['l0.oln.w', `${LAYER}output.LayerNorm.weight`, false, HIDDEN],
  ['l0.oln.b', `${LAYER}output.LayerNorm.bias`, false, HIDDEN],
]

const countOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1)

/** In the order in which a reader of safetensors expects them: by name. */
export const UNPACKED: Readonly<Record<string, Tensor>> = Object.fromEntries(
  TENSORS.map(([, name, packed, ...shape], seed): [string, Tensor] => [
    name,
    { data: (packed ? four : plain)(countOf(shape), seed), shape },
  ]).sort(([a], [b]) => (a < b ? -1 : 1)),
)

const int = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}
const long = (value: number) => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

function blocksOf(count: number, seed: number): Buffer {
  const bytes = Buffer.alloc((count / 32) * 18)
  const nibble = (at: number) => (at * 7 + seed) % 16
  for (let block = 0; block < count / 32; block++) {
    bytes.writeUInt16LE(scale(block, seed)[1], block * 18)
    for (let j = 0; j < 16; j++)
      bytes[block * 18 + 2 + j] = nibble(block * 32 + j) | (nibble(block * 32 + j + 16) << 4)
  }
  return bytes
}

function pack(): Buffer {
  const contents = TENSORS.map(([, , packed, ...shape], seed) => {
    const count = countOf(shape)
    return packed ? blocksOf(count, seed) : Buffer.from(plain(count, seed).buffer)
  })
  const sizes = [HIDDEN, 1, 4, FEED_FORWARD, VOCABULARY, POSITIONS, TYPES].map(int)
  const pieces = 2
  const tokenizer = [int(pieces), Buffer.alloc(16), long(5), Buffer.alloc(5 + 4 * 3 + 4 * 2 + 4), int(3)]
  const head = [Buffer.from('E5S1'), int(1), ...sizes, Buffer.alloc(8), ...tokenizer, Buffer.alloc(3)]
  const entry = (offset: number, at: number) => {
    const [name, , packed, ...shape] = TENSORS[at]!
    const length = Buffer.alloc(2)
    length.writeUInt16LE(name.length)
    const kind = Buffer.from([packed ? 1 : 0])
    const bytes = long(contents[at]!.length)
    return [length, Buffer.from(name), kind, int(countOf(shape)), long(offset), bytes]
  }
  const directory = (from: number) => {
    let offset = from
    const entries = contents.flatMap((content, at) => {
      const made = entry(offset, at)
      offset += content.length
      return made
    })
    return Buffer.concat([...head, int(TENSORS.length), ...entries])
  }
  return Buffer.concat([directory(directory(0).length), ...contents])
}

export const PACKED = pack()
