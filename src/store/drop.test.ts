import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Key, randomStream, sha256 } from '#kernel'
import { openStore, type Store } from './store.ts'

const child = fileURLToPath(new URL('../../test/support/store/child.ts', import.meta.url))

let folder: string
let root: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'polyvia-drop-'))
  root = join(folder, 'store')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const keyOf = (name: string) => sha256(name) as Key

const make = (store: Store, name: string, inputs: Record<string, Key> = {}) =>
  store.produce(
    keyOf(name),
    { operation: 'train', label: name, inputs, parameters: { name }, versions: {} },
    async ({ output }) => {
      writeFileSync(join(output, 'model.safetensors'), Buffer.alloc(1 << 20, name))
      writeFileSync(join(output, 'losses'), `losses of ${name}`)
      return { facts: { steps: 3 } }
    },
  )

async function drop(store: Store, name: string): Promise<boolean> {
  const run = await store.openRun()
  try {
    return await run.drop(keyOf(name), ['losses'])
  } finally {
    await run.close()
  }
}

describe('a dropped artifact', () => {
  test('leaves its manifest and what lasts, and takes hardly any disk', async () => {
    const store = openStore(root)
    const { manifest } = await make(store, 'a')
    expect(await drop(store, 'a')).toBe(true)
    for (const each of [store, openStore(root)]) {
      expect(each.has(keyOf('a'))).toBe(false)
      expect(each.isDropped(keyOf('a'))).toBe(true)
      expect(each.manifest(keyOf('a'))).toEqual({
        ...manifest,
        files: { losses: manifest.files.losses },
        dropped: { 'model.safetensors': manifest.files['model.safetensors'] },
      })
      expect(await each.audit([keyOf('a')])).toEqual([])
      expect(readFileSync(join(each.recordPath(keyOf('a')), 'losses'), 'utf8')).toBe('losses of a')
      await expect(each.open(keyOf('a'))).rejects.toMatchObject({ code: 'ARTIFACT_DROPPED' })
    }
    expect(await store.diskBytes()).toBeLessThan(3000)
    expect(await store.list()).toMatchObject([{ key: keyOf('a'), dropped: true }])
    expect(await store.verify()).toMatchObject([{ whole: true }])
  })

  test('can be made and dropped again', async () => {
    const store = openStore(root)
    const first = await make(store, 'a')
    await drop(store, 'a')
    const again = await make(store, 'a')
    expect(again.computed).toBe(true)
    expect(again.manifest.files).toEqual(first.manifest.files)
    expect(store.isDropped(keyOf('a'))).toBe(false)
    expect(store.manifest(keyOf('a'))).toEqual(again.manifest)
    expect(await drop(store, 'a')).toBe(true)
    expect(store.manifest(keyOf('a')).started).toBe(again.manifest.started)
  })

  test('damage to what it was made of reaches what was made of it', async () => {
    const store = openStore(root)
    await make(store, 'a')
    await make(store, 'b', { from: keyOf('a') })
    await make(store, 'c', { from: keyOf('b') })
    await drop(store, 'b')
    writeFileSync(join(root, 'artifacts', keyOf('a').slice(0, 2), keyOf('a'), 'losses'), 'other')
    const later = openStore(root)
    const suspects = await later.audit([keyOf('a')])
    expect(suspects.map(({ label }) => label)).toEqual(['a', 'b', 'c'])
    await later.setAside(suspects)
    for (const name of ['a', 'b', 'c']) {
      expect(later.has(keyOf(name))).toBe(false)
      expect(later.isDropped(keyOf(name))).toBe(false)
    }
  })

  test('damage to its record is told, and impairs nothing else', async () => {
    const store = openStore(root)
    await make(store, 'a')
    await make(store, 'b', { from: keyOf('a') })
    await drop(store, 'a')
    writeFileSync(join(root, 'records', keyOf('a').slice(0, 2), keyOf('a'), 'losses'), 'other')
    const later = openStore(root)
    const suspects = await later.audit([keyOf('a'), keyOf('b')])
    expect(suspects).toMatchObject([{ label: 'a', damage: '"losses" has changed', from: [] }])
    expect(later.isDropped(keyOf('a'))).toBe(false)
    expect(later.has(keyOf('b'))).toBe(true)
    await later.setAside(suspects)
    expect(await openStore(root).verify()).toMatchObject([{ key: keyOf('b'), whole: true }])
  })

  test('goes for good when garbage is collected without its study', async () => {
    const store = openStore(root)
    await make(store, 'a')
    await make(store, 'b')
    await drop(store, 'a')
    await store.gc(new Set([keyOf('a'), keyOf('b')]), { drop: new Map([[keyOf('b'), []]]) })
    expect([store.isDropped(keyOf('a')), store.isDropped(keyOf('b'))]).toEqual([true, true])
    await store.gc(new Set([keyOf('b')]))
    expect([store.isDropped(keyOf('a')), store.isDropped(keyOf('b'))]).toEqual([false, true])
  })
})

describe('other runs', () => {
  test('what one will read stays, until it is done or dead', async () => {
    const store = openStore(root)
    for (const name of ['a', 'b']) await make(store, name)
    const other = await openStore(root).openRun()
    await other.wants([keyOf('a')])
    expect(await drop(store, 'a')).toBe(false)
    expect(await drop(store, 'b')).toBe(true)
    await expect(store.gc(new Set())).rejects.toMatchObject({ code: 'STORE_BUSY' })
    await other.wants([])
    expect(await drop(store, 'a')).toBe(true)
    await other.close()

    await make(store, 'a')
    const killed = spawn(process.execPath, ['--import', 'tsx', child, 'wanting', root, keyOf('a')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let told = ''
    killed.stdout.on('data', (text) => {
      told += text
    })
    while (!told.includes('wanted')) await once(killed.stdout, 'data')
    expect(await drop(store, 'a')).toBe(false)
    killed.kill('SIGKILL')
    await once(killed, 'exit')
    expect(await drop(store, 'a')).toBe(true)
    await store.sweep()
    expect([...readdirSync(join(root, 'runs')), ...readdirSync(join(root, 'leases'))]).toEqual([])
  })

  test('what is being made is not dropped', async () => {
    const store = openStore(root)
    await store.produce(
      keyOf('a'),
      { operation: 'train', label: 'a', inputs: {}, parameters: null, versions: {} },
      async () => {
        expect(await drop(store, 'a')).toBe(false)
        return {}
      },
    )
  })
})

test('a kill at any moment of dropping leaves an artifact whole, or dropped', {
  timeout: 60_000,
}, async () => {
  const random = randomStream(2, 'drops')
  const store = openStore(root)
  const hasDropped = () => existsSync(join(root, 'records'))
  for (let round = 0; round < 6 || !hasDropped(); round++) {
    const dropper = spawn(process.execPath, ['--import', 'tsx', child, 'dropping', root, String(round)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(dropper.stdout, 'data')
    await sleep(random.below(600))
    dropper.kill('SIGKILL')
    await once(dropper, 'exit')
    await store.sweep()
    expect((await store.verify()).filter(({ whole }) => !whole)).toEqual([])
    for (const { key, dropped } of await store.list()) {
      expect(store.has(key)).toBe(!dropped)
      expect(store.isDropped(key)).toBe(dropped)
    }
  }
})
