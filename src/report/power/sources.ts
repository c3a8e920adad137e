import { averagedOf, runSpread } from '#compare'
import type { Plan } from '#plan'
import { decidingMetrics, metricSet, reportedMetric } from '#score'
import { modelName, type Noise, type NoiseRecord, noiseOfMean } from './noise.ts'

/** Noise of finished studies; `own` was measured on scores of the plan itself. */
export interface KnownNoise {
  readonly own: NoiseRecord | null
  readonly others: readonly NoiseRecord[]
}

/** A target of a plan, in what its noise depends on. */
export interface WantedTarget {
  readonly task: string
  readonly metric: string
  readonly languages: readonly string[]
}

/** Where noise was measured, and how near that is to the plan. */
export interface Origin {
  readonly study: string
  /** On scores of this very plan. */
  readonly own: boolean
  readonly sameModel: boolean
  readonly sameLanguages: boolean
  /** Trained arms and seeds. */
  readonly arms: number
  readonly seeds: number
}

export interface Source {
  readonly noise: Noise
  readonly origin: Origin
}

export function targetsOf({ cells, tasks, study }: Plan): WantedTarget[] {
  const byTask = new Map<string, Set<string>>()
  for (const { target, language } of cells)
    byTask.set(target, (byTask.get(target) ?? new Set()).add(language))
  const entries = [...byTask.keys()].map((task) => tasks[task]!)
  const deciding = decidingMetrics(entries, study.measure)
  return entries.map((entry) => {
    const all = [...byTask.get(entry.id)!]
    const metrics = Object.fromEntries(metricSet(entry).map(({ id }) => [id, 0]))
    return {
      task: entry.id,
      metric: deciding[entry.id] ?? reportedMetric(metrics).id,
      languages: averagedOf(all),
    }
  })
}

/**
 * The nearest noise of the mean over some targets of one study: of the plan itself, else of the same encoder, else over the
 * same languages, else what tells most. Of the plan itself the mean is over those that decide.
 */
export function nearest(targets: readonly WantedTarget[], plan: Plan, known: KnownNoise): Source | null {
  const own = known.own === null ? [] : [{ record: known.own, isOwn: true }]
  const all = [...own, ...known.others.map((record) => ({ record, isOwn: false }))]
  const sources = all.flatMap(({ record, isOwn }) => sourceIn(record, targets, plan, isOwn) ?? [])
  return sources.toSorted((a, b) => nearness(b.origin) - nearness(a.origin))[0] ?? null
}

const nearness = ({ own, sameModel, sameLanguages, arms, seeds }: Origin) =>
  1e6 * (4 * Number(own) + 2 * Number(sameModel) + Number(sameLanguages)) + arms * (seeds - 1)

function sourceIn(
  record: NoiseRecord,
  targets: readonly WantedTarget[],
  { study }: Plan,
  own: boolean,
): Source | null {
  const deciding = own ? targets.filter(({ task }) => !record.atChance.includes(task)) : targets
  const found = deciding.flatMap(({ task, metric, languages }) => {
    const noise = record.targets.find((each) => each.task === task && each.metric === metric)
    const same = noise?.languages.toSorted().join() === languages.toSorted().join()
    return noise === undefined ? [] : [{ noise, same }]
  })
  const noise = found.length < deciding.length ? null : noiseOfMean(found.map((each) => each.noise))
  if (noise === null) return null
  return {
    noise,
    origin: {
      study: record.study,
      own,
      sameModel: record.model === modelName(study),
      sameLanguages: found.every(({ same }) => same),
      arms: noise.arms.filter(({ trained }) => trained).length,
      seeds: noise.seeds.length,
    },
  }
}

/** Variances between the trained runs. */
export const spreadOf = ({ arms }: Noise) =>
  runSpread(arms.filter(({ trained }) => trained).map(({ values }) => values))
