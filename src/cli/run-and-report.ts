import { resolve } from 'node:path'
import type { RunOutcome, ScheduledPhase } from '#execute'
import { type Key, messageOf, PolyviaError } from '#kernel'
import type { Plan } from '#plan'
import {
  auditPlan,
  buildReport,
  collectReport,
  type Report,
  type ReportInput,
  reasonsOfSuspects,
  writeReport,
} from '#report'
import { openStore, type Store } from '#store'
import type { OpenStudy } from './context.ts'
import { reportError } from './report-error.ts'
import { suspectLines } from './store-notes.ts'
import { planRunnable, type RunSettings, runStudy } from './study-run.ts'
import { color, print, tell } from './terminal.ts'

class NothingToReportError extends PolyviaError {
  readonly code = 'NOTHING_TO_REPORT'
  readonly exitCode = 2
  constructor(name: string) {
    super(`The store holds no score of study "${name}"`, {
      hint: 'Run it first with "polyvia run", or name the store it was run in with --store.',
    })
  }
}

/** Runs a study, writes its report, and prints the answer. The exit code follows architecture section 10. */
export async function runAndReport(
  opened: OpenStudy,
  settings: RunSettings & { out: string | undefined },
): Promise<number> {
  const { plan, store, outcome } = await runStudy(opened, settings)
  if (outcome.interrupted) {
    tell(
      `Interrupted. ${outcome.remaining.length} phases are left and their state is saved; the same command continues.`,
    )
    return 130
  }
  for (const { phase, error } of outcome.failed) {
    tell(`${color.red('failed')} ${phase.operation}: ${phase.label}`)
    reportError(error)
  }
  if (outcome.skipped.length > 0)
    tell(`${outcome.skipped.length} phases were skipped, because one that they read failed.`)
  const reasons = await damageReasons(plan, store)
  if (plan.cells.some(({ score }) => store.has(score)))
    print((await reportStudy(opened, plan, store, settings.out, reasons, outcome)).summary)
  else tell('No score was computed, so there is nothing to report.')
  const setUpIsMissing = outcome.failed.some(
    ({ error }) => error instanceof PolyviaError && error.exitCode === 3,
  )
  return outcome.failed.length === 0 ? 0 : setUpIsMissing ? 3 : 1
}

/** Writes the report of what the store holds of a study. */
export async function reportFromStore(
  opened: OpenStudy,
  storeFolder: string,
  out: string | undefined,
): Promise<number> {
  const { plan, store, reasons } = await scored(opened, storeFolder)
  const { summary } = await reportStudy(opened, plan, store, out, reasons)
  print(summary)
  return 0
}

/** What the store holds of a study, as a report is made of it. */
export async function storedInput(opened: OpenStudy, storeFolder: string): Promise<ReportInput> {
  const { plan, store, reasons } = await scored(opened, storeFolder)
  return inputOf(opened, plan, store, reasons)
}

async function scored(
  opened: OpenStudy,
  storeFolder: string,
): Promise<{ plan: Plan; store: Store; reasons: Reasons }> {
  const plan = await planRunnable(opened)
  const store = openStore(storeFolder, { readOnly: true })
  const reasons = await damageReasons(plan, store)
  if (!plan.cells.some(({ score }) => store.has(score))) throw new NothingToReportError(opened.name)
  return { plan, store, reasons }
}

type Reasons = ReadonlyMap<Key, string>

/** Looks for damage before anything is shown, warns of it, and says by key why it is left out. */
async function damageReasons(plan: Plan, store: Store): Promise<Reasons> {
  const suspects = await auditPlan(plan, store)
  if (suspects.length > 0)
    for (const line of suspectLines(suspects, 'left out here; "polyvia run" computes them again')) tell(line)
  return reasonsOfSuspects(suspects)
}

function inputOf(
  opened: OpenStudy,
  plan: Plan,
  store: Store,
  reasons: Reasons,
  outcome?: RunOutcome<ScheduledPhase>,
): ReportInput {
  const created = newestArtifact(plan, store)
  const cached = outcome?.cached.length ?? plan.phases.filter((phase) => store.has(phase.key)).length
  return collectReport(
    { name: opened.name, file: opened.file, studyText: opened.text, created },
    plan,
    store,
    cached,
    new Map([...reasons, ...reasonsOf(outcome)]),
  )
}

async function reportStudy(
  opened: OpenStudy,
  plan: Plan,
  store: Store,
  out: string | undefined,
  reasons: Reasons,
  outcome?: RunOutcome<ScheduledPhase>,
): Promise<{ report: Report; summary: string }> {
  const report = buildReport(inputOf(opened, plan, store, reasons, outcome))
  const folder = resolve(out ?? `report-${opened.name}`)
  await writeReport(report, folder)
  return { report, summary: `${report.answer.sentence}\n\nReport: ${folder}/report.html` }
}

/** When the last number was computed: the same store gives the same report. */
function newestArtifact(plan: Plan, store: Store): string {
  const times = plan.phases
    .filter((phase) => store.has(phase.key))
    .map((phase) => store.manifest(phase.key).finished)
  return times.sort().at(-1) ?? new Date(0).toISOString()
}

function reasonsOf(outcome: RunOutcome<ScheduledPhase> | undefined): Map<Key, string> {
  const reasons = new Map<Key, string>()
  for (const { phase, error } of outcome?.failed ?? []) reasons.set(phase.key, messageOf(error))
  for (const { phase, because } of outcome?.skipped ?? []) {
    const error = outcome?.failed.find((failed) => failed.phase.key === because.key)?.error
    reasons.set(phase.key, `${because.label} failed${error ? `: ${messageOf(error)}` : ''}`)
  }
  return reasons
}
