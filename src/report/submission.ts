import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Benchmark, benchmark as benchmarkOf } from '#catalog'
import { readPredictions, type TestPredictions } from '#execute'
import { type Key, PolyviaError, writeFolderWhole } from '#kernel'
import type { Plan, PlannedPhase } from '#plan'
import { OFFICIAL_FORMS, officialFile, officialForm } from '#score'
import type { Store } from '#store'
import { auditPlan, reasonsOfSuspects } from './audit.ts'

export interface SubmissionInput {
  readonly plan: Plan
  readonly store: Store
  /** Id of a benchmark of the catalogue. */
  readonly benchmark: string
  readonly arm: string
  readonly seed: number
  /** Folder to write; new or empty. */
  readonly out: string
}

export interface Submission {
  readonly files: readonly string[]
  /** Tasks and languages that the benchmark wants and the study cannot give, with the reason. */
  readonly missing: readonly {
    readonly task: string
    readonly languages: readonly string[]
    readonly reason: string
  }[]
  /** Why a file may not be what the benchmark wants, such as another number of examples. */
  readonly doubts: readonly string[]
}

/** A submission that cannot be written. */
export class SubmissionError extends PolyviaError {
  readonly code = 'SUBMISSION_IMPOSSIBLE'
  readonly exitCode = 2
}

type Task = Benchmark['tasks'][number]
type Found = { readonly phase: PlannedPhase<'score'> } | { readonly reason: string }

/**
 * Writes what an arm of a study predicted into the official layout of a benchmark: a folder a task, in it
 * `test-{language}.*`. Every file is read back as the official script reads it and counted against the test data, and the
 * test data against the published sizes. The folder appears whole or not at all.
 */
export async function exportSubmission(input: SubmissionInput): Promise<Submission> {
  const { plan, arm, seed, out } = input
  check(plan, arm, seed)
  const target = resolve(out)
  if (existsSync(target) && readdirSync(target).length > 0)
    throw new SubmissionError(`Folder "${target}" is not empty`, { hint: 'Name a new folder with --out.' })
  const damage = reasonsOfSuspects(await auditPlan(plan, input.store))
  return writeFolderWhole(target, (draft) => fill(draft, input, damage))
}

async function fill(
  draft: string,
  input: SubmissionInput,
  damage: ReadonlyMap<Key, string>,
): Promise<Submission> {
  const { plan, arm, seed, benchmark } = input
  const submission = {
    files: [] as string[],
    missing: [] as Submission['missing'][number][],
    doubts: [] as string[],
  }
  for (const task of benchmarkOf(benchmark).tasks) {
    const reasons = new Map<string, string[]>()
    for (const language of task.languages) {
      const found = await find(input, task, language, damage)
      if ('reason' in found) reasons.set(found.reason, [...(reasons.get(found.reason) ?? []), language])
      else {
        const predicted = await readPredictions(found.phase, plan, input.store)
        submission.files.push(officialFile(task, language))
        submission.doubts.push(
          ...write(join(draft, officialFile(task, language)), task, language, found.phase, predicted),
        )
      }
    }
    for (const [reason, languages] of reasons) submission.missing.push({ task: task.task, languages, reason })
  }
  if (submission.files.length === 0)
    throw new SubmissionError(`Arm "${arm}" with seed ${seed} has nothing of ${benchmark} yet`, {
      hint: 'Run the study with targets of the benchmark first, or name its store with --store.',
    })
  return submission
}

function check({ study, seeds }: Plan, arm: string, seed: number): void {
  const arms = Object.keys(study.arms)
  if (!arms.includes(arm))
    throw new SubmissionError(`The study has no arm "${arm}"`, { hint: `Its arms are ${arms.join(', ')}.` })
  if (!seeds.includes(seed))
    throw new SubmissionError(`The study has no seed ${seed}`, { hint: `Its seeds are ${seeds.join(', ')}.` })
}

async function find(
  { plan, store, arm, seed }: SubmissionInput,
  { task }: Task,
  language: string,
  reasons: ReadonlyMap<Key, string>,
): Promise<Found> {
  const own = plan.cells.filter((cell) => cell.arm === arm && cell.seed === seed && cell.target === task)
  const cell = own.find((each) => each.language === language)
  if (cell === undefined)
    return { reason: own.length === 0 ? 'not a target of the study' : 'not a language of the target' }
  if (!store.has(cell.score)) return { reason: reasons.get(cell.score) ?? 'not run yet' }
  const phase = plan.phases.find(({ key }) => key === cell.score) as PlannedPhase<'score'>
  // Predictions are decoded from what the score was made of.
  const inputs = Object.values(phase.inputs)
  if (inputs.some((key) => store.isDropped(key)))
    return {
      reason: 'its predictions were dropped; "polyvia run STUDY --keep all" makes them again',
    }
  const read = await store.audit(inputs, { thorough: true })
  const reason = reasonsOfSuspects(read).get(cell.score)
  return reason === undefined ? { phase } : { reason }
}

/** Writes one file, and says what is doubtful about it. */
function write(
  file: string,
  { task }: Task,
  language: string,
  { local }: PlannedPhase<'score'>,
  { dataset, predictions }: TestPredictions,
): string[] {
  const form = OFFICIAL_FORMS[officialForm(task)]
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, form.write({ examples: dataset.examples, predictions }))
  const counted = form.count(file)
  if (counted !== predictions.length)
    throw new SubmissionError(
      `${task} ${language}: ${predictions.length} predictions become ${counted} in the official form`,
      { hint: 'Look for ids that occur twice, or empty labels, in the test data.', place: { file } },
    )
  const { test } = local.gold.entry.sizes
  const published = test?.[language] ?? test?.each
  const counts =
    published === undefined || published === dataset.examples.length || !form.perExample
      ? []
      : [`${task} ${language}: ${dataset.examples.length} examples, the benchmark has ${published}`]
  return [...counts, ...dataset.notes.map((note) => `${task} ${language}: ${note}`)]
}
