import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SetupMissingError, type Worker } from '#engine'
import { type Key, sha256 } from '#kernel'
import { DiskFullError, openStore, type Store, type Suspect, type Verification } from '#store'
import { startFakeWorker } from '../../test/support/engine/fake-worker.ts'
import type { RunEvent } from './events.ts'
import type { RunOptions } from './run.ts'
import { runPhases } from './run-phases.ts'
import type { PhaseBody, Schedulable } from './schedulable.ts'

let folder: string
let store: Store
let events: RunEvent[]
let workers: Worker[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'polyvia-execute-'))
  store = openStore(join(folder, 'store'))
  events = []
  workers = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A phase of the fake engine; its name tells the fake worker what to do. */
function phase(
  name: string,
  inputs: readonly Schedulable[] = [],
  more: Partial<Schedulable> = {},
): Schedulable {
  return {
    key: sha256(name),
    operation: 'test',
    label: name,
    inputs: Object.fromEntries(inputs.map((input) => [input.label, input.key])),
    parameters: { name },
    needsWorker: false,
    ...more,
  }
}
const computing = (name: string, inputs: readonly Schedulable[] = [], more: Partial<Schedulable> = {}) =>
  phase(name, inputs, { needsWorker: true, ...more })

/** Trains on the fake worker, or writes a file. */
const body =
  ({ label, needsWorker }: Schedulable): PhaseBody =>
  async ({ worker, output, state, report }) => {
    writeFileSync(join(output, 'name'), label)
    if (!needsWorker) return {}
    const done = await worker!.run(
      {
        op: 'train',
        id: label,
        checkpoint: output,
        output,
        state,
        tasks: [{ name: 'xnli', head: { type: 'regression' }, features: '/features' }],
        schedule: '/schedule',
        optimizer: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, clipNorm: 1 },
        freeze: null,
        dropout: null,
        headInitializerRange: 0.02,
        maxAnswerTokens: null,
        seed: 1,
        precision: 'fp32',
        evaluateAt: [],
        batching: 'packed',
        saving: { seconds: 0, share: 1 },
        runtime: { device: 'cpu', threads: 1, maxTokens: 100 },
      },
      { onProgress: report },
    )
    return { bestStep: done.bestStep }
  }

const never = () => Promise.reject(new Error('not called'))
const slot = { device: 'cpu', threads: 1 }
const log = () => join(folder, 'log')

function run(phases: readonly Schedulable[], options: Partial<RunOptions<Schedulable>> = {}, bodyOf = body) {
  return runPhases(phases, bodyOf, {
    store,
    slots: [slot],
    onEvent: (event) => events.push(event),
    leasePollMs: 30,
    startWorker: async (_, signal) => {
      const worker = await startFakeWorker({ signal, env: { FAKE_LOG: log() } })
      workers.push(worker)
      return worker
    },
    ...options,
  })
}

/** Names of the phases that an event happened to, in order. */
const names = (type: RunEvent['type']) =>
  events.filter((event) => event.type === type).map((event) => event.phase.label)
/** What the fake workers did, one line a job. */
const jobs = () => (existsSync(log()) ? readFileSync(log(), 'utf8').trim().split('\n') : [])

describe('order and sharing', () => {
  test('a phase listed by several arms is made once, after its inputs; a second run finds all in the store', async () => {
    const data = phase('data')
    const shared = computing('shared', [data])
    const arms = ['xquad', 'mlqa'].map((name) => computing(name, [shared]))
    const listed = [arms[0]!, shared, data, arms[1]!, shared, data]
    const outcome = await run(listed)
    expect(outcome).toMatchObject({ failed: [], skipped: [], remaining: [], interrupted: false })
    expect(names('finished')).toEqual(['data', 'shared', 'xquad', 'mlqa'])
    expect(workers).toHaveLength(1)
    expect(workers[0]!.alive).toBe(false)
    expect(events.at(-1)!.counts).toEqual({ total: 4, done: 4, cached: 0, running: 0, failed: 0, skipped: 0 })

    events = []
    const again = await run(listed)
    expect(again.cached).toHaveLength(4)
    expect(events.every(({ type }) => type === 'cached')).toBe(true)
    expect(workers).toHaveLength(1)
  })

  test('the manifest holds inputs by role, versions of the worker, tokens, and where it ran', async () => {
    const data = phase('data')
    const train = computing('train#steps=3', [data])
    await run([data, train], { versions: { polyvia: '1.2.3' } })
    expect(store.manifest(train.key)).toMatchObject({
      operation: 'test',
      label: 'train#steps=3',
      inputs: { data: data.key },
      parameters: { name: 'train#steps=3' },
      versions: { node: process.versions.node, polyvia: '1.2.3', torch: '0.0-fake' },
      tokens: 30,
      facts: { bestStep: 3, ranOn: { device: 'cpu', name: 'fake', threads: 1 } },
    })
    expect(store.manifest(data.key).tokens).toBeUndefined()
  })

  test('what is absent but read by nothing that runs is not made', async () => {
    const data = phase('data')
    const train = phase('train', [data])
    const results = ['a', 'b'].map((name) => phase(name, [train]))
    await run([data, train, ...results])
    await store.remove(data.key)
    await store.remove(train.key)
    const outcome = await run([data, train, ...results])
    expect(outcome).toMatchObject({ done: [], unneeded: [data.key, train.key] })
    // A new reader brings both back.
    const more = await run([data, train, ...results, phase('c', [train])])
    expect(more.done).toEqual([data.key, train.key, sha256('c')])
  })

  test('the longest way to go starts first', async () => {
    const ends = ['short-1', 'short-2'].map((name) => phase(name))
    const chain = [phase('long-1')]
    for (const name of ['long-2', 'long-3']) chain.push(phase(name, [chain.at(-1)!]))
    await run([...ends, ...chain], { nodePhases: 1 })
    expect(names('started')).toEqual(['long-1', 'long-2', 'short-1', 'short-2', 'long-3'])
  })

  test('phases of one checkpoint go to the worker that has it', async () => {
    const of = (checkpoint: string) => ({ checkpointAffinity: sha256(checkpoint) })
    const phases = [1, 2, 3, 4].flatMap((index) => [
      computing(`x${index}`, [], of('x')),
      computing(`y${index}`, [], of('y')),
    ])
    // Workers in name only, and phases that end two by two: neither worker ever waits for work of the other's.
    const startWorker = async (): Promise<Worker> => {
      const ready = { versions: { name: String(workers.length) }, devices: [] } as never
      const worker: Worker = {
        ready,
        pid: 0,
        alive: true,
        run: never,
        interrupt: never,
        stop: async () => undefined,
      }
      workers.push(worker)
      return worker
    }
    let meet: (() => void) | undefined
    const pairwise: typeof body = () => async () => {
      if (meet === undefined)
        await new Promise<void>((resolve) => {
          meet = resolve
        })
      else {
        meet()
        meet = undefined
      }
      return {}
    }
    await run(phases, { slots: [slot, slot], startWorker }, pairwise)
    for (const checkpoint of ['x', 'y']) {
      const places = [1, 2, 3, 4].map(
        (index) => store.manifest(sha256(`${checkpoint}${index}`)).versions.name,
      )
      expect(new Set(places).size).toBe(1)
    }

    const alone = ['a', 'b', 'a', 'b'].map((name, index) => computing(`${name}${index}`, [], of(name)))
    events = []
    await run(alone)
    expect(names('started')).toEqual(['a0', 'a2', 'b1', 'b3'])
  })

  test('a cycle, a missing slot: wrong use throws', async () => {
    const ring = phase('ring', [], { inputs: { itself: sha256('ring') } })
    await expect(run([ring])).rejects.toThrow(TypeError)
    await expect(run([computing('a')], { slots: [] })).rejects.toThrow(RangeError)
  })
})

describe('failure', () => {
  test('fails what depends on it, and nobody else', async () => {
    const bad = computing('bad#oom=1')
    const child = computing('child', [bad])
    const grandchild = phase('grandchild', [child])
    const good = computing('good')
    const outcome = await run([bad, child, grandchild, good, phase('other', [good])])
    expect(outcome.failed).toMatchObject([{ phase: bad, error: { code: 'OUT_OF_MEMORY' } }])
    expect(outcome.skipped).toEqual([child, grandchild].map((skipped) => ({ phase: skipped, because: bad })))
    expect(outcome.done).toEqual([good.key, sha256('other')])
    expect(outcome.interrupted).toBe(false)
    // No second attempt, and a fresh worker after the memory ran out.
    expect(jobs().filter((line) => line.includes('bad'))).toHaveLength(1)
    expect(workers).toHaveLength(2)
  })

  test('a killed worker is replaced and its phase continues from the saved state', async () => {
    const train = computing('train#steps=5,die=3')
    const outcome = await run([train, computing('after', [train])])
    expect(outcome.done).toHaveLength(2)
    expect(events.filter(({ type }) => type === 'retrying')).toMatchObject([
      { attempt: 2, error: { code: 'WORKER_DIED' } },
    ])
    expect(jobs().map((line) => line.split(' in ')[0])).toEqual([
      'train train#steps=5,die=3 from 0',
      'train train#steps=5,die=3 from 2',
      'train after from 0',
    ])
  })

  test('a worker that is killed again and again fails its phase', async () => {
    const train = computing('train#steps=5,always-die=3')
    const outcome = await run([train, computing('sibling')], { retries: 2 })
    expect(outcome.failed).toMatchObject([{ phase: train, error: { code: 'WORKER_DIED' } }])
    expect(outcome.done).toEqual([sha256('sibling')])
    expect(names('retrying')).toHaveLength(2)
  })

  test('what every phase would meet ends the run: set-up missing, disk full', async () => {
    const phases = [1, 2, 3].map((index) => computing(`p${index}`))
    const missing = await run(phases, {
      startWorker: () => Promise.reject(new SetupMissingError('no packages', 'set up')),
    })
    expect(missing.failed).toMatchObject([{ phase: phases[0], error: { code: 'SETUP_MISSING' } }])
    expect(missing.skipped.map((entry) => entry.phase.label)).toEqual(['p2', 'p3'])

    const full = await run([phase('a'), phase('b'), phase('c')], { nodePhases: 1 }, () => () => {
      throw new DiskFullError(folder)
    })
    expect(full.failed).toHaveLength(1)
    expect(full.skipped).toHaveLength(2)
  })
})

describe('interruption', () => {
  test('saves the state of running phases, starts none, and the next run continues', async () => {
    const train = computing('train#steps=60,ms=5')
    const abort = new AbortController()
    const onEvent = (event: RunEvent) => {
      events.push(event)
      if (event.type === 'progress' && event.progress.step === 5) abort.abort()
    }
    const after = computing('after', [train])
    const outcome = await run([train, after], { signal: abort.signal, onEvent })
    expect(outcome).toMatchObject({ done: [], failed: [], skipped: [], interrupted: true })
    expect(outcome.remaining).toEqual([train.key, after.key])
    expect(names('interrupted')).toEqual([train.label])
    expect(workers.every((worker) => !worker.alive)).toBe(true)
    const again = await run([train, after])
    expect(again.done).toHaveLength(2)
    expect(Number(/from (\d+)/.exec(jobs()[1]!)![1])).toBeGreaterThanOrEqual(5)
  })

  test('reaches a worker that is just starting, and a run that has not begun', async () => {
    const abort = new AbortController()
    setTimeout(() => abort.abort(), 100)
    const startWorker = (_: unknown, signal: AbortSignal) =>
      startFakeWorker({ signal, env: { FAKE_READY: 'never' } })
    const outcome = await run([computing('a')], { signal: abort.signal, startWorker })
    expect(outcome).toMatchObject({ interrupted: true, failed: [] })
    const nothing = await run([phase('b')], { signal: abort.signal })
    expect(nothing).toMatchObject({ done: [], interrupted: true, remaining: [sha256('b')] })
  })
})

describe('damage', () => {
  /** Turns one bit of an artifact's file over, as a disk does: nobody notices at once. */
  function flip(key: Key, name = 'name'): void {
    const file = join(store.root, 'artifacts', key.slice(0, 2), key, name)
    const bytes = readFileSync(file)
    bytes[0]! ^= 1
    writeFileSync(file, bytes)
  }
  const labels = (suspects: readonly Suspect[]) => suspects.map(({ label }) => label)
  /** Every run is a process of its own: it has hashed nothing yet. */
  const runAnew = (...args: Parameters<typeof run>) => {
    store = openStore(store.root)
    events = []
    return run(args[0], { onSetAside: (suspects) => told.push(labels(suspects)), ...args[1] }, args[2])
  }
  let told: string[][]
  beforeEach(() => {
    told = []
  })
  const data = phase('data')
  const train = computing('train', [data])
  const first = phase('first', [train])
  const second = phase('second', [train])
  const apart = phase('apart', [data])
  const all = [data, train, first, second, apart]

  test('what is damaged is computed again, with all that was computed from it, and told once', async () => {
    await run(all)
    for (const name of ['name', 'model.safetensors', 'manifest.json']) {
      flip(train.key, name)
      const outcome = await runAnew(all)
      expect(told).toHaveLength(1)
      expect([...told[0]!].sort()).toEqual(['first', 'second', 'train'])
      expect(outcome.setAside).toHaveLength(3)
      expect(names('finished').sort()).toEqual(['first', 'second', 'train'])
      expect(outcome.cached).toEqual([data.key, apart.key])
      told = []
    }
    const outcome = await runAnew(all)
    expect(outcome).toMatchObject({ done: [], setAside: [] })
    expect(told).toEqual([])
  })

  test('what nothing needs again is set aside and not computed', async () => {
    await run(all)
    await store.remove(second.key)
    flip(data.key)
    const outcome = await runAnew([data, apart])
    expect(outcome.setAside).toHaveLength(4)
    expect(names('finished')).toEqual(['data', 'apart'])
  })

  test('an artifact that is damaged before its use, in mid-run, is computed again before it is used', async () => {
    let times = 0
    const outcome = await runAnew(all, { nodePhases: 1 }, (each) => async (context) => {
      // The first reader damages what the second will read.
      if (each.label === 'first' && times++ === 0) {
        flip(train.key)
        throw new RangeError('read nonsense')
      }
      return body(each)(context)
    })
    expect(outcome.failed).toEqual([])
    expect(names('restarting')).toEqual(['first'])
    expect(names('finished').filter((name) => name === 'train')).toHaveLength(2)
    expect(outcome.done.toSorted()).toEqual(all.map(({ key }) => key).sort())
    expect(told.map((each) => each.toSorted())).toEqual([['train']])
    expect(await openStore(store.root).verify()).toSatisfy((checked: Verification[]) =>
      checked.every(({ whole }) => whole),
    )
  })

  test('what was made while its input changed is thrown away, and its state', async () => {
    const states: string[][] = []
    let times = 0
    const outcome = await runAnew(all, {}, (each) => async (context) => {
      if (each.label === 'train') {
        states.push(readdirSync(context.state).filter((name) => name !== 'inputs.json'))
        writeFileSync(join(context.state, 'step'), '5')
        if (times++ === 0) flip(data.key)
      }
      return body(each)(context)
    })
    expect(outcome.failed).toEqual([])
    expect(states).toEqual([[], []])
    expect(names('restarting')).toContain('train')
    expect(names('finished').filter((name) => name === 'data')).toHaveLength(2)
    expect(outcome.done).toHaveLength(all.length)
  })

  test('a running phase is stopped when another finds its input damaged', async () => {
    const slow = computing('slow#steps=100000,ms=5', [data])
    const quick = phase('quick', [data])
    let times = 0
    let starts = 0
    let damage: (() => void) | undefined
    const outcome = await runAnew(
      [data, slow, quick],
      {
        onEvent: (event) => {
          events.push(event)
          if (event.phase === slow && event.type === 'progress' && (event.progress.step ?? 0) > 0) damage?.()
        },
      },
      (each) => async (context) => {
        if (each === quick && times++ === 0)
          await new Promise<void>((resolve) => {
            damage = () => {
              damage = undefined
              flip(data.key)
              resolve()
            }
          })
        // The second time there is nothing to wait for.
        if (each === slow && starts++ > 0) return {}
        return body(each)(context)
      },
    )
    expect(outcome.failed).toEqual([])
    expect(names('restarting').sort()).toEqual([quick.label, slow.label].sort())
    expect(outcome.done).toHaveLength(3)
  })

  /** Resolves with each event of one type that a phase named so meets from now on. */
  const nextEvent = (type: RunEvent['type'], label: string) =>
    new Promise<void>((resolve) => {
      heard = (event) => {
        if (event.type === type && event.phase.label === label) resolve()
      }
    })
  let heard: ((event: RunEvent) => void) | undefined
  const onEvent = (event: RunEvent) => {
    events.push(event)
    heard?.(event)
  }

  for (const [what, end] of [
    ['gives up', () => Promise.reject(new Error('stopped'))],
    ['goes on as if nothing had been', async () => ({})],
  ] as const)
    test(`what began before its input was damaged starts again, though that is whole again when it ${what}`, async () => {
      const slow = phase('slow', [data])
      const quick = phase('quick', [data])
      let slowStarts = 0
      let quickStarts = 0
      let begin: (() => void) | undefined
      const slowBegan = new Promise<void>((resolve) => {
        begin = resolve
      })
      const outcome = await runAnew([data, slow, quick], { onEvent }, (each) => async (context) => {
        if (each === quick && quickStarts++ === 0) {
          await slowBegan
          flip(data.key)
        }
        if (each === slow && slowStarts++ === 0) {
          writeFileSync(join(context.state, 'step'), '5')
          const madeAgain = nextEvent('finished', 'data')
          begin!()
          await madeAgain
          return end()
        }
        if (each === slow) expect(readdirSync(context.state)).not.toContain('step')
        return body(each)(context)
      })
      expect(outcome.failed).toEqual([])
      expect(slowStarts).toBe(2)
      expect(names('restarting').sort()).toEqual(['quick', 'slow'])
      expect(outcome.done).toHaveLength(3)
    })

  test('what another process set aside and made again meanwhile was no input to rely on', async () => {
    let starts = 0
    const other = () => openStore(store.root)
    const outcome = await runAnew([data, train], {}, (each) => async (context) => {
      if (each === train && starts++ === 0) {
        flip(data.key)
        const elsewhere = other()
        await elsewhere.setAside(await elsewhere.audit([data.key], { thorough: true }))
        await run([data], { store: elsewhere, onEvent: () => undefined })
      }
      return body(each)(context)
    })
    expect(outcome.failed).toEqual([])
    expect(starts).toBe(2)
    expect(names('restarting')).toEqual(['train'])
  })

  test('what is set aside in the moment it is done is made again', async () => {
    await run([data])
    let times = 0
    const plain = openStore(store.root)
    const torn: Store = {
      ...plain,
      produce: async (key, ...rest) => {
        const made = await plain.produce(key, ...rest)
        if (key === apart.key && times++ === 0) {
          flip(data.key)
          await plain.setAside(await plain.audit([data.key], { thorough: true }))
        }
        return made
      },
    }
    const outcome = await run([data, apart], { store: torn })
    expect(outcome.failed).toEqual([])
    expect([data, apart].every(({ key }) => openStore(store.root).has(key))).toBe(true)
  })

  test('what is damaged again and again fails, and takes its dependents with it', async () => {
    const outcome = await runAnew(all, {}, (each) => async (context) => {
      if (each === apart) flip(data.key)
      return body(each)(context)
    })
    expect(outcome.failed).toMatchObject([{ phase: data, error: { code: 'ARTIFACT_UNSTABLE' } }])
    expect(outcome.skipped.map(({ phase: { label } }) => label)).toContain('apart')
    expect(outcome.remaining).toEqual([])
  })

  test('an input that another process took away is made again', async () => {
    await run([data, train])
    let times = 0
    const outcome = await runAnew(all, { nodePhases: 1 }, (each) => async (context) => {
      if (each === first && times++ === 0) await openStore(store.root).remove(train.key)
      return body(each)(context)
    })
    expect(outcome.failed).toEqual([])
    expect(names('finished')).toContain('train')
    expect(all.every(({ key }) => store.has(key))).toBe(true)
  })

  test('two runs that find the same damage repair it once', async () => {
    await run(all)
    flip(train.key)
    const stores = [openStore(store.root), openStore(store.root)]
    const outcomes = await Promise.all(stores.map((each) => run(all, { store: each })))
    expect(outcomes.flatMap(({ failed }) => failed)).toEqual([])
    expect(jobs().filter((line) => line.startsWith('train train'))).toHaveLength(2) // at first, and once more
    expect(all.every(({ key }) => stores.every((each) => each.has(key)))).toBe(true)
  })
})

describe('several processes on one store', () => {
  test('a phase that another works on is left to it, and others go on meanwhile', async () => {
    const held = phase('held')
    const base = { operation: 'test', label: 'held', inputs: {}, parameters: null, versions: {} }
    let release: (() => void) | undefined
    const elsewhere = openStore(store.root).produce(held.key, base, async () => {
      await new Promise<void>((resolve) => {
        release = resolve
      })
      return {}
    })
    while (release === undefined) await sleep(5)
    const onEvent = (event: RunEvent) => {
      events.push(event)
      if (event.type === 'finished' && event.phase.label === 'free') release!()
    }
    const outcome = await run([held, phase('free'), phase('reader', [held])], { onEvent, nodePhases: 1 })
    await elsewhere
    expect(events.filter(({ type }) => type === 'waiting')).toMatchObject([
      { phase: held, holder: { pid: process.pid } },
    ])
    expect(outcome).toMatchObject({ cached: [held.key], done: [sha256('free'), sha256('reader')] as Key[] })
  })

  test('two runs of one study share the work', async () => {
    const phases = Array.from({ length: 6 }, (_, index) => computing(`p${index}#steps=3,ms=10`))
    const outcomes = await Promise.all([run(phases), run(phases)])
    expect(jobs()).toHaveLength(6)
    expect(outcomes.flatMap(({ done }) => done)).toHaveLength(6)
    expect(outcomes.every(({ done, cached }) => done.length + cached.length === 6)).toBe(true)
  })
})
