import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { create } from 'tar'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Download, TaskEntry, type TaskEntryInput, task } from '#catalog'
import { sha256 } from '#kernel'
import { rejection } from '../../../test/support/data/material.ts'
import { zipOf } from '../../../test/support/data/zip.ts'
import { serveRepository } from '../../../test/support/net/hub.ts'
import { answer, serve, startServer, type TestServer } from '../../../test/support/net/server.ts'
import { fetchDownload } from './fetch.ts'
import type { FetchContext, FetchEvent } from './fetch-context.ts'
import { fetchTask } from './fetch-task.ts'
import { changeFetched, readFetched } from './fetched.ts'
import { importTask } from './import.ts'
import { sampleHash, verifyFiles, verifyTask } from './verify.ts'

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
  folder = await mkdtemp(join(tmpdir(), 'polyvia-fetch-'))
  into = join(folder, 'data')
  events = []
  context = {
    into,
    hub: { endpoint: server.url, token: undefined },
    codeload: `${server.url}/codeload`,
    packageIndexes: async () => [],
    limits: { attempts: 2, firstPauseMs: 5, stallMs: 1000 },
    onEvent: (event) => events.push(event),
  }
  server.seen.length = 0
  server.routes.clear()
})
afterEach(() => rm(folder, { recursive: true }))

const big = (text: string) => Buffer.from(`${text}\tX\n`.repeat(40))
const at = (path: string) => readFileSync(join(into, path), 'utf8')
const paths = () => server.seen.map(({ path }) => path)
const FIRST = '1'.repeat(40)
const SECOND = '2'.repeat(40)

const hub = (more: Partial<Extract<Download, { from: 'hub' }>> = {}): Extract<Download, { from: 'hub' }> => ({
  from: 'hub',
  repository: 'owner/name',
  files: ['data/train-*.tsv'],
  gated: false,
  ...more,
})

async function tarOf(contents: Record<string, string>): Promise<Buffer> {
  const source = await mkdtemp(join(folder, 'source-'))
  for (const [path, text] of Object.entries(contents)) {
    await mkdir(dirname(join(source, path)), { recursive: true })
    await writeFile(join(source, path), text)
  }
  const file = join(folder, 'made.tar.gz')
  await create({ file, cwd: source, gzip: true }, Object.keys(contents))
  return readFileSync(file)
}

const entryOf = (more: Partial<TaskEntryInput>): TaskEntry =>
  TaskEntry.parse({
    ...task('tatoeba'),
    id: 'mine',
    kind: 'tagging',
    parallel: undefined,
    format: 'tagging-tsv',
    labels: ['X', 'Y'],
    languages: ['de', 'fa'],
    codes: {},
    sizes: {},
    samples: {},
    downloads: [],
    splits: { test: { files: { examples: ['{lang}/test', 'set/{lang}/test'] } } },
    ...more,
  })

describe('fetchDownload from the hub', () => {
  const files = {
    'data/train-0.tsv': big('a'),
    'data/train-1.tsv': Buffer.from('b\tX\n'),
    'other.bin': big('c'),
  }

  test('takes what patterns name, checks sizes and hashes, and notes what came', async () => {
    serveRepository(server, { kind: 'datasets', name: 'owner/name', commits: [{ sha: FIRST, files }] })
    const { files: noted } = await fetchDownload(hub(), context)
    expect(at('hub/owner/name/data/train-0.tsv')).toBe(files['data/train-0.tsv'].toString())
    expect(existsSync(join(into, 'hub/owner/name/other.bin'))).toBe(false)
    expect(noted['hub/owner/name/data/train-0.tsv']).toEqual({
      bytes: files['data/train-0.tsv'].length,
      sha256: sha256(files['data/train-0.tsv']),
    })
    expect(events.find(({ type }) => type === 'source')).toEqual({
      type: 'source',
      source: 'hub dataset owner/name at 1111111',
      files: 2,
      bytes: files['data/train-0.tsv'].length + 4,
    })
    expect(paths()).toContain(`/api/datasets/owner/name/tree/${FIRST}?recursive=true&cursor=2`)
  })

  test('stays with the commit that it took first, until told another', async () => {
    const commits = [{ sha: FIRST, files }]
    serveRepository(server, { kind: 'datasets', name: 'owner/name', commits })
    await fetchDownload(hub({ files: ['data/train-0.tsv'] }), context)
    commits.push({ sha: SECOND, files: { ...files, 'data/train-1.tsv': Buffer.from('new\tX\n') } })
    serveRepository(server, { kind: 'datasets', name: 'owner/name', commits })
    await fetchDownload(hub({ files: ['data/train-1.tsv'] }), context)
    expect(at('hub/owner/name/data/train-1.tsv')).toBe('b\tX\n')
    expect((await readFetched(into)).commits).toEqual({ 'datasets/owner/name@main': FIRST })
    await fetchDownload(hub({ files: ['data/train-1.tsv'], revision: SECOND }), context)
    expect(at('hub/owner/name/data/train-1.tsv')).toBe('new\tX\n')
  })

  test('reads converted Parquet by its reference, pinned to a commit', async () => {
    serveRepository(server, { kind: 'datasets', name: 'owner/name', commits: [{ sha: FIRST, files }] })
    await fetchDownload(hub({ revision: 'refs/convert/parquet' }), context)
    expect(paths()[0]).toBe('/api/datasets/owner/name/revision/refs%2Fconvert%2Fparquet')
    expect((await readFetched(into)).commits).toEqual({ 'datasets/owner/name@refs/convert/parquet': FIRST })
  })

  test('refuses content that is not what the tree says', async () => {
    serveRepository(server, { kind: 'datasets', name: 'owner/name', commits: [{ sha: FIRST, files }] })
    const damaged = Buffer.from(files['data/train-0.tsv']).fill('z', 10, 12)
    server.routes.set(`/cdn/${sha256(files['data/train-0.tsv'])}`, serve(damaged))
    expect((await rejection(fetchDownload(hub(), context))).code).toBe('DOWNLOAD_CORRUPTED')
    server.routes.set(`/cdn/${sha256(files['data/train-0.tsv'])}`, serve(files['data/train-0.tsv']))
    server.routes.set(`/datasets/owner/name/resolve/${FIRST}/data/train-1.tsv`, serve(Buffer.from('B\tX\n')))
    await rm(join(into, 'hub/owner/name/data/train-1.tsv'), { force: true })
    const error = await rejection(fetchDownload(hub(), context))
    expect([error.code, error.message]).toEqual(['DOWNLOAD_CORRUPTED', expect.stringContaining('git hash')])
    expect((await readFetched(into)).downloads).toEqual({})
  })

  test('says what a gated repository wants, and sends the token', async () => {
    const closed = { 'x-error-message': 'Access to dataset owner/name is restricted' }
    server.routes.set('/api/datasets/owner/name/revision/main', answer(401, closed))
    const error = await rejection(fetchDownload(hub({ gated: true }), context))
    expect(error.code).toBe('SOURCE_GATED')
    expect(error.message).toContain('is restricted')
    expect(error.hint).toContain('set HF_TOKEN')
    serveRepository(server, { kind: 'datasets', name: 'owner/name', commits: [{ sha: FIRST, files }] })
    await fetchDownload(hub(), { ...context, hub: { ...context.hub, token: 'secret' } })
    expect(server.seen.at(-1)!.headers.authorization).toBe('Bearer secret')
  })

  test('names the pattern that no file has, and a form that is not documented', async () => {
    serveRepository(server, { kind: 'datasets', name: 'owner/name', commits: [{ sha: FIRST, files }] })
    const error = await rejection(fetchDownload(hub({ files: ['train/*.parquet'] }), context))
    expect([error.code, error.message]).toEqual([
      'SOURCE_UNKNOWN',
      expect.stringContaining('"train/*.parquet"'),
    ])
    server.routes.set(`/api/datasets/owner/name/tree/${FIRST}`, answer(200, {}, '{"error": "?"}'))
    server.routes.delete(`/api/datasets/owner/name/tree/${FIRST}?recursive=true`)
    expect((await rejection(fetchDownload(hub(), context))).code).toBe('SOURCE_BROKEN')
  })
})

describe('fetchDownload from an address', () => {
  test('puts a file, an archive and a packed file where the entry says', async () => {
    const archive = await zipOf(folder, { 'XNLI-1.0/test.tsv': 'x', '__MACOSX/._test.tsv': 'y' })
    server.routes.set('/file.tsv', serve(Buffer.from('plain')))
    server.routes.set('/set.zip', serve(archive))
    server.routes.set('/one.tsv.gz', serve(gzipSync('packed')))
    const url = (path: string) => ({ from: 'url' as const, urls: [server.url + path] })
    await fetchDownload({ ...url('/file.tsv'), into: 'a/file.tsv' }, context)
    await fetchDownload({ ...url('/set.zip'), into: '.', unpack: 'zip', sha256: sha256(archive) }, context)
    await fetchDownload({ ...url('/one.tsv.gz'), into: 'b/one.tsv', unpack: 'gz' }, context)
    expect([at('a/file.tsv'), at('XNLI-1.0/test.tsv'), at('b/one.tsv')]).toEqual(['plain', 'x', 'packed'])
    expect(Object.values((await readFetched(into)).downloads).map(({ files }) => Object.keys(files))).toEqual(
      [['a/file.tsv'], ['XNLI-1.0/test.tsv'], ['b/one.tsv']],
    )
    expect((await readdir(join(into, '.archives'))).length).toBe(0)
    expect((await verifyFiles(into)).map(({ state }) => state)).toEqual(['ok', 'ok', 'ok'])
  })

  test('leaves files that a person has put there, and does not lead out', async () => {
    await mkdir(join(into, 'set'), { recursive: true })
    await writeFile(join(into, 'set/a'), 'mine')
    server.routes.set('/set.zip', serve(await zipOf(folder, { a: 'theirs', b: 'theirs' })))
    const wanted = { from: 'url' as const, urls: [`${server.url}/set.zip`], unpack: 'zip' as const }
    const { files } = await fetchDownload({ ...wanted, into: 'set' }, context)
    expect([at('set/a'), at('set/b'), Object.keys(files)]).toEqual(['mine', 'theirs', ['set/b']])
    expect((await rejection(fetchDownload({ ...wanted, into: '../out' }, context))).code).toBe(
      'SOURCE_UNKNOWN',
    )
  })
})

test('fetchDownload from GitHub takes the paths asked for, of one commit', async () => {
  const top = `repo-${FIRST}`
  const archive = await tarOf({
    [`${top}/data/en/train.jsonl`]: 'en',
    [`${top}/data/de/train.jsonl`]: 'de',
    [`${top}/data-old/x`]: 'no',
    [`${top}/README.md`]: 'no',
    [`${top}/LICENSE`]: 'free',
  })
  server.routes.set(`/codeload/owner/repo/tar.gz/${FIRST}`, serve(archive))
  const wanted = { from: 'git' as const, repository: 'owner/repo', commit: FIRST, into: 'xcopa' }
  const { files } = await fetchDownload({ ...wanted, paths: ['data', 'LICENSE'] }, context)
  expect(Object.keys(files)).toEqual([
    'xcopa/LICENSE',
    'xcopa/data/de/train.jsonl',
    'xcopa/data/en/train.jsonl',
  ])
  const error = await rejection(fetchDownload({ ...wanted, paths: ['data', 'gone'] }, context))
  expect([error.code, error.message]).toEqual(['SOURCE_UNKNOWN', expect.stringContaining('has no "gone"')])
})

describe('fetchTask', () => {
  const url = (path: string, to: string) => ({ from: 'url' as const, urls: [server.url + path], into: to })

  test('fetches what is missing, once, and goes on to the next source when one is gone', async () => {
    server.routes.set('/de', serve(Buffer.from('a\tX\n')))
    server.routes.set('/fa', serve(Buffer.from('b\tY\n')))
    const downloads = () => [url('/gone', 'de/test'), url('/de', 'de/test'), url('/fa', 'fa/test')]
    const entry = entryOf({ downloads: downloads() })
    const first = await fetchTask(entry, [], context)
    expect(first.failed.map(({ error }) => error.code)).toEqual(['SOURCE_NOT_FOUND'])
    expect(first.parts.map(({ state }) => state)).toEqual(['there', 'there'])
    expect(first.fetched).toHaveLength(2)
    server.seen.length = 0
    expect((await fetchTask(entry, [], context)).fetched).toEqual([])
    expect(server.seen).toEqual([])
    // What another data folder has is not fetched again.
    const other = { ...context, into: join(folder, 'other') }
    expect((await fetchTask(entry, [into], other)).fetched).toEqual([])
  })

  test('asks only for splits that a source serves, and explains what a person has to get', async () => {
    const entry = entryOf({
      splits: {
        train: { files: { examples: 'train-{lang}' } },
        test: {
          files: { examples: 'test-{lang}' },
          otherwise: [{ files: { examples: 'train-{lang}' }, note: 'stand-in' }],
        },
      },
      downloads: [
        { ...url('/train', 'train-de'), splits: ['train'] },
        { from: 'hand', how: 'Ask the owner for the test files.', splits: ['test'] },
      ],
      languages: ['de'],
    })
    server.routes.set('/train', serve(Buffer.from('a\tX\n')))
    const { parts, byHand } = await fetchTask(entry, [], context)
    expect(parts.map(({ split, state }) => `${split} ${state}`)).toEqual(['train there', 'test stand-in'])
    expect(byHand).toEqual(['Ask the owner for the test files.'])
  })
})

describe('verify', () => {
  test('finds files that are gone or changed since they came', async () => {
    server.routes.set('/a', serve(Buffer.from('abc')))
    for (const name of ['a', 'b', 'c'])
      await fetchDownload({ from: 'url', urls: [`${server.url}/a`], into: name }, context)
    await rm(join(into, 'a'))
    await writeFile(join(into, 'b'), 'abx')
    expect((await verifyFiles(into)).map(({ found }) => found.replace(/ \(.*/, ''))).toEqual([
      'is gone',
      'has changed since it came',
      '3 bytes, as it came',
    ])
  })

  test('compares counts and samples with the entry', async () => {
    await mkdir(join(into, 'set/de'), { recursive: true })
    await writeFile(join(into, 'set/de/test'), 'a\tX\n\nb\tY\n\nc\tX\n')
    const sample = sampleHash([
      { id: '0', words: ['a'], tags: ['X'] },
      { id: '1', words: ['b'], tags: ['Y'] },
      { id: '2', words: ['c'], tags: ['X'] },
    ])
    const state = async (more: Partial<TaskEntryInput>) => {
      const [de, fa] = await verifyTask(entryOf(more), [into])
      expect(fa!.state).toBe('absent')
      return `${de!.state}: ${de!.found}`
    }
    expect(await state({})).toBe('ok: 3 examples, nothing published to compare with')
    expect(await state({ sizes: { test: { each: 3 } }, samples: { test: { de: sample } } })).toBe(
      'ok: 3 examples, size and sample as published',
    )
    expect(await state({ sizes: { test: { de: 4, each: 3 } } })).toBe('wrong: 3 examples, 4 are published')
    expect(await state({ samples: { test: { de: '0'.repeat(64) } } })).toContain(
      `wrong: 3 examples; first, middle and last have hash ${sample}`,
    )
    const half = { files: { examples: 'set/{lang}/test' }, portion: { from: 0, to: 0.5 } }
    expect(await state({ splits: { test: half }, sizes: { test: { each: 3 } } })).toMatch(
      /^ok: [12] examples, size as published, of which this is a part$/,
    )
    expect(await state({ labels: ['Y', 'Z'] })).toMatch(/^wrong: .*test/)
  })
})

describe('fetched.json', () => {
  test('survives many writers, and a broken one is named', async () => {
    await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        changeFetched(into, (list) => ({ ...list, commits: { ...list.commits, [`r${n}`]: FIRST } })),
      ),
    )
    expect(Object.keys((await readFetched(into)).commits)).toHaveLength(8)
    expect(await readdir(into)).toEqual(['fetched.json'])
    await writeFile(join(into, 'fetched.json'), '{"version": 2}')
    expect((await rejection(readFetched(into))).code).toBe('FETCHED_INVALID')
  })
})

describe('importTask', () => {
  const sentence = (word: string) => `${word}\tX\n`

  test('takes an archive of archives, as that of PAN-X, and finds its place in it', async () => {
    const file = join(folder, 'panx_dataset.zip')
    await writeFile(
      file,
      await zipOf(folder, {
        'AmazonPhotos/de.tar.gz': await tarOf({ test: sentence('ein'), 'readme.txt': 'x' }),
        'AmazonPhotos/fa.tar.gz': await tarOf({ test: sentence('yek') }),
      }),
    )
    const { files, parts } = await importTask(entryOf({}), file, into)
    expect(files).toEqual(['set/de/test', 'set/fa/test'])
    expect(parts.map(({ language, examples }) => [language, examples])).toEqual([
      ['de', 1],
      ['fa', 1],
    ])
    expect(await readdir(into)).toEqual(['fetched.json', 'set'])
    expect((await verifyFiles(into)).map(({ state }) => state)).toEqual(['ok', 'ok'])
    await importTask(entryOf({}), file, into)
  })

  test('takes a folder, and a single file by its name', async () => {
    await mkdir(join(folder, 'mine/deep/set/de'), { recursive: true })
    await writeFile(join(folder, 'mine/deep/set/de/test'), sentence('ein'))
    expect((await importTask(entryOf({}), join(folder, 'mine'), into)).files).toEqual(['set/de/test'])
    await writeFile(join(folder, 'ccg.train'), sentence('word'))
    const entry = entryOf({
      languages: ['de'],
      splits: { train: { files: { examples: 'ccgbank/ccg.train' } } },
    })
    expect((await importTask(entry, join(folder, 'ccg.train'), into)).files).toEqual(['ccgbank/ccg.train'])
  })

  test('puts nothing in place when one file does not parse', async () => {
    await mkdir(join(folder, 'mine/de'), { recursive: true })
    await mkdir(join(folder, 'mine/fa'), { recursive: true })
    await writeFile(join(folder, 'mine/de/test'), sentence('ein'))
    await writeFile(join(folder, 'mine/fa/test'), 'no tag here\tZ\n')
    const error = await rejection(importTask(entryOf({}), join(folder, 'mine'), into))
    expect(error.code).toBe('IMPORT_INVALID')
    expect(error.message).toContain('Cannot read "set/fa/test" at line 1')
    expect(await readdir(into)).toEqual([])
  })

  test('refuses what it cannot place, what would overwrite, and what has two candidates', async () => {
    await mkdir(join(folder, 'mine/de'), { recursive: true })
    await writeFile(join(folder, 'mine/de/other'), 'x')
    const nothing = await rejection(importTask(entryOf({}), join(folder, 'mine'), into))
    expect([nothing.code, nothing.hint]).toEqual(['IMPORT_INVALID', expect.stringContaining('"de/test"')])
    await writeFile(join(folder, 'mine/de/test'), sentence('new'))
    await mkdir(join(into, 'set/de'), { recursive: true })
    await writeFile(join(into, 'set/de/test'), sentence('old'))
    expect((await rejection(importTask(entryOf({}), join(folder, 'mine'), into))).message).toContain(
      'other content',
    )
    expect(at('set/de/test')).toBe(sentence('old'))
    await mkdir(join(folder, 'mine/copy/de'), { recursive: true })
    await writeFile(join(folder, 'mine/copy/de/test'), sentence('third'))
    expect((await rejection(importTask(entryOf({}), join(folder, 'mine'), into))).message).toContain(
      'Several files',
    )
    expect((await rejection(importTask(entryOf({}), join(folder, 'none'), into))).code).toBe('IMPORT_INVALID')
    execFileSync('mkfifo', [join(folder, 'pipe')])
    expect((await rejection(importTask(entryOf({}), join(folder, 'pipe'), into))).code).toBe('IMPORT_INVALID')
  })
})
