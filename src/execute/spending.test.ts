import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fc, test as property } from '@fast-check/vitest'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Key, sha256 } from '#kernel'
import { openStore, type Store } from '#store'
import type { RunOptions } from './run.ts'
import { runPhases } from './run-phases.ts'
import type { PhaseBody, Schedulable } from './schedulable.ts'

let folder: string
let store: Store
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'polyvia-spending-'))
  store = openStore(join(folder, 'store'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const phase = (name: string, inputs: readonly Schedulable[] = []): Schedulable => ({
  key: sha256(name),
  operation: name.replace(/\d+$/, ''),
  label: name,
  inputs: Object.fromEntries(inputs.map((input) => [input.label, input.key])),
  parameters: { name },
  needsWorker: false,
})

/** A small study: two arms of one stage each, every checkpoint read by two targets, every target scored. */
function study(arms: readonly number[], targets: readonly number[] = [1, 2]): Schedulable[] {
  return arms.flatMap((arm) => {
    const stage = phase(`train${arm}`)
    return [
      stage,
      ...targets.flatMap((target) => {
        const tuned = phase(`train${arm}${target}`, [stage])
        const predicted = phase(`predict${arm}${target}`, [tuned])
        return [tuned, predicted, phase(`score${arm}${target}`, [predicted])]
      }),
    ]
  })
}

const made: string[] = []
/** What a phase writes rests on what it reads. */
const body =
  ({ label, inputs }: Schedulable): PhaseBody =>
  async ({ output }) => {
    made.push(label)
    const read = Object.values(inputs).map((key) => readFileSync(join(store.path(key), 'content'), 'utf8'))
    writeFileSync(join(output, 'content'), sha256(`${label} ${read.join()}`))
    writeFileSync(join(output, 'losses'), label)
    return {}
  }

const dropping = ({ operation }: Schedulable) => (operation === 'train' ? ['losses'] : null)

function run(phases: readonly Schedulable[], options: Partial<RunOptions<Schedulable>> = {}, bodyOf = body) {
  made.length = 0
  return runPhases(phases, bodyOf, { store, slots: [], dropping, nodePhases: 1, leasePollMs: 20, ...options })
}

const labels = (keys: readonly Key[], phases: readonly Schedulable[]) =>
  keys.map((key) => phases.find((each) => each.key === key)!.label)

describe('dropping what nothing will read', () => {
  test('as soon as all that reads it is done; scores stay, and a second run has nothing to do', async () => {
    const phases = study([1, 2])
    const heldAtOnce: number[] = []
    const watching = (each: Schedulable): PhaseBody => {
      const inner = body(each)
      return async (context) => {
        heldAtOnce.push(phases.filter(({ operation, key }) => operation === 'train' && store.has(key)).length)
        return inner(context)
      }
    }
    const outcome = await run(phases, {}, watching)
    expect(outcome).toMatchObject({ failed: [], skipped: [], remaining: [] })
    expect(labels(outcome.dropped, phases)).toEqual([
      'train11',
      'train1',
      'train12',
      'train21',
      'train2',
      'train22',
    ])
    expect(Math.max(...heldAtOnce)).toBe(2)
    for (const { key, operation } of phases) {
      expect(store.has(key)).toBe(operation !== 'train')
      expect(store.isDropped(key)).toBe(operation === 'train')
    }
    const again = await run(phases)
    expect(made).toEqual([])
    expect(again).toMatchObject({ done: [], dropped: [], remaining: [], failed: [] })
  })

  test('what a later extension needs is made again, to the same bytes, and dropped again', async () => {
    await run(study([1]))
    const wider = study([1], [1, 2, 3])
    const outcome = await run(wider)
    expect(made).toEqual(['train1', 'train13', 'predict13', 'score13'])
    expect(labels(outcome.dropped, wider)).toEqual(['train1', 'train13'])
    const whole = openStore(join(folder, 'whole'))
    store = whole
    await run(wider, { dropping: () => null })
    const scores = wider.filter(({ operation }) => operation === 'score')
    const dropped = openStore(join(folder, 'store'))
    for (const { key } of scores) expect(dropped.manifest(key).files).toEqual(whole.manifest(key).files)
  })

  test('what a failed phase reads stays, for it may be tried again', async () => {
    const phases = study([1])
    const failing = (each: Schedulable): PhaseBody =>
      each.label === 'predict12' ? () => Promise.reject(new Error('no')) : body(each)
    const outcome = await run(phases, {}, failing)
    expect(labels(outcome.dropped, phases)).toEqual(['train11', 'train1'])
    await run(phases)
    expect(made).toEqual(['predict12', 'score12'])
    expect(phases.filter(({ key, operation }) => operation === 'train' && store.has(key))).toEqual([])
  })

  test('with everything wanted, what was dropped is made again', async () => {
    const phases = study([1])
    await run(phases)
    const outcome = await run(phases, { everything: true, dropping: () => null })
    expect(labels(outcome.done, phases).sort()).toEqual(['train1', 'train11', 'train12'])
    expect(phases.every(({ key }) => store.has(key))).toBe(true)
  })

  test('what another run will read stays until that is over', async () => {
    const one = study([1], [1])
    const other = study([1], [2])
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const waiting = (each: Schedulable): PhaseBody => {
      const inner = body(each)
      return async (context) => {
        if (each.label === 'train12') await held
        return inner(context)
      }
    }
    await run(one.slice(0, 1))
    const slow = run(other, {}, waiting)
    const outcome = await run(one)
    expect(labels(outcome.dropped, one)).toEqual(['train11'])
    expect(store.has(one[0]!.key)).toBe(true)
    release()
    expect(labels((await slow).dropped, other)).toEqual(['train1', 'train12'])
  })
})

property.prop([fc.array(fc.nat(60), { minLength: 1, maxLength: 6 })], {
  numRuns: 4,
  interruptAfterTimeLimit: 60_000,
})(
  'broken off again and again, it ends in the same bytes as when nothing is dropped',
  async (stops) => {
    const root = mkdtempSync(join(folder, 'broken-'))
    const phases = study([1, 2])
    store = openStore(join(root, 'kept'))
    await run(phases, { dropping: () => null })
    const kept = store
    store = openStore(join(root, 'dropped'))
    for (const stop of stops) {
      const controller = new AbortController()
      const timer = setTimeout(() => controller.abort(), stop)
      await run(phases, { signal: controller.signal })
      clearTimeout(timer)
    }
    await run(phases)
    for (const { key, operation } of phases) {
      expect(store.has(key)).toBe(operation !== 'train')
      if (operation === 'score') expect(store.manifest(key).files).toEqual(kept.manifest(key).files)
    }
  },
  120_000,
)
