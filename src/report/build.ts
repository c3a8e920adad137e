import { basename } from 'node:path'
import { metric } from '#score'
import { answerOf } from './answer/answer.ts'
import { verdictOf } from './answer/compared.ts'
import { findingOf } from './answer/finding.ts'
import { forgettingOf } from './forgetting.ts'
import type { ReportInput } from './input.ts'
import { limitsOf } from './limits.ts'
import { manifestOf } from './manifest.ts'
import { measure } from './measure.ts'
import type { MeasuredReport } from './measured.ts'
import { methodsOf } from './methods.ts'
import { overlapsOf } from './overlaps.ts'
import { publishedRows } from './published.ts'
import { Report } from './schema.ts'
import { settingSources, settingsTable } from './settings.ts'
import { fourDecimals, panels } from './training.ts'

/**
 * Makes a report of what was planned, run and compared. Pure: the same input gives the same report, to the byte of its
 * JSON. Nothing is computed from outcomes here; every number comes from the comparison or a manifest.
 */
export function buildReport(input: ReportInput): Report {
  return assemble(input, measure(input))
}

/** The parts of a report around what was measured. */
export function assemble(
  input: ReportInput,
  measured: MeasuredReport & { readonly statistics: string },
): Report {
  const { statistics, ...numbers } = measured
  const answer = answerOf(measured)
  const told = { level: measured.level, covers: answer.difference?.covers ?? null }
  const comparisons = measured.comparisons.map((pair) => ({
    ...pair,
    verdict: verdictOf(pair.difference),
    finding: findingOf(measured, pair, told),
  }))
  const overlaps = overlapsOf(input, measured)
  return Report.parse({
    format: 4,
    name: input.name,
    created: input.created,
    question: input.study.question.replace(/\s+/g, ' ').trim(),
    ...numbers,
    answer,
    comparisons,
    forgetting: forgettingOf(input),
    overlaps,
    published: publishedRows(input, measured),
    scores: scores(input),
    curves: panels(input),
    methods: methodsOf(input, measured, statistics),
    settings: settingsTable(input),
    sources: sources(input, measured),
    limits: limitsOf(input, { ...measured, overlaps }),
    manifest: manifestOf(input),
    reproduce: reproduce(input),
  })
}

function scores({ results }: ReportInput): Report['scores'] {
  return results.cells.flatMap(({ arm, target, language, seed, score }) =>
    Object.entries(score.metrics).map(([metric, value]) => ({
      arm,
      target,
      language,
      seed,
      metric,
      value: fourDecimals(value),
      chance: score.chance[metric] === undefined ? null : fourDecimals(score.chance[metric].value),
      examples: score.examples,
    })),
  )
}

function sources(input: ReportInput, { targets }: MeasuredReport): Report['sources'] {
  const metrics = [...new Set(targets.map((target) => target.metric.id))]
  const tasks = Object.values(input.tasks)
  return {
    columns: ['What', 'Value', 'Used in', 'Source'].map((title) => ({ title, numeric: false })),
    rows: [
      ...metrics.map((id) => [
        'Metric',
        metric(id).title,
        targets
          .filter((target) => target.metric.id === id)
          .map((target) => target.title)
          .join('; '),
        metric(id).source,
      ]),
      ...tasks.map((task) => ['Data', task.title, task.id, `${task.citation}. Licence: ${task.licence}`]),
      ...settingSources(input),
    ],
  }
}

/** Paths of this machine stay out: the study is known by its file name. */
function reproduce({ file, studyText }: ReportInput): Report['reproduce'] {
  const name = basename(file)
  return {
    file: name,
    study: studyText,
    commands: [
      `npx polyvia plan ${name}      # what would run, and what is in the store already`,
      `npx polyvia run ${name}       # runs what is missing, then writes this report`,
    ],
  }
}
