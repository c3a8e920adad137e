/**
 * Our scores of XTREME's mock predictions against those of its evaluate.py.
 * Usage: npx tsx scripts/parity/mock.ts CHECKOUT NEW.json OLD.json (see README.md here). Exits with 1 on any difference.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Benchmark, benchmark } from '#catalog'
import { type BenchmarkScore, type SeqevalBehaviour, scoreFolder } from '#score'

type Values = Record<string, number>
interface Official {
  readonly seqeval: string
  readonly overall: Values
  readonly tasks: Record<string, Record<string, Values | number>>
  readonly mewslix: Record<string, Values>
}

/** Official name of a metric -> ours. */
const OURS: Readonly<Record<string, (task: Benchmark['tasks'][number]) => string>> = {
  accuracy: ({ metrics }) => metrics[0]!,
  f1: ({ metrics }) => metrics.find((id) => id.endsWith('f1'))!,
  exact_match: ({ metrics }) => metrics.find((id) => id.endsWith('exact-match'))!,
}

const [checkout, ...officialFiles] = process.argv.slice(2) as [string, ...string[]]
const folder = (part: string) => join(checkout, 'mock_test_data', part)
const scoreMock = (id: string, seqeval: SeqevalBehaviour): BenchmarkScore =>
  scoreFolder({ benchmark: id, predictions: folder('predictions'), gold: folder('labels'), seqeval })
const show = (value: number) => value.toFixed(12)

let largest = 0
const compare = (ours: number, theirs: number) => {
  const difference = Math.abs(ours - theirs)
  largest = Math.max(largest, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference)
  return difference
}

for (const file of officialFiles) {
  const official = JSON.parse(readFileSync(file, 'utf8')) as Official
  const behaviour = `seqeval-${official.seqeval}` as SeqevalBehaviour
  const score = scoreMock('xtreme', behaviour)
  console.log(
    `\nevaluate.py with ${behaviour}\n| task | languages | metric | official mean | ours | largest difference in a language |\n|---|---|---|---|---|---|`,
  )
  for (const task of benchmark('xtreme').tasks) {
    const theirs = official.tasks[task.folder]!
    const own = score.tasks.find((each) => each.task === task.task)!
    for (const [name, pick] of Object.entries(OURS).filter(([each]) => each in theirs)) {
      const id = pick(task)
      const differences = task.languages.map((language) =>
        compare(own.languages[language]![id]!, (theirs[name] as Values)[language]!),
      )
      compare(own.means[id]!, theirs[`avg_${name}`] as number)
      console.log(
        `| ${task.task} | ${task.languages.length} | ${id} | ${show(theirs[`avg_${name}`] as number)} | ${show(own.means[id]!)} | ${Math.max(...differences)} |`,
      )
    }
    compare(own.score!, theirs.avg_metric as number)
  }
  for (const [group, value] of Object.entries(score.groups)) {
    compare(value!, official.overall[group]!)
    console.log(`group ${group}: ${show(value!)}, official ${show(official.overall[group]!)}`)
  }
  console.log(`average: ${show(score.average!)}, official ${show(official.overall.all_task!)}`)
  // evaluate.py adds in the order of a Python set: the last digit varies.
  if (Math.abs(score.average! - official.overall.all_task!) > 1e-12) largest = Number.POSITIVE_INFINITY
  const mewslix = scoreMock('xtreme-r', behaviour).tasks.find(({ task }) => task === 'mewsli-x')!
  const differences = Object.entries(official.mewslix).map(([language, theirs]) =>
    compare(mewslix.languages[language]!['map@20']!, theirs['map@20']!),
  )
  console.log(
    `mewslix map@20: ${differences.length} languages, largest difference ${Math.max(...differences)}`,
  )
}
console.log(`\nlargest difference: ${largest}`)
process.exitCode = largest === 0 ? 0 : 1
