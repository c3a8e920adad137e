import { count, listed, plural } from '#kernel'
import type { ReportInput } from './input.ts'
import { duration, rough } from './numbers.ts'
import type { Report } from './schema.ts'
import { fourDecimals, trainedPhases } from './training.ts'

/** What was computed from what, and where: enough to check any number. */
export function manifestOf(input: ReportInput): Report['manifest'] {
  const trainings = trainedPhases(input)
  // One file serves many datasets: a text that is the second segment of all other languages, for example.
  const places = new Map<string, number>()
  const files: Report['manifest']['files'] = []
  const placeOf = ({ path, sha256 }: { readonly path: string; readonly sha256: string }): number => {
    const known = places.get(sha256)
    if (known !== undefined) return known
    places.set(sha256, files.length)
    return files.push({ path: shortPath(path), sha256 }) - 1
  }
  return {
    summary: summary(input, trainings),
    trainings,
    files,
    data: input.data.map(({ task, split, language, examples, skipped, notes, files: read }) => ({
      task,
      split,
      language,
      examples,
      skipped: { ...skipped },
      notes: [...notes],
      files: [...new Set(read.map(placeOf))],
    })),
    versions: Object.fromEntries(Object.entries(input.versions).sort(([a], [b]) => a.localeCompare(b, 'en'))),
    hosts: input.hosts.map(({ system, processor, cores, memoryBytes, device = null }) => ({
      system,
      processor,
      cores,
      memoryBytes,
      device,
    })),
  }
}

function summary(
  { phases, results, trainings: records }: ReportInput,
  trainings: Report['manifest']['trainings'],
): string[] {
  const sum = (of: (phase: (typeof trainings)[number]) => number) =>
    trainings.reduce((total, phase) => total + of(phase), 0)
  const tokens = sum((phase) => phase.tokens)
  const seconds = fourDecimals(sum((phase) => phase.seconds))
  const precisions = [...new Set(records.map(({ settings }) => settings.precision.value))]
  const mixed =
    precisions.length > 1
      ? [
          `Trained in ${listed(precisions)}: what "precision: auto" came to on the machines that share this store. A study that names one precision has no such difference between runs.`,
        ]
      : []
  return [
    ...mixed,
    `${plural(phases.trained, 'trained phase')}; ${count(phases.withoutSharing)} if every arm, seed and target were run on its own.`,
    `${plural(
      sum((phase) => phase.steps),
      'optimiser step',
    )} on ${rough(tokens)} tokens in ${duration(seconds)} of training (of each phase, the attempt that finished).`,
    `${plural(phases.total, 'phase')} in all, ${count(phases.cached)} of them found in the store when this run began.`,
    `${plural(results.cells.length, 'score')} from arms x targets x languages x seeds${results.missing.length === 0 ? ', none missing' : `, ${count(results.missing.length)} missing`}.`,
  ]
}

/** The end of a path that tells which file of a dataset it is; the rest is about one machine. */
function shortPath(path: string): string {
  return path.split(/[/\\]/).slice(-3).join('/')
}
