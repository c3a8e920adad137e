import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { randomStream, sha256 } from '#kernel'
import type { Workspace } from './produce.ts'
import { openStore } from './store.ts'

const base = {
  operation: 'test',
  label: 'a test',
  inputs: { from: sha256('input') },
  parameters: { a: 1 },
  versions: {},
}
const key = sha256('key')
const child = fileURLToPath(new URL('../../test/support/store/child.ts', import.meta.url))

let folder: string
let root: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'polyvia-store-'))
  root = join(folder, 'store')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const write = async ({ output }: Workspace) => {
  mkdirSync(join(output, 'deep'))
  writeFileSync(join(output, 'deep', 'file.txt'), 'content')
  writeFileSync(join(output, 'empty'), '')
  return { tokens: 3, facts: { loss: 0.5, left: undefined } }
}

function start(...args: string[]) {
  return spawn(process.execPath, ['--import', 'tsx', child, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** Names left in the working folders of the store. */
const leftovers = () => ['tmp', 'leases', 'state'].flatMap((part) => readdirSync(join(root, part)))

describe('produce', () => {
  test('writes a manifest that names every file by hash and size, once', async () => {
    const store = openStore(root)
    const { manifest, computed } = await store.produce(key, base, write)
    expect(computed).toBe(true)
    expect(store.has(key)).toBe(true)
    expect(store.manifest(key)).toEqual(manifest)
    expect(manifest).toMatchObject({ ...base, key, tokens: 3, facts: { loss: 0.5 } })
    expect(manifest.files).toEqual({
      'deep/file.txt': { sha256: sha256('content'), bytes: 7 },
      empty: { sha256: sha256(''), bytes: 0 },
    })
    expect(store.path(key)).toBe(join(root, 'artifacts', key.slice(0, 2), key))
    expect(leftovers()).toEqual([])
    const again = await store.produce(key, base, () => Promise.reject(new Error('not called')))
    expect(again).toEqual({ manifest, computed: false })
  })

  test('leaves nothing partial when the body throws, and keeps its state for the next attempt', async () => {
    const store = openStore(root)
    const broken = store.produce(key, base, async ({ output, state }) => {
      writeFileSync(join(output, 'half'), 'half')
      writeFileSync(join(state, 'step'), '7')
      throw new RangeError('broken')
    })
    await expect(broken).rejects.toThrow(RangeError)
    expect(store.has(key)).toBe(false)
    expect(leftovers()).toEqual([key])
    await store.produce(key, base, async ({ output, state }) => {
      expect(readdirSync(output)).toEqual([])
      expect(readFileSync(join(state, 'step'), 'utf8')).toBe('7')
      return {}
    })
    expect(leftovers()).toEqual([])
  })

  test('survives kill -9 at any moment: whole artifacts or none, the next attempt succeeds at once', async () => {
    const random = randomStream(1, 'kill')
    const store = openStore(root)
    for (let round = 0; round < 4; round++) {
      const killed = start('many', root)
      await once(killed.stdout, 'data')
      await sleep(random.below(120))
      killed.kill('SIGKILL')
      await once(killed, 'exit')
      const checked = await store.verify()
      expect(checked.filter(({ whole }) => !whole)).toEqual([])
      const interrupted = sha256(`artifact ${checked.length}`)
      const begin = performance.now()
      await store.produce(interrupted, base, write)
      expect(performance.now() - begin).toBeLessThan(5000)
    }
    await store.gc(new Set((await store.list()).map((entry) => entry.key)))
    // A process killed before it wrote its name into a draft of a lease is only known to be dead after some time.
    const nameless = (name: string) =>
      existsSync(join(root, 'leases', name)) && statSync(join(root, 'leases', name)).size === 0
    expect(leftovers().filter((name) => !nameless(name))).toEqual([])
  })

  test('computes once when processes race', async () => {
    const log = join(folder, 'log')
    const racers = [1, 2, 3].map(() => start('one', root, log))
    const told = await Promise.all(
      racers.map(async (racer) => {
        let text = ''
        racer.stdout.on('data', (chunk) => (text += chunk))
        await once(racer, 'close')
        return text.trim().split('\n').at(-1)
      }),
    )
    expect(readFileSync(log, 'utf8').trim().split('\n')).toHaveLength(1)
    expect(told.sort()).toEqual(['false', 'false', 'true'])
  })

  test('computes once when calls of one process race', async () => {
    const store = openStore(root)
    let computed = 0
    const bodies = Array.from({ length: 5 }, () =>
      store.produce(key, base, async () => {
        computed++
        await sleep(50)
        return {}
      }),
    )
    await Promise.all(bodies)
    expect(computed).toBe(1)
  })

  test('gives up without an artifact when its lease is taken over', async () => {
    const store = openStore(root)
    const body = async ({ signal, output }: Workspace) => {
      writeFileSync(join(output, 'file'), '')
      const lease = join(root, 'leases', key)
      rmSync(lease)
      writeFileSync(lease, '{"token":"another"}')
      await once(signal, 'abort')
      return {}
    }
    await expect(store.produce(key, base, body, { heartbeatMs: 20 })).rejects.toMatchObject({
      code: 'LEASE_LOST',
    })
    expect(store.has(key)).toBe(false)
    expect(readdirSync(join(root, 'leases'))).toEqual([key])
  })

  test('replaces a folder whose manifest was removed by hand', async () => {
    const store = openStore(root)
    await store.produce(key, base, write)
    rmSync(join(store.path(key), 'manifest.json'))
    expect(store.has(key)).toBe(false)
    await store.produce(key, base, write)
    expect(await store.verify(key)).toMatchObject([{ whole: true }])
  })

  test('refuses a body that writes a manifest or a link', async () => {
    const store = openStore(root)
    const bodies = [
      async ({ output }: Workspace) => void writeFileSync(join(output, 'manifest.json'), '{}'),
      async ({ output }: Workspace) => void execFileSync('ln', ['-s', '/etc/hosts', join(output, 'link')]),
    ]
    for (const body of bodies)
      await expect(store.produce(key, base, body as never)).rejects.toThrow(TypeError)
    expect(store.has(key)).toBe(false)
    expect(leftovers()).toEqual([])
  })
})

describe('a full disk', () => {
  test('is DISK_FULL whoever meets it, anywhere in the chain of causes', async () => {
    const store = openStore(root)
    const full = Object.assign(new Error('write failed'), { code: 'ENOSPC' })
    const body = () => Promise.reject(new Error('cannot write features', { cause: full }))
    await expect(store.produce(key, base, body)).rejects.toMatchObject({ code: 'DISK_FULL' })
    expect(leftovers()).toEqual([])
  })

  test('leaves nothing partial on a real small disk', async ({ skip }) => {
    mkdirSync(root)
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', root], { stdio: 'pipe' })
    } catch {
      skip('needs the right to mount a small tmpfs')
    }
    try {
      const store = openStore(root)
      const big = async ({ output }: Workspace) => {
        writeFileSync(join(output, 'big'), Buffer.alloc(1 << 20))
        return {}
      }
      await expect(store.produce(key, base, big)).rejects.toMatchObject({ code: 'DISK_FULL' })
      // The body fits, the manifest does not.
      const brim = async ({ output }: Workspace) => {
        for (let size = 65_536; size > 0; size >>= 1)
          try {
            writeFileSync(join(output, `part-${size}`), Buffer.alloc(size, 1))
          } catch {
            rmSync(join(output, `part-${size}`), { force: true })
          }
        return { facts: { long: 'x'.repeat(9000) } }
      }
      await expect(store.produce(key, base, brim)).rejects.toMatchObject({ code: 'DISK_FULL' })
      expect(await store.list()).toEqual([])
      expect(leftovers()).toEqual([])
      await store.produce(key, base, write)
      expect(await store.verify()).toMatchObject([{ whole: true }])
    } finally {
      execFileSync('umount', [root])
    }
  })
})

describe('verify', () => {
  test('finds a truncated, a changed, a missing and an extra file', async () => {
    const store = openStore(root)
    const body = async ({ output }: Workspace) => {
      for (const name of ['a', 'b', 'c']) writeFileSync(join(output, name), `content of ${name}`)
      return {}
    }
    await store.produce(key, base, body)
    const at = store.path(key)
    truncateSync(join(at, 'a'), 3)
    writeFileSync(join(at, 'b'), 'CONTENT of b')
    rmSync(join(at, 'c'))
    writeFileSync(join(at, 'd'), 'new')
    expect(await store.verify()).toEqual([
      { key, label: 'a test', whole: false, missing: ['c'], changed: ['a', 'b'], extra: ['d'] },
    ])
    await expect(openStore(root).open(key)).rejects.toMatchObject({ code: 'ARTIFACT_DAMAGED' })
  })

  test('names a manifest that cannot be trusted, and others still open', async () => {
    const store = openStore(root)
    const other = sha256('other')
    await store.produce(key, base, write)
    await store.produce(other, base, write)
    writeFileSync(join(store.path(key), 'manifest.json'), '{"format": 1')
    const problems = Object.fromEntries(
      (await store.verify()).map((checked) => [checked.key, checked.problem]),
    )
    expect(problems).toEqual({ [key]: 'its manifest has no seal', [other]: undefined })
    expect(() => store.manifest(key)).toThrow(expect.objectContaining({ code: 'ARTIFACT_DAMAGED' }))
    expect((await store.list()).map(({ manifest }) => manifest?.key ?? null).sort()).toEqual(
      [null, other].sort(),
    )
  })
})

describe('gc', () => {
  test('removes what is not kept, states without a future, and what dead processes left; a dry run only tells', async () => {
    const store = openStore(root)
    const [kept, dropped, pending, stale] = ['kept', 'dropped', 'pending', 'stale'].map((name) =>
      sha256(name),
    )
    await store.produce(kept!, base, write)
    await store.produce(dropped!, base, write)
    for (const state of [pending, stale]) mkdirSync(join(root, 'state', state!))
    mkdirSync(join(root, 'tmp', `${stale}.dead`))
    writeFileSync(join(root, 'tmp', `${stale}.dead`, 'half'), '12345')
    const keep = new Set([kept!, pending!])
    const manifest = statSync(join(root, 'artifacts', dropped!.slice(0, 2), dropped!, 'manifest.json')).size
    const plan = await store.gc(keep, { dryRun: true })
    expect(plan).toMatchObject({
      artifacts: [{ key: dropped }],
      states: [stale],
      leftovers: 1,
      bytes: 7 + 5 + manifest,
    })
    expect(store.has(dropped!)).toBe(true)
    expect(await store.gc(keep)).toEqual(plan)
    expect((await store.list()).map((entry) => entry.key)).toEqual([kept])
    expect(leftovers()).toEqual([pending])
  })

  test('does not touch a store in which a process computes', async () => {
    const store = openStore(root)
    await store.produce(sha256('finished'), base, write)
    await store.produce(key, base, async ({ output }) => {
      await expect(store.gc(new Set())).rejects.toMatchObject({ code: 'STORE_BUSY' })
      await expect(store.remove(key)).rejects.toMatchObject({ code: 'STORE_BUSY' })
      expect(await store.gc(new Set([sha256('finished')]), { dryRun: true })).toMatchObject({
        artifacts: [],
        leftovers: 0,
      })
      expect(existsSync(output)).toBe(true)
      return {}
    })
    expect(store.has(sha256('finished'))).toBe(true)
  })
})

test('remove takes an artifact and its state away', async () => {
  const store = openStore(root)
  await store.produce(key, base, write)
  expect(await store.remove(key)).toBe(true)
  expect(await store.remove(key)).toBe(false)
  expect(() => store.path(key)).toThrow(expect.objectContaining({ code: 'ARTIFACT_MISSING' }))
})

test('export copies an artifact into a new folder, and refuses a damaged one or a full folder', async () => {
  const store = openStore(root)
  await store.produce(key, base, write)
  const target = join(folder, 'out', 'here')
  await store.export(key, target)
  expect(readdirSync(target).sort()).toEqual(['deep', 'empty', 'manifest.json'])
  await expect(store.export(key, target)).rejects.toMatchObject({ code: 'EXPORT_TARGET_NOT_EMPTY' })
  writeFileSync(join(store.path(key), 'deep', 'file.txt'), 'CONTENT')
  await expect(store.export(key, join(folder, 'other'))).rejects.toMatchObject({ code: 'ARTIFACT_DAMAGED' })
  expect(readdirSync(folder).sort()).toEqual(['out', 'store'])
})

test('openStore names a root that cannot be used, and a key that is none', () => {
  writeFileSync(join(folder, 'file'), '')
  expect(() => openStore(join(folder, 'file', 'store'))).toThrow(
    expect.objectContaining({ code: 'STORE_UNUSABLE', exitCode: 3 }),
  )
  expect(() => openStore(join(folder, 'absent'), { readOnly: true })).toThrow(
    expect.objectContaining({ code: 'STORE_UNUSABLE' }),
  )
  expect(() => openStore(root).has('../../etc' as never)).toThrow(RangeError)
})
