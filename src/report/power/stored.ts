import type { Plan } from '#plan'
import type { Store } from '#store'
import { collectResults } from '../collect.ts'
import { compareAsDeclared } from '../declared.ts'
import { measureNoise, type NoiseRecord } from './noise.ts'

/** Measures the noise of a study on the scores that a store has of it. */
export async function storedNoise(name: string, plan: Plan, store: Store): Promise<NoiseRecord> {
  await store.audit(
    plan.cells.map(({ score }) => score).filter((key) => store.has(key)),
    { thorough: true },
  )
  const results = collectResults(plan, store, new Map())
  return measureNoise(name, plan.study, results, compareAsDeclared(results, plan.study, plan.tasks))
}
