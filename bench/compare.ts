/**
 * Time and memory of `compare` beside scipy on the same outcomes: 40 languages of 10,000 examples, 7 arms, 5 seeds.
 *
 *     npx tsx bench/compare.ts [--languages N] [--examples N] [--arms N] [--seeds N] [--python .venv/bin/python]
 *
 * scipy has no interval of a mean over languages and seeds, in clusters, for a pair of arms. It is given the part that it
 * does have: `scipy.stats.bootstrap` of one pair of arms in one language, with 10,000 resamples, once for each of the cells
 * that `compare` gives intervals to (measured on a few, told for all).
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Cell, compare, type Results } from '#compare'
import { randomStream } from '#kernel'
import { metric, type Outcomes } from '#score'

const RESAMPLES = 10_000
const SCIPY_CELLS = 3
const EXAMPLES_PER_CLUSTER = 3

const { values } = parseArgs({
  options: {
    languages: { type: 'string', default: '40' },
    examples: { type: 'string', default: '10000' },
    arms: { type: 'string', default: '7' },
    seeds: { type: 'string', default: '5' },
    python: { type: 'string', default: '.venv/bin/python' },
  },
})
const size = {
  languages: Number(values.languages),
  examples: Number(values.examples),
  arms: Number(values.arms),
  seeds: Number(values.seeds),
}
const arms = Array.from({ length: size.arms }, (_, at) => (at === 0 ? 'baseline' : `arm-${at}`))
const seeds = Array.from({ length: size.seeds }, (_, at) => at + 1)
const languages = Array.from({ length: size.languages }, (_, at) => `l${at}`)

type Draw = () => number

/** Outcomes of a run whose examples are as hard for every other run. */
const MADE: Readonly<Record<string, (ease: Float64Array, luck: Draw) => Outcomes>> = {
  accuracy: (ease, luck) => ({ correct: marks(ease, luck) }),
  'chunk-f1': (ease, luck) => {
    const correct = marks(ease, luck)
    return {
      chunks_correct: correct,
      chunks_predicted: correct.map((one) => one + Math.round(luck())),
      chunks_gold: correct.map((one) => one + Math.round(luck())),
    }
  },
  'recall@10': (ease, luck) => ({ rank: marks(ease, luck).map((one) => (one === 1 ? 3 : 40)) }),
}

const marks = (ease: Float64Array, luck: Draw) =>
  Float32Array.from(ease, (each) => (0.7 * each + 0.3 * luck() < 0.6 ? 1 : 0))

function study(id: string): Results {
  const clusters = (offset: number) =>
    Float64Array.from({ length: size.examples }, (_, at) => offset + Math.floor(at / EXAMPLES_PER_CLUSTER))
  const item = Float64Array.from({ length: size.examples }, (_, at) => at)
  const cells = languages.flatMap((language, at): Cell[] => {
    const stream = randomStream(1, id, language)
    const ease = Float64Array.from({ length: size.examples }, () => stream.uniform())
    const dependence = { item, cluster: clusters(at * size.examples) }
    return arms.flatMap((arm) =>
      seeds.map((seed) => {
        const outcomes = MADE[id]!(ease, () => stream.uniform())
        const metrics = { [id]: metric(id).value(outcomes) }
        const score = {
          task: id,
          language,
          examples: size.examples,
          metrics,
          chance: {},
          outcomes,
          dependence,
        }
        return { arm, target: id, language, seed, run: `${arm} ${seed}`, score }
      }),
    )
  })
  return { arms, baseline: 'baseline', targets: [id], seeds, cells, missing: [] }
}

const SCIPY = `
import json, resource, sys, time
import numpy
from scipy.stats import bootstrap
data = json.load(open(sys.argv[1]))
started = time.process_time()
for arm, base in data:
    a, b = numpy.array(arm), numpy.array(base)
    bootstrap((a, b), lambda x, y, axis=-1: 100 * (x.mean(axis=axis) - y.mean(axis=axis)),
              paired=True, n_resamples=${RESAMPLES}, batch=200, method='percentile', rng=numpy.random.default_rng(1))
print(json.dumps([(time.process_time() - started) / len(data), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
`

/** Processor seconds of one cell, and the memory it took in MB. */
function scipy(results: Results): readonly [number, number] {
  const folder = mkdtempSync(join(tmpdir(), 'polyvia-bench-'))
  try {
    const one = (arm: string, language: string) => [
      ...results.cells.find((cell) => cell.arm === arm && cell.language === language)!.score.outcomes
        .correct!,
    ]
    const data = languages
      .slice(0, SCIPY_CELLS)
      .map((language) => [one(arms[1]!, language), one('baseline', language)])
    writeFileSync(join(folder, 'data.json'), JSON.stringify(data))
    return JSON.parse(
      execFileSync(values.python, ['-c', SCIPY, join(folder, 'data.json')], { encoding: 'utf8' }),
    ) as [number, number]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const peakMegabytes = () =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))![1]) / 1024

for (const id of Object.keys(MADE)) {
  const results = study(id)
  const started = process.cpuUsage()
  const clock = performance.now()
  const { pairs } = compare(results)
  const { user, system } = process.cpuUsage(started)
  const seconds = (user + system) / 1e6
  console.log(
    `${id}: ${results.cells.length} scores of ${size.examples} examples in ${seconds.toFixed(1)} s of processor time, ${((performance.now() - clock) / 1000).toFixed(1)} s by the clock; the process has taken ${peakMegabytes().toFixed(0)} MB, the outcomes included`,
  )
  if (id !== 'accuracy') continue
  const [perCell, megabytes] = scipy(results)
  const intervals = pairs.length * languages.length
  console.log(
    `scipy.stats.bootstrap, ${RESAMPLES} resamples, one cell: ${perCell.toFixed(1)} s of processor time, ${megabytes.toFixed(0)} MB; for the ${intervals} cells of the pairs ${(perCell * intervals).toFixed(0)} s, ${((perCell * intervals) / seconds).toFixed(0)} times as long`,
  )
}
