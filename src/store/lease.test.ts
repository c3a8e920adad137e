import { execFileSync, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type LeaseOptions, takeLease } from './lease.ts'
import { boot, installation, machine, processStart } from './process.ts'

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

const bootOf = (name: string) =>
  of({ host: hostname(), machine: `${hostname()} ${name} pid:[1]`, installation })

test('takeLease takes over at once when the machine was started anew since, however fresh the lease', async ({
  skip,
}) => {
  if (boot === '' || installation === '') skip('the system tells neither boot nor installation')
  writeFileSync(file, bootOf('another-boot'))
  await (await takeLease(file, { wait: false })).release()
})

/** Takes a lease that nobody shows life in; how long that took, in milliseconds. */
async function taken(options: LeaseOptions): Promise<number> {
  const began = performance.now()
  await (await takeLease(file, options)).release()
  return performance.now() - began
}

test('takeLease watches a lease of another container here, and takes over soon when it shows no life', async () => {
  const container = { host: 'c0ffee', machine: `c0ffee ${boot} pid:[4]`, pid: 1, processStart: '5' }
  for (const other of [of(container), of({ ...container, host: hostname(), machine: `${hostname()} x` })]) {
    writeFileSync(file, other)
    await expect(takeLease(file, { wait: false })).rejects.toMatchObject({ code: 'LEASE_HELD' })
    expect(await taken({ staleHereMs: 300 })).toBeGreaterThan(250)
  }
  // The time for another machine, where a network may be in between, is longer.
  writeFileSync(file, of({}))
  const abort = new AbortController()
  const waiting = takeLease(file, { staleHereMs: 50, signal: abort.signal })
  setTimeout(() => abort.abort(), 500)
  await expect(waiting).rejects.toMatchObject({ code: 'INTERRUPTED' })
})

test.each(['', '{"token":', 'null', '[1]', '{"token":"x"}', 'x'.repeat(9000)])(
  'takeLease takes over soon from what names no holder: %s',
  async (text) => {
    writeFileSync(file, text)
    await expect(takeLease(file, { wait: false })).rejects.toMatchObject({ code: 'LEASE_HELD' })
    expect(await taken({ staleHereMs: 200 })).toBeGreaterThan(150)
  },
)

test('takeLease counts what it has seen itself where the time of a lease lies in the future', async () => {
  writeFileSync(file, of({}))
  const future = new Date(Date.now() + 24 * 3600_000)
  utimesSync(file, future, future)
  await expect(takeLease(file, { wait: false, staleMs: 300 })).rejects.toMatchObject({ code: 'LEASE_HELD' })
  await sleep(350)
  // Also over attempts that do not wait.
  await (await takeLease(file, { wait: false, staleMs: 300 })).release()
})

test('takeLease leaves a lease alone that shows life, wherever its clock is', async () => {
  const text = of({ host: 'c0ffee', machine: `c0ffee ${boot} pid:[4]` })
  writeFileSync(file, text)
  let hour = 24
  const life = setInterval(() => {
    const time = new Date(Date.now() + 3600_000 * hour++)
    utimesSync(file, time, time)
  }, 20)
  const abort = new AbortController()
  setTimeout(() => abort.abort(), 1500)
  await expect(takeLease(file, { staleHereMs: 1000, signal: abort.signal })).rejects.toMatchObject({
    code: 'INTERRUPTED',
  })
  clearInterval(life)
})

test('a lease shows life while the main thread is busy', async () => {
  const lease = await takeLease(file, { heartbeatMs: 20 })
  const modifiedMs = () => statSync(file).mtimeMs
  utimesSync(file, 0, 0)
  await vi.waitFor(() => expect(modifiedMs()).toBeGreaterThan(0), 10_000) // its thread has started
  utimesSync(file, 0, 0)
  for (const until = performance.now() + 10_000; modifiedMs() === 0 && performance.now() < until; );
  expect(modifiedMs()).toBeGreaterThan(0)
  await lease.release()
})

test('takeLease names what is no lease in its place, and does not hang on it', async () => {
  const things: [string, () => void][] = [
    ['is a folder', () => mkdirSync(file)],
    ['is a link', () => symlinkSync(join(folder, 'nowhere'), file)],
    ['is a link', () => symlinkSync(folder, file)],
    ['is a pipe', () => void execFileSync('mkfifo', [file])],
  ]
  for (const [what, make] of things) {
    make()
    for (const wait of [true, false])
      await expect(takeLease(file, { wait })).rejects.toMatchObject({
        code: 'LEASE_UNREADABLE',
        message: expect.stringContaining(what),
      })
    expect(readdirSync(folder)).toEqual(['lease'])
    rmSync(file, { recursive: true })
  }
  const server = createServer().listen(file)
  await once(server, 'listening')
  await expect(takeLease(file)).rejects.toMatchObject({ message: expect.stringContaining('is a socket') })
  server.close()
})

test('a lease is lost to a folder in its place, and not to a hiccup', async () => {
  const lease = await takeLease(file, { heartbeatMs: 20 })
  rmSync(file)
  mkdirSync(file)
  await vi.waitFor(() => expect(lease.lost.aborted).toBe(true), 5000)
  await expect(lease.release()).rejects.toMatchObject({ code: 'LEASE_UNREADABLE' })
})

test('takeLease removes the drafts of dead processes, and no other file', async () => {
  const { pid } = spawnSync('true')
  const drafts = [`lease.${randomUUID()}`, `lease.after.${randomUUID()}`]
  for (const name of drafts) writeFileSync(join(folder, name), of({ machine, pid }))
  const others = [`lease.${randomUUID()}`, 'lease.txt', `other.${randomUUID()}`]
  writeFileSync(
    join(folder, others[0]!),
    of({ machine, pid: process.pid, processStart: processStart(process.pid) }),
  )
  for (const name of others.slice(1)) writeFileSync(join(folder, name), of({ machine, pid }))
  await (await takeLease(file)).release()
  expect(readdirSync(folder).sort()).toEqual(others.sort())
})

test('takeLease survives odd content', async () => {
  const odd = [
    'null',
    '[]',
    '{"token":1}',
    of({ token: '../../x', machine, pid: 1e9 }),
    of({ machine, pid: -1 }),
  ]
  for (const text of [...odd, of({ machine, pid: 0 }), 'x'.repeat(1e6)]) {
    writeFileSync(file, text)
    utimesSync(file, 0, 0)
    await (await takeLease(file, { wait: false })).release()
    expect(readdirSync(folder)).toEqual([])
  }
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
