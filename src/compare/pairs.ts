import type { PairResult, Tested } from './comparison.ts'
import { describeGap, type Gap, gapIn, intervalOf, meanGap, type SeedMean } from './gap.ts'
import type { TargetGrid } from './grid.ts'
import { type Grouping, groupLanguages } from './grouping.ts'
import { holm } from './holm.ts'
import { type Line, minus, pValue } from './line.ts'
import { correlate } from './trend.ts'

/** Two arms whose difference is asked for: `arm` minus `against`. */
export interface Pair {
  readonly arm: string
  readonly against: string
}

/** The gaps of a pair on one target. */
interface TargetGaps {
  readonly target: string
  readonly decides: boolean
  readonly languages: readonly { readonly language: string; readonly gap: Gap }[]
  readonly mean: Gap
}

interface PairOptions {
  readonly level: number
  readonly seed: number
  readonly seedMean: SeedMean
  readonly groupings: readonly Grouping[]
}

type Grids = readonly { readonly grid: TargetGrid; readonly decides: boolean }[]

/**
 * Compares pairs of arms. Two families are tested, each adjusted by Holm: the pairs on the mean over the deciding targets,
 * and the pairs on every target. Languages, groups and trends are for looking closer and not adjusted.
 */
export function comparePairs(grids: Grids, pairs: readonly Pair[], options: PairOptions): PairResult[] {
  const { level } = options
  const gaps = pairs.map((pair) => gapsOf(grids, pair, options.seedMean))
  const onTargets = holm(gaps.flatMap((targets) => targets.map(({ mean }) => pValue(mean.line))))
  const means = gaps.map((targets) =>
    meanGap(targets.filter(({ decides }) => decides).map(({ mean }) => mean)),
  )
  const onMeans = holm(means.flatMap((gap) => (gap === null ? [] : pValue(gap.line))))
  return pairs.map(({ arm, against }, at): PairResult => {
    const targets = gaps[at]!
    const mean = means[at]!
    const deciding = targets.filter(({ decides }) => decides)
    return {
      arm,
      against,
      deciding:
        mean === null
          ? null
          : {
              ...intervalOf(mean.line, level),
              ...test(mean.line, onMeans.shift()!, level),
              targets: deciding.map(({ target }) => target),
            },
      targets: targets.map(({ target, languages, mean: gap }) => ({
        target,
        difference: { ...describeGap(gap, level)!, ...test(gap.line, onTargets.shift()!, level) },
        languages: languages.map(({ language }) => language),
      })),
      cells: targets.flatMap(({ target, languages }) =>
        languages.map(({ language, gap }) => ({ target, language, difference: describeGap(gap, level)! })),
      ),
      groups: options.groupings.map((grouping) => ({
        by: grouping.by,
        results: groupDifferences(targets, grouping, level),
        trends: trends(targets, grouping, options.seed, `${arm} vs ${against}`),
      })),
    }
  })
}

const test = (line: Line, adjusted: number, level: number): Pick<Tested, 'p' | 'adjusted' | 'clear'> => ({
  p: pValue(line),
  adjusted,
  clear: adjusted < 1 - level,
})

function gapsOf(grids: Grids, { arm, against }: Pair, seedMean: SeedMean): TargetGaps[] {
  return grids.flatMap(({ grid, decides }) => {
    const languages = grid.languages.flatMap((language) => {
      const gap = gapIn(grid, arm, against, language, seedMean)
      return gap === null ? [] : [{ language, gap }]
    })
    const mean = meanGap(languages.map(({ gap }) => gap))
    return mean === null ? [] : [{ target: grid.target, decides, languages, mean }]
  })
}

type GroupDifference = PairResult['groups'][number]['results'][number]

function groupDifferences(
  targets: readonly TargetGaps[],
  grouping: Grouping,
  level: number,
): GroupDifference[] {
  const all = [...new Set(targets.flatMap(({ languages }) => languages.map(({ language }) => language)))]
  return groupLanguages(all, grouping).groups.flatMap(({ group, languages: members }) => {
    const parts = targets.flatMap(({ target, decides, languages }) => {
      const inside = languages.filter(({ language }) => members.includes(language))
      const others = languages.filter(
        ({ language }) => !members.includes(language) && grouping.groupOf(language) !== null,
      )
      const gap = meanGap(inside.map((each) => each.gap))
      return gap === null
        ? []
        : [
            {
              target,
              decides,
              languages: inside.map(({ language }) => language),
              gap,
              rest: meanGap(others.map((each) => each.gap)),
            },
          ]
    })
    const deciding = parts.filter(({ decides }) => decides)
    const mean = meanGap(deciding.map(({ gap }) => gap))
    const contrasted = deciding.flatMap(({ gap, rest }) => (rest === null ? [] : [{ gap, rest }]))
    return [
      ...(mean === null
        ? []
        : [
            {
              target: null,
              group,
              languages: members.filter((code) => deciding.some(({ languages }) => languages.includes(code))),
              difference: intervalOf(mean.line, level),
              others:
                contrasted.length === 0
                  ? null
                  : intervalOf(
                      minus(
                        meanGap(contrasted.map(({ gap }) => gap))!.line,
                        meanGap(contrasted.map(({ rest }) => rest))!.line,
                      ),
                      level,
                    ),
            },
          ]),
      ...parts.map(({ target, languages, gap, rest }) => ({
        target,
        group,
        languages,
        difference: intervalOf(gap.line, level),
        others: rest === null ? null : intervalOf(minus(gap.line, rest.line), level),
      })),
    ]
  })
}

const PERMUTATIONS = 2000

type Trend = PairResult['groups'][number]['trends'][number]

function trends(
  targets: readonly TargetGaps[],
  { columns = {} }: Grouping,
  seed: number,
  pair: string,
): Trend[] {
  const deciding = targets.filter(({ decides }) => decides)
  const views = [
    ...(deciding.length === 0 ? [] : [{ target: null, over: deciding }]),
    ...targets.map((each) => ({ target: each.target, over: [each] })),
  ]
  return Object.entries(columns).flatMap(([column, read]) =>
    views.flatMap(({ target, over }): Trend[] => {
      const byLanguage = new Map<string, number[]>()
      // Less the target's mean: else the trend over several targets would be which language has which of them.
      for (const { languages, mean } of over)
        for (const { language, gap } of languages)
          byLanguage.set(language, [...(byLanguage.get(language) ?? []), gap.line.value - mean.line.value])
      const known = [...byLanguage].flatMap(([language, values]) => {
        const value = read(language)
        return value === null
          ? []
          : [{ value, gap: values.reduce((sum, each) => sum + each, 0) / values.length }]
      })
      const found = correlate(
        known.map(({ value }) => value),
        known.map(({ gap }) => gap),
        PERMUTATIONS,
        seed,
        column,
        pair,
        target ?? 'mean',
      )
      return found === null ? [] : [{ target, column, languages: known.length, ...found }]
    }),
  )
}
