import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { randomStream } from '#kernel'
import { polyvia, startPolyvia } from './support/command.ts'
import { tinyStudyFolder } from './support/tiny-study.ts'

/** SHA-256 of every file of every artifact that holds weights, predictions or scores, by key. */
function results(store: string): Record<string, { readonly operation: string; readonly files: unknown }> {
  const found: Record<string, { readonly operation: string; readonly files: unknown }> = {}
  for (const start of readdirSync(join(store, 'artifacts')))
    for (const key of readdirSync(join(store, 'artifacts', start))) {
      const { operation, files } = JSON.parse(
        readFileSync(join(store, 'artifacts', start, key, 'manifest.json'), 'utf8'),
      )
      if (operation !== 'tokenizer') found[key] = { operation, files }
    }
  return found
}

/** Whether a training has saved a state that it could go on from. */
const isTraining = (store: string) => {
  const states = join(store, 'state')
  return (
    existsSync(states) &&
    readdirSync(states).some((key) => existsSync(join(states, key, 'schedule.safetensors')))
  )
}

const workersOf = (pid: number): number[] => {
  try {
    return execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(Number)
  } catch {
    return []
  }
}

describe('polyvia run, killed with SIGKILL', () => {
  const whole = tinyStudyFolder()
  beforeAll(async () => {
    const uninterrupted = await polyvia(['run', 'tiny.yaml', '--slots', '1x1'], whole.folder)
    expect(uninterrupted.errors).not.toContain('error')
    expect(uninterrupted.code).toBe(0)
  }, 200_000)

  it.each([
    { keep: 'all', without: [] },
    { keep: 'needed', without: ['initialize', 'train', 'embed'] },
    { keep: 'scores', without: ['initialize', 'train', 'embed', 'featurize', 'predict', 'neighbours'] },
  ])(
    'keeping $keep, it gives the bytes of an uninterrupted run',
    { timeout: 400_000 },
    async ({ keep, without }) => {
      const cut = tinyStudyFolder()
      const store = join(cut.folder, '.polyvia')
      const random = randomStream(5, 'kills')
      const arguments_ = ['run', 'tiny.yaml', '--slots', '1x1', '--checkpoint-seconds', '0', '--keep', keep]
      let kills = 0
      for (let attempt = 0; kills < 5 && attempt < 12; attempt++) {
        const run = startPolyvia(arguments_, cut.folder)
        let over = false
        void run.ended.then(() => {
          over = true
        })
        while (!over && !isTraining(store)) await sleep(20)
        await sleep(random.below(1500))
        if (over || !isTraining(store)) {
          run.kill('SIGKILL')
          await run.ended
          continue
        }
        // Now the worker, now the command itself: its worker must end with it.
        const victims = kills % 2 === 0 ? [run.pid!] : workersOf(run.pid!)
        for (const pid of victims) process.kill(pid, 'SIGKILL')
        kills++
        if (kills % 2 === 0) run.kill('SIGKILL')
        await run.ended
      }
      expect(kills).toBeGreaterThanOrEqual(5)
      const finished = await polyvia(arguments_, cut.folder)
      expect(finished.code).toBe(0)
      const expected = Object.entries(results(join(whole.folder, '.polyvia')))
      expect(results(store)).toEqual(
        Object.fromEntries(expected.filter(([, { operation }]) => !without.includes(operation))),
      )
      const again = await polyvia([...arguments_, '--json'], cut.folder)
      expect(JSON.parse(again.output)).toMatchObject({
        state: 'done',
        phases: { done: 0, remaining: 0, dropped: 0 },
      })
    },
  )
})
