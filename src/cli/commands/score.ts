import { defineCommand } from 'citty'
import type { BenchmarkScore, SeqevalBehaviour } from '#score'
import { printTable } from '../table.ts'
import { print, printJson } from '../terminal.ts'

export default defineCommand({
  meta: {
    name: 'score',
    description: 'Score predictions in the official layout of a benchmark, as its own script does',
  },
  args: {
    benchmark: {
      type: 'positional',
      description: 'Benchmark of the catalogue, such as xtreme or xtreme-r',
      required: true,
    },
    predictions: {
      type: 'string',
      description: 'Folder with a folder a task, in it test-{language}.*',
      required: true,
      valueHint: 'DIR',
    },
    gold: { type: 'string', description: 'The same with the labels', required: true, valueHint: 'DIR' },
    seqeval: {
      type: 'enum',
      options: ['0.0.12', '1.2.2'],
      default: '0.0.12',
      description: 'Release of seqeval whose chunks count in tagging; published numbers are by 0.0.12',
    },
    json: { type: 'boolean', description: 'Print JSON' },
  },
  run: async ({ args }) => {
    const [{ benchmark }, { scoreFolder }] = await Promise.all([import('#catalog'), import('#score')])
    const score = scoreFolder({
      benchmark: args.benchmark,
      predictions: args.predictions,
      gold: args.gold,
      seqeval: `seqeval-${args.seqeval}` as SeqevalBehaviour,
    })
    if (args.json) printJson(score)
    else printScore(score, benchmark(score.benchmark).title)
    return 0
  },
})

const points = (value: number | null | undefined) => (value == null ? '' : value.toFixed(2))

function printScore(score: BenchmarkScore, title: string): void {
  const scored = score.tasks.filter(({ languages }) => Object.keys(languages).length > 0)
  printTable(
    ['task', 'metric', 'languages', 'mean'],
    scored.flatMap(({ task, languages, means }) =>
      metricsOf(languages).map((id) => [
        task,
        id,
        Object.entries(languages)
          .map(([language, metrics]) => `${language} ${points(metrics[id])}`)
          .join('  '),
        points(means[id]) || 'incomplete',
      ]),
    ),
    [14, 20, 72, 12],
  )
  printTable(
    ['', 'score'],
    [
      ...scored.map(({ task, score: value }) => [task, points(value) || 'incomplete']),
      ...Object.entries(score.groups).map(([group, value]) => [
        `group ${group}`,
        points(value) || 'incomplete',
      ]),
      [`${title} average`, points(score.average) || 'incomplete'],
    ],
  )
  const missing = score.tasks.filter(({ missing }) => missing.length > 0)
  if (missing.length === 0) return
  print(`\nMissing, so there is no average over what needs it:`)
  for (const { task, missing: languages } of missing) print(`  ${task}: ${languages.join(' ')}`)
}

const metricsOf = (languages: BenchmarkScore['tasks'][number]['languages']) =>
  Object.keys(Object.values(languages)[0] ?? {})
