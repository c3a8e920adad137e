import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Http } from '#net'
import { testNetwork, testProtocol } from '../../../test/support/evidence/databases.ts'
import { startServer } from '../../../test/support/net/server.ts'
import type { Part } from '../bundle/protocol.ts'
import { SourceRecord as Schema, Search } from '../bundle/works.ts'
import { SOURCES } from './index.ts'
import { openSources } from './open.ts'
import { addressVariable } from './pages.ts'

const KEY = 'a-very-secret-key'

type Online = Extract<(typeof SOURCES)[number], { online: true }>
const online = SOURCES.filter((source): source is Online => source.online)

/** How a database says things: the same behaviour is wanted of all. */
interface Sample {
  /** A page: `items` of hits from the number `start` on, as the parameters of the request ask. */
  readonly page: (total: number, start: number, items: readonly string[], more: boolean) => string
  readonly item: (n: number) => string
  /** A hit without title, abstract, authors, DOI. */
  readonly bare: (n: number) => string
  readonly unreadable: string
  readonly error: { readonly body: string; readonly told: string }
  readonly start: (parameters: URLSearchParams) => number
}

const numbered = (parameters: URLSearchParams, name: string) => Number(parameters.get(name) ?? 0)

/** The compiler asks for one of every online source. */
const samples: { readonly [id in Online['id']]: Sample } = {
  arxiv: {
    page: (total, start, items) => `<?xml version='1.0' encoding='UTF-8'?>
      <feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom">
      <opensearch:totalResults>${total}</opensearch:totalResults><opensearch:startIndex>${start}</opensearch:startIndex>
      ${items.join('\n')}</feed>`,
    item: (n) => `<entry><id>http://arxiv.org/abs/2101.0000${n}v1</id><title>Hit ${n}</title></entry>`,
    bare: (n) => `<entry><id>http://arxiv.org/abs/2101.0000${n}v1</id><title/></entry>`,
    unreadable: '<entry><id>http://arxiv.org/abs/nonsense</id><title>?</title></entry>',
    error: {
      body: `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry>
        <id>https://arxiv.org/api/errors#incorrect_id_format</id><title>Error</title><summary>incorrect id format</summary></entry></feed>`,
      told: 'it answers with an error: incorrect id format',
    },
    start: (parameters) => numbered(parameters, 'start'),
  },
  openalex: {
    page: (total, start, items, more) =>
      `{"meta": {"count": ${total}, "page": null, "per_page": 2, "next_cursor": ${more ? `"c${start + items.length}="` : 'null'}}, "results": [${items}]}`,
    item: (n) => `{"id": "https://openalex.org/W${n}", "title": "Hit ${n}"}`,
    bare: (n) =>
      `{"id": "https://openalex.org/W${n}", "doi": null, "title": null, "publication_year": 2020, "authorships": [], "primary_location": null, "abstract_inverted_index": null}`,
    unreadable: '{"id": "https://openalex.org/W9", "title": 9}',
    error: {
      body: '{"error": "Invalid query parameters error.", "message": "x is not a valid parameter"}',
      told: 'it answers with an error: Invalid query parameters error.: x is not a valid parameter',
    },
    start: (parameters) => Number(/\d+/.exec(parameters.get('cursor') ?? '')?.[0] ?? 0),
  },
  'semantic-scholar': {
    page: (total, start, items, more) =>
      `{"total": ${total}, "token": ${more ? `"t${start + items.length}"` : 'null'}, "data": [${items}]}`,
    item: (n) => `{"paperId": "p${n}", "title": "Hit ${n}"}`,
    bare: (n) =>
      `{"paperId": "p${n}", "title": null, "abstract": null, "externalIds": {}, "openAccessPdf": null, "authors": []}`,
    unreadable: '{"paperId": "p9", "title": 9}',
    error: {
      body: '{"error": "Unrecognized fields"}',
      told: 'it answers with an error: Unrecognized fields',
    },
    start: (parameters) => Number(/\d+/.exec(parameters.get('token') ?? '')?.[0] ?? 0),
  },
  crossref: {
    page: (total, start, items) =>
      `{"status": "ok", "message-type": "work-list", "message": {"total-results": ${total}, "items-per-page": 2, "query": {"start-index": ${start}}, "items": [${items}]}}`,
    item: (n) => `{"DOI": "10.5555/${n}", "title": ["Hit ${n}"]}`,
    bare: (n) =>
      `{"DOI": "10.5555/${n}", "title": [], "container-title": [], "issued": {"date-parts": [[null]]}}`,
    unreadable: '{"DOI": "10.5555/9", "title": "no list"}',
    error: {
      body: '{"status": "failed", "message-type": "validation-failure", "message": [{"type": "parameter-not-allowed", "message": "This route does not support x"}]}',
      told: 'it answers with an error: This route does not support x',
    },
    start: (parameters) => numbered(parameters, 'offset'),
  },
}

const reading = async (folder: string) => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name))
  return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join('\n')
}

/** Opens one source by its definition. */
const opened = (id: Online['id'], http: Http) => openSources({ sources: [id], folders: [], http })[0]!

describe('what sources say of themselves', () => {
  test('names are of one source alone', () => {
    for (const names of [SOURCES.map(({ id }) => id), SOURCES.map(({ name }) => name)])
      expect(new Set(names).size).toBe(names.length)
  })

  test.each(SOURCES)('$id: its queries hold every part, and nothing of them twice', ({ query }) => {
    const parts = [partOf('first', 'cross-lingual "transfer"'), partOf('second', 'Swahili')]
    for (const ways of [1, 4]) expect(query(parts, ways)).toMatch(/cross.lingual.*Swahili/)
    expect(query(parts, 1).match(/Swahili/g)!.length).toBeLessThanOrEqual(2)
  })

  test.each(online)('$id: it is asked at a host whose wishes it knows', ({ address, hosts }) => {
    const { hostname, protocol } = new URL(address)
    expect(protocol).toBe('https:')
    const known = Object.keys(hosts).filter((host) => hostname === host || hostname.endsWith(`.${host}`))
    expect(known).toHaveLength(1)
  })
})

const partOf = (id: string, text: string): Part => ({ id, role: 'outcome', text, names: [] })

describe.each(online)('$id', ({ id, ...source }) => {
  const sample = samples[id]
  beforeEach(() => {
    for (const name of source.keys) vi.stubEnv(name, KEY)
    return () => vi.unstubAllEnvs()
  })

  /** A database with these hits, two a page, that claims `total`. */
  const network = async (items: readonly string[], total = items.length) => {
    const { server, ...rest } = await testNetwork(startServer, onTestFinished)
    vi.stubEnv(addressVariable(id), `${server.url}/base/`)
    const [start] = source.starts(undefined)
    const path = new URL(source.buildUrl(`${server.url}/base`, 'x', testProtocol(), start!, 2)).pathname
    server.routes.set(path, (request, response) => {
      const start = sample.start(new URL(request.url!, server.url).searchParams)
      const page = items.slice(start, start + 2)
      const body = sample.page(total, start, page, start + 2 < items.length)
      response.writeHead(200, { 'content-type': source.accept[0] }).end(body)
    })
    return { server, path, ...rest }
  }
  const items = (count: number) => Array.from({ length: count }, (_, n) => sample.item(n + 1))
  const found = async (http: Http, limit = 100) => {
    const result = await opened(id, http).search('intermediate "task"', testProtocol(limit))
    Search.parse(result.search)
    result.records.map((record) => Schema.parse(record))
    expect(result.search.records).toEqual(result.records.map((record) => record.id))
    expect(result.search.retrieved).toBe(result.records.length)
    return result
  }

  test('all pages to the last; replayed without a server, byte for byte; no key in any byte', async () => {
    const { live, replay, folder, server } = await network(items(5))
    const result = await found(live)
    expect(result.search).toMatchObject({
      source: id,
      query: 'intermediate "task"',
      filters: {},
      reported: 5,
      retrieved: 5,
      stopped: 'complete',
      problem: null,
    })
    expect(result.search.platform).toContain(new URL(server.url).host)
    expect(result.records.map(({ title }) => title)).toEqual([1, 2, 3, 4, 5].map((n) => `Hit ${n}`))
    expect(result.search.exchanges.map(({ status }) => status)).toEqual([200, 200, 200])
    const [first] = server.seen
    expect(JSON.stringify(first).includes(KEY)).toBe(source.keys.length > 0)
    await server.close()
    for (const name of source.keys) vi.stubEnv(name, '')
    expect(JSON.stringify(await found(replay))).toBe(JSON.stringify(result))
    expect(JSON.stringify(result) + (await reading(folder))).not.toContain(KEY)
  })

  test('nothing found', async () => {
    const { live } = await network([])
    expect((await found(live)).search).toMatchObject({
      reported: 0,
      retrieved: 0,
      stopped: 'complete',
      problem: null,
    })
  })

  test('the limit ends the search, and says so', async () => {
    const { live, server } = await network(items(5))
    const { search } = await found(live, 3)
    expect(search).toMatchObject({ reported: 5, retrieved: 3, stopped: 'limit', problem: null })
    expect(server.seen).toHaveLength(2)
  })

  test('fewer hits than claimed are a failure in words', async () => {
    const { live } = await network(items(4), 9)
    const { search } = await found(live)
    expect(search).toMatchObject({ reported: 9, retrieved: 4, stopped: 'failed' })
    expect(search.problem).toMatch(/it reports 9 hits, but gave 4|an empty page at hit 4 of 9/)
  })

  test('a hit that cannot be read is named, the others stay', async () => {
    const { live } = await network([sample.item(1), sample.unreadable, sample.bare(3)])
    const { search, records } = await found(live)
    expect(search).toMatchObject({ reported: 3, retrieved: 2, stopped: 'complete' })
    expect(search.problem).toMatch(/^1 hits could not be read \(.*(nonsense|9)\)$/)
    expect(records[1]).toMatchObject({ title: null, abstract: null, authors: [], retracted: false })
  })

  test('a server error in the middle leaves what was found, and is a failure in words', async () => {
    const { live, server, path } = await network(items(5))
    const serve = server.routes.get(path)!
    server.routes.set(path, (request, response, count) => {
      if (sample.start(new URL(request.url!, server.url).searchParams) < 2) serve(request, response, count)
      else response.writeHead(500).end('broken')
    })
    const { search } = await found(live)
    expect(search).toMatchObject({
      reported: 5,
      retrieved: 2,
      stopped: 'failed',
      problem: 'after 2 hits: HTTP 500',
    })
    expect(search.exchanges.map(({ status }) => status)).toEqual([200, 500])
  })

  test('429 with Retry-After, then 503, then hits', async () => {
    const { live, server, path } = await network(items(1))
    const serve = server.routes.get(path)!
    server.routes.set(path, (request, response, count) => {
      if (count === 0) response.writeHead(429, { 'retry-after': '0' }).end()
      else if (count === 1) response.writeHead(503).end()
      else serve(request, response, count)
    })
    expect((await found(live)).search).toMatchObject({ retrieved: 1, stopped: 'complete' })
  })

  test.each([
    ['an error with status 200', () => sample.error.body, sample.error.told],
    ['a cut body', () => sample.page(1, 0, items(1), false).slice(0, -9), /is not (XML|JSON)$/],
    [
      'another document',
      () => (source.accept[0] === 'application/json' ? '[1]' : '<html></html>'),
      /not an Atom feed|undocumented form/,
    ],
  ])('%s is a failure, and no recording of an answer', async (_, body, told) => {
    const { live, replay, server, path } = await network([])
    server.routes.set(path, (_request, response) => {
      response.writeHead(200, { 'content-type': source.accept[0] }).end(body())
    })
    const { search } = await found(live)
    expect(search).toMatchObject({ reported: null, retrieved: 0, stopped: 'failed' })
    expect(search.problem).toMatch(told)
    expect((await found(replay)).search).toEqual(search)
    await found(live)
    expect(server.seen.length).toBeGreaterThan(1)
  })

  test('down, and nothing recorded: a row of the log, no exception', async () => {
    const { live, replay, server } = await network([])
    await server.close()
    expect((await found(replay)).search.problem).toMatch(/^nothing is recorded for GET http/)
    expect((await found(live)).search.problem).toBe('no connection (ECONNREFUSED)')
  })

  test('abort throws', async () => {
    const { live } = await network(items(1))
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(opened(id, live).search('x', testProtocol(), signal)).rejects.toThrow('enough')
  })

  test('days of the protocol are asked for as the log shows it', async () => {
    const { live, server } = await network(items(1))
    const protocol = testProtocol(10, { from: '2019-01-01', until: '2024-12-31' })
    const { search } = await opened(id, live).search('task', protocol)
    expect(search.filters).toEqual(source.filters(protocol))
    const asked = new URL(server.seen[0]!.path, server.url).searchParams.toString()
    for (const day of Object.values(search.filters)
      .join(' ')
      .match(/\d{4}-?\d\d-?\d\d/g) ?? [])
      expect(asked).toContain(day)
  })
})

test('OpenAlex without a key pages by number', async () => {
  const { server, live } = await testNetwork(startServer, onTestFinished)
  vi.stubEnv('POLYVIA_OPENALEX_URL', server.url)
  vi.stubEnv('OPENALEX_API_KEY', '')
  server.routes.set('/works', (request, response) => {
    const page = Number(new URL(request.url!, server.url).searchParams.get('page'))
    const body = `{"meta": {"count": 3, "page": ${page}, "per_page": 2, "next_cursor": null}, "results": [${[1, 2, 3].slice(page * 2 - 2, page * 2).map((n) => `{"id": "W${n}"}`)}]}`
    response.writeHead(200, { 'content-type': 'application/json' }).end(body)
  })
  const { search } = await opened('openalex', live).search('x', testProtocol())
  expect(search).toMatchObject({
    records: ['openalex:W1', 'openalex:W2', 'openalex:W3'],
    stopped: 'complete',
  })
  vi.unstubAllEnvs()
})
