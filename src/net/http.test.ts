import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { answer, startServer, type TestServer } from '../../test/support/net/server.ts'
import { canonicalUrl } from './address.ts'
import type { HostRule } from './hosts.ts'
import { type HttpOptions, type HttpRequest, openHttp } from './http.ts'
import { RequestProblem } from './problem.ts'

let server: TestServer
let folder: string
const FAST: HostRule = { requests: 1000, perMs: 1000, connections: 4 }
const PATIENT = { attempts: 5, firstPauseMs: 1, mostPauseMs: 3000 }

beforeEach(async () => {
  server = await startServer()
  folder = await mkdtemp(join(tmpdir(), 'polyvia-http-'))
})
afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const open = (options: Partial<HttpOptions> = {}) =>
  openHttp({
    recordings: folder,
    mode: 'live',
    limits: PATIENT,
    rules: { [new URL(server.url).host]: FAST },
    ...options,
  })
const json = (path: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  url: `${server.url}${path}`,
  accept: ['application/json'],
  api: true,
  ...more,
})
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' }
const problem = async (work: Promise<unknown>): Promise<RequestProblem> => {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(thrown).toBeInstanceOf(RequestProblem)
  return thrown as RequestProblem
}
const recordedBytes = async () => {
  const paths = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = paths.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name))
  const contents = await Promise.all(files.map(async (file) => `${file}\n${await readFile(file, 'latin1')}`))
  return contents.join('\n')
}

test('canonical addresses: parameters sorted, keys, contacts, user names and fragments left out', () => {
  expect(canonicalUrl('https://me:secret@Host.org/a?z=1&api_key=k&b=x%20y&mailto=a@b.org&b=a#part')).toBe(
    'https://host.org/a?b=a&b=x+y&z=1',
  )
})

test('an answer is recorded, used again within its age, asked for again after it, and replayed without a server', async () => {
  server.routes.set('/works', (_, response, count) => {
    response.writeHead(200, { ...JSON_TYPE, 'x-other': 'no' }).end(`{"n":${count}}`)
  })
  let now = new Date('2026-01-01T00:00:00.000Z')
  const http = open({ now: () => now, maxAgeMs: 1000 })
  const first = await http.request(json('/works?b=2&a=1'))
  expect(first.body.toString()).toBe('{"n":0}')
  expect(first.headers).not.toHaveProperty('x-other')
  expect(first.exchange).toEqual({
    method: 'GET',
    url: `${server.url}/works?a=1&b=2`,
    at: '2026-01-01T00:00:00.000Z',
    status: 200,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  now = new Date('2026-01-01T00:00:00.999Z')
  expect(await http.request(json('/works?a=1&b=2'))).toEqual(first)
  now = new Date('2026-01-01T00:00:01.000Z')
  const later = await http.request(json('/works?a=1&b=2'))
  expect(later.exchange.at).toBe('2026-01-01T00:00:01.000Z')
  expect(server.seen).toHaveLength(2)
  await server.close()
  const replay = open({ mode: 'replay', now: () => new Date('2030-01-01') })
  expect(await replay.request(json('/works?a=1&b=2'))).toEqual(later)
  expect(await problem(replay.request(json('/works?a=2')))).toMatchObject({
    kind: 'not-recorded',
    message: `nothing is recorded for GET ${server.url}/works?a=2`,
  })
  server = await startServer()
})

test('a damaged recording is no recording', async () => {
  server.routes.set('/works', answer(200, JSON_TYPE, '{"n":1}'))
  await open().request(json('/works'))
  const bodies = await readdir(join(folder, 'bodies'), { recursive: true, withFileTypes: true })
  const body = bodies.find((each) => each.isFile())!
  await writeFile(join(body.parentPath, body.name), '{"n":2}')
  expect((await problem(open({ mode: 'replay' }).request(json('/works')))).kind).toBe('not-recorded')
  expect((await open().request(json('/works'))).body.toString()).toBe('{"n":1}')
})

test('no key and no contact in any recorded byte, address or message, even if the server repeats them', async () => {
  const key = 'sk-very/secret+key'
  const name = 'hidden-välue'
  server.routes.set('/works', (request, response) => {
    response
      .writeHead(200, { ...JSON_TYPE, etag: `"${request.headers['x-api-key']}"` })
      .end(
        `{"you": "${request.url} ${decodeURIComponent(request.url!)} ${request.headers['x-api-key']} ${request.headers['user-agent']}"}`,
      )
  })
  server.routes.set('/gone', (request, response) => {
    response.writeHead(302, { location: `/works?${request.url?.split('?')[1]}` }).end()
  })
  const http = open({ contact: 'reader@example.org' })
  for (const path of ['/works', '/gone']) {
    const query = `?q=1&api_key=${encodeURIComponent(key)}&private=${encodeURIComponent(name)}`
    const { body, exchange, headers } = await http.request(
      json(path + query, { headers: { 'x-api-key': key }, redact: ['private'] }),
    )
    expect(server.seen.at(-1)!.headers['user-agent']).toMatch(/^polyvia\/\S+ \(mailto:reader@example\.org\)$/)
    expect(server.seen.at(-1)!.path).toContain('hidden-v')
    const all = `${body} ${JSON.stringify(exchange)} ${JSON.stringify(headers)} ${await recordedBytes()}`
    expect(all).toContain('[redacted]')
    for (const secret of [key, encodeURIComponent(key), 'hidden-v', 'reader@example.org'])
      expect(all).not.toContain(secret)
  }
})

test('429 with Retry-After is waited out, 5xx asked again; neither is an answer', async () => {
  const times: number[] = []
  server.routes.set('/works', (_, response, count) => {
    times.push(performance.now())
    if (count === 0) response.writeHead(429, { 'retry-after': '1' }).end('slow down')
    else if (count === 1) response.writeHead(503).end('broken')
    else response.writeHead(200, JSON_TYPE).end('{}')
  })
  expect((await open().request(json('/works'))).status).toBe(200)
  expect(times).toHaveLength(3)
  expect(times[1]! - times[0]!).toBeGreaterThan(950)
})

test('it gives up after five tries, or at once where the server wants more patience than there is', async () => {
  server.routes.set('/down', answer(503, {}, 'down'))
  server.routes.set('/busy', answer(429, { 'retry-after': '3600' }))
  server.routes.set('/bad', answer(400, JSON_TYPE, '{"error":"bad query"}'))
  const http = open()
  expect(await problem(http.request(json('/down')))).toMatchObject({ kind: 'status', message: 'HTTP 503' })
  expect(server.seen).toHaveLength(5)
  expect((await problem(http.request(json('/busy')))).message).toBe('HTTP 429')
  expect(await problem(http.request(json('/bad')))).toMatchObject({
    message: 'HTTP 400: bad query',
    exchange: { status: 400 },
  })
  expect(server.seen).toHaveLength(7)
  // The total bound counts the waits that the server asks for.
  const hurried = open({ limits: { ...PATIENT, totalMs: 500 } })
  server.routes.set('/soon', answer(429, { 'retry-after': '1' }))
  await problem(hurried.request(json('/soon')))
  expect(server.seen).toHaveLength(8)
})

test('a failure is replayed as it was, asked again when live, and never replaces an answer', async () => {
  let down = true
  server.routes.set('/works', (_, response) => {
    if (down) response.writeHead(400).end('no')
    else response.writeHead(200, JSON_TYPE).end('{"n":1}')
  })
  const live = await problem(open().request(json('/works')))
  expect(await problem(open({ mode: 'replay' }).request(json('/works')))).toEqual(live)
  down = false
  const good = await open().request(json('/works'))
  down = true
  await problem(open({ maxAgeMs: 0 }).request(json('/works')))
  expect(await open({ mode: 'replay' }).request(json('/works'))).toEqual(good)
})

test('a server that cannot be reached is a problem in words', async () => {
  const { url } = server
  await server.close()
  const failed = await problem(open().request({ url: `${url}/x`, accept: ['*/*'], api: true }))
  expect(failed).toMatchObject({ kind: 'connection', message: 'no connection (ECONNREFUSED)' })
  expect(failed.exchange).toMatchObject({ status: null, sha256: null })
  server = await startServer()
})

test('404 is an answer; other types, too long bodies and bodies that the caller refuses are none', async () => {
  server.routes.set('/html', answer(200, { 'content-type': 'text/html' }, '<p>maintenance</p>'))
  server.routes.set('/long', answer(200, JSON_TYPE, `"${'x'.repeat(1000)}"`))
  server.routes.set('/error', answer(200, JSON_TYPE, '{"error":"no"}'))
  server.routes.set('/flaky', (_, response, count) => {
    response.writeHead(200, JSON_TYPE).end(count === 0 ? '[]' : '[1]')
  })
  const http = open()
  expect((await http.request(json('/none'))).status).toBe(404)
  expect(await problem(http.request(json('/html')))).toMatchObject({
    kind: 'content-type',
    message: 'it sends text/html in place of application/json',
  })
  expect((await problem(http.request(json('/long', { maxBytes: 100 })))).kind).toBe('too-large')
  const refused = { check: () => ({ reason: 'it answers with an error: no', again: false }) }
  expect(await problem(http.request(json('/error', refused)))).toMatchObject({
    kind: 'body',
    message: 'it answers with an error: no',
  })
  const check = (body: Buffer) => (body.toString() === '[]' ? { reason: 'an empty page', again: true } : null)
  expect((await http.request(json('/flaky', { check }))).body.toString()).toBe('[1]')
  for (const url of ['file:///etc/passwd', 'nonsense'])
    expect((await problem(http.request({ url, accept: ['*/*'] }))).kind).toBe('address')
})

test('redirects are followed, but not in a circle, and secret headers stay with the first host', async () => {
  const other = await startServer()
  server.routes.set('/a', answer(302, { location: `${other.url}/b` }))
  server.routes.set('/circle', answer(302, { location: '/circle' }))
  other.routes.set('/b', answer(200, JSON_TYPE, '{}'))
  const http = open()
  const { status, exchange } = await http.request(json('/a', { headers: { 'x-api-key': 'secret-key' } }))
  expect([status, exchange.url]).toEqual([200, `${server.url}/a`])
  expect(other.seen.map(({ path }) => path)).toEqual(['/robots.txt', '/b'])
  expect(other.seen[1]!.headers).not.toHaveProperty('x-api-key')
  expect((await problem(http.request(json('/circle')))).message).toBe(
    `it redirects in a circle (${server.url}/circle)`,
  )
  await other.close()
})

test('robots.txt may move, even in a circle of hosts', async () => {
  const other = await startServer()
  server.routes.set('/robots.txt', answer(301, { location: `${other.url}/robots.txt` }))
  other.routes.set('/robots.txt', answer(301, { location: `${server.url}/robots.txt` }))
  expect((await problem(open().request(json('/x', { api: false })))).kind).toBe('robots')
  other.routes.set('/robots.txt', answer(200, {}, 'User-agent: *\nDisallow:'))
  server.routes.set('/x', answer(200, JSON_TYPE, '{}'))
  expect((await open().request(json('/x', { api: false }))).status).toBe(200)
  await other.close()
})

test('robots.txt is obeyed where the address is no documented interface', async () => {
  const rules = 'User-agent: *\nDisallow: /private\nCrawl-delay: 1\n'
  server.routes.set('/robots.txt', answer(200, { 'content-type': 'text/plain' }, rules))
  for (const path of ['/open', '/private']) server.routes.set(path, answer(200, JSON_TYPE, '{}'))
  const http = open()
  const began = performance.now()
  expect((await http.request(json('/open', { api: false }))).status).toBe(200)
  expect((await http.request(json('/open?2', { api: false }))).status).toBe(200)
  expect(performance.now() - began).toBeGreaterThan(950)
  expect(await problem(http.request(json('/private', { api: false })))).toMatchObject({
    kind: 'robots',
    message: `robots.txt of ${server.url} does not allow it`,
  })
  expect(server.seen.map(({ path }) => path)).toEqual(['/robots.txt', '/open', '/open?2'])
})

test('a robots.txt that is broken closes the host', async () => {
  server.routes.set('/robots.txt', answer(503))
  expect((await problem(open().request(json('/x', { api: false })))).message).toContain(
    'cannot be read: HTTP 503',
  )
})

describe('rates', () => {
  const strict = (rule: HostRule) => ({ rules: { [new URL(server.url).host]: rule } })

  test('one limiter for all clients of a host: one connection, one request at a time', async () => {
    let opened = 0
    let most = 0
    let last = 0
    server.routes.set('/works', (_, response) => {
      last = performance.now()
      most = Math.max(most, ++opened)
      setTimeout(() => {
        opened--
        response.writeHead(200, JSON_TYPE).end('{}')
      }, 20)
    })
    const rule = strict({ requests: 1, perMs: 100, connections: 1 })
    const clients = [open(rule), open(rule)]
    const began = performance.now()
    await Promise.all([0, 1, 2, 3].map((n) => clients[n % 2]!.request(json(`/works?n=${n}`))))
    expect(most).toBe(1)
    expect(last - began).toBeGreaterThan(290)
  })

  test('abort ends the wait for a turn, and leaves nothing that keeps the process', async () => {
    server.routes.set('/works', answer(200, JSON_TYPE, '{}'))
    const http = open(strict({ requests: 1, perMs: 60_000, connections: 1 }))
    await http.request(json('/works?1'))
    const timers = () => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length
    const before = timers()
    const controller = new AbortController()
    const waiting = ['2', '3'].map((n) => http.request(json(`/works?${n}`, { signal: controller.signal })))
    await new Promise((resolve) => setTimeout(resolve, 50))
    controller.abort(new Error('enough'))
    for (const each of waiting) await expect(each).rejects.toThrow('enough')
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(timers()).toBeLessThanOrEqual(before)
  })

  test('403 of such a host means stop', async () => {
    server.routes.set('/works', answer(403))
    const http = open(strict({ ...FAST, stopOn403: true }))
    expect((await problem(http.request(json('/works')))).message).toMatch(/refuses \(HTTP 403\)/)
    expect((await problem(http.request(json('/works?2')))).kind).toBe('stopped')
    expect(server.seen).toHaveLength(1)
  })
})

test('abort ends a wait at once and records nothing', async () => {
  server.routes.set('/works', answer(429, { 'retry-after': '90' }))
  const controller = new AbortController()
  const http = open({ limits: { firstPauseMs: 1, mostPauseMs: 100_000 } })
  const work = http.request(json('/works', { signal: controller.signal }))
  setTimeout(() => controller.abort(new Error('enough')), 50)
  await expect(work).rejects.toThrow('enough')
  expect(await recordedBytes()).toBe('')
})
