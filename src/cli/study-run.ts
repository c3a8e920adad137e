import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunOutcome, ScheduledPhase } from '#execute'
import { runPlan } from '#execute'
import { type Key, writeWhole } from '#kernel'
import {
  type FeatureSize,
  MaterialMissingError,
  type Plan,
  type PlanRecord,
  planStudy,
  recordPlan,
} from '#plan'
import { openStore, type Store } from '#store'
import type { OpenStudy } from './context.ts'
import { createProgressView } from './progress.ts'
import { slotsFor } from './slots.ts'
import { olderNote, suspectLines } from './store-notes.ts'
import { errorScreen } from './terminal.ts'

/** File that remembers what a study wanted when it was last run: says why a phase runs again. */
const recordFile = (store: Store, name: string) => join(store.root, 'plans', `${name}.json`)

export function previousPlan(store: Store, name: string): PlanRecord {
  const file = recordFile(store, name)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PlanRecord) : {}
}

async function rememberPlan(store: Store, name: string, plan: Plan): Promise<void> {
  await writeWhole(recordFile(store, name), JSON.stringify(recordPlan(plan)))
}

/** Size of a features artifact, from its manifest. */
export function storedFeatureSize(store: Store): (key: Key) => FeatureSize | undefined {
  return (key) => {
    if (!store.has(key)) return undefined
    const { items, tokens, squares } = store.manifest(key).facts as Record<
      'items' | 'tokens' | 'squares',
      number
    >
    return { items, tokens, squares, exact: true }
  }
}

export interface RunSettings {
  readonly store: string
  readonly slots: string | undefined
  readonly checkpointSeconds: number
}

/** Plans a study whose data and model are all here. Throws the error of the one thing missing, or MATERIAL_MISSING. */
export async function planRunnable(opened: OpenStudy): Promise<Plan> {
  const plan = await planStudy(opened.study, opened.places)
  const [first, ...others] = plan.absent
  if (first !== undefined) throw others.length === 0 ? first.error : new MaterialMissingError(plan.absent)
  return plan
}

/** Plans a study, runs what is missing, and shows progress. Ctrl-C saves the state of running phases. */
export async function runStudy(
  opened: OpenStudy,
  settings: RunSettings,
): Promise<{ plan: Plan; store: Store; outcome: RunOutcome<ScheduledPhase> }> {
  const plan = await planRunnable(opened)
  const store = openStore(settings.store)
  await rememberPlan(store, opened.name, plan)
  const controller = new AbortController()
  const interrupt = () => controller.abort()
  process.once('SIGINT', interrupt)
  process.once('SIGTERM', interrupt)
  const view = createProgressView({ stream: errorScreen, isTTY: errorScreen.isTTY })
  const older = await olderNote(store)
  if (older !== null) view.tell(older)
  try {
    const outcome = await runPlan(
      plan,
      { checkpointSeconds: settings.checkpointSeconds, maxTokens: 16_384 },
      {
        store,
        slots: slotsFor(settings.slots, plan.architecture),
        onEvent: (event) => view.handle(event),
        onSetAside: (suspects) =>
          view.tell(
            ...suspectLines(
              suspects,
              `set aside in ${join(store.root, 'quarantine')}, and what of it this study needs is computed again`,
            ),
          ),
        signal: controller.signal,
      },
    )
    return { plan, store, outcome }
  } finally {
    view.close()
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
  }
}
