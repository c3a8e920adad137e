import { byText } from '#kernel'
import type { Effect, PooledEffect } from '../bundle/synthesis.ts'
import type { Work } from '../bundle/works.ts'
import { nameOf } from '../works/name.ts'
import { pool } from './pool.ts'
import type { Weighed } from './weighed.ts'

/** One row for each claim that tells a difference; scores by themselves are no effects. */
export function effectsOf(stated: readonly Weighed[], works: readonly Work[]): Effect[] {
  return stated.flatMap(({ claim, sources, difference }) => {
    const source = sources[0]
    if (difference === null || source === undefined) return []
    const { origin, slots } = claim
    const work = works.find(({ id }) => id === source)
    const { tasks, languages, models } = slots.scope
    return [
      {
        claim: claim.id,
        source,
        subject: slots.subject ?? (work === undefined ? source : `what is proposed by ${nameOf(work)}`),
        comparator: slots.comparator,
        task: origin.from === 'study' ? origin.target : tasks.length === 1 ? tasks[0]! : null,
        languages,
        model: origin.from === 'study' ? origin.model : models.length === 1 ? models[0]! : null,
        metric: slots.metric,
        difference: difference.value,
        unit: difference.unit,
        low: difference.low,
        high: difference.high,
      },
    ]
  })
}

/** Pooled differences of rows on one task, metric and unit about the same parts of the question, one row a source. */
export function pooledOf(effects: readonly Effect[], stated: readonly Weighed[]): PooledEffect[] {
  const facetsOf = new Map(stated.map(({ claim }) => [claim.id, claim.facets.toSorted(byText).join(', ')]))
  const groups = new Map<string, Effect[]>()
  for (const effect of effects) {
    const { task, metric, unit, low, high } = effect
    if (task === null || metric === null || low === null || high === null || !(low < high)) continue
    const facets = facetsOf.get(effect.claim) ?? ''
    const key = `${facets}: ${metric} on ${task}, in ${unit}`
    const rows = groups.get(key) ?? []
    if (!rows.some(({ source }) => source === effect.source)) groups.set(key, [...rows, effect])
  }
  return [...groups]
    .toSorted(([a], [b]) => byText(a, b))
    .flatMap(([about, rows]) => {
      if (rows.length < 3) return []
      const pooled = pool(rows.map(({ difference, low, high }) => ({ difference, low: low!, high: high! })))
      return [{ about, claims: rows.map(({ claim }) => claim), ...pooled }]
    })
}
