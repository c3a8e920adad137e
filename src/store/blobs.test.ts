import { spawn } from 'node:child_process'
import { once } from 'node:events'
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
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Key, randomStream, sha256 } from '#kernel'
import { openStore, type Store } from './store.ts'

const MEGABYTE = 1 << 20
const child = fileURLToPath(new URL('../../test/support/store/child.ts', import.meta.url))
const frozen = Buffer.alloc(2 * MEGABYTE, 7)

let folder: string
let root: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'polyvia-blobs-'))
  root = join(folder, 'store')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const keyOf = (name: string) => sha256(name) as Key
const at = (name: string) => join(root, 'artifacts', keyOf(name).slice(0, 2), keyOf(name))

/** A checkpoint with frozen weights and some of its own. */
const make = (store: Store, name: string) =>
  store.produce(
    keyOf(name),
    { operation: 'train', label: name, inputs: {}, parameters: null, versions: {} },
    async ({ output }) => {
      writeFileSync(join(output, 'frozen.safetensors'), frozen)
      writeFileSync(join(output, 'own.safetensors'), Buffer.alloc(MEGABYTE, name))
      writeFileSync(join(output, 'config.json'), '{}')
      return {}
    },
  )

const inode = (path: string) => statSync(path).ino
const blobs = () => readdirSync(join(root, 'blobs')).flatMap((two) => readdirSync(join(root, 'blobs', two)))

describe('what artifacts have in common', () => {
  test('lies on the disk once, in folders that are whole', async () => {
    const store = openStore(root)
    for (const name of ['one', 'two', 'three']) await make(store, name)
    const files = ['one', 'two', 'three'].map((name) => inode(join(at(name), 'frozen.safetensors')))
    expect(new Set(files).size).toBe(1)
    expect(readFileSync(join(at('three'), 'frozen.safetensors')).equals(frozen)).toBe(true)
    expect(statSync(join(at('one'), 'config.json')).nlink).toBe(1)
    const bytes = await store.diskBytes()
    expect(bytes).toBeGreaterThan(5 * MEGABYTE)
    expect(bytes).toBeLessThan(5.1 * MEGABYTE)
    expect(await openStore(root).verify()).toMatchObject(Array.from({ length: 3 }, () => ({ whole: true })))
  })

  test('is exported as a copy: writing into that changes nothing here', async () => {
    const store = openStore(root)
    for (const name of ['one', 'two']) await make(store, name)
    await store.export(keyOf('one'), join(folder, 'out'))
    writeFileSync(join(folder, 'out', 'frozen.safetensors'), 'mine')
    expect(await openStore(root).verify()).toMatchObject([{ whole: true }, { whole: true }])
  })

  test('goes with the last artifact that has it', async () => {
    const store = openStore(root)
    for (const name of ['one', 'two']) await make(store, name)
    const own = MEGABYTE + 2 // and its manifest
    const planned = await store.gc(new Set([keyOf('two')]), { dryRun: true })
    expect(planned.bytes).toBeGreaterThanOrEqual(own)
    expect(planned.bytes).toBeLessThan(own + 2000)
    await store.gc(new Set([keyOf('two')]))
    expect(blobs()).toHaveLength(2)
    expect(existsSync(join(at('two'), 'frozen.safetensors'))).toBe(true)
    const rest = await store.gc(new Set())
    expect(rest.bytes).toBeGreaterThan(3 * MEGABYTE)
    expect(blobs()).toEqual([])
    expect(await store.diskBytes()).toBeLessThan(1000)
  })

  test('a damaged blob is found in all that share it, and is no part of what is made anew', async () => {
    const store = openStore(root)
    for (const name of ['one', 'two']) await make(store, name)
    const file = join(at('one'), 'frozen.safetensors')
    const { atime, mtime } = statSync(file)
    const damaged = Buffer.from(frozen)
    damaged[5]! ^= 1
    writeFileSync(file, damaged)
    utimesSync(file, atime, mtime)
    const later = openStore(root)
    const suspects = await later.audit([keyOf('one'), keyOf('two')], { thorough: true })
    expect(suspects.map(({ damage }) => damage)).toEqual(
      Array.from({ length: 2 }, () => '"frozen.safetensors" has changed'),
    )
    await make(later, 'three')
    expect(await openStore(root).verify(keyOf('three'))).toMatchObject([{ whole: true }])
    await later.setAside(suspects)
    for (const name of ['one', 'two']) await make(later, name)
    expect(await openStore(root).verify()).toMatchObject(Array.from({ length: 3 }, () => ({ whole: true })))
    expect(inode(join(at('one'), 'frozen.safetensors'))).toBe(inode(join(at('three'), 'frozen.safetensors')))
  })

  test('another artifact that comes to share a file does not make it look damaged, nor be trusted unread', async () => {
    const store = openStore(root)
    await make(store, 'one')
    expect(await store.audit([keyOf('one')], { thorough: true })).toEqual([])
    await make(store, 'two')
    expect(await store.audit([keyOf('one'), keyOf('two')], { thorough: true })).toEqual([])
    const damaged = Buffer.from(frozen)
    damaged[9]! ^= 1
    writeFileSync(join(at('two'), 'frozen.safetensors'), damaged)
    expect(await store.audit([keyOf('one')], { thorough: true })).toMatchObject([
      { damage: '"frozen.safetensors" has changed' },
    ])
  })

  test('survives kills and processes that make, free and check at once', { timeout: 60_000 }, async () => {
    const random = randomStream(3, 'blobs')
    const store = openStore(root)
    for (let round = 0; round < 6; round++) {
      const makers = [1, 2].map((each) =>
        spawn(process.execPath, ['--import', 'tsx', child, 'sharing', root, `${round} ${each}`], {
          stdio: ['ignore', 'pipe', 'inherit'],
        }),
      )
      await Promise.all(makers.map((maker) => once(maker.stdout!, 'data')))
      for (let sweep = 0; sweep < 5; sweep++) {
        await store.sweep()
        await sleep(random.below(30))
      }
      for (const maker of makers) maker.kill('SIGKILL')
      await Promise.all(makers.map((maker) => maker.exitCode ?? maker.signalCode ?? once(maker, 'exit')))
      expect((await store.verify()).filter(({ whole }) => !whole)).toEqual([])
    }
    await store.gc(new Set())
    expect(blobs()).toEqual([])
  })
})
