import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { takeLease } from './lease.ts'
import { machine, processStart } from './process.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'polyvia-lease-'))
  file = join(folder, 'lease')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const of = (changes: object) =>
  JSON.stringify({
    token: 'other',
    host: 'node7',
    machine: 'node7 boot',
    pid: 12,
    processStart: '1',
    since: 'then',
    ...changes,
  })

test('takeLease holds until released and leaves no file', async () => {
  const lease = await takeLease(file)
  await expect(takeLease(file, { wait: false })).rejects.toMatchObject({
    code: 'LEASE_HELD',
    holder: { pid: process.pid },
  })
  await lease.assertHeld()
  await lease.release()
  expect(readdirSync(folder)).toEqual([])
  await (await takeLease(file, { wait: false })).release()
})

test('takeLease takes over at once from a dead process, and from another one with its number', async () => {
  const { pid } = spawnSync('true')
  for (const dead of [of({ machine, pid }), of({ machine, pid: process.pid, processStart: 'earlier' })]) {
    writeFileSync(file, dead)
    const lease = await takeLease(file, { wait: false })
    await lease.release()
  }
})

test('takeLease respects a living process of this machine however silent', async () => {
  writeFileSync(file, of({ machine, pid: process.pid, processStart: processStart(process.pid) }))
  utimesSync(file, 0, 0)
  await expect(takeLease(file, { wait: false })).rejects.toMatchObject({ code: 'LEASE_HELD' })
})

test('takeLease takes over from another machine only after silence', async () => {
  writeFileSync(file, of({}))
  await expect(takeLease(file, { wait: false, staleMs: 60_000 })).rejects.toMatchObject({
    holder: { host: 'node7' },
  })
  const before = new Date(Date.now() - 61_000)
  utimesSync(file, before, before)
  await (await takeLease(file, { wait: false, staleMs: 60_000 })).release()
})

test('takeLease judges a damaged lease file by its age', async () => {
  writeFileSync(file, '')
  await expect(takeLease(file, { wait: false })).rejects.toMatchObject({ code: 'LEASE_HELD' })
  utimesSync(file, 0, 0)
  await (await takeLease(file, { wait: false })).release()
})

test('takeLease waits, tells for whom, and stops on abort', async () => {
  writeFileSync(file, of({}))
  const hosts: string[] = []
  const waiting = takeLease(file, { onWait: ({ host }) => hosts.push(host) })
  await sleep(250)
  rmSync(file)
  await (await waiting).release()
  expect(new Set(hosts)).toEqual(new Set(['node7']))

  writeFileSync(file, of({}))
  const abort = new AbortController()
  const aborted = takeLease(file, { signal: abort.signal })
  setTimeout(() => abort.abort(), 50)
  await expect(aborted).rejects.toMatchObject({ code: 'INTERRUPTED' })
  expect(readdirSync(folder)).toEqual(['lease'])
})

test('a lease shows signs of life and notices its loss', async () => {
  const lease = await takeLease(file, { heartbeatMs: 20 })
  utimesSync(file, 0, 0)
  await vi.waitFor(() => expect(statSync(file).mtimeMs).toBeGreaterThan(0), 5000)
  const token = () => JSON.parse(readFileSync(file, 'utf8')).token
  expect(token()).toBe(lease.token)
  await expect(takeLease(file, { wait: false, staleMs: 60_000 })).rejects.toMatchObject({
    code: 'LEASE_HELD',
  })
  rmSync(file)
  writeFileSync(file, of({}))
  await vi.waitFor(() => expect(lease.lost.aborted).toBe(true), 5000)
  await expect(lease.assertHeld()).rejects.toMatchObject({ code: 'LEASE_LOST' })
  await lease.release()
  expect(token()).toBe('other')
})

test('of many that meet a dead lease, one at a time holds it', async () => {
  writeFileSync(file, of({ machine, pid: spawnSync('true').pid }))
  let inside = 0
  let turns = 0
  await Promise.all(
    Array.from({ length: 12 }, async () => {
      const lease = await takeLease(file)
      expect(++inside).toBe(1)
      turns++
      await sleep(5)
      inside--
      await lease.release()
    }),
  )
  expect(turns).toBe(12)
  expect(existsSync(file)).toBe(false)
})
