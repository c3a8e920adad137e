import type { CellResult, Difference as Compared, Comparison, MeanResult } from '#compare'
import type { Measured } from './answer.ts'
import { groupBy } from './group.ts'
import type { ReportInput } from './input.ts'
import { pathOf } from './methods.ts'
import type { Cell, Difference, Report } from './schema.ts'
import { decimal, languageName } from './wording.ts'

/** Brings a comparison into the form of the report. Numbers are rounded, none is computed. */
export function measure(input: ReportInput): Measured & { readonly statistics: string } {
  const { comparison, results, tasks } = input
  const languages = new Set(comparison.targets.flatMap((target) => target.languages))
  return {
    level: round(100 * comparison.level),
    baseline: comparison.baseline,
    seeds: [...results.seeds],
    targets: comparison.targets.map((target) => targetOf(target, tasks)),
    languages: Object.fromEntries([...languages].map((code) => [code, languageName(code)])),
    means: comparison.means.map((mean) => cellOf(mean, null)),
    cells: comparison.cells.map((cell) => cellOf(cell, cell.language)),
    missing: missing(comparison),
    arms: results.arms.map((name) => ({
      name,
      path: pathOf(input, name),
      difference: overall(comparison, name),
    })),
    statistics: comparison.method,
  }
}

const round = (value: number) => Math.round(value * 1e4) / 1e4

function differenceOf({ value, low, high, excludesZero }: Omit<Compared, 'seeds' | 'spread'>): Difference {
  return { value: round(value), low: round(low), high: round(high), significant: excludesZero }
}

function cellOf(result: MeanResult | CellResult, language: string | null): Cell {
  const { arm, target, value, chance, verdict, difference } = result
  return {
    arm,
    target,
    language,
    value: { value: round(value.value), low: round(value.low), high: round(value.high) },
    chance: chance === null ? null : round(chance),
    aboveChance: verdict === null || verdict === 'above chance',
    difference: difference === null ? null : differenceOf(difference),
  }
}

/** Difference on the mean over the targets that decide; null for the baseline and where nothing decides. */
function overall({ deciding, baseline }: Comparison, arm: string): Difference | null {
  const result = arm === baseline ? undefined : deciding.find((each) => each.arm === arm)
  return result?.difference ? differenceOf(result.difference) : null
}

function targetOf(
  target: Comparison['targets'][number],
  tasks: ReportInput['tasks'],
): Report['targets'][number] {
  const { target: id, metric, languages, decides } = target
  const task = tasks[id]!
  return {
    id,
    title: task.title,
    metric,
    languages,
    decides,
    chance: chanceOf(target),
    standsInFor: task.standsInFor ?? null,
  }
}

function chanceOf({ chance, baselineVerdict, decides }: Comparison['targets'][number]): string {
  if (chance === null) return 'No chance level is defined.'
  const methods =
    chance.methods.length === 1 ? chance.methods[0] : `${chance.methods[0]}, and the like in other languages`
  const verdicts = {
    'above chance': 'the baseline is above it',
    'at chance': 'the baseline is not above it',
    undecided: 'the baseline cannot be told from it',
  } as const
  const verdict = baselineVerdict === null ? 'the baseline has no score' : verdicts[baselineVerdict]
  const weight = decides ? '' : ' No arm is above chance, so this target decides nothing.'
  return `Chance is ${decimal(chance.value)} (${methods}); ${verdict}.${weight}`
}

function missing(comparison: Comparison): Report['missing'] {
  const alike = groupBy(comparison.missing, ({ arm, target, seed, reason }) =>
    JSON.stringify([arm, target, seed, reason]),
  )
  return [...alike.values()].map((cells) => {
    const { arm, target, seed, reason } = cells[0]!
    return { arm, target, seed, reason, languages: cells.map(({ language }) => language) }
  })
}
