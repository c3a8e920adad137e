import { messageOf } from './error.ts'
import { outerNames } from './json-names.ts'

/** One tensor of a header. `start` and `end` count bytes from the end of the header. */
export interface HeaderEntry {
  readonly name: string
  readonly type: string
  readonly shape: readonly number[]
  /** Values it holds. */
  readonly count: number
  readonly start: number
  readonly end: number
}

/** Bits of a value by type: the types of the format, huggingface/safetensors 0.8. */
const BITS: Readonly<Record<string, number>> = Object.assign(Object.create(null), {
  ...{ F4: 4, F6_E2M3: 6, F6_E3M2: 6 },
  ...{ BOOL: 8, U8: 8, I8: 8, F8_E5M2: 8, F8_E4M3: 8, F8_E5M2FNUZ: 8, F8_E4M3FNUZ: 8, F8_E8M0: 8 },
  ...{ I16: 16, U16: 16, F16: 16, BF16: 16, I32: 32, U32: 32, F32: 32 },
  ...{ I64: 64, U64: 64, F64: 64, C64: 64 },
})

/**
 * Reads the header of a safetensors file with `dataBytes` bytes behind it, or says why it is none: JSON in UTF-8, each
 * name once, each shape as large as its bytes, and the tensors one after the other from the first byte to the last.
 */
export function parseHeader(
  header: Uint8Array,
  dataBytes: number,
): { readonly tensors: readonly HeaderEntry[] } | { readonly reason: string } {
  let text: string
  let parsed: unknown
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(header)
    parsed = JSON.parse(text)
  } catch (error) {
    return { reason: `its header is not JSON (${messageOf(error).slice(0, 80)})` }
  }
  if (!isObject(parsed) || !text.startsWith('{')) return { reason: 'its header is not a JSON object' }
  const twice = repeatedName(text)
  if (twice !== undefined) return { reason: `its header names ${shown(twice)} twice` }

  const tensors: HeaderEntry[] = []
  for (const [name, value] of Object.entries(parsed)) {
    if (name === '__metadata__') continue
    const entry = readEntry(name, value)
    if (typeof entry === 'string') return { reason: `tensor ${shown(name)} ${entry}` }
    tensors.push(entry)
  }
  let end = 0
  for (const tensor of [...tensors].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (tensor.start !== end)
      return {
        reason: `tensor ${shown(tensor.name)} starts at byte ${tensor.start} of the data, not at ${end}`,
      }
    end = tensor.end
  }
  if (end !== dataBytes)
    return { reason: `its tensors end at byte ${end} of the data, the file at ${dataBytes}` }
  return { tensors }
}

/** One entry, or what is wrong with it. */
function readEntry(name: string, value: unknown): HeaderEntry | string {
  if (!isObject(value)) return 'has no type, shape and place'
  const { dtype: type, shape, data_offsets: offsets } = value
  const bits = typeof type === 'string' ? BITS[type] : undefined
  if (bits === undefined) return `has the type ${shown(type)}, which the format does not have`
  if (!isSizes(shape)) return `has the shape ${shown(shape)}`
  const count = shape.reduce((product, size) => product * size, 1)
  if (!Number.isSafeInteger(count * bits))
    return `has the shape ${shown(shape)}, more values than can be counted`
  const [start, end] = isSizes(offsets) && offsets.length === 2 ? offsets : []
  if (start === undefined || end === undefined || start > end) return `has the place ${shown(offsets)}`
  if ((end - start) * 8 !== count * bits)
    return `has ${end - start} bytes for ${count} values of type ${type} (shape ${shown(shape)})`
  return { name, type: type as string, shape, count, start, end }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0)

/** A value in a message, cut to what can be read. */
function shown(value: unknown): string {
  if (Array.isArray(value))
    return `[${value.slice(0, 8).map((each) => (isNested(each) ? '...' : shown(each)))}]`
  if (isNested(value)) return 'an object'
  return (JSON.stringify(value) ?? 'nothing').slice(0, 100)
}

const isNested = (value: unknown): boolean => typeof value === 'object' && value !== null

/** A name that the outermost object of a JSON text has twice; JSON.parse keeps the last of both without a word. */
function repeatedName(text: string): string | undefined {
  const names = new Set<string>()
  for (const name of outerNames(text)) {
    if (names.has(name)) return name
    names.add(name)
  }
  return undefined
}
