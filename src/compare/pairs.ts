import { benjaminiHochberg, holm } from './adjust.ts'
import { haveBoth, languagesOf } from './arms.ts'
import type { Doubt, PairResult, Tested } from './comparison.ts'
import { type Contrast, contrast, describe, detectable, pValue, seedsFor } from './contrast.ts'
import { disagreement, doubtsOn, isConstantIn, missingTargets, nothingInCommon, oneSeed } from './doubts.ts'
import type { TargetGrid } from './grid.ts'
import { type GroupOptions, groupsOf } from './groups.ts'
import { marked } from './marked.ts'
import { meanOf, meanOver } from './measure.ts'

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

interface PairOptions extends GroupOptions {
  readonly arms: readonly string[]
}

type Grids = readonly { readonly grid: TargetGrid; readonly decides: boolean }[]

/**
 * Compares pairs of arms. Two families are tested, each adjusted by Holm: the pairs on the mean over the deciding targets,
 * and the pairs on every deciding target. Single languages are for looking closer: adjusted by Benjamini and Hochberg over
 * all of them. Means are over what both arms have; what speaks against a pair stands beside its numbers.
 */
export function comparePairs(grids: Grids, pairs: readonly Pair[], options: PairOptions): PairResult[] {
  const { level, arms } = options
  const found = pairs.map((pair) =>
    grids.flatMap(({ grid, decides }) => pairOn(grid, decides, pair, options) ?? []),
  )
  const deciding = found.map((targets) => targets.filter(({ decides }) => decides))
  const means = pairs.map(({ arm, against }, at) =>
    contrast(meanOf(deciding[at]!.map(({ grid, averaged }) => meanOver(grid, averaged))), arm, against, arms),
  )
  const onMeans = family(means, holm)
  const onTargets = family(
    deciding.flat().map(({ mean }) => mean),
    holm,
  )
  const onCells = family(
    deciding.flatMap((targets) => targets.flatMap(({ languages }) => languages.map(({ gap }) => gap))),
    benjaminiHochberg,
  )
  const groups = groupsOf(
    pairs.map((pair, at) => ({
      pair,
      targets: found[at]!,
      whole: lacking(grids, pair, found[at]!).length === 0,
    })),
    options,
  )
  const tested = (gap: Contrast, tests: Family, doubts: readonly Doubt[]): Tested => {
    const all = [...oneSeed(gap), ...doubts, ...disagreement(describe(gap, level))]
    const adjusted = tests.adjusted.get(gap) ?? null
    const alpha = (1 - level) / Math.max(1, tests.adjusted.size)
    return {
      ...describe(gap, level),
      adjusted,
      clear: adjusted !== null && adjusted < 1 - level && all.length === 0,
      doubts: all,
      detectable: detectable(gap, alpha),
      seedsForOnePoint: seedsFor(gap, 1, alpha),
    }
  }
  return pairs.map((pair, at): PairResult => {
    const targets = found[at]!
    const mean = means[at]!
    return {
      arm: pair.arm,
      against: pair.against,
      deciding:
        mean === null
          ? null
          : {
              ...tested(mean, onMeans, [
                ...lacking(grids, pair, targets),
                ...deciding[at]!.flatMap(({ doubts }) => doubts),
              ]),
              targets: deciding[at]!.map(({ grid }) => grid.target),
              languages: [...new Set(deciding[at]!.flatMap(({ averaged }) => averaged))],
            },
      targets: targets.map(({ grid, averaged, mean: gap, doubts }) => ({
        target: grid.target,
        difference: tested(gap, onTargets, doubts),
        languages: [...averaged],
      })),
      cells: targets.flatMap(({ grid, sound, languages }) =>
        languages.map(({ language, gap, constant }) => ({
          target: grid.target,
          language,
          difference: marked(gap, onCells.adjusted.get(gap) ?? null, sound && !constant, level),
        })),
      ),
      groups: groups[at]!,
    }
  })
}

interface Family {
  /** Adjusted p values of those that were tested. */
  readonly adjusted: ReadonlyMap<Contrast, number>
}

/** Tests that are adjusted together; contrasts without a p value are not tested. */
function family(contrasts: readonly (Contrast | null)[], adjust: typeof holm): Family {
  const tests = contrasts.flatMap((each) => {
    const p = each === null ? null : pValue(each)
    return p === null ? [] : [{ each: each!, p }]
  })
  const adjusted = adjust(tests.map(({ p }) => p))
  return { adjusted: new Map(tests.map(({ each }, at) => [each, adjusted[at]!])) }
}

function lacking(grids: Grids, pair: Pair, targets: readonly PairOnTarget[]): Doubt[] {
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
  grid: TargetGrid,
  decides: boolean,
  pair: Pair,
  { level, arms }: PairOptions,
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
  const failed = doubtsOn(grid, pair, arms, level, false)
  const sound = decides && !failed.some(({ why }) => SPOILS.has(why))
  const rests = restsOnConstant(grid, pair, averaged, mean, arms, level)
  const doubts = rests ? doubtsOn(grid, pair, arms, level, true) : failed
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
