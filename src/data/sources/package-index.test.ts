import { afterEach, beforeEach, expect, test } from 'vitest'
import { rejection } from '../../../test/support/data/material.ts'
import { answer, startServer, type TestServer } from '../../../test/support/net/server.ts'
import { locatePackageFile } from './package-index.ts'

let server: TestServer
beforeEach(async () => {
  server = await startServer()
})
afterEach(() => server.close())

const WHEEL = 'some_thing-1.0+x-py3-none-any.whl'
const WANTED = { package: 'some-thing', wheel: WHEEL, bytes: 1, sha256: '0'.repeat(64), member: 'x' }
const LIMITS = { attempts: 1 }
const locate = (...indexes: string[]) => locatePackageFile(WANTED, indexes, LIMITS)
const page = (path: string, type: string, body: string) =>
  server.routes.set(path, answer(200, { 'content-type': type }, body))
const json = (path: string, ...urls: string[]) =>
  page(
    path,
    'application/vnd.pypi.simple.v1+json',
    JSON.stringify({ files: urls.map((url) => ({ filename: 'x', url })) }),
  )

test('reads both forms of an index, with addresses that are relative, escaped or carry a hash', async () => {
  json('/json/some-thing/', 'https://files.example.org/a/other.whl', `https://files.example.org/a/${WHEEL}`)
  expect(await locate(`${server.url}/json`)).toEqual({
    url: `https://files.example.org/a/${WHEEL}`,
    headers: {},
  })
  page(
    '/html/some-thing/',
    'text/html; charset=utf-8',
    `<html><body><h1>Links</h1><a href="../../p/some_thing-1.0%2Bx-py3-none-any.whl#sha256=1&amp;x=2">a &lt;wheel></a><a>no</a></body></html>`,
  )
  expect((await locate(`${server.url}/html/`)).url).toBe(
    `${server.url}/p/some_thing-1.0%2Bx-py3-none-any.whl`,
  )
  expect(server.seen[0]!.headers.accept).toMatch(/simple\.v1\+json.*text\/html/)
})

test('asks one index after the other, and tells what came of each', async () => {
  json('/empty/some-thing/', 'https://files.example.org/other.whl')
  page('/broken/some-thing/', 'application/json', '{"files": 1}')
  json('/good/some-thing/', `${server.url}/${WHEEL}`)
  const at = (name: string) => `${server.url}/${name}`
  expect((await locate(at('none'), at('empty'), at('broken'), at('good'))).url).toBe(at(WHEEL))
  const error = await rejection(locate(at('none'), at('empty'), at('broken')))
  expect(error.code).toBe('SOURCE_BROKEN')
  expect(error.message).toMatch(
    /HTTP 404[\s\S]*does not list some_thing[\s\S]*in a form that package indexes/,
  )
  expect((await rejection(locate(at('none')))).code).toBe('SOURCE_NOT_FOUND')
  expect((await rejection(locate())).code).toBe('SOURCE_OFFLINE')
})

test('user and password of an index go to its host alone, and into no message', async () => {
  const index = `${server.url.replace('http://', 'http://me:se%3Acret@')}/simple`
  json('/simple/some-thing/', `/files/${WHEEL}`)
  const authorization = `Basic ${Buffer.from('me:se:cret').toString('base64')}`
  expect(await locate(index)).toEqual({ url: `${server.url}/files/${WHEEL}`, headers: { authorization } })
  expect(server.seen[0]!.headers.authorization).toBe(authorization)
  json('/simple/some-thing/', `https://files.example.org/${WHEEL}`)
  expect((await locate(index)).headers).toEqual({})
  server.routes.clear()
  expect((await rejection(locate(index))).message).not.toMatch(/cret|me:/)
})
