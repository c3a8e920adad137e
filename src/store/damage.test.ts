import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Key, sha256 } from '#kernel'
import { readSealed } from './manifest.ts'
import type { Workspace } from './produce.ts'
import { openStore, type Store } from './store.ts'

let folder: string
let root: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'polyvia-damage-'))
  root = join(folder, 'store')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Files of the kinds that phases write. */
const FILES = {
  'config.json': '{"layers":2}',
  'outcomes.safetensors': Buffer.alloc(3000, 1),
  'deep/losses.json': '[1,2,3]',
}
/** With weights beyond what is hashed at a glance. */
const writeLarge = async (work: Workspace) => {
  writeFileSync(join(work.output, 'model.safetensors'), Buffer.alloc(5 << 20, 2))
  return write(work)
}
const key = sha256('key')
const write = async ({ output }: Workspace) => {
  mkdirSync(join(output, 'deep'))
  for (const [name, content] of Object.entries(FILES)) writeFileSync(join(output, name), content)
  return {}
}
const make = (store: Store, name: string, inputs: Record<string, Key> = {}, body = write) =>
  store.produce(
    name === 'key' ? key : sha256(name),
    { operation: 'test', label: name, inputs, parameters: null, versions: {} },
    body,
  )
const at = (of = key) => join(root, 'artifacts', of.slice(0, 2), of)

/** Turns one bit of the file over. */
function flip(file: string, byte: number): void {
  const bytes = readFileSync(file)
  bytes[byte]! ^= 1
  writeFileSync(file, bytes)
}

describe('audit', () => {
  test('in a new process it finds one bit in any file, wherever it is, also behind a restored time', async () => {
    await make(openStore(root), 'key', {}, writeLarge)
    for (const name of [...Object.keys(FILES), 'model.safetensors']) {
      const file = join(at(), name)
      const { size, atime, mtime } = lstatSync(file)
      for (const byte of [0, size >> 1, size - 1]) {
        flip(file, byte)
        utimesSync(file, atime, mtime)
        for (const thorough of [true, false])
          expect(await openStore(root).audit([key], { thorough })).toEqual([
            { key, operation: 'test', label: 'key', damage: `"${name}" has changed`, from: [] },
          ])
        flip(file, byte)
      }
    }
    expect(await openStore(root).audit([key], { thorough: true })).toEqual([])
  })

  test('finds any changed byte of the manifest', async () => {
    const store = openStore(root)
    await make(store, 'key')
    const file = join(at(), 'manifest.json')
    const whole = readFileSync(file)
    expect(readSealed(key, whole.toString())).toHaveProperty('manifest')
    for (let byte = 0; byte < whole.length; byte++)
      for (const bit of [1, 32, 128]) {
        const changed = Buffer.from(whole)
        changed[byte]! ^= bit
        expect(readSealed(key, changed.toString())).toHaveProperty('problem')
      }
    for (const byte of [0, whole.length >> 1, whole.length - 1]) {
      flip(file, byte)
      expect(await openStore(root).audit([key])).toMatchObject([
        { damage: expect.stringContaining('manifest') },
      ])
      expect(openStore(root).has(key)).toBe(false)
      writeFileSync(file, whole)
    }
    for (const text of [
      '',
      '{}',
      `${whole}\n`,
      ` ${whole}`,
      `\ufeff${whole}`,
      whole.subarray(0, -2),
      whole.subarray(1),
    ]) {
      writeFileSync(file, text)
      expect(await openStore(root).audit([key])).toMatchObject([
        { damage: expect.stringContaining('manifest') },
      ])
    }
    writeFileSync(file, whole)
    expect(openStore(root).has(key)).toBe(true)
  })

  test('hashes once, and again what was touched since, in the same process too', async () => {
    const store = openStore(root)
    await make(store, 'key', {}, writeLarge)
    expect(await store.audit([key], { thorough: true })).toEqual([])
    flip(join(at(), 'model.safetensors'), 7)
    expect(await store.audit([key])).toMatchObject([{ damage: '"model.safetensors" has changed' }])
    expect(store.has(key)).toBe(false)
    expect(() => store.path(key)).toThrow(expect.objectContaining({ code: 'ARTIFACT_MISSING' }))
    flip(join(at(), 'model.safetensors'), 7)
    expect(await openStore(root).audit([key], { thorough: true })).toEqual([])
  })

  const FAULTS: Record<string, [() => void, string]> = {
    'a file that is cut off': [() => truncateSync(join(at(), 'config.json'), 3), '"config.json" has changed'],
    'a file that is gone': [() => rmSync(join(at(), 'config.json')), '"config.json" is missing'],
    'a file too many': [
      () => writeFileSync(join(at(), 'pytorch_model.bin'), ''),
      '"pytorch_model.bin" does not belong',
    ],
    'a folder in place of a file': [
      () => {
        rmSync(join(at(), 'config.json'))
        mkdirSync(join(at(), 'config.json'))
      },
      '"config.json" has changed',
    ],
    'a link in place of a file, to the same content': [
      () => {
        renameSync(join(at(), 'config.json'), join(folder, 'config.json'))
        symlinkSync(join(folder, 'config.json'), join(at(), 'config.json'))
      },
      '"config.json" has changed',
    ],
    'a link to a folder': [() => symlinkSync('/etc', join(at(), 'etc')), '"etc" does not belong there'],
    'a pipe in place of a file': [
      () => {
        rmSync(join(at(), 'config.json'))
        execFileSync('mkfifo', [join(at(), 'config.json')])
      },
      '"config.json" has changed',
    ],
    'a pipe in place of the manifest': [
      () => {
        rmSync(join(at(), 'manifest.json'))
        execFileSync('mkfifo', [join(at(), 'manifest.json')])
      },
      'its manifest.json is no plain file',
    ],
    'no manifest': [() => rmSync(join(at(), 'manifest.json')), 'it has no manifest.json'],
    'a file in place of the folder': [
      () => {
        rmSync(at(), { recursive: true })
        writeFileSync(at(), 'not a folder')
      },
      'it has no manifest.json',
    ],
    'the manifest of another': [
      () => {
        rmSync(at(), { recursive: true })
        renameSync(at(sha256('other')), at())
      },
      'its manifest is that of ',
    ],
  }
  for (const [name, [damage, told]] of Object.entries(FAULTS))
    test(`${name} is damage, and the artifact is made again`, async () => {
      const store = openStore(root)
      await make(store, 'key')
      await make(store, 'other')
      damage()
      const next = openStore(root)
      const suspects = await next.audit([key, sha256('absent')])
      expect(suspects).toMatchObject([{ key, damage: expect.stringContaining(told) }])
      await next.setAside(suspects)
      expect(existsSync(at())).toBe(false)
      expect(readdirSync(join(root, 'quarantine'))).toHaveLength(1)
      expect((await make(next, 'key')).computed).toBe(true)
      expect(await openStore(root).audit([key], { thorough: true })).toEqual([])
    })

  test('a damaged artifact that was not set aside is replaced all the same', async () => {
    await make(openStore(root), 'key')
    flip(join(at(), 'config.json'), 3)
    const store = openStore(root)
    await store.audit([key])
    expect((await make(store, 'key')).computed).toBe(true)
    expect(await store.open(key)).toBe(at())
    rmSync(at(), { recursive: true })
    rmSync(join(at(), '..'), { recursive: true })
    writeFileSync(join(at(), '..'), 'a file in place of the folder above')
    expect((await make(openStore(root), 'key')).computed).toBe(true)
  })

  test('names that begin with a dot are no damage: nobody reads them', async () => {
    await make(openStore(root), 'key')
    for (const name of ['.DS_Store', '.nfs000000001', 'deep/.hidden']) writeFileSync(join(at(), name), '')
    expect(await openStore(root).audit([key], { thorough: true })).toEqual([])
  })

  test('what may not be read is no damage', async ({ skip }) => {
    if (process.getuid?.() === 0) skip('root may read everything')
    await make(openStore(root), 'key')
    chmodSync(join(at(), 'config.json'), 0)
    await expect(openStore(root).audit([key])).rejects.toMatchObject({ code: 'STORE_UNUSABLE' })
    chmodSync(at(), 0)
    expect(() => openStore(root).has(key)).toThrow(expect.objectContaining({ code: 'STORE_UNUSABLE' }))
    chmodSync(at(), 0o700)
  })

  test('a folder is given out only after a check', async () => {
    await make(openStore(root), 'key')
    const store = openStore(root)
    expect(() => store.path(key)).toThrow(TypeError)
    await store.audit([key])
    expect(store.path(key)).toBe(at())
    await expect(store.open(sha256('absent'))).rejects.toMatchObject({ code: 'ARTIFACT_MISSING' })
  })
})

describe('setAside', () => {
  /** root -> a -> b, root -> c, other; and d of a and other. */
  async function family(): Promise<Store> {
    const store = openStore(root)
    await make(store, 'key')
    await make(store, 'other')
    await make(store, 'a', { from: key })
    await make(store, 'b', { from: sha256('a') })
    await make(store, 'c', { from: key })
    await make(store, 'd', { from: sha256('a'), and: sha256('other') })
    return store
  }
  const labels = async () => (await openStore(root).list()).map(({ manifest }) => manifest?.label).sort()

  test('takes along what was computed from it, over any number of steps, and nothing else', async () => {
    await family()
    flip(join(at(), 'outcomes.safetensors'), 9)
    const store = openStore(root)
    const suspects = await store.audit([key])
    expect(suspects[0]).toMatchObject({
      label: 'key',
      damage: '"outcomes.safetensors" has changed',
      from: [],
    })
    expect(
      suspects
        .slice(1)
        .map(({ label }) => label)
        .sort(),
    ).toEqual(['a', 'b', 'c', 'd'])
    for (const suspect of suspects.slice(1)) expect(suspect).toMatchObject({ damage: null, from: [key] })
    expect(suspects.every((suspect) => !store.has(suspect.key))).toBe(true)
    await store.setAside(suspects)
    expect(await labels()).toEqual(['other'])
    expect(readdirSync(join(root, 'quarantine'))).toHaveLength(5)
    expect(await store.gc(new Set([sha256('other')]))).toMatchObject({ artifacts: [], setAside: 5 })
    expect(readdirSync(join(root, 'quarantine'))).toEqual([])
  })

  test('drops what was begun from it', async () => {
    const store = await family()
    const fails = async ({ state }: Workspace) => {
      writeFileSync(join(state, 'step'), '7')
      throw new RangeError('killed')
    }
    for (const [name, input] of [
      ['from b', 'b'],
      ['from other', 'other'],
    ] as const)
      await expect(make(store, name, { from: sha256(input) }, fails)).rejects.toThrow('killed')
    flip(join(at(), 'config.json'), 0)
    const next = openStore(root)
    await next.setAside(await next.audit([key]))
    expect(readdirSync(join(root, 'state'))).toEqual([sha256('from other')])
  })

  test('after a kill in between the next process finds the damage again, and finishes', async () => {
    await family()
    flip(join(at(), 'config.json'), 0)
    const first = openStore(root)
    const suspects = await first.audit([key])
    mkdirSync(join(root, 'quarantine'), { recursive: true })
    // However far it came: the last are moved first, the damaged one at the end.
    for (const { key: moved, damage } of suspects.toReversed()) {
      expect((await openStore(root).audit([key])).length).toBe((await labels()).length - 1)
      if (damage === null) renameSync(at(moved), join(root, 'quarantine', `${moved}.1`))
    }
    const store = openStore(root)
    await store.setAside(await store.audit([key]))
    expect(await labels()).toEqual(['other'])
  })

  test('of two processes that find the same damage, the second leaves alone what the first has made anew', async () => {
    await family()
    flip(join(at(), 'config.json'), 0)
    const [one, two] = [openStore(root), openStore(root)]
    const [found, foundToo] = [await one.audit([key]), await two.audit([key])]
    await one.setAside(found)
    await make(one, 'key')
    await make(one, 'a', { from: key })
    await two.setAside(foundToo)
    expect(await labels()).toEqual(['a', 'key', 'other'])
    expect(two.has(key)).toBe(true)
    expect(two.has(sha256('a'))).toBe(true)
    expect(two.has(sha256('b'))).toBe(false)
    expect(await two.open(key)).toBe(at())
  })

  test('leaves it to another process that works on it', async () => {
    const store = await family()
    flip(join(at(), 'config.json'), 0)
    const other = openStore(root)
    const suspects = await other.audit([key])
    await store.audit([key])
    await make(store, 'key', {}, async (work) => {
      await other.setAside(suspects)
      expect(await labels()).toContain('b')
      return write(work)
    })
    expect(await other.open(key)).toBe(at())
  })
})

describe('other releases', () => {
  const ofFormat = (format: number) => {
    const file = join(at(), 'manifest.json')
    const { seal, ...manifest } = JSON.parse(readFileSync(file, 'utf8'))
    const content = JSON.stringify({ ...manifest, format }, null, 2)
    if (format === 1) writeFileSync(file, `${content}\n`)
    else writeFileSync(file, `${content.slice(0, -2)},\n  "seal": "${sha256(content.slice(0, -2))}"\n}\n`)
    expect(seal).toHaveLength(64)
  }

  test('an older artifact counts as absent, is counted, made again in its place, and removed by gc though kept', async () => {
    await make(openStore(root), 'key')
    ofFormat(1)
    const store = openStore(root)
    expect(store.has(key)).toBe(false)
    expect(await store.audit([key])).toEqual([])
    expect(await store.verify()).toEqual([])
    expect(await store.list()).toMatchObject([{ key, manifest: null, older: true }])
    expect(await store.countOlder()).toBe(1)
    expect(await store.gc(new Set([key]), { dryRun: true })).toMatchObject({ artifacts: [{ key }] })
    await make(store, 'key')
    expect(await store.open(key)).toBe(at())
    expect(await store.countOlder()).toBe(0)
    expect(existsSync(join(root, 'quarantine'))).toBe(false)
    // Nothing older is here: from now on that is known without reading all.
    ofFormat(1)
    expect(await openStore(root).countOlder()).toBe(0)
    rmSync(join(root, 'format'))
    expect(await openStore(root, { readOnly: true }).countOlder()).toBe(1)
    await store.gc(new Set([key]))
    expect(await store.list()).toEqual([])
  })

  test('an artifact of a later release is named, and never touched', async () => {
    await make(openStore(root), 'key')
    ofFormat(3)
    const store = openStore(root)
    expect(() => store.has(key)).toThrow(expect.objectContaining({ code: 'ARTIFACT_NEWER', exitCode: 3 }))
    await expect(make(store, 'key')).rejects.toMatchObject({ code: 'ARTIFACT_NEWER' })
    expect(await store.audit([key])).toEqual([])
    expect(existsSync(at())).toBe(true)
  })
})

test('sweep removes what killed processes left, and no unfinished work', async () => {
  const store = openStore(root)
  mkdirSync(join(root, 'tmp', `${key}.dead`))
  mkdirSync(join(root, 'tmp', 'removed.1'))
  mkdirSync(join(root, 'state', key))
  mkdirSync(join(root, 'leases', 'a folder'))
  symlinkSync('/nowhere', join(root, 'leases', 'a link'))
  execFileSync('mkfifo', [join(root, 'leases', 'a pipe')])
  await make(store, 'living', {}, async (work) => {
    await store.sweep()
    expect(existsSync(work.output)).toBe(true)
    return write(work)
  })
  const left = ['tmp', 'leases', 'state'].map((part) => readdirSync(join(root, part)))
  expect(left).toEqual([[], [], [key]])
})

test("a lease that may not be read is somebody's: it is never removed, and named where it is in the way", async ({
  skip,
}) => {
  if (process.getuid?.() === 0) skip('root may read everything')
  const store = openStore(root)
  const lease = join(root, 'leases', key)
  writeFileSync(lease, '{}')
  chmodSync(lease, 0)
  await store.sweep()
  await expect(store.gc(new Set())).rejects.toMatchObject({ code: 'STORE_BUSY' })
  await expect(make(store, 'key')).rejects.toMatchObject({ code: 'LEASE_UNREADABLE', locked: true })
  expect(readdirSync(join(root, 'leases'))).toEqual([key])
})

test('a store that may only be read can be looked at', async () => {
  await make(openStore(root), 'key')
  const store = openStore(root, { readOnly: true })
  rmSync(join(root, 'tmp'), { recursive: true })
  rmSync(join(root, 'leases'), { recursive: true })
  expect(await store.audit([key], { thorough: true })).toEqual([])
  expect(await store.open(key)).toBe(at())
  expect(await store.verify()).toMatchObject([{ whole: true }])
  await store.export(key, join(folder, 'out'))
  expect(readdirSync(root).sort()).toEqual(['artifacts', 'state'])
})
