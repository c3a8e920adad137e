/**
 * How far test examples of a finished study are from independent: what its parallel languages and its clusters do to
 * the variance of a mean. Simulations take their correlations from here instead of assuming them.
 *
 * Usage: npx tsx bench/item-correlation.ts STUDY.yaml --store DIR --data DIR[,DIR]
 * Scores that the store lacks are left out and counted; `polyvia run` makes scores of an older version again.
 *
 * Of each example the value is what its metric gives for it alone, such as 1 or 0 for accuracy. A line a target for:
 * - level: the mean over all runs (arms and seeds), which is how hard an example is;
 * - difference: arm minus baseline, each the mean over the seeds that both have, which is what comparisons are made of;
 *   the mean over the arms. Training noise of the runs is part of it, as it is of every comparison.
 * with
 * - r: Pearson's correlation over the items that two languages share, the mean over pairs of languages;
 * - clusters: design effect of clusters in a language (variance of its mean with clusters, over that of independent
 *   examples), the mean over languages;
 * - languages: design effect of the mean over languages, with clusters and with translations drawn together. Intervals of
 *   means that take every example for itself are too narrow by the root of it.
 */
import { parseArgs } from 'node:util'
import { planStudy } from '#plan'
import { type Metric, reportedMetric, type Score } from '#score'
import { openStore } from '#store'
import { openStudy } from '../src/cli/context.ts'
import { clusterings } from '../src/compare/clusters.ts'
import { readScore } from '../src/execute/phases/score-files.ts'
import { type ByItem, designEffect, itemCorrelation, meanOf } from '../test/support/score/item-effects.ts'

interface Run {
  readonly arm: string
  readonly seed: number
  readonly language: string
  readonly score: Score
  /** What the metric gives for each example alone. */
  readonly values: readonly number[]
}

/** Values of the examples of each language. */
type ByLanguage = ReadonlyMap<string, readonly number[]>

const { values: options, positionals } = parseArgs({
  options: { store: { type: 'string' }, data: { type: 'string' } },
  allowPositionals: true,
})
const [file] = positionals
if (file === undefined || options.store === undefined) throw new Error('Usage: see the head of this file')
const opened = openStudy(file, options.data)
const plan = await planStudy(opened.study, opened.places)
const store = openStore(options.store, { readOnly: true })

const targets = [...new Set(plan.cells.map(({ target }) => target))]
for (const target of targets) {
  const cells = plan.cells.filter((cell) => cell.target === target)
  const there = cells.filter(({ score }) => store.has(score))
  console.log(`${target}: ${there.length} of ${cells.length} scores`)
  const runs = there.map(async (cell) => runOf(cell, readScore(await store.open(cell.score))))
  if (runs.length > 0) tell(await Promise.all(runs))
}

function runOf({ arm, seed, language }: (typeof plan.cells)[number], score: Score): Run {
  const chosen = reportedMetric(score.metrics)
  const values = Array.from({ length: score.examples }, (_, row) => valueAlone(chosen, score, row))
  return { arm, seed, language, score, values }
}

function valueAlone(chosen: Metric, { outcomes }: Score, row: number): number {
  return chosen.value(
    Object.fromEntries(chosen.columns.map((column) => [column, outcomes[column]!.slice(row, row + 1)])),
  )
}

function tell(runs: readonly Run[]): void {
  const languages = [...new Set(runs.map(({ language }) => language))]
  const scores = languages.map((language) => ({
    language,
    score: runs.find((run) => run.language === language)!.score,
  }))
  const others = Object.keys(opened.study.arms).filter((arm) => arm !== plan.baseline)
  const of = (chosen: readonly Run[]): ByLanguage =>
    new Map(
      languages.flatMap((language) => {
        const own = chosen.filter((run) => run.language === language)
        return own.length === 0 ? [] : [[language, exampleMeans(own.map(({ values }) => values))] as const]
      }),
    )
  line('level', [of(runs)], scores)
  const differences = others.map((arm) => difference(runs, arm, languages)).filter(({ size }) => size > 0)
  if (differences.length > 0) line('difference', differences, scores)
}

/** An arm minus the baseline, over the seeds that both have. */
function difference(runs: readonly Run[], arm: string, languages: readonly string[]): ByLanguage {
  return new Map(
    languages.flatMap((language) => {
      const seedsOf = (name: string) =>
        new Map(
          runs
            .filter((run) => run.arm === name && run.language === language)
            .map((run) => [run.seed, run.values]),
        )
      const [own, baseline] = [seedsOf(arm), seedsOf(plan.baseline)]
      const pairs = [...own].filter(([seed]) => baseline.has(seed))
      if (pairs.length === 0) return []
      const gains = pairs.map(([seed, values]) => values.map((value, at) => value - baseline.get(seed)![at]!))
      return [[language, exampleMeans(gains)] as const]
    }),
  )
}

/** Mean over runs of the value of each example. */
function exampleMeans(runs: readonly (readonly number[])[]): number[] {
  return runs[0]!.map((_, at) => meanOf(runs.map((values) => values[at]!)))
}

type Scores = readonly { readonly language: string; readonly score: Score }[]

function line(name: string, all: readonly ByLanguage[], scores: Scores): void {
  const joint = clusterings(scores)
  const effects = all.map((byLanguage) => {
    const strata = [...byLanguage].map(([language, values]) => {
      const { score } = scores.find((each) => each.language === language)!
      // Where no example goes with another, each is a cluster by itself.
      const own = score.dependence?.cluster ?? values.map((_, at) => at)
      return { values, own, items: itemsOf(score, values), joint: joint.get(language)! }
    })
    const spaces = [...new Set(strata.map(({ joint: { space } }) => space))]
    return {
      r: strata.flatMap(({ items }, at) =>
        strata.slice(at + 1).map((other) => itemCorrelation(items, other.items)),
      ),
      clusters: strata.map(({ values, own }) => designEffect([{ values, clusters: own }])),
      languages: designEffect(
        strata.map(({ values, joint: { of, space } }) => ({
          values,
          // Clusters count from 0 in each space of languages.
          clusters: Array.from(of, (cluster) => cluster * spaces.length + spaces.indexOf(space)),
        })),
      ),
    }
  })
  const shown = [
    `r ${text(effects.flatMap(({ r }) => r))}`,
    `clusters ${text(effects.flatMap(({ clusters }) => clusters))}`,
    `languages ${text(effects.map(({ languages }) => languages))}`,
  ]
  console.log(`  ${name.padEnd(10)}  ${shown.join('  ')}`)
}

function itemsOf({ dependence }: Score, values: readonly number[]): ByItem {
  return new Map(dependence === undefined ? [] : values.map((value, at) => [dependence.item[at]!, value]))
}

/** Mean of the numbers there are, with how many. */
function text(numbers: readonly (number | null)[]): string {
  const known = numbers.filter((number) => number !== null)
  return known.length === 0 ? '-' : `${meanOf(known).toFixed(3)} (${known.length})`
}
