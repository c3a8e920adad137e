import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PolyviaError } from '#kernel'
import { readArchitecture } from './model-config.ts'
import { modelKey } from './model-files.ts'

let root: string
let folder: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'polyvia-model-'))
  folder = join(root, 'snapshots', 'abc')
  mkdirSync(folder, { recursive: true })
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const put = (name: string, content: unknown) =>
  writeFileSync(
    join(folder, name),
    Buffer.isBuffer(content) || typeof content === 'string' ? content : JSON.stringify(content),
  )

const POINTER = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n'

describe('the key of a model', () => {
  const SHARDS = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'] as const
  const index = (map: unknown) => put('model.safetensors.index.json', { weight_map: map })
  const listed = (changes: object = {}) => index({ a: SHARDS[0], b: SHARDS[1], ...changes })

  const replaced = (make: (shard: string) => void) => {
    rmSync(join(folder, SHARDS[1]))
    make(join(folder, SHARDS[1]))
  }

  beforeEach(() => {
    put('config.json', { model_type: 'bert' })
    for (const shard of SHARDS) put(shard, shard)
    listed()
  })

  test('follows every file that is read, and nothing else', async () => {
    const before = await modelKey(folder)
    put('README.txt', 'words')
    mkdirSync(join(folder, 'sub'))
    writeFileSync(join(folder, 'sub', 'model.safetensors'), 'elsewhere')
    expect(await modelKey(folder)).toBe(before)
    for (const file of [...SHARDS, 'config.json', 'heads.json', 'heads.safetensors', 'tokenizer.json']) {
      const last = await modelKey(folder)
      put(file, `{"changed": "${file}"}`)
      expect(await modelKey(folder)).not.toBe(last)
    }
  })

  test('is that of the content where a hub cache has links, and follows it', async () => {
    const plain = await modelKey(folder)
    mkdirSync(join(root, 'blobs'))
    for (const [nth, shard] of SHARDS.entries()) {
      writeFileSync(join(root, 'blobs', `${nth}`), shard)
      rmSync(join(folder, shard))
      symlinkSync(join('..', '..', 'blobs', `${nth}`), join(folder, shard))
    }
    expect(await modelKey(folder)).toBe(plain)
    writeFileSync(join(root, 'blobs', '1'), 'other')
    expect(await modelKey(folder)).not.toBe(plain)
  })

  test.each<[string, () => void, string]>([
    ['a file outside', () => listed({ c: '../outside.safetensors' }), 'names "../outside.safetensors"'],
    [
      'an absolute path',
      () => listed({ c: join(root, 'outside.safetensors') }),
      'which is no .safetensors file of',
    ],
    ['a file in a folder inside', () => listed({ c: 'sub/x.safetensors' }), 'names "sub/x.safetensors"'],
    ['a path of Windows', () => listed({ c: '..\\outside.safetensors' }), 'which is no .safetensors file'],
    ['a file of another kind', () => listed({ c: 'notes.txt' }), 'which is no .safetensors file'],
    ['a file that is missing', () => rmSync(join(folder, SHARDS[1])), 'which is not there'],
    ['a link to nothing', () => replaced((shard) => symlinkSync('nowhere', shard)), 'which is not there'],
    ['a folder', () => replaced((shard) => mkdirSync(shard)), 'which is not there'],
    ['all files but one', () => index({ a: SHARDS[0] }), `does not name ${SHARDS[1]}`],
    ['no file', () => index({}), '"weight_map"'],
    ['numbers', () => index({ a: 1 }), '"weight_map"'],
    ['null', () => put('model.safetensors.index.json', 'null'), 'holds null'],
    ['a Git LFS pointer', () => put(SHARDS[0], POINTER), 'Git LFS pointer'],
  ])('refuses an index that names %s', async (_, spoil, message) => {
    writeFileSync(join(root, 'outside.safetensors'), 'outside')
    mkdirSync(join(folder, 'sub'))
    writeFileSync(join(folder, 'sub', 'x.safetensors'), 'inside')
    put('notes.txt', '')
    spoil()
    await expect(modelKey(folder)).rejects.toMatchObject({ code: 'MODEL_INVALID', exitCode: 2 })
    await expect(modelKey(folder)).rejects.toThrow(message)
  })

  test('refuses an adapter, which lies beside weights that it is to change', async () => {
    put('adapter_config.json', { base_model_name_or_path: '../other' })
    await expect(modelKey(folder)).rejects.toThrow(/holds an adapter/)
  })

  test('asks for weights, and names a pointer in their place', async () => {
    for (const file of [...SHARDS, 'model.safetensors.index.json']) rmSync(join(folder, file))
    await expect(modelKey(folder)).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' })
    put('pytorch_model.bin', POINTER)
    await expect(modelKey(folder)).rejects.toThrow(/git lfs pull/)
  })
})

describe('the configuration of a model', () => {
  const good = {
    model_type: 'xlm-roberta',
    num_hidden_layers: 12,
    hidden_size: 768,
    num_attention_heads: 12,
    intermediate_size: 3072,
    vocab_size: 250002,
    max_position_embeddings: 514,
    pad_token_id: 1,
  }
  const read = (content: unknown) => {
    put('config.json', content)
    return readArchitecture(join(folder, 'config.json'))
  }

  test('is read', () => {
    expect(read(good)).toEqual({
      layers: 12,
      hidden: 768,
      feedForward: 3072,
      vocabulary: 250002,
      maxLength: 512,
      modelType: 'xlm-roberta',
      heads: 12,
      initializerRange: 0.02,
    })
    expect(read({ ...good, pad_token_id: null, extra: [[[1]]] }).maxLength).toBe(512)
    expect(read({ ...good, model_type: 'bert' }).maxLength).toBe(514)
    expect(read({ ...good, model_type: 'camembert' }).maxLength).toBe(512)
    expect(read({ ...good, initializer_range: 0.1 }).initializerRange).toBe(0.1)
  })

  test.each<[string, unknown, RegExp]>([
    ['null', 'null', /it holds null, not an object/],
    ['an array', '[]', /it holds an array/],
    ['a number', '3', /it holds a number/],
    ['a string', '"bert"', /it holds a string/],
    ['nothing', '', /it is empty/],
    ['half an object', '{"model_type":', /it is not JSON/],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), /not in UTF-8/],
    ['a million nested arrays', `${'['.repeat(1e6)}${']'.repeat(1e6)}`, /it holds an array/],
    ['a pointer', POINTER, /Git LFS/],
    ['too much', Buffer.alloc(65 * 2 ** 20, ' '), /bytes; at most/],
    ['an empty object', {}, /"model_type" is missing/],
    ['a type that is no name', { ...good, model_type: 3 }, /"model_type" is 3/],
    [
      'a billion layers',
      { ...good, num_hidden_layers: 1e9 },
      /"num_hidden_layers" is 1000000000, not a whole/,
    ],
    ['no layers', { ...good, num_hidden_layers: 0 }, /"num_hidden_layers" is 0/],
    ['half a layer', { ...good, num_hidden_layers: 1.5 }, /is 1.5, not a whole number from 1 to 1000/],
    ['layers in words', { ...good, num_hidden_layers: '12' }, /is "12"/],
    ['a width that is an object', { ...good, hidden_size: {} }, /"hidden_size" is an object/],
    ['a width that is none', { ...good, hidden_size: null }, /"hidden_size" is null/],
    ['a negative width', { ...good, intermediate_size: -1 }, /"intermediate_size" is -1/],
    [
      'a vocabulary beyond numbers',
      '{"model_type":"bert","num_hidden_layers":1,"hidden_size":1,"num_attention_heads":1,"intermediate_size":1,"vocab_size":1e999}',
      /"vocab_size"/,
    ],
    ['a padding that is no id', { ...good, pad_token_id: 'x' }, /"pad_token_id" is "x"/],
    ['a padding that leaves no position', { ...good, pad_token_id: 513 }, /leaves no token/],
    ['a decoder', { ...good, model_type: 'llama' }, /"llama", no encoder that the engine runs/],
    ['a type like a property of objects', { ...good, model_type: 'constructor' }, /no encoder/],
    ['no heads', { ...good, num_attention_heads: 0 }, /"num_attention_heads" is 0/],
    ['weights without spread', { ...good, initializer_range: 0 }, /"initializer_range" is 0/],
    ['code of its own', { ...good, auto_map: { AutoModel: 'modeling.M' } }, /"auto_map"/],
    ['quantised weights', { ...good, quantization_config: { bits: 8 } }, /quantised/],
  ])('is one error where it has %s', (_, content, message) => {
    expect(() => read(content)).toThrow(message)
    expect(() => read(content)).toThrow(PolyviaError)
    expect(() => read(content)).toThrow(
      expect.objectContaining({ code: 'MODEL_INVALID', hint: expect.stringMatching(/\S/) }),
    )
  })

  test.each([
    [
      'heads that do not divide the width',
      { ...good, num_attention_heads: 7 },
      /7 heads do not divide its width of 768/,
    ],
    ['more heads than width', { ...good, num_attention_heads: 1536 }, /1536 heads do not divide/],
    [
      'more parameters than any memory holds',
      {
        ...good,
        num_hidden_layers: 1000,
        hidden_size: 2 ** 16,
        num_attention_heads: 64,
        intermediate_size: 2 ** 18,
      },
      /5\.2e\+13 parameters/,
    ],
  ])('is impossible with %s', (_, content, message) => {
    expect(() => read(content)).toThrow(message)
    expect(() => read(content)).toThrow(expect.objectContaining({ code: 'MODEL_IMPOSSIBLE', exitCode: 2 }))
  })

  test('is refused where it is a folder, or a link to an endless file', () => {
    mkdirSync(join(folder, 'config.json'))
    expect(() => readArchitecture(join(folder, 'config.json'))).toThrow(/it is no file/)
    symlinkSync('/dev/zero', join(folder, 'endless.json'))
    expect(() => readArchitecture(join(folder, 'endless.json'))).toThrow(/it is no file/)
  })
})
