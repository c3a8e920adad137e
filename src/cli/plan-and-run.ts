import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunOutcome, ScheduledPhase } from '#execute'
import { runPlan } from '#execute'
import { type Key, plural, writeWhole } from '#kernel'
import {
  type FeatureSize,
  type Keep,
  MaterialMissingError,
  type Plan,
  type PlanRecord,
  planStudy,
  recordPlan,
} from '#plan'
import { openStore, type Store } from '#store'
import type { OpenStudy } from './context.ts'
import { createProgressView, type Detail } from './progress.ts'
import { placeOf } from './report-folder.ts'
import { slotsFor } from './slots.ts'
import { olderNote, suspectLines } from './store-notes.ts'
import { errorScreen } from './terminal.ts'

/** File that remembers what a study wanted when it was last run: says why a phase runs again. */
const recordFile = (store: Store, opened: OpenStudy) =>
  join(store.root, 'plans', `${opened.name}-${placeOf(opened)}.json`)

export function previousPlan(store: Store, opened: OpenStudy): PlanRecord {
  const file = recordFile(store, opened)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PlanRecord) : {}
}

async function rememberPlan(store: Store, opened: OpenStudy, plan: Plan): Promise<void> {
  await writeWhole(recordFile(store, opened), JSON.stringify(recordPlan(plan)))
}

/** Size of a features artifact, from its manifest. */
export function storedFeatureSize(store: Store): (key: Key) => FeatureSize | undefined {
  return (key) => {
    if (!store.has(key) && !store.isDropped(key)) return undefined
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
  /** Seconds between saves of a running training; left out: by what saving costs. */
  readonly checkpointSeconds?: number | undefined
  readonly keep: Keep | undefined
  readonly detail: Detail
}

/** Half a minute apart, but never more than a fiftieth of the time; as the user says where the user says. */
const savingOf = ({ checkpointSeconds }: RunSettings) =>
  checkpointSeconds === undefined ? { seconds: 30, share: 0.02 } : { seconds: checkpointSeconds, share: 1 }

/** Plans a study whose data and model are all here. Throws the error of the one thing missing, or MATERIAL_MISSING. */
export async function planRunnable(opened: OpenStudy): Promise<Plan> {
  const plan = await planStudy(opened.study, opened.places)
  const [first, ...others] = plan.absent
  if (first !== undefined) throw others.length === 0 ? first.error : new MaterialMissingError(plan.absent)
  return plan
}

/** Plans a study, runs what is missing, and shows progress. On abort the state of running phases is saved. */
export async function runStudy(
  opened: OpenStudy,
  settings: RunSettings,
  signal: AbortSignal,
): Promise<{ plan: Plan; store: Store; outcome: RunOutcome<ScheduledPhase> }> {
  const plan = await planRunnable(opened)
  const store = openStore(settings.store)
  await rememberPlan(store, opened, plan)
  const view = createProgressView({ stream: errorScreen, isTTY: errorScreen.isTTY, detail: settings.detail })
  const older = await olderNote(store)
  if (older !== null) view.tell(older)
  try {
    const outcome = await runPlan(
      plan,
      { saving: savingOf(settings), keep: settings.keep },
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
        signal,
      },
    )
    if (outcome.dropped.length > 0)
      view.tell(`${plural(outcome.dropped.length, 'artifact')} dropped, as nothing was left to read them.`)
    return { plan, store, outcome }
  } finally {
    view.close()
  }
}
