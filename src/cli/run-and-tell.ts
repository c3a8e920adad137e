import { messageOf, PolyviaError } from '#kernel'
import type { OpenStudy } from './context.ts'
import type { RunSettings } from './plan-and-run.ts'
import type { Detail } from './progress.ts'
import { printReport, runAndReport, type StudyOutcome } from './run-and-report.ts'
import { printJson } from './terminal.ts'
import { UsageError } from './usage.ts'

interface RunArguments {
  readonly verbose?: boolean | undefined
  readonly quiet?: boolean | undefined
  readonly json?: boolean | undefined
}

/** How much is told while it runs. Throws USAGE_INVALID. */
function detailOf({ verbose, quiet }: RunArguments): Detail {
  if (verbose && quiet)
    throw new UsageError('--verbose and --quiet exclude each other', { hint: 'Leave one of them out.' })
  return verbose ? 'verbose' : quiet ? 'quiet' : 'normal'
}

/**
 * Runs a study and tells of it: the answer for people, or with `--json` one JSON object for scripts and nothing else on
 * standard output, also where the run fails. Gives the exit code.
 */
export async function runAndTell(
  open: () => Promise<OpenStudy> | OpenStudy,
  args: RunArguments,
  settings: Omit<RunSettings, 'detail'> & { readonly out: string | undefined },
): Promise<number> {
  const detail = detailOf(args)
  let opened: OpenStudy | undefined
  try {
    opened = await open()
    const ended = await runAndReport(opened, { ...settings, detail })
    if (args.json) printJson(outcomeOf(opened, ended))
    else if (ended.written !== null) printReport(ended.written)
    return ended.exitCode
  } catch (thrown) {
    if (args.json)
      printJson({
        study: opened === undefined ? null : { name: opened.name, file: opened.file },
        state: 'refused',
        exitCode: thrown instanceof PolyviaError ? thrown.exitCode : 1,
        error: errorOf(thrown),
      })
    throw thrown
  }
}

/** The outcome of a run as scripts read it. */
function outcomeOf({ name, file }: OpenStudy, { exitCode, plan, outcome, scored, written }: StudyOutcome) {
  const { done, cached, failed, skipped, remaining, dropped, seconds } = outcome
  return {
    study: { name, file },
    state: exitCode === 130 ? 'interrupted' : failed.length > 0 ? 'failed' : 'done',
    exitCode,
    seconds,
    phases: {
      done: done.length,
      cached: cached.length,
      failed: failed.length,
      skipped: skipped.length,
      remaining: remaining.length,
      dropped: dropped.length,
    },
    scores: { planned: plan.cells.length, there: scored },
    answer: written === null ? null : written.report.answer.sentence,
    report: written === null ? null : written.folder,
    failed: failed.map(({ phase, error }) => ({
      key: phase.key,
      operation: phase.operation,
      label: phase.label,
      ...errorOf(error),
    })),
    error: null,
  }
}

function errorOf(thrown: unknown) {
  const { code, hint, place } =
    thrown instanceof PolyviaError ? thrown : { code: 'BUG', hint: 'Please report it.', place: {} }
  return { code, message: messageOf(thrown), place, hint }
}
