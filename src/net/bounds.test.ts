/** Servers that misbehave, and a client that keeps its limits: small ones here, so that no test waits. */
import type { lookup } from 'node:dns'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { answer, endless, raw, startServer, type TestServer } from '../../test/support/net/server.ts'
import { getPages } from './get.ts'
import { type HttpOptions, type HttpRequest, openHttp } from './http.ts'
import { LIMITS } from './limits.ts'
import { isPrivateAddress } from './private.ts'
import { Problem, RequestProblem } from './problem.ts'
import { Wire } from './send.ts'

let server: TestServer
let folder: string
beforeEach(async () => {
  server = await startServer()
  folder = await mkdtemp(join(tmpdir(), 'polyvia-bounds-'))
})
afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const HURRIED = { attempts: 2, firstPauseMs: 1, mostPauseMs: 1000, stallMs: 1500, totalMs: 30_000 }
const JSON_TYPE = { 'content-type': 'application/json' }
const JSON_ANSWER = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'
const ask = (path: string, options: Partial<HttpOptions> = {}, more: Partial<HttpRequest> = {}) =>
  openHttp({
    recordings: folder,
    mode: 'live',
    ...options,
    limits: { ...HURRIED, ...options.limits },
  }).request({
    url: new URL(path, server.url).href,
    accept: ['application/json'],
    api: true,
    ...more,
  })
async function problem(work: Promise<unknown>): Promise<RequestProblem> {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(thrown).toBeInstanceOf(RequestProblem)
  return thrown as RequestProblem
}

describe('bytes', () => {
  test('an answer without an end is cut at its bound, and the server is left', async () => {
    let left: () => void
    const hungUp = new Promise<void>((resolve) => {
      left = resolve
    })
    server.routes.set('/works', (request, response, count) => {
      response.on('close', () => left())
      endless('[1],'.repeat(1000), JSON_TYPE)(request, response, count)
    })
    const failed = await problem(ask('/works', {}, { maxBytes: 100_000 }))
    expect(failed).toMatchObject({ kind: 'too-large', message: 'the answer is longer than 100000 bytes' })
    await hungUp
    expect(server.seen).toHaveLength(1)
  })

  test('the bound is of what is unpacked: a bomb is cut, an honest answer is read', async () => {
    const bomb = Buffer.alloc(20_000_000, ' ')
    server.routes.set('/gz', answer(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }, gzipSync(bomb)))
    server.routes.set(
      '/br',
      answer(200, { ...JSON_TYPE, 'content-encoding': 'br' }, brotliCompressSync(bomb)),
    )
    server.routes.set('/good', answer(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }, gzipSync('{}')))
    for (const path of ['/gz', '/br'])
      expect((await problem(ask(path, {}, { maxBytes: 1_000_000 }))).kind).toBe('too-large')
    expect((await ask('/good')).body.toString()).toBe('{}')
    expect(server.seen.at(-1)!.headers['accept-encoding']).toBe('gzip, br')
  })

  test('what is packed and cut off or damaged is asked for again; a packing that nobody asked for is refused', async () => {
    const packed = gzipSync('{"n":1}')
    server.routes.set('/cut', (request, response, count) =>
      answer(
        200,
        { ...JSON_TYPE, 'content-encoding': 'gzip' },
        count === 0 ? packed.subarray(0, 12) : packed,
      )(request, response, count),
    )
    expect((await ask('/cut')).body.toString()).toBe('{"n":1}')
    server.routes.set('/damaged', answer(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }, 'not gzip'))
    expect((await problem(ask('/damaged'))).message).toMatch(/cannot be unpacked/)
    server.routes.set('/odd', answer(200, { ...JSON_TYPE, 'content-encoding': 'gzip, gzip' }, packed))
    expect((await problem(ask('/odd'))).message).toContain('packed as "gzip, gzip"')
    expect(server.seen).toHaveLength(5)
  })

  test('headers without an end, and a part that nobody asked for, are no answer', async () => {
    server.routes.set('/headers', raw(`${JSON_ANSWER}x-filler: ${'x'.repeat(100_000)}\r\n\r\n{}`))
    expect((await problem(ask('/headers'))).message).toContain('HEADERS_OVERFLOW')
    server.routes.set('/part', answer(206, { ...JSON_TYPE, 'content-range': 'bytes 0-1/9' }, '{}'))
    expect((await problem(ask('/part'))).message).toBe('HTTP 206')
  })
})

describe('time', () => {
  test('an answer that drips is given up at its lowest speed, or at the time for all', async () => {
    server.routes.set('/drip', endless(' ', JSON_TYPE, 10))
    const slow = { bytesPerSecond: 10_000, windowMs: 100 }
    expect(await problem(ask('/drip', { limits: slow }))).toMatchObject({
      kind: 'too-slow',
      message: expect.stringMatching(/^it sends \d+ bytes in 0.1 s$/),
    })
    expect(server.seen).toHaveLength(2)
    expect(await problem(ask('/drip', { limits: { totalMs: 100 } }))).toMatchObject({
      kind: 'too-slow',
      message: 'it takes longer than it may',
    })
    expect(server.seen).toHaveLength(3)
  })

  test('silence, before the answer and within it', async () => {
    server.routes.set('/silent', () => undefined)
    server.routes.set('/halfway', (_, response) => {
      response.writeHead(200, JSON_TYPE).write('[')
    })
    const limits = { attempts: 1, stallMs: 200 }
    expect((await problem(ask('/silent', { limits }))).message).toBe('the server does not answer')
    expect((await problem(ask('/halfway', { limits }))).message).toBe('the server went silent')
  })

  test('a wait that does not fit into the time for all is not begun', async () => {
    for (const wait of ['3600', '99999999999999999999', 'Fri, 31 Dec 9999 23:59:59 GMT']) {
      server.routes.set('/busy', answer(429, { 'retry-after': wait }))
      expect((await problem(ask('/busy'))).message).toBe('HTTP 429')
    }
    server.routes.set('/busy', answer(429, { 'retry-after': '1' }))
    expect((await problem(ask('/busy', { limits: { totalMs: 500 } }))).message).toBe('HTTP 429')
    expect(server.seen).toHaveLength(4)
  })
})

describe('connections', () => {
  test.each([
    ['torn within the body', raw(`${JSON_ANSWER}content-length: 100\r\n\r\n{"n":`, true)],
    ['ended before its length', raw(`${JSON_ANSWER}content-length: 100\r\n\r\n{"n":1}`)],
    [
      'chunks that are none',
      raw(`${JSON_ANSWER}transfer-encoding: chunked\r\n\r\nzz\r\n{"n":1}\r\n0\r\n\r\n`),
    ],
    ['chunks that end early', raw(`${JSON_ANSWER}transfer-encoding: chunked\r\n\r\n7\r\n{"n":1}\r\n`)],
    ['no HTTP at all', raw('220 mail.example.org ESMTP\r\n')],
    ['an end before the answer', raw('')],
  ])('%s: asked again, and right then', async (_, broken) => {
    server.routes.set('/works', (request, response, count) =>
      count === 0
        ? broken(request, response, count)
        : answer(200, JSON_TYPE, '{"n":1}')(request, response, count),
    )
    expect((await ask('/works')).body.toString()).toBe('{"n":1}')
    expect(server.seen).toHaveLength(2)
  })

  test('HTTP/1.0 without a length ends with the connection', async () => {
    server.routes.set('/works', raw('HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n{"n":1}'))
    expect((await ask('/works')).body.toString()).toBe('{"n":1}')
  })
})

test('a proxy that hangs up before it connects us is not asked for ever', async () => {
  let asked = 0
  const proxy = createServer((socket) => {
    asked++
    socket.once('data', () => socket.destroy())
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const { port } = proxy.address() as AddressInfo
  for (const name of ['HTTP_PROXY', 'http_proxy']) vi.stubEnv(name, `http://127.0.0.1:${port}`)
  for (const name of ['NO_PROXY', 'no_proxy']) vi.stubEnv(name, '')
  const limits = { attempts: 1, stallMs: 50 }
  const failed = await problem(ask('', { wire: new Wire(), limits }, { url: 'http://example.test/' }))
  vi.unstubAllEnvs()
  expect(failed).toMatchObject({ kind: 'silent', message: 'the server does not answer' })
  const before = asked
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(asked).toBe(before)
  proxy.close()
})

describe('redirects', () => {
  test('no further than the limit, to the web only, and not with a body', async () => {
    for (let at = 0; at < 20; at++)
      server.routes.set(`/hop/${at}`, answer(302, { location: `/hop/${at + 1}` }))
    expect((await problem(ask('/hop/0', { limits: { redirects: 3 } }))).message).toBe(
      'it redirects more than 3 times',
    )
    expect(server.seen).toHaveLength(4)
    for (const location of ['file:///etc/passwd', 'ftp://example.org/x', 'data:application/json,{}']) {
      server.routes.set('/other', answer(302, { location }))
      expect((await problem(ask('/other'))).kind).toBe('address')
    }
    server.routes.set('/nowhere', answer(302, {}))
    server.routes.set('/moved', answer(307, { location: '/works' }))
    expect((await problem(ask('/nowhere'))).message).toBe('HTTP 302 leads nowhere')
    expect((await problem(ask('/moved', {}, { method: 'POST', body: '{}' }))).message).toBe(
      'HTTP 307 leads nowhere',
    )
  })

  test('a redirect with a body without an end is followed all the same', async () => {
    server.routes.set('/long', (_, response) => {
      response.writeHead(302, { location: '/works' })
      const send = (): unknown => response.destroyed || response.write('x'.repeat(10_000), send)
      send()
    })
    server.routes.set('/works', answer(200, JSON_TYPE, '{}'))
    expect((await ask('/long')).status).toBe(200)
  })
})

describe('private networks', () => {
  test('what lies in one, in all spellings', () => {
    for (const address of [
      ...['127.0.0.1', '127.8.8.8', '0.0.0.0', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254'],
      ...['100.64.0.1', '224.0.0.1', '255.255.255.255', '::', '::1', 'fd00::1', 'fe80::1', 'ff02::1'],
      ...['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:a9fe:a9fe'],
    ])
      expect([address, isPrivateAddress(address)]).toEqual([address, true])
    for (const address of [
      '93.184.216.34',
      '172.32.0.1',
      '100.128.0.1',
      '2606:2800:220:1::1',
      '::ffff:8.8.8.8',
    ])
      expect([address, isPrivateAddress(address)]).toEqual([address, false])
  })

  /** Names as a test has them: what each stands for, one question after the other, the last for ever. */
  const names = (said: Record<string, string[]>): typeof lookup => {
    const known = structuredClone(said)
    return ((name: string, options: { all?: boolean }, done: (...given: unknown[]) => void) => {
      const addresses = known[name] ?? []
      const address = addresses.length > 1 ? addresses.shift() : addresses[0]
      if (address === undefined) done(Object.assign(new Error(name), { code: 'ENOTFOUND' }))
      else if (options.all) done(null, [{ address, family: 4 }])
      else done(null, address, 4)
    }) as typeof lookup
  }
  const HERE = ['127.0.0.1']
  /** Connected to here, and public when it is looked at. */
  const PASSING = ['127.0.0.1', '93.184.216.34']
  const port = () => new URL(server.url).port
  beforeEach(() => {
    for (const name of ['NO_PROXY', 'no_proxy']) vi.stubEnv(name, '*')
  })
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  test.each([
    'http://127.0.0.1:PORT/in',
    'http://2130706433:PORT/in',
    'http://0x7f.1:PORT/in',
    'http://[::1]:PORT/in',
    'http://[::ffff:127.0.0.1]:PORT/in',
    'http://169.254.169.254/latest/meta-data',
    'http://localhost:PORT/in',
    'http://inside.test:PORT/in',
    '//inside.test:PORT/in',
  ])('a public host cannot send us to %s', async (to) => {
    server.routes.set('/out', answer(302, { location: to.replace('PORT', port()) }))
    const wire = new Wire(names({ 'public.test': PASSING, 'inside.test': HERE }))
    const failed = await problem(ask('', { wire }, { url: `http://public.test:${port()}/out` }))
    expect(failed.message).toContain('it leads into a private network')
    expect(server.seen).toHaveLength(1)
  })

  test('a host of ours may send us to another one of ours', async () => {
    server.routes.set('/out', answer(302, { location: `http://inside.test:${port()}/in` }))
    server.routes.set('/in', answer(200, JSON_TYPE, '{}'))
    const wire = new Wire(names({ 'hub.test': HERE, 'inside.test': HERE }))
    const rules = { test: { requests: 100, perMs: 100, connections: 4 } }
    expect((await ask('', { wire, rules }, { url: `http://hub.test:${port()}/out` })).status).toBe(200)
  })

  test('an address that a source names does not lead into one, unless there is a rule for its host', async () => {
    server.routes.set('/paper.pdf', answer(200, JSON_TYPE, '{}'))
    expect((await problem(ask('/paper.pdf', {}, { api: false }))).kind).toBe('address')
    expect(server.seen).toEqual([])
    const rules = { '127.0.0.1': { requests: 100, perMs: 100, connections: 4 } }
    expect((await ask('/paper.pdf', { rules }, { api: false })).status).toBe(200)
  })
})

describe('getPages', () => {
  const limits = { ...LIMITS, ...HURRIED }
  const read = async (path: string, more: Partial<typeof LIMITS> = {}): Promise<unknown[]> => {
    const pages: unknown[] = []
    const all = getPages(
      server.url + path,
      {},
      { ...limits, ...more },
      (next) => new URL(next, server.url).href,
    )
    for await (const page of all) pages.push(page)
    return pages
  }
  const failure = async (work: Promise<unknown>): Promise<Problem> => {
    const thrown = await work.catch((error: unknown) => error)
    expect(thrown).toBeInstanceOf(Problem)
    return thrown as Problem
  }
  const page = (next: string, body = '[1]') => answer(200, { link: `<${next}>; rel="next"` }, body)

  test('reads to the last page', async () => {
    server.routes.set('/a', page('/b'))
    server.routes.set('/b', answer(200, {}, '[2]'))
    expect(await read('/a')).toEqual([[1], [2]])
  })

  test('names the page that leads to itself, or in a circle', async () => {
    server.routes.set('/self', page('/self'))
    expect(await failure(read('/self'))).toMatchObject({
      kind: 'circle',
      message: `its pages lead in a circle (${server.url}/self)`,
    })
    server.routes.set('/a', page('/b'))
    server.routes.set('/b', page('/a#again'))
    expect((await failure(read('/a'))).message).toContain('in a circle')
    expect(server.seen.length).toBeLessThan(5)
  })

  test('reads so many pages and bytes, and no more', async () => {
    server.routes.set('/more', (request, response, count) =>
      page(`/more?at=${server.seen.length}`)(request, response, count),
    )
    expect((await failure(read('/more', { pages: 7 }))).message).toBe('it has more than 7 pages')
    expect(server.seen).toHaveLength(7)
    expect((await failure(read('/more', { listBytes: 10 }))).kind).toBe('too-large')
    server.routes.set('/endless', endless('[1],'.repeat(1000)))
    expect((await failure(read('/endless', { answerBytes: 100_000 }))).kind).toBe('too-large')
    server.routes.set('/drip', endless(' ', {}, 10))
    expect((await failure(read('/drip', { totalMs: 100 }))).kind).toBe('too-slow')
    server.routes.set('/web', answer(200, {}, '<html>'))
    expect((await failure(read('/web'))).message).toContain('not JSON')
  })

  test('leaves an error page without an end', async () => {
    server.routes.set('/gone', (_, response) => {
      response.writeHead(404)
      const send = (): unknown => response.destroyed || response.write('x'.repeat(10_000), send)
      send()
    })
    expect((await failure(read('/gone'))).message).toBe('HTTP 404')
  })
})
