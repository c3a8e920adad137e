import { LANGUAGE_GROUPS } from '#catalog'
import { type Comparison, compare } from '#compare'
import { familyOf, groupingsOf } from '../../src/report/language-groups.ts'
import type { Study } from './world.ts'

/** Levels of means that intervals are given for. */
export const LEVELS = ['cell', 'target', 'overall'] as const
export type Level = (typeof LEVELS)[number]

/** What a report marks. */
export const MARKS = ['cells', 'targets', 'groups', 'trends', 'gaps', 'verdicts'] as const
export type Mark = (typeof MARKS)[number]

/** What one study shows about its comparison. */
export interface Measured {
  readonly intervals: Readonly<Record<Level, number>>
  /** Share of the intervals that hold the truth. */
  readonly covered: Readonly<Record<Level, number>>
  /** Mean of half the width of the intervals, in points. */
  readonly halfWidth: Readonly<Record<Level, number>>
  /** False marks: clear where the truth is 0 or has the other sign. */
  readonly falseMarks: Readonly<Record<Mark, number>>
  /** About the first arm after the baseline. */
  readonly verdict: 'right' | 'wrong' | 'none'
}

interface Interval {
  readonly value: number
  readonly low: number
  readonly high: number
}

const GROUPINGS = groupingsOf(LANGUAGE_GROUPS)

/** Compares a study as a report does, by its defaults and with all language groups, and holds the result against the truth. */
export function measureStudy({ results, mainMetric, gain }: Study): Measured {
  const { pairs, transferGaps } = compare(results, { mainMetric, groupings: GROUPINGS, familyOf })
  const intervals: Record<Level, { interval: Interval; truth: number }[]> = {
    cell: [],
    target: [],
    overall: [],
  }
  const falseMarks: Record<Mark, number> = {
    cells: 0,
    targets: 0,
    groups: 0,
    trends: 0,
    gaps: 0,
    verdicts: 0,
  }
  const note = (mark: Mark, { value }: Pick<Interval, 'value'>, truth: number, clear: boolean) => {
    if (clear && !isRight(value, truth)) falseMarks[mark]++
  }
  let verdict: Measured['verdict'] = 'none'
  for (const [at, { arm, deciding, targets, cells, groups }] of pairs.entries()) {
    const on = (target: string, languages: readonly string[]) =>
      mean(languages.map((code) => gain(arm, target, code)))
    const overall = (chosen: readonly string[]) =>
      mean(
        targets
          .filter(({ target }) => chosen.includes(target))
          .map((each) => on(each.target, each.languages)),
      )
    for (const { target, language: code, difference } of cells) {
      intervals.cell.push({ interval: difference, truth: gain(arm, target, code) })
      note('cells', difference, gain(arm, target, code), difference.clear)
    }
    for (const { target, languages, difference } of targets) {
      intervals.target.push({ interval: difference, truth: on(target, languages) })
      note('targets', difference, on(target, languages), difference.clear)
    }
    if (deciding !== null) {
      const truth = overall(deciding.targets)
      intervals.overall.push({ interval: deciding, truth })
      note('verdicts', deciding, truth, deciding.clear)
      if (at === 0 && deciding.clear) verdict = isRight(deciding.value, truth) ? 'right' : 'wrong'
    }
    for (const marked of markedGroups(groups, targets, deciding?.targets ?? [], on))
      note('groups', marked, marked.truth, marked.clear)
    // A gain that is the same in all languages has no trend; where gains differ at random, trends are not looked at.
    for (const { slope } of groups.flatMap(({ trends }) => trends)) note('trends', slope, 0, slope.clear)
    for (const { target, control, arms } of transferGaps) {
      const change = arms.find((each) => each.arm === arm)?.difference ?? null
      const languages = targets.find((each) => each.target === target)!.languages
      if (change !== null)
        note('gaps', change, gain(arm, target, control) - on(target, languages), change.clear)
    }
  }
  return {
    intervals: perLevel((level) => intervals[level].length),
    covered: perLevel((level) =>
      mean(
        intervals[level].map(({ interval: { low, high }, truth }) => (low <= truth && truth <= high ? 1 : 0)),
      ),
    ),
    halfWidth: perLevel((level) =>
      mean(intervals[level].map(({ interval: { low, high } }) => (high - low) / 2)),
    ),
    falseMarks,
    verdict,
  }
}

type Pair = Comparison['pairs'][number]

/** Differences of groups, and their differences from all other languages, with their truth. */
function markedGroups(
  groups: Pair['groups'],
  targets: Pair['targets'],
  deciding: readonly string[],
  on: (target: string, languages: readonly string[]) => number,
) {
  return groups.flatMap(({ by, results }) => {
    const { groupOf: nameOf } = GROUPINGS.find((grouping) => grouping.by === by)!
    return results.flatMap(({ target, group, difference, others }) => {
      const parts = targets
        .filter((each) => (target === null ? deciding.includes(each.target) : each.target === target))
        .flatMap((each) => {
          const inside = each.languages.filter((code) => nameOf(code) === group)
          const outside = each.languages.filter((code) => nameOf(code) !== group && nameOf(code) !== null)
          return inside.length === 0 ? [] : [{ target: each.target, inside, outside }]
        })
      const contrasted = parts.filter(({ outside }) => outside.length > 0)
      return [
        { ...difference, truth: mean(parts.map((part) => on(part.target, part.inside))) },
        ...(others === null
          ? []
          : [
              {
                ...others,
                truth: mean(
                  contrasted.map((part) => on(part.target, part.inside) - on(part.target, part.outside)),
                ),
              },
            ]),
      ]
    })
  })
}

/** True gains are 0 or of some size: what is smaller is rounding. */
const isRight = (value: number, truth: number) => Math.abs(truth) > 1e-6 && value > 0 === truth > 0

const perLevel = (value: (level: Level) => number) =>
  Object.fromEntries(LEVELS.map((level) => [level, value(level)])) as Record<Level, number>

function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('the mean of no values')
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
