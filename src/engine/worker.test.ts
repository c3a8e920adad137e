import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { startFakeWorker } from '../../test/support/engine/fake-worker.ts'
import type { Worker, WorkerOptions } from './worker.ts'

const folder = mkdtempSync(join(tmpdir(), 'polyvia-worker-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const started: Worker[] = []
async function start(options?: Partial<WorkerOptions>): Promise<Worker> {
  const worker = await startFakeWorker(options)
  started.push(worker)
  return worker
}
afterEach(async () => {
  await Promise.all(started.splice(0).map((worker) => worker.stop()))
})

const job = (told: string) =>
  ({
    op: 'initialize',
    id: `job#${told}`,
    config: {},
    headInitializerRange: 0.02,
    seed: 1,
    output: join(folder, 'output'),
  }) as const

const training = (told: string, evaluateAt: number[] = []): Parameters<Worker['run']>[0] => ({
  op: 'train',
  id: `training#${told}`,
  checkpoint: folder,
  output: folder,
  state: folder,
  tasks: [{ name: 'xnli', head: { type: 'classification', labels: 3 }, features: '/features' }],
  schedule: '/schedule',
  optimizer: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, clipNorm: 1 },
  freeze: null,
  dropout: null,
  headInitializerRange: 0.02,
  maxAnswerTokens: null,
  seed: 1,
  precision: 'fp32',
  evaluateAt,
  batching: 'packed',
  saving: { seconds: 0, share: 1 },
  runtime: { device: 'cpu', threads: 1, maxTokens: 100 },
})

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('startWorker', () => {
  test('waits for a slow worker, and takes lines that are no events for its log', async () => {
    const lines: string[] = []
    const worker = await start({ env: { FAKE_READY: 'chatty' }, onLog: (line) => lines.push(line) })
    expect(worker.ready.versions).toEqual({ torch: '0.0-fake' })
    expect(lines).toEqual(['Loading weights...', '{not json'])
    await start({ env: { FAKE_READY: 'late' } })
  })

  test('names what kept a worker from being ready, and leaves no process', async () => {
    const never = startFakeWorker({ env: { FAKE_READY: 'never' }, readyLimitMs: 150 })
    await expect(never).rejects.toMatchObject({ code: 'WORKER_NOT_READY', exitCode: 3 })
    const exited = startFakeWorker({ env: { FAKE_READY: 'exit' } })
    await expect(exited).rejects.toThrow(/exit code 1.*\n.*No module named 'torch'/)
    const absent = startFakeWorker({ python: '/absent/python' })
    await expect(absent).rejects.toThrow(/could not be started.*ENOENT/)
    const other = startFakeWorker({ env: { FAKE_READY: 'protocol' } })
    await expect(other).rejects.toMatchObject({ code: 'ENGINE_MISMATCH', exitCode: 3 })
    const numerics = startFakeWorker({ env: { FAKE_NUMERICS: '-1' } })
    await expect(numerics).rejects.toThrow(/numerics version -1/)
    const aborted = startFakeWorker({ env: { FAKE_READY: 'never' }, signal: AbortSignal.timeout(50) })
    await expect(aborted).rejects.toMatchObject({ code: 'INTERRUPTED' })
  })
})

describe('run', () => {
  test('reports start and progress, and resolves with the done event; jobs follow each other', async () => {
    const worker = await start()
    const steps: number[] = []
    const hooks = {
      onStarted: () => steps.push(0),
      onProgress: ({ step }: { step: number }) => steps.push(step),
    }
    expect(await worker.run(job('steps=3,garbage=2'), hooks)).toMatchObject({ type: 'done', tokens: 30 })
    expect(steps).toEqual([0, 1, 2, 3])
    expect(await worker.run(job('steps=1'))).toMatchObject({ tokens: 10 })
  })

  test('refuses a second job at once and a job that does not fit the contract', async () => {
    const worker = await start()
    const first = worker.run(job('steps=1'))
    expect(() => worker.run(job(''))).toThrow(TypeError)
    await first
    expect(() => worker.run({ ...job(''), seed: -1 })).toThrow(/seed/)
  })

  test('answers an evaluation with the decision of the hook', async () => {
    const worker = await start()
    const asked: number[] = []
    const onEvaluated = async ({ step }: { step: number }) => {
      await sleep(20)
      asked.push(step)
      return { keep: true, stop: step === 4 }
    }
    await worker.run(training('steps=9', [2, 4, 6]), { onEvaluated })
    expect(asked).toEqual([2, 4])
    rmSync(join(folder, 'step.json'))
  })

  test('rejects with what a hook threw; the worker lives on', async () => {
    const worker = await start()
    const broken = worker.run(training('steps=9', [2]), {
      onEvaluated: () => Promise.reject(new RangeError('bad')),
    })
    await expect(broken).rejects.toThrow(RangeError)
    const throwing = worker.run(job('steps=99'), {
      onProgress: () => {
        throw new SyntaxError('bad')
      },
    })
    await expect(throwing).rejects.toThrow(SyntaxError)
    await worker.run(job('steps=1'))
    rmSync(join(folder, 'step.json'))
  })

  test('interrupts on abort with the state saved, and continues from it', async () => {
    const worker = await start()
    const abort = new AbortController()
    const onProgress = ({ step }: { step: number }) => step === 3 && abort.abort()
    const first = worker.run(training('steps=50,ms=5'), { onProgress, signal: abort.signal })
    await expect(first).rejects.toMatchObject({ code: 'INTERRUPTED', exitCode: 130 })
    const saved = Number(readFileSync(join(folder, 'step.json'), 'utf8'))
    let from = 0
    await worker.run(training('steps=50'), { onStarted: ({ step }) => (from = step) })
    expect(from).toBe(saved)
    expect(saved).toBeGreaterThanOrEqual(3)
    await expect(worker.run(job(''), { signal: abort.signal })).rejects.toMatchObject({ code: 'INTERRUPTED' })
    rmSync(join(folder, 'step.json'))
  })

  test('kills a worker that does not hear the interruption', async () => {
    const worker = await start({ env: { FAKE_DEAF: '1' }, interruptLimitMs: 100 })
    const hanging = worker.run(job('steps=2,hang=1'))
    hanging.catch(() => undefined)
    await worker.interrupt()
    await expect(hanging).rejects.toMatchObject({ code: 'INTERRUPTED' })
    await worker.stop()
    expect(isRunning(worker.pid)).toBe(false)
  })

  test('maps what the worker says to errors with codes and hints; the worker lives on', async () => {
    const worker = await start()
    await expect(worker.run(job('oom=1'))).rejects.toMatchObject({
      code: 'OUT_OF_MEMORY',
      message: 'initialize "job#oom=1" failed: fake OUT_OF_MEMORY',
      hint: expect.stringContaining('tokens'),
    })
    await expect(worker.run(job('full=1'))).rejects.toMatchObject({ code: 'DISK_FULL' })
    expect(worker.alive).toBe(true)
  })

  test('names a killed worker with its last words', async () => {
    const worker = await start()
    const killed = worker.run(job('steps=3,always-die=2'))
    await expect(killed).rejects.toMatchObject({
      code: 'WORKER_DIED',
      message:
        'The PyTorch worker was killed by SIGKILL during initialize "job#steps=3,always-die=2"\n  | about to die',
      hint: expect.stringContaining('memory'),
    })
    expect(worker.alive).toBe(false)
    await expect(worker.run(job(''))).rejects.toMatchObject({ code: 'WORKER_DIED' })
  })

  test('ends a worker that leaves the contract', async () => {
    const worker = await start()
    await expect(worker.run(job('alien=1'))).rejects.toMatchObject({ code: 'ENGINE_PROTOCOL' })
    await worker.stop()
    expect(worker.alive).toBe(false)
  })
})

describe('no orphans', () => {
  test('stop ends a deaf worker by force', async () => {
    const worker = await start({ env: { FAKE_DEAF: '1' }, stopLimitMs: 100 })
    await worker.stop()
    expect(isRunning(worker.pid)).toBe(false)
  })

  test('a worker ends when Node is killed, whether it hears the end of its input or Node could still act', async () => {
    const script = fileURLToPath(new URL('../../test/support/engine/orphan-child.ts', import.meta.url))
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      const parent = spawn(process.execPath, ['--import', 'tsx', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const [line] = (await new Promise((resolve) =>
        createInterface({ input: parent.stdout }).once('line', (text) => resolve([text])),
      )) as [string]
      const pid = Number(line)
      expect(isRunning(pid)).toBe(true)
      parent.kill(signal)
      for (let waited = 0; waited < 500 && isAlive(pid); waited++) await sleep(20)
      expect(isAlive(pid)).toBe(false)
    }
  })
})

/** Runs, and is not a process that only waits to be reaped. */
function isAlive(pid: number): boolean {
  const stat = `/proc/${pid}/stat`
  return isRunning(pid) && !(existsSync(stat) && /\) [ZX] /.test(readFileSync(stat, 'utf8')))
}
