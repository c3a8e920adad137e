import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a test makes of a request; the n-th to this path, from 0. */
export type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void

export interface TestServer {
  readonly url: string
  /** Path (with query) -> what answers. */
  readonly routes: Map<string, Handler>
  /** Requests in their order: path and headers. */
  readonly seen: { path: string; headers: IncomingMessage['headers'] }[]
  close(): Promise<void>
}

/** A server on this machine that behaves as badly as a test wants. */
export async function startServer(): Promise<TestServer> {
  const routes = new Map<string, Handler>()
  const seen: TestServer['seen'] = []
  const counts = new Map<string, number>()
  const server: Server = createServer((request, response) => {
    const path = request.url ?? '/'
    seen.push({ path, headers: request.headers })
    const handler = routes.get(path) ?? routes.get(path.split('?')[0]!)
    const count = counts.get(path) ?? 0
    counts.set(path, count + 1)
    if (handler === undefined) response.writeHead(404).end('not here')
    else handler(request, response, count)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    routes,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** A file served as it should be: ranges, If-Range, ETag, length. */
export function serve(
  content: Buffer,
  { etag = '"v1"', breakAfter }: { etag?: string; breakAfter?: number } = {},
): Handler {
  return (request, response) => {
    const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')
    const condition = request.headers['if-range']
    const from = range !== null && (condition === undefined || condition === etag) ? Number(range[1]) : 0
    if (from > 0 && from >= content.length) {
      response.writeHead(416, { 'content-range': `bytes */${content.length}`, etag }).end()
      return
    }
    const part = content.subarray(from)
    response.writeHead(from > 0 ? 206 : 200, {
      etag,
      'content-length': part.length,
      ...(from > 0 ? { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` } : {}),
    })
    if (breakAfter === undefined || part.length <= breakAfter) response.end(part)
    else {
      response.write(part.subarray(0, breakAfter), () => response.destroy())
    }
  }
}

export const answer =
  (status: number, headers: Record<string, string | number> = {}, body: string | Buffer = ''): Handler =>
  (_, response) => {
    response.writeHead(status, headers).end(body)
  }

/** Sends a piece again and again, as fast as it is read or every so often, until the other side hangs up. */
export const endless =
  (piece: string | Buffer, headers: Record<string, string> = {}, everyMs = 0): Handler =>
  (_, response) => {
    response.writeHead(200, headers)
    const send = (): void => {
      if (response.destroyed) return
      if (everyMs > 0) {
        response.write(piece)
        setTimeout(send, everyMs)
      } else if (response.write(piece)) setImmediate(send)
      else response.once('drain', send)
    }
    send()
  }

/** Bytes as they are, in place of an answer in the form of HTTP; then the connection ends, or is torn. */
export const raw =
  (bytes: string, torn = false): Handler =>
  (_, { socket }) => {
    socket!.write(bytes, () => (torn ? socket!.resetAndDestroy() : socket!.end()))
  }
