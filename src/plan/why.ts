import type { Key } from '#kernel'
import { buildGraph, demandOf, type Graph } from './graph.ts'
import type { PlannedPhase } from './phase.ts'
import type { Plan } from './plan.ts'

/** What an earlier plan of the same study wanted, by label: enough to say why a phase runs again. */
export type PlanRecord = Readonly<Record<string, WantedPhase>>

interface WantedPhase extends Pick<PlannedPhase, 'key' | 'operation'> {
  readonly inputs: Readonly<Record<string, Key>>
  readonly parameters: unknown
}

/** Why a phase is in the state it is in. */
export type PhaseState =
  | { readonly state: 'cached' }
  /** Absent, and not missed: all that reads it is there. */
  | { readonly state: 'unneeded' }
  | { readonly state: 'new' }
  | { readonly state: 'runs'; readonly because: string }

/** What a store tells of the phases of a plan. */
export interface InStore {
  readonly isCached: (key: Key) => boolean
  /** Whether it was made, used, and dropped. */
  readonly isDropped: (key: Key) => boolean
  /** What an earlier run of this study wanted. */
  readonly previous: PlanRecord
  /** Whether what is absent is made though nothing that runs reads it. */
  readonly everything: boolean
}

/** The record to keep of a plan when it is run. */
export function recordPlan(plan: Plan): PlanRecord {
  return Object.fromEntries(
    plan.phases.flatMap((phase) => {
      const { key, operation, inputs, parameters } = phase
      return phase.labels.map(
        (label) => [`${operation}: ${label}`, { key, operation, inputs, parameters }] as const,
      )
    }),
  )
}

/** Says per phase: cached, not needed, new, or runs because something changed since the study was last run. */
export function explainPhases(
  plan: Plan,
  { isCached, isDropped, previous, everything }: InStore,
): Map<Key, PhaseState> {
  const graph = buildGraph(plan.phases)
  const { run } = demandOf(graph, isCached, everything)
  const formerOf = new Map<Key, WantedPhase>()
  const states = new Map<Key, PhaseState>()
  const labelOf = new Map<Key, string>(plan.phases.map((phase) => [phase.key, phase.labels[0]!]))
  for (const phase of plan.phases) {
    const former = phase.labels
      .map((label) => previous[`${phase.operation}: ${label}`])
      .find((each) => each !== undefined)
    if (former) formerOf.set(phase.key, former)
    if (isCached(phase.key)) states.set(phase.key, { state: 'cached' })
    else if (!run.has(phase.key)) states.set(phase.key, { state: 'unneeded' })
    else if (isDropped(phase.key))
      states.set(phase.key, { state: 'runs', because: dropped(graph, phase.key, run) })
    else if (former === undefined || former.key === phase.key) states.set(phase.key, { state: 'new' })
    else states.set(phase.key, { state: 'runs', because: difference(former, phase, labelOf) })
  }
  return states
}

/** Why what was dropped runs again. */
function dropped({ phases, dependentsOf }: Graph<PlannedPhase>, key: Key, run: ReadonlySet<Key>): string {
  const reader = dependentsOf.get(key)!.find((each) => run.has(each))
  const why = reader === undefined ? 'all is to be kept' : `${phases.get(reader)!.labels[0]} reads it`
  return `it was dropped, and ${why}`
}

/** The first things that differ between what was wanted then and now. */
function difference(former: WantedPhase, now: WantedPhase, labelOf: ReadonlyMap<Key, string>): string {
  const changed = changedFields(former.parameters, now.parameters, '')
  const inputs = Object.keys({ ...former.inputs, ...now.inputs }).filter(
    (name) => former.inputs[name] !== now.inputs[name],
  )
  const described = [
    ...changed,
    ...inputs.map(
      (name) =>
        `its ${name.replace(/\d+$/, '')} changed (${labelOf.get(now.inputs[name] as Key) ?? 'model'})`,
    ),
  ]
  return described.slice(0, 3).join('; ') || 'Polyvia computes this operation differently now'
}

function changedFields(before: unknown, after: unknown, path: string): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  if (isRecord(before) && isRecord(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) =>
      changedFields(before[name], after[name], path ? `${path}.${name}` : name),
    )
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return before.flatMap((value, at) => changedFields(value, after[at], `${path}[${at}]`))
  const show = (value: unknown) =>
    typeof value === 'number' || value === null ? String(value) : `"${String(value).slice(0, 12)}"`
  return [Array.isArray(after) ? `${path} changed` : `${path} was ${show(before)}, is ${show(after)}`]
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
