import { afterEach, beforeEach, expect, test } from 'vitest'
import { LIMITS } from '#net'
import { rejection } from '../../../test/support/data/material.ts'
import {
  answer,
  endless,
  type Handler,
  startServer,
  type TestServer,
} from '../../../test/support/net/server.ts'
import { hubCommit, hubFiles } from './hub.ts'

let server: TestServer
beforeEach(async () => {
  server = await startServer()
})
afterEach(() => server.close())

const COMMIT = '1'.repeat(40)
const TREE = `/api/datasets/owner/name/tree/${COMMIT}`
const LIMITED = {
  ...LIMITS,
  attempts: 2,
  firstPauseMs: 1,
  pages: 5,
  answerBytes: 100_000,
  listBytes: 150_000,
}
const hub = () => ({ endpoint: server.url, token: 'secret' })
const list = () => hubFiles(hub(), 'datasets', 'owner/name', COMMIT, LIMITED)
const entry = (path: string) => ({ type: 'file', path, size: 1, oid: 'a'.repeat(40) })
const page = (next: string, body: unknown = [entry('a')]): Handler =>
  answer(200, { link: `<${next}>; rel="next"` }, JSON.stringify(body))

test('a list whose next page is itself is refused by name', async () => {
  server.routes.set(TREE, page(`${TREE}?recursive=true`))
  const error = await rejection(list())
  expect([error.code, error.message]).toEqual([
    'SOURCE_BROKEN',
    expect.stringContaining(`its pages lead in a circle (${server.url}${TREE}?recursive=true)`),
  ])
  expect(server.seen).toHaveLength(1)
})

test('a list without an end, of pages or of bytes, is too large', async () => {
  server.routes.set(TREE, (...given) => page(`${TREE}?cursor=${server.seen.length}`)(...given))
  expect((await rejection(list())).message).toContain('more than 5 pages')
  server.routes.set(TREE, endless('{},'.repeat(1000)))
  const error = await rejection(list())
  expect([error.code, error.message]).toEqual(['SOURCE_TOO_LARGE', expect.stringContaining('100000 bytes')])
  const long = Array.from({ length: 700 }, (_, at) => entry(`file-${at}`))
  server.routes.set(TREE, (...given) => page(`${TREE}?cursor=${server.seen.length}`, long)(...given))
  expect((await rejection(list())).message).toContain('its pages have more than 150000 bytes')
})

test('a commit without an end is too large', async () => {
  server.routes.set('/api/models/owner/name/revision/main', endless(' '.repeat(1000)))
  expect((await rejection(hubCommit(hub(), 'models', 'owner/name', 'main', LIMITED))).code).toBe(
    'SOURCE_TOO_LARGE',
  )
})

test('a next page elsewhere is asked of the hub itself: no token goes to another host', async () => {
  const other = await startServer()
  server.routes.set(`${TREE}?recursive=true`, page(`${other.url}${TREE}?cursor=2`))
  server.routes.set(`${TREE}?cursor=2`, answer(200, {}, JSON.stringify([entry('b')])))
  expect((await list()).map(({ path }) => path)).toEqual(['a', 'b'])
  expect(other.seen).toEqual([])
  await other.close()
})

test('a next page that is no address, and an endpoint that is none, are errors in words', async () => {
  server.routes.set(TREE, page('http://[bad'))
  expect((await rejection(list())).message).toContain('its next page is no address (http://[bad)')
  for (const endpoint of ['file:///srv/hub', 'hub.example.org', ''])
    expect((await rejection(hubCommit({ ...hub(), endpoint }, 'models', 'a/b', 'main', LIMITED))).code).toBe(
      'SOURCE_UNSAFE',
    )
})
