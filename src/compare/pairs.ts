import { holm } from './adjust.ts'
import { haveBoth, languagesOf } from './arms.ts'
import type { Doubt, PairResult, Tested } from './comparison.ts'
import { type Contrast, contrast, describe, detectable, seedsFor } from './contrast.ts'
import { disagreement, doubtsOn, isConstantIn, missingTargets, nothingInCommon, oneSeed } from './doubts.ts'
import { type Test, TestFamily } from './family.ts'
import type { TargetGrid } from './grid.ts'
import { draftGroups, type GroupOptions } from './groups.ts'
import { marked } from './marked.ts'
import { meanOf, meanOver } from './measure.ts'
import { type Outlier, outliersOn } from './outliers.ts'

/** Two arms whose difference is asked for: `arm` minus `against`. */
export interface Pair {
  readonly arm: string
  readonly against: string
  /** Groupings whose groups and trends were declared for it; what is looked at beside them is exploratory. */
  readonly by?: readonly string[]
}

/** A pair on one target. */
export interface PairOnTarget {
  readonly grid: TargetGrid
  readonly decides: boolean
  /** It decides, and no training of the pair has failed on it. */
  readonly sound: boolean
  /** Languages of both arms, controls too. */
  readonly languages: readonly {
    readonly language: string
    readonly gap: Contrast
    readonly constant: boolean
  }[]
  /** Those that the mean is over. */
  readonly averaged: readonly string[]
  readonly mean: Contrast
  readonly doubts: readonly Doubt[]
}

interface Target {
  readonly grid: TargetGrid
  readonly decides: boolean
  /** Of all arms: found once for all pairs. */
  readonly outliers: readonly Outlier[]
}

/**
 * Compares pairs of arms. Two families are tested, each adjusted by Holm: the pairs on the mean over the deciding targets,
 * and the pairs on every deciding target. Single languages and groups are for looking closer: they join what is explored.
 * Means are over what both arms have; what speaks against a pair stands beside its numbers.
 *
 * @returns the results, once all that is explored has been added
 */
export function draftPairs(
  grids: readonly Omit<Target, 'outliers'>[],
  pairs: readonly Pair[],
  options: GroupOptions,
): () => PairResult[] {
  const targets = grids.map((each) => ({ ...each, outliers: outliersOn(each.grid, options.arms) }))
  const onMeans = new TestFamily(holm)
  const onTargets = new TestFamily(holm)
  const drafts = pairs.map((pair) => draftPair(targets, pair, options, onMeans, onTargets))
  return () => drafts.map((finish) => finish())
}

function draftPair(
  grids: readonly Target[],
  pair: Pair,
  options: GroupOptions,
  onMeans: TestFamily,
  onTargets: TestFamily,
): () => PairResult {
  const { level, arms, explored } = options
  const { arm, against } = pair
  const found = grids.flatMap((target) => pairOn(target, pair, options) ?? [])
  const deciding = found.filter(({ decides }) => decides)
  const missing = lacking(grids, pair, found)
  const gap = contrast(
    meanOf(deciding.map(({ grid, averaged }) => meanOver(grid, averaged))),
    arm,
    against,
    arms,
  )
  const mean = gap && onMeans.add({ gap })
  const targets = found.map((each) => {
    const test = { gap: each.mean }
    return { ...each, test: each.decides ? onTargets.add(test) : test }
  })
  const cells = found.flatMap(({ grid, decides, sound, languages }) =>
    languages.map(({ language, gap: own, constant }) => {
      const test = { gap: own, sound: sound && !constant }
      return { target: grid.target, language, test: decides ? explored.add(test) : test }
    }),
  )
  const groups = draftGroups(pair, found, missing.length === 0, options)
  const onDeciding = (test: Test): PairResult['deciding'] => {
    const difference = tested(test, onMeans, [...missing, ...deciding.flatMap(({ doubts }) => doubts)], level)
    return {
      ...difference,
      targets: deciding.map(({ grid }) => grid.target),
      languages: [...new Set(deciding.flatMap(({ averaged }) => averaged))],
      withControls: withControls(deciding, pair, difference, options),
    }
  }
  return () => ({
    arm,
    against,
    deciding: mean === null ? null : onDeciding(mean),
    targets: targets.map((target) => {
      const difference = tested(target.test, onTargets, target.doubts, level)
      return {
        target: target.grid.target,
        difference,
        languages: [...target.averaged],
        withControls: withControls([target], pair, difference, options),
      }
    }),
    cells: cells.map(({ test, ...rest }) => ({ ...rest, difference: marked(test, explored, level) })),
    groups: groups(),
  })
}

/** The mean over targets with their controls. It is no test of its own: it is clear where the one without them is. */
function withControls(
  targets: readonly PairOnTarget[],
  { arm, against }: Pair,
  { clear, value }: Tested,
  { arms, level }: GroupOptions,
): PairResult['targets'][number]['withControls'] {
  if (targets.every(({ languages, averaged }) => languages.length === averaged.length)) return null
  const whole = targets.map(({ grid, languages }) => ({
    grid,
    all: languages.map(({ language }) => language),
  }))
  const gap = contrast(meanOf(whole.map(({ grid, all }) => meanOver(grid, all))), arm, against, arms)
  if (gap === null) return null
  const described = describe(gap, level)
  return {
    ...described,
    clear: clear && described.excludesZero && described.value > 0 === value > 0,
    languages: [...new Set(whole.flatMap(({ all }) => all))],
  }
}

function tested(test: Test, family: TestFamily, doubts: readonly Doubt[], level: number): Tested {
  const described = describe(test.gap, level)
  const all = [...doubts, ...oneSeed(test.gap), ...disagreement(described)]
  const adjusted = family.adjustedOf(test)
  const alpha = (1 - level) / Math.max(1, family.size)
  return {
    ...described,
    adjusted,
    clear: adjusted !== null && adjusted < 1 - level && all.length === 0,
    doubts: all,
    detectable: detectable(test.gap, alpha),
    seedsForOnePoint: seedsFor(test.gap, 1, alpha),
  }
}

function lacking(grids: readonly Target[], pair: Pair, targets: readonly PairOnTarget[]): Doubt[] {
  const deciding = grids.filter(({ decides }) => decides).map(({ grid }) => grid)
  return [
    ...missingTargets(deciding, pair),
    ...nothingInCommon(
      deciding,
      pair,
      targets.map(({ grid }) => grid.target),
    ),
  ]
}

const SPOILS: ReadonlySet<Doubt['why']> = new Set(['constant predictions', 'runs at chance'])

function pairOn(
  { grid, decides, outliers }: Target,
  pair: Pair,
  { level, arms }: GroupOptions,
): PairOnTarget | null {
  const { arm, against } = pair
  const averaged = languagesOf(grid, arm, against)
  const mean = contrast(meanOver(grid, averaged), arm, against, arms)
  if (mean === null) return null
  const languages = grid.languages.flatMap((language) => {
    const gap = haveBoth(grid, language, arm, against)
      ? contrast(meanOver(grid, [language]), arm, against, arms)
      : null
    return gap === null ? [] : [{ language, gap, constant: isConstantIn(grid, pair, language) }]
  })
  const failed = doubtsOn(grid, pair, outliers, level, false)
  const sound = decides && !failed.some(({ why }) => SPOILS.has(why))
  const rests = restsOnConstant(grid, pair, averaged, mean, arms, level)
  const doubts = rests ? doubtsOn(grid, pair, outliers, level, true) : failed
  return { grid, decides, sound, languages, averaged, mean, doubts }
}

/** The interval excludes 0 only because of languages in which an arm answers every example alike. */
function restsOnConstant(
  grid: TargetGrid,
  pair: Pair,
  averaged: readonly string[],
  mean: Contrast,
  arms: readonly string[],
  level: number,
): boolean {
  const others = averaged.filter((language) => !isConstantIn(grid, pair, language))
  if (others.length === averaged.length || !describe(mean, level).excludesZero) return false
  const rest = contrast(meanOver(grid, others), pair.arm, pair.against, arms)
  return rest === null || !describe(rest, level).excludesZero || rest.value > 0 !== mean.value > 0
}
