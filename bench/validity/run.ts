/**
 * How often the intervals, marks and verdicts of `compare` are right, on simulated studies whose truth is known:
 *
 *     npx tsx bench/validity/run.ts                       # a few minutes; exits with 1 where a gate is missed
 *     npx tsx bench/validity/run.ts --full --workers 2    # an hour and a half of one core; goes on where it was stopped
 *     npx tsx bench/validity/run.ts --full --workers 0    # only the table of what there is
 *     npx tsx bench/validity/run.ts --full --workers 0 --pooled    # seeds and noises together
 *
 * Studies are kept in `bench/validity/runs`, in a file for each state of the code that they depend on.
 */
import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Measured } from './measure-study.ts'
import { SETTINGS } from './settings.ts'
import { misses, pooled, tables } from './table.ts'
import type { Job } from './worker.ts'

const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    pooled: { type: 'boolean', default: false },
    workers: { type: 'string', default: '2' },
  },
})
const size = values.full ? 'full' : 'quick'
const settings = SETTINGS[size]

const kept = keptFile()
const rows = settings.map((setting) => ({ setting, measured: [] as Measured[] }))
const done = readKept()
await work(openJobs(), Number(values.workers))
const shown = values.pooled ? pooled(rows) : rows
console.log(tables(shown))
const missed = misses(shown)
console.log(missed.length === 0 ? '\nEvery gate holds.' : `\nGates missed:\n\n- ${missed.join('\n- ')}`)
process.exitCode = missed.length === 0 ? 0 : 1

/** The file of this size for what the code is now. */
function keptFile(): string {
  const sources = ['src/compare', 'src/score', 'bench/validity'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(
        (name) =>
          name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'run.ts' && name !== 'table.ts',
      )
      .sort()
      .map((name) => readFileSync(join(folder, name))),
  )
  const key = createHash('sha256').update(Buffer.concat(sources)).digest('hex').slice(0, 12)
  const folder = join(import.meta.dirname, 'runs')
  mkdirSync(folder, { recursive: true })
  return join(folder, `${size}-${key}.jsonl`)
}

interface Kept extends Pick<Job, 'setting' | 'study'> {
  readonly measured: Measured
}

function nameOf({ setting, study }: Pick<Job, 'setting' | 'study'>): string {
  return `${setting} ${study}`
}

/** Puts what was measured before into the rows. A last line that was cut off goes. */
function readKept(): Set<string> {
  const found = new Set<string>()
  if (!existsSync(kept)) return found
  const lines = readFileSync(kept, 'utf8').split('\n').slice(0, -1)
  writeFileSync(kept, lines.map((line) => `${line}\n`).join(''))
  for (const line of lines) {
    const { measured, ...job } = JSON.parse(line) as Kept
    found.add(nameOf(job))
    rows[job.setting]!.measured.push(measured)
  }
  return found
}

/** All settings advance at one pace, each by its share of done studies: a table can be read at any time. */
function openJobs(): Job[] {
  return settings
    .flatMap(({ studies }, setting) =>
      Array.from({ length: studies }, (_, study): Job => ({ size, setting, study })),
    )
    .filter((job) => !done.has(nameOf(job)))
    .sort((a, b) => paceOf(a) - paceOf(b) || a.setting - b.setting)
}

function paceOf({ setting, study }: Job): number {
  return study / settings[setting]!.studies
}

async function work(jobs: readonly Job[], workers: number): Promise<void> {
  const open = jobs.values()
  await Promise.all(Array.from({ length: Math.min(workers, jobs.length) }, () => oneWorker(open)))
}

/** A process that takes jobs until there are none. */
async function oneWorker(open: Iterator<Job>): Promise<void> {
  const child = fork(new URL('./worker.ts', import.meta.url), {
    execArgv: ['--import', import.meta.resolve('tsx')],
  })
  const ended = once(child, 'exit').then(() => {
    throw new Error('a worker ended before its work')
  })
  for (let next = open.next(); next.done !== true; next = open.next()) {
    child.send(next.value)
    const [measured] = (await Promise.race([once(child, 'message'), ended])) as [Measured]
    const { setting, study } = next.value
    rows[setting]!.measured.push(measured)
    appendFileSync(kept, `${JSON.stringify({ setting, study, measured } satisfies Kept)}\n`)
  }
  ended.catch(() => {})
  child.disconnect()
}
