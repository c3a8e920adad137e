import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { fc, test as property } from '@fast-check/vitest'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sha256 } from '#kernel'
import { rejection } from '../../test/support/data/material.ts'
import {
  answer,
  endless,
  type Handler,
  raw,
  serve,
  startServer,
  type TestServer,
} from '../../test/support/net/server.ts'
import { type DownloadOptions, download } from './download.ts'
import { retryAfterMs } from './retry.ts'
import type { DownloadEvent, Wanted } from './wanted.ts'

const CONTENT = Buffer.from(Array.from({ length: 200_000 }, (_, at) => (at * 7919) % 251))
const HASH = sha256(CONTENT)
const LIMITS = { attempts: 3, firstPauseMs: 5, mostPauseMs: 2000, stallMs: 400 }

let server: TestServer
let folder: string
let path: string
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polyvia-download-'))
  path = join(folder, 'data.bin')
  server.seen.length = 0
})
afterEach(() => rm(folder, { recursive: true }))

let last = 0
/** A new address that is answered so. */
function route(handler: Handler): string {
  const place = `/${last++}/data.bin`
  server.routes.set(place, handler)
  return server.url + place
}
const fetchFrom = (urls: string | string[], wanted: Partial<Wanted> = {}, options: DownloadOptions = {}) =>
  download({ urls: [urls].flat(), path, ...wanted }, { limits: LIMITS, ...options })
const ranges = () => server.seen.map(({ headers }) => headers.range)

/** The code of the failure; that no file is under the final name is checked each time. */
async function code(promise: Promise<unknown>): Promise<string> {
  const error = await rejection(promise)
  expect(existsSync(path)).toBe(false)
  return error.code
}

describe('download, when all is well', () => {
  test('gives the whole file, checked, and leaves nothing else', async () => {
    const events: DownloadEvent[] = []
    const url = route(serve(CONTENT))
    const got = await fetchFrom(
      url,
      { sha256: HASH, bytes: CONTENT.length },
      { onEvent: (each) => events.push(each) },
    )
    expect(got).toEqual({ path, url, bytes: CONTENT.length, sha256: HASH, resumedFrom: 0 })
    expect(readFileSync(path).equals(CONTENT)).toBe(true)
    expect(await readdir(folder)).toEqual(['data.bin'])
    expect(events.at(-1)).toEqual({ type: 'progress', path, bytes: CONTENT.length, total: CONTENT.length })
  })

  test('asks for nothing when the file is there', async () => {
    await writeFile(path, CONTENT)
    await fetchFrom(route(serve(CONTENT)), { sha256: HASH })
    expect(server.seen).toEqual([])
  })

  test('replaces a file that is there with other content', async () => {
    await writeFile(path, 'old')
    await fetchFrom(route(serve(CONTENT)), { sha256: HASH })
    expect(sha256(readFileSync(path))).toBe(HASH)
  })

  test('checks the hash that git has of a file', async () => {
    const gitOid = createHash('sha1').update(`blob ${CONTENT.length}\0`).update(CONTENT).digest('hex')
    await fetchFrom(route(serve(CONTENT)), { gitOid })
    await rm(path)
    expect(await code(fetchFrom(route(serve(CONTENT)), { gitOid: 'a'.repeat(40) }))).toBe(
      'DOWNLOAD_CORRUPTED',
    )
  })

  test('lets one process at a time fetch a file: the other one takes what came', async () => {
    const url = route(serve(CONTENT))
    await Promise.all([fetchFrom(url, { sha256: HASH }), fetchFrom(url, { sha256: HASH })])
    expect(server.seen).toHaveLength(1)
  })
})

describe('download, when the connection breaks', () => {
  test('goes on where it stopped, as long as each attempt brings something', async () => {
    const { sha256: hash, resumedFrom } = await fetchFrom(route(serve(CONTENT, { breakAfter: 30_000 })))
    expect([hash, resumedFrom]).toEqual([HASH, 0])
    expect(server.seen.length).toBeGreaterThanOrEqual(7)
    expect(server.seen.slice(1).every(({ headers }) => headers['if-range'] === '"v1"')).toBe(true)
  })

  test('goes on in a later call, with what is beside the file', async () => {
    let healthy = false
    const url = route((...given) => serve(CONTENT, healthy ? {} : { breakAfter: 50_000 })(...given))
    expect(await code(fetchFrom(url, {}, { limits: { ...LIMITS, attempts: 1 } }))).toBe('DOWNLOAD_TRUNCATED')
    expect((await readdir(folder)).sort()).toEqual(['.data.bin.part', '.data.bin.part.json'])
    healthy = true
    const { sha256: hash, resumedFrom } = await fetchFrom(url)
    expect(hash).toBe(HASH)
    expect(resumedFrom).toBeGreaterThan(0)
    expect(ranges()).toEqual([undefined, `bytes=${resumedFrom}-`])
    expect(await readdir(folder)).toEqual(['data.bin'])
  })

  test('ends when every attempt breaks at the same place and ranges are ignored', async () => {
    const url = route((_, response) => {
      response.writeHead(200, { 'content-length': CONTENT.length, etag: '"v1"' })
      response.write(CONTENT.subarray(0, 1000), () => response.destroy())
    })
    expect(await code(fetchFrom(url))).toBe('DOWNLOAD_TRUNCATED')
    expect(server.seen.length).toBeLessThanOrEqual(4)
  })

  test('starts again when the source ignores ranges, and is right in the end', async () => {
    const url = route((_, response, count) => {
      response.writeHead(200, { 'content-length': CONTENT.length, etag: '"v1"' })
      if (count > 0) response.end(CONTENT)
      else response.write(CONTENT.subarray(0, 90_000), () => response.destroy())
    })
    expect((await fetchFrom(url)).sha256).toBe(HASH)
  })

  test('starts again when the file changed between two parts, whether the source says so or not', async () => {
    const changed = Buffer.from(CONTENT).reverse()
    for (const honest of [true, false]) {
      const url = route((request, response, count) => {
        if (count === 0) serve(CONTENT, { breakAfter: 60_000 })(request, response, count)
        else if (honest || request.headers.range === undefined)
          serve(changed, { etag: '"v2"' })(request, response, count)
        else {
          const from = Number(/\d+/.exec(request.headers.range)![0])
          response
            .writeHead(206, { etag: '"v2"', 'content-range': `bytes ${from}-199999/200000` })
            .end(changed.subarray(from))
        }
      })
      expect((await fetchFrom(url)).sha256).toBe(sha256(changed))
      await rm(path)
    }
  })

  test('does not go on with a file that has no name for its content and no hash', async () => {
    const url = route((_, response, count) => {
      response.writeHead(200, { 'content-length': CONTENT.length })
      if (count > 0) response.end(CONTENT)
      else response.write(CONTENT.subarray(0, 90_000), () => response.destroy())
    })
    expect((await fetchFrom(url)).sha256).toBe(HASH)
    expect(ranges()).toEqual([undefined, undefined])
  })

  test('takes a part that is whole already (416) as the file, and one that is too long not', async () => {
    const url = route(serve(CONTENT))
    for (const [part, asked] of [
      [CONTENT, 1],
      [Buffer.concat([CONTENT, CONTENT]), 2],
    ] as const) {
      await writeFile(join(folder, '.data.bin.part'), part)
      await writeFile(join(folder, '.data.bin.part.json'), JSON.stringify({ url, validator: '"v1"' }))
      server.seen.length = 0
      expect((await fetchFrom(url)).sha256).toBe(HASH)
      expect(server.seen).toHaveLength(asked)
      await rm(path)
    }
  })

  test('starts again once when the part that was here turns out bad', async () => {
    const url = route(serve(CONTENT))
    await writeFile(join(folder, '.data.bin.part'), Buffer.alloc(1000, 9))
    await writeFile(join(folder, '.data.bin.part.json'), JSON.stringify({ url, validator: '"v1"' }))
    expect((await fetchFrom(url, { sha256: HASH })).sha256).toBe(HASH)
    expect(ranges()).toEqual(['bytes=1000-', undefined])
  })

  test('gives up a connection that goes silent, before or in the body', async () => {
    const silent = route(() => undefined)
    expect(await code(fetchFrom(silent, {}, { limits: { ...LIMITS, attempts: 1 } }))).toBe('SOURCE_BROKEN')
    const halfway = route((request, response, count) => {
      if (count > 0) return serve(CONTENT)(request, response, count)
      response.writeHead(200, { 'content-length': CONTENT.length, etag: '"v1"' })
      response.write(CONTENT.subarray(0, 100_000))
    })
    expect((await fetchFrom(halfway)).sha256).toBe(HASH)
    expect(ranges().at(-1)).toMatch(/^bytes=\d+-$/)
  })
})

describe('download, when the source is wrong', () => {
  test('removes what arrived with another hash, and says both', async () => {
    const damaged = Buffer.from(CONTENT)
    damaged[777]! ^= 1
    const error = await rejection(fetchFrom(route(serve(damaged)), { sha256: HASH }))
    expect(error.code).toBe('DOWNLOAD_CORRUPTED')
    expect(error.message).toContain(HASH)
    expect(error.message).toContain(sha256(damaged))
    expect(await readdir(folder)).toEqual([])
  })

  test('does not begin when the source has another size than the entry says', async () => {
    const error = await rejection(fetchFrom(route(serve(CONTENT)), { bytes: 5 }))
    expect(error.code).toBe('DOWNLOAD_CORRUPTED')
    expect(error.message).toContain('5 bytes were promised, the source has 200000')
  })

  test('notices a length that is a lie', async () => {
    const tooLong: Handler = (_, response) => {
      response.writeHead(200, { 'content-length': CONTENT.length + 5 })
      response.write(CONTENT, () => response.destroy())
    }
    expect(await code(fetchFrom(route(tooLong), { bytes: CONTENT.length }))).toBe('DOWNLOAD_CORRUPTED')
    expect(await code(fetchFrom(route(tooLong)))).toBe('DOWNLOAD_TRUNCATED')
    const chunked: Handler = (_, response) => {
      response.writeHead(200)
      response.end(Buffer.concat([CONTENT, CONTENT]))
    }
    expect(await code(fetchFrom(route(chunked), { bytes: CONTENT.length }))).toBe('DOWNLOAD_CORRUPTED')
  })

  test('follows redirects, but not in a circle nor for ever', async () => {
    const file = route(serve(CONTENT))
    expect((await fetchFrom(route(answer(302, { location: file })))).sha256).toBe(HASH)
    await rm(path)
    const circle = `${server.url}/circle`
    server.routes.set('/circle', answer(302, { location: circle }))
    const error = await rejection(fetchFrom(circle))
    expect([error.code, error.message]).toEqual([
      'SOURCE_BROKEN',
      expect.stringContaining('redirects in a circle'),
    ])
    for (let at = 0; at < 30; at++)
      server.routes.set(`/hop/${at}`, answer(302, { location: `/hop/${at + 1}` }))
    expect(await code(fetchFrom(`${server.url}/hop/0`))).toBe('SOURCE_BROKEN')
    expect(server.seen.length).toBeLessThan(20)
  })

  test('sends a token to the source and not to another host that it redirects to', async () => {
    const other = await startServer()
    other.routes.set('/cdn', serve(CONTENT))
    const url = route(answer(302, { location: `${other.url}/cdn` }))
    await fetchFrom(url, { headers: { authorization: 'Bearer secret' } })
    expect(server.seen[0]!.headers.authorization).toBe('Bearer secret')
    expect(other.seen[0]!.headers.authorization).toBeUndefined()
    await other.close()
  })

  test('waits as long as Retry-After says, unless that is too long', async () => {
    const pauses: number[] = []
    const onEvent = (event: DownloadEvent) => event.type === 'pause' && pauses.push(event.pauseMs)
    const busy: Handler = (...given) =>
      (given[2] === 0 ? answer(429, { 'retry-after': '1' }) : serve(CONTENT))(...given)
    expect((await fetchFrom(route(busy), {}, { onEvent })).sha256).toBe(HASH)
    expect(pauses).toEqual([1000])
    await rm(path)
    expect(await code(fetchFrom(route(answer(429, { 'retry-after': '3600' }))))).toBe('SOURCE_BUSY')
    expect(await code(fetchFrom(route(answer(429))))).toBe('SOURCE_BUSY')
  })

  test.each([
    [401, 'SOURCE_GATED', 1],
    [403, 'SOURCE_GATED', 1],
    [404, 'SOURCE_NOT_FOUND', 1],
    [410, 'SOURCE_NOT_FOUND', 1],
    [418, 'SOURCE_BROKEN', 1],
    [500, 'SOURCE_BROKEN', 3],
    [503, 'SOURCE_BROKEN', 3],
  ])('answers HTTP %i with %s after %i requests', async (status, expected, requests) => {
    expect(await code(fetchFrom(route(answer(status))))).toBe(expected)
    expect(server.seen).toHaveLength(requests)
  })

  test('takes no web page for a file', async () => {
    const page = route(answer(200, { 'content-type': 'text/html; charset=utf-8' }, '<html>log in</html>'))
    const error = await rejection(fetchFrom(page))
    expect([error.code, error.message]).toEqual(['SOURCE_BROKEN', expect.stringContaining('web page')])
  })

  test('gives up a source that trickles, though every attempt brings something', async () => {
    const rangeOf = (request: Parameters<Handler>[0]) => Number(/\d+/.exec(request.headers.range ?? '0')![0])
    const drip: Handler = (request, response) => {
      const from = rangeOf(request)
      response.writeHead(from > 0 ? 206 : 200, {
        etag: '"v1"',
        ...(from > 0 ? { 'content-range': `bytes ${from}-199999/200000` } : { 'content-length': 200_000 }),
      })
      let at = from
      const timer = setInterval(() => {
        response.write(CONTENT.subarray(at, at + 2000))
        at += 2000
      }, 10)
      response.on('close', () => clearInterval(timer))
    }
    const limits = { ...LIMITS, stallMs: 2000, bytesPerSecond: 10_000_000, windowMs: 50 }
    const error = await rejection(fetchFrom(route(drip), {}, { limits }))
    expect([error.code, error.message]).toEqual([
      'SOURCE_TOO_SLOW',
      expect.stringMatching(/\d bytes in 0.05 s/),
    ])
    expect(server.seen).toHaveLength(3)
    server.seen.length = 0
    const torn: Handler = (request, response) => {
      const from = rangeOf(request)
      response.writeHead(from > 0 ? 206 : 200, {
        etag: '"v1"',
        ...(from > 0 ? { 'content-range': `bytes ${from}-199999/200000` } : { 'content-length': 200_000 }),
      })
      response.write('x'.repeat(10), () => response.destroy())
    }
    expect(await code(fetchFrom(route(torn)))).toBe('DOWNLOAD_TRUNCATED')
    expect(server.seen).toHaveLength(3)
  })

  test('cuts a file without a size and without an end, and keeps nothing', async () => {
    const limits = { ...LIMITS, fileBytes: 300_000 }
    const error = await rejection(fetchFrom(route(endless(CONTENT.subarray(0, 9999))), {}, { limits }))
    expect([error.code, error.message, error.hint]).toEqual([
      'SOURCE_TOO_LARGE',
      expect.stringContaining('it does not state a size, and sends more than 300000 bytes'),
      expect.stringContaining('state its size'),
    ])
    expect(await readdir(folder)).toEqual([])
    // Whoever states a size may have more.
    const small = { ...LIMITS, fileBytes: 1000 }
    const unsized = route((_, response) => void response.writeHead(200).end(CONTENT))
    expect((await fetchFrom(unsized, { bytes: CONTENT.length }, { limits: small })).sha256).toBe(HASH)
    await rm(path)
    expect((await fetchFrom(route(serve(CONTENT)), {}, { limits: small })).sha256).toBe(HASH)
  })

  test.each(['file:///etc/passwd', 'ftp://example.org/x', 'data:,x', 'nonsense', ''])(
    'does not fetch "%s", nor follow a redirect to it',
    async (address) => {
      expect(await code(fetchFrom(address))).toBe('SOURCE_UNSAFE')
      if (!URL.canParse(address)) return
      expect(await code(fetchFrom(route(answer(302, { location: address }))))).toBe('SOURCE_UNSAFE')
      expect(server.seen).toHaveLength(1)
    },
  )

  test.each<[string, (part: Buffer, from: number) => [Record<string, string | number>, Buffer]]>([
    [
      'another size',
      (part, from) => [{ etag: '"v1"', 'content-range': `bytes ${from}-299999/300000` }, part],
    ],
    ['no name for it', (part, from) => [{ 'content-range': `bytes ${from}-199999/200000` }, part]],
    [
      'another name',
      (part, from) => [{ etag: '"v2"', 'content-range': `bytes ${from}-199999/200000` }, part],
    ],
    [
      'another beginning',
      (part, from) => [{ etag: '"v1"', 'content-range': `bytes ${from - 1}-199999/200000` }, part],
    ],
    [
      'an end beyond the end',
      (part, from) => [{ etag: '"v1"', 'content-range': `bytes ${from}-200000/200000` }, part],
    ],
    ['no range', (part) => [{ etag: '"v1"' }, part]],
    [
      'several ranges',
      (part) => [{ etag: '"v1"', 'content-type': 'multipart/byteranges; boundary=x' }, part],
    ],
  ])('makes no file of two: a part with %s is thrown away, and the whole is fetched', async (_, reply) => {
    const changed = Buffer.from(CONTENT).reverse()
    const url = route((request, response, count) => {
      if (count === 0) return serve(CONTENT, { breakAfter: 60_000 })(request, response, count)
      if (request.headers.range === undefined)
        return serve(changed, { etag: '"v2"' })(request, response, count)
      const from = Number(/\d+/.exec(request.headers.range)![0])
      const [headers, part] = reply(changed.subarray(from), from)
      response.writeHead(206, headers).end(part)
    })
    expect((await fetchFrom(url)).sha256).toBe(sha256(changed))
    expect(ranges().slice(-2)).toEqual([expect.stringMatching(/^bytes=/), undefined])
  })

  test('makes no file of a part that is longer than its own range', async () => {
    const url = route((request, response, count) => {
      if (count === 0) return serve(CONTENT, { breakAfter: 60_000 })(request, response, count)
      const from = Number(/\d+/.exec(request.headers.range!)![0])
      response
        .writeHead(206, { etag: '"v1"', 'content-range': `bytes ${from}-${from + 9}/200000` })
        .end(CONTENT.subarray(from))
    })
    expect(await code(fetchFrom(url))).toBe('DOWNLOAD_CORRUPTED')
    expect(await readdir(folder)).toEqual([])
  })

  test('does not take a part for the whole when the source names its content anew', async () => {
    const url = route((request, response, count) =>
      request.headers.range === undefined
        ? serve(CONTENT, { etag: '"v2"' })(request, response, count)
        : answer(416, { etag: '"v2"', 'content-range': 'bytes */200000' })(request, response, count),
    )
    await writeFile(join(folder, '.data.bin.part'), Buffer.from(CONTENT).reverse())
    await writeFile(join(folder, '.data.bin.part.json'), JSON.stringify({ url, validator: '"v1"' }))
    expect((await fetchFrom(url)).sha256).toBe(HASH)
  })

  test('takes no packed file for the file, unless a hash says that it is one', async () => {
    const packed = gzipSync(CONTENT)
    const url = route(answer(200, { 'content-encoding': 'gzip' }, packed))
    const error = await rejection(fetchFrom(url))
    expect([error.code, error.message]).toEqual(['SOURCE_BROKEN', expect.stringContaining('packed (gzip)')])
    expect((await fetchFrom(url, { sha256: sha256(packed) })).bytes).toBe(packed.length)
  })

  test('reads HTTP/1.0 without a length, and notices what is missing where the size is known', async () => {
    const old = (body: string) => route(raw(`HTTP/1.0 200 OK\r\n\r\n${body}`))
    expect((await fetchFrom(old('abc'))).bytes).toBe(3)
    await rm(path)
    expect(await code(fetchFrom(old('abc'), { bytes: 4 }))).toBe('DOWNLOAD_TRUNCATED')
    expect(await code(fetchFrom(old('abcde'), { bytes: 4 }))).toBe('DOWNLOAD_CORRUPTED')
  })

  test('goes on after chunks that are none', async () => {
    const begun = `HTTP/1.1 200 OK\r\netag: "v1"\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n`
    const url = route((...given) => (given[2] === 0 ? raw(begun) : serve(Buffer.from('abcdef')))(...given))
    expect((await fetchFrom(url)).sha256).toBe(sha256('abcdef'))
  })

  test('tries the mirrors in order, and names all of them when none serves', async () => {
    const [gone, broken] = [route(answer(404)), route(answer(500))]
    const got = await fetchFrom([gone, broken, route(serve(CONTENT))], { sha256: HASH })
    expect(got.url).toContain('data.bin')
    await rm(path)
    const all = await rejection(fetchFrom([gone, route(answer(410))]))
    expect(all.code).toBe('SOURCE_NOT_FOUND')
    expect(all.message.match(/data\.bin: HTTP 4/g)).toHaveLength(2)
    expect(await code(fetchFrom([gone, broken]))).toBe('SOURCE_BROKEN')
  })

  test('goes on at a mirror with what another one gave, where a hash decides', async () => {
    const first = route(serve(CONTENT, { breakAfter: 60_000 }))
    const second = route(serve(CONTENT, { etag: '"other"' }))
    await rejection(fetchFrom(first, { sha256: HASH }, { limits: { ...LIMITS, attempts: 1 } }))
    expect((await fetchFrom(second, { sha256: HASH })).resumedFrom).toBeGreaterThan(0)
  })

  test('says when there is no network, and when the disk is too small', async () => {
    const closed = await startServer()
    await closed.close()
    expect(await code(fetchFrom(`${closed.url}/x`))).toBe('SOURCE_OFFLINE')
    const huge = route((_, response) => {
      response.writeHead(200, { 'content-length': String(2 ** 52) })
      response.write('x')
    })
    expect(await code(fetchFrom(huge))).toBe('NO_SPACE')
  })
})

test('retryAfterMs reads seconds and dates', () => {
  expect(retryAfterMs('7')).toBe(7000)
  expect(retryAfterMs('1.5')).toBe(1500)
  expect(retryAfterMs('Wed, 21 Oct 2015 07:28:30 GMT', Date.UTC(2015, 9, 21, 7, 28))).toBe(30_000)
  expect(retryAfterMs('Wed, 21 Oct 2015 07:28:30 GMT')).toBe(0)
  for (const odd of ['soon', '', '-5', '5 s', '2015x']) expect(retryAfterMs(odd)).toBeUndefined()
})

property.prop([fc.array(fc.nat({ max: 8 }), { minLength: 1, maxLength: 8 })], { numRuns: 25 })(
  'whatever the source does, in whatever order: the right file, or none',
  async (deeds) => {
    const url = route((request, response, count) => {
      const deed = deeds[count] ?? 0
      if (deed === 1) return answer(500)(request, response, count)
      if (deed === 2) return response.destroy()
      if (deed === 3) return serve(CONTENT, { breakAfter: 40_000 })(request, response, count)
      if (deed === 4) return answer(200, { 'content-type': 'text/html' }, '<html>')(request, response, count)
      if (deed === 5)
        return serve(CONTENT.subarray(0, 100_000), { etag: '"short"' })(request, response, count)
      if (deed === 6) return serve(Buffer.from(CONTENT).reverse())(request, response, count)
      if (deed === 7)
        return answer(206, { 'content-range': 'bytes 5-9/10' }, 'other')(request, response, count)
      if (deed === 8) return answer(200, {}, '')(request, response, count)
      return serve(CONTENT)(request, response, count)
    })
    const place = join(folder, 'any.bin')
    await rm(place, { force: true })
    const options = { limits: { ...LIMITS, firstPauseMs: 1 } }
    await download({ urls: [url], path: place, sha256: HASH }, options).catch((error) => {
      expect(error.code).toMatch(/^(SOURCE|DOWNLOAD)_/)
    })
    if (existsSync(place)) expect(sha256(readFileSync(place))).toBe(HASH)
  },
)

describe('download, killed', () => {
  const script = (url: string) => `
    import { download } from '${import.meta.resolve('./download.ts')}'
    await download({ urls: ['${url}'], path: '${path}', sha256: '${HASH}' }, { limits: { attempts: 3, firstPauseMs: 5 } })`

  test('leaves no half file under its name, and the next process goes on', { timeout: 180_000 }, async () => {
    // 20 kB every 10 ms: a whole download takes about 100 ms once the process is up.
    const url = route((request, response) => {
      const from = Number(/\d+/.exec(request.headers.range ?? '0')![0])
      response.writeHead(from > 0 ? 206 : 200, {
        etag: '"v1"',
        'content-length': CONTENT.length - from,
        ...(from > 0 ? { 'content-range': `bytes ${from}-${CONTENT.length - 1}/${CONTENT.length}` } : {}),
      })
      let at = from
      const timer = setInterval(() => {
        response.write(CONTENT.subarray(at, at + 20_000))
        at += 20_000
        if (at >= CONTENT.length) {
          clearInterval(timer)
          response.end()
        }
      }, 10)
      response.on('close', () => clearInterval(timer))
    })
    const start = (): ChildProcess =>
      spawn(
        process.execPath,
        ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', script(url)],
        {
          stdio: 'inherit',
        },
      )
    let killed = 0
    // Moments after the first byte: early, in the middle, late.
    for (const moment of [5, 40, 90]) {
      const before = server.seen.length
      const child = start()
      const ended = new Promise((resolve) => child.on('close', resolve))
      while (server.seen.length === before && child.exitCode === null) await sleep(2)
      await sleep(moment)
      if (child.kill('SIGKILL')) killed++
      await ended
      if (existsSync(path)) {
        expect(sha256(readFileSync(path))).toBe(HASH)
        break
      }
    }
    expect(killed).toBeGreaterThanOrEqual(1)
    const { sha256: hash } = await download({ urls: [url], path, sha256: HASH }, { limits: LIMITS })
    expect(hash).toBe(HASH)
    expect(sha256(readFileSync(path))).toBe(HASH)
    expect(server.seen.some(({ headers }) => headers.range !== undefined)).toBe(true)
    expect(await readdir(folder)).toEqual(['data.bin'])
  })
})
