import type {
  BenchmarkResult,
  CellResult,
  Difference as Compared,
  Comparison,
  MeanResult,
  Tested,
} from '#compare'
import { groupBy, listed } from '#kernel'
import { replicateIn } from '#study'
import { doubtsInWords } from './doubts.ts'
import type { ReportInput } from './input.ts'
import { describeGroup } from './language-groups.ts'
import { languageName } from './language-name.ts'
import type { MeasuredReport } from './measured.ts'
import { pathOf } from './methods.ts'
import { decimal } from './numbers.ts'
import type { Report, ReportedCell, ReportedDifference, ReportedGrouping } from './schema.ts'

/** Brings a comparison into the form of the report. Numbers are rounded, none is computed. */
export function measure(input: ReportInput): MeasuredReport & { readonly statistics: string } {
  const { comparison, results, tasks, study } = input
  const titleOf: TitleOf = (target) => tasks[target]?.title ?? target
  const languages = new Set(comparison.targets.flatMap((target) => target.languages))
  return {
    level: round(100 * comparison.level),
    baseline: comparison.baseline,
    seeds: [...results.seeds],
    targets: comparison.targets.map((target) => targetOf(target, tasks)),
    languages: Object.fromEntries([...languages].map((code) => [code, languageName(code)])),
    arms: results.arms.map((name) => ({
      name,
      baseline: name === comparison.baseline,
      replicateOf: replicateIn(study, name)?.replicateOf ?? null,
      path: pathOf(input, name),
    })),
    declared: study.compare.length > 0,
    comparisons: comparison.pairs.map(({ arm, against, deciding }) => ({
      arm,
      against,
      title: study.compare.length > 0 ? `${arm} vs ${against}` : arm,
      difference: deciding === null ? null : testedOf(deciding, titleOf),
      extent:
        deciding === null
          ? null
          : {
              targets: deciding.targets,
              languages: deciding.languages,
              seeds: deciding.seeds.map(({ seed }) => seed),
            },
    })),
    means: comparison.means.map((mean) => ({
      ...cellOf(mean, null, declaredMean(comparison, mean, titleOf)),
      languages: mean.languages,
    })),
    cells: comparison.cells.map((cell) => cellOf(cell, cell.language, declaredCell(comparison, cell))),
    pairs: comparison.pairs.flatMap(({ arm, against, targets, cells }) => [
      ...targets.map(({ target, difference }) => ({
        arm,
        against,
        target,
        language: null,
        difference: testedOf(difference, titleOf),
      })),
      ...cells.map(({ target, language, difference }) => ({
        arm,
        against,
        target,
        language,
        difference: differenceOf(difference, difference),
      })),
    ]),
    withControls: comparison.pairs.flatMap(withControlsOf),
    transferGaps: comparison.transferGaps.map(({ arms, ...rest }) => ({
      ...rest,
      arms: arms.map(({ arm, value, difference }) => ({
        arm,
        value: intervalOf(value),
        difference: difference && differenceOf(difference, difference),
      })),
    })),
    groups: groupsOf(comparison),
    selections: input.selections.map(({ languages: codes, table, score, ...rest }) => ({
      ...rest,
      score: round(score),
      languages: [...codes],
      table: table.map((each) => ({ ...each, score: round(each.score) })),
    })),
    details: results.cells.flatMap(({ arm, target, language, seed, score }) =>
      score.details === undefined ? [] : [{ arm, target, language, seed, values: { ...score.details } }],
    ),
    benchmarks: comparison.benchmarks.map((each) => benchmarkOf(each, tasks)),
    missing: missing(comparison),
    statistics: comparison.method,
  }
}

const round = (value: number) => Math.round(value * 1e4) / 1e4 + 0

const orNull = (value: number | null) => (value === null ? null : round(value))

const intervalOf = ({ value, low, high }: Pick<Compared, 'value' | 'low' | 'high'>) => ({
  value: round(value),
  low: round(low),
  high: round(high),
})

/** A pair on the mean and on each target, over the controls too, where nothing speaks against it. */
function withControlsOf({ arm, against, deciding, targets }: Comparison['pairs'][number]) {
  const over = [
    ...(deciding === null ? [] : [{ ...deciding, target: null }]),
    ...targets.map(({ target, difference, withControls }) => ({
      target,
      targets: [target],
      doubts: difference.doubts,
      withControls,
    })),
  ]
  return over.flatMap(({ target, targets: ids, doubts, withControls }) =>
    withControls === null || doubts.length > 0
      ? []
      : [
          {
            arm,
            against,
            target,
            targets: ids,
            difference: {
              ...intervalOf(withControls),
              clear: withControls.clear,
              languages: withControls.languages,
            },
          },
        ],
  )
}

type Tests = Partial<Pick<Tested, 'adjusted' | 'clear' | 'detectable' | 'seedsForOnePoint'>>

/** A difference and what its test says; without one it carries no mark. */
function differenceOf(difference: Compared, tests: Tests = {}): ReportedDifference {
  const { adjusted = null, clear = false, detectable = null, seedsForOnePoint = null } = tests
  const { covers, parts, excludesZero, p, spread } = difference
  return {
    ...intervalOf(difference),
    covers,
    errors: { examples: round(parts.examples), runs: orNull(parts.runs) },
    spread: orNull(spread),
    significant: excludesZero,
    p: orNull(p),
    adjusted: orNull(adjusted),
    clear,
    detectable: orNull(detectable),
    seedsForOnePoint,
    doubts: [],
  }
}

type TitleOf = (target: string) => string

const testedOf = (tested: Tested, titleOf: TitleOf): ReportedDifference => ({
  ...differenceOf(tested, tested),
  doubts: doubtsInWords(tested.doubts, titleOf),
})

/** The difference of an arm to the baseline: as tested where it was declared, else without a mark. */
function declaredMean(
  comparison: Comparison,
  { arm, target, difference }: MeanResult,
  titleOf: TitleOf,
): ReportedDifference | null {
  if (difference === null) return null
  const tested = comparison.pairs
    .find((pair) => pair.arm === arm && pair.against === comparison.baseline)
    ?.targets.find((each) => each.target === target)
  return tested === undefined ? differenceOf(difference) : testedOf(tested.difference, titleOf)
}

function declaredCell(
  { pairs, baseline }: Comparison,
  { arm, target, language, difference }: CellResult,
): ReportedDifference | null {
  const cell = pairs
    .find((pair) => pair.arm === arm && pair.against === baseline)
    ?.cells.find((each) => each.target === target && each.language === language)
  return difference && differenceOf(difference, cell?.difference)
}

function cellOf(
  { arm, target, value, chance, verdict, seeds, spread }: MeanResult | CellResult,
  language: string | null,
  difference: ReportedDifference | null,
): ReportedCell {
  return {
    arm,
    target,
    language,
    value: intervalOf(value),
    chance: chance === null ? null : round(chance),
    aboveChance: verdict === null || verdict === 'above chance',
    seeds: seeds.map(({ seed }) => seed),
    spread: orNull(spread),
    difference,
  }
}

function groupsOf({ groupings, pairs }: Comparison): Report['groups'] {
  return groupings.map(({ by, groups, leftOut }): ReportedGrouping => {
    const own = pairs.flatMap(({ arm, against, groups: all }) =>
      all.filter((each) => each.by === by).map((each) => ({ arm, against, ...each })),
    )
    return {
      ...describeGroup(by),
      by,
      groups,
      leftOut,
      differences: own.flatMap(({ arm, against, results }) =>
        results.map(({ difference, others, ...rest }) => ({
          arm,
          against,
          ...rest,
          difference: differenceOf(difference, difference),
          others: others && differenceOf(others, others),
          declared: others?.declared ?? false,
        })),
      ),
      trends: own.flatMap(({ arm, against, trends }) =>
        trends.map(({ rho, slope, ...trend }) => ({
          arm,
          against,
          ...trend,
          rho: round(rho),
          slope: differenceOf(slope, slope),
        })),
      ),
    }
  })
}

function benchmarkOf(
  { title, missing: lacking, scores }: BenchmarkResult,
  tasks: ReportInput['tasks'],
): Report['benchmarks'][number] {
  const whole = lacking.filter(({ reason }) => reason === 'not a target').map(({ task }) => task)
  const parts = lacking.filter(({ reason }) => reason !== 'not a target')
  const reasons = [
    ...(whole.length > 0
      ? [`${listed(whole)} ${whole.length === 1 ? 'is' : 'are'} not among the targets`]
      : []),
    ...parts.map(({ task, reason }) => `${tasks[task]?.title ?? task} is ${reason}`),
  ]
  return {
    title,
    missing: reasons.length === 0 ? '' : `No ${title} average: ${reasons.join('; ')}.`,
    groups: [...new Set(scores.flatMap(({ group }) => group ?? []))],
    scores: scores.map(({ value, ...rest }) => ({ ...rest, value: intervalOf(value) })),
  }
}

function targetOf(
  target: Comparison['targets'][number],
  tasks: ReportInput['tasks'],
): Report['targets'][number] {
  const { target: id, metric, languages, averaged, decides } = target
  const task = tasks[id]!
  return {
    id,
    title: task.title,
    metric,
    languages,
    averaged,
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
