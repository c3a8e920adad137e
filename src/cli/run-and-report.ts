import type { RunOutcome, ScheduledPhase } from '#execute'
import { breakable, type Key, messageOf, PolyviaError, plural } from '#kernel'
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
import { InterruptedError, openStore, type Store } from '#store'
import type { OpenStudy } from './context.ts'
import { interruptible } from './interrupt.ts'
import { rememberNoise } from './noise-records.ts'
import { planRunnable, type RunSettings, runStudy } from './plan-and-run.ts'
import { reportError } from './report-error.ts'
import { claimReportFolder, reportFolder } from './report-folder.ts'
import { olderNote, suspectLines } from './store-notes.ts'
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

/** What became of a run, for people and for scripts. */
export interface StudyOutcome {
  readonly exitCode: number
  readonly plan: Plan
  readonly outcome: RunOutcome<ScheduledPhase>
  /** Scores that the store holds. */
  readonly scored: number
  /** Null where there is nothing to report, or the run was interrupted before all was written. */
  readonly written: WrittenReport | null
}

interface WrittenReport {
  readonly report: Report
  readonly folder: string
}

/**
 * Runs a study and writes its report. What fails is told; the exit code follows architecture section 10. Ctrl-C and
 * SIGTERM save the state of running phases, and leave the report as it was before.
 */
export async function runAndReport(
  opened: OpenStudy,
  settings: RunSettings & { readonly out: string | undefined },
): Promise<StudyOutcome> {
  // Refused before the work, not after it.
  reportFolder(opened, settings.out)
  return interruptible(async (signal) => {
    const { plan, store, outcome } = await runStudy(opened, settings, signal)
    const scored = () => plan.cells.filter(({ score }) => store.has(score)).length
    const stopped = () => ({ exitCode: 130, plan, outcome, scored: scored(), written: null })
    if (outcome.interrupted) {
      tell(
        `Interrupted. Left: ${plural(outcome.remaining.length, 'phase')}, whose state is saved; the same command continues.`,
      )
      return stopped()
    }
    for (const { phase, error } of outcome.failed) {
      tell(`${color.red('failed')} ${phase.operation}: ${phase.label}`)
      reportError(error)
    }
    if (outcome.skipped.length > 0)
      tell(`${outcome.skipped.length} phases were skipped, because one that they read failed.`)
    const reasons = await damageReasons(plan, store)
    let written: WrittenReport | null = null
    if (scored() === 0) tell('No score was computed, so there is nothing to report.')
    else
      try {
        written = await reportStudy(opened, plan, store, settings.out, reasons, signal, outcome)
      } catch (thrown) {
        if (!signal.aborted) throw thrown
        tell('Interrupted. All is computed, and the report is as it was before; the same command writes it.')
        return stopped()
      }
    const setUpIsMissing = outcome.failed.some(
      ({ error }) => error instanceof PolyviaError && error.exitCode === 3,
    )
    const exitCode = outcome.failed.length === 0 ? 0 : setUpIsMissing ? 3 : 1
    return { exitCode, plan, outcome, scored: scored(), written }
  })
}

/** Writes the report of what the store holds of a study. */
export async function reportFromStore(
  opened: OpenStudy,
  storeFolder: string,
  out: string | undefined,
): Promise<number> {
  return interruptible(async (signal) => {
    const { plan, store, reasons } = await scored(opened, storeFolder)
    try {
      printReport(await reportStudy(opened, plan, store, out, reasons, signal))
      return 0
    } catch (thrown) {
      if (!signal.aborted) throw thrown
      throw new InterruptedError('The report')
    }
  })
}

/** The answer, and where the report lies. */
export const printReport = ({ report, folder }: WrittenReport): void =>
  print(`${report.answer.sentence}\n\nReport: ${folder}/report.html`)

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
  if (!plan.cells.some(({ score }) => store.has(score))) {
    const older = await olderNote(store)
    if (older !== null) tell(older)
    throw new NothingToReportError(opened.name)
  }
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
  signal: AbortSignal,
  outcome?: RunOutcome<ScheduledPhase>,
): Promise<WrittenReport> {
  const folder = reportFolder(opened, out)
  const { input, report } = breakable(() => {
    const input = inputOf(opened, plan, store, reasons, outcome)
    return { input, report: buildReport(input) }
  })
  await claimReportFolder(folder, opened)
  await writeReport(report, folder, signal)
  if (outcome !== undefined) await rememberNoise(store, opened, input)
  return { report, folder }
}

/** When the last number was computed: the same store gives the same report. */
function newestArtifact(plan: Plan, store: Store): string {
  const times = plan.phases
    .filter(({ key }) => store.has(key) || store.isDropped(key))
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
