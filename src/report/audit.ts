import type { Key } from '#kernel'
import type { Plan } from '#plan'
import type { Store, Suspect } from '#store'

/**
 * Looks for damage in what a store holds of a plan, before numbers are shown: scores are hashed whole; what they rest on
 * as far as that is cheap (see `Store.audit`). What is found does not count as there from then on.
 */
export async function auditPlan(plan: Plan, store: Store): Promise<Suspect[]> {
  const found = await store.audit(plan.phases.map(({ key }) => key))
  const shown = [...plan.cells.map(({ score }) => score), ...plan.selections.map(({ key }) => key)]
  const more = await store.audit(
    shown.filter((key) => store.has(key)),
    { thorough: true },
  )
  const phases = new Map(plan.phases.map((phase) => [phase.key, phase]))
  return [...found, ...more].map((suspect) => ({
    ...suspect,
    // A damaged manifest does not tell them.
    operation: suspect.operation || (phases.get(suspect.key)?.operation ?? ''),
    label: suspect.label || (phases.get(suspect.key)?.labels[0] ?? ''),
  }))
}

/** Why a report lacks what was found damaged, by key. */
export function reasonsOfSuspects(suspects: readonly Suspect[]): Map<Key, string> {
  const faults = new Map(suspects.map((suspect) => [suspect.key, suspect]))
  return new Map(
    suspects.map(({ key, damage, from }) => {
      const root = faults.get(from[0] ?? key)
      const what =
        damage ??
        `it was computed from ${root?.operation} "${root?.label}", which is damaged: ${root?.damage}`
      return [
        key,
        `not shown, because ${damage === null ? '' : 'it is damaged: '}${what}; "polyvia run" computes it again`,
      ]
    }),
  )
}
