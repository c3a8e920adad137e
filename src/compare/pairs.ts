import type { Doubt, PairResult, Tested } from './comparison.ts'
import { disagreement, doubtsOn, isConstantIn, missingTargets, nothingInCommon } from './doubts.ts'
import { describeGap, type Gap, gapBetween, gapIn, intervalOf, meanGap, type SeedMean } from './gap.ts'
import type { TargetGrid } from './grid.ts'
import { type Grouping, groupLanguages } from './grouping.ts'
import { holm } from './holm.ts'
import { pValue } from './resampled.ts'
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
  /** It decides, and no training of the pair has failed on it. */
  readonly sound: boolean
  readonly languages: readonly { readonly language: string; readonly gap: Gap; readonly constant: boolean }[]
  readonly mean: Gap
  readonly doubts: readonly Doubt[]
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
 * and the pairs on every deciding target. Languages, groups and trends are for looking closer and not adjusted. Means are
 * over what both arms have; what speaks against a pair stands beside its numbers.
 */
export function comparePairs(grids: Grids, pairs: readonly Pair[], options: PairOptions): PairResult[] {
  const { level } = options
  const gaps = pairs.map((pair) => gapsOf(grids, pair, options))
  const onTargets = holm(
    gaps.flatMap((targets) =>
      targets.filter(({ decides }) => decides).map(({ mean }) => pValue(mean.resampled)),
    ),
  )
  const means = gaps.map((targets) =>
    meanGap(targets.filter(({ decides }) => decides).map(({ mean }) => mean)),
  )
  const onMeans = holm(means.flatMap((gap) => (gap === null ? [] : pValue(gap.resampled))))
  const decidingGrids = grids.filter(({ decides }) => decides).map(({ grid }) => grid)
  return pairs.map(({ arm, against }, at): PairResult => {
    const targets = gaps[at]!
    const mean = means[at]!
    const deciding = targets.filter(({ decides }) => decides)
    const lacking = [
      ...missingTargets(decidingGrids, { arm, against }),
      ...nothingInCommon(
        decidingGrids,
        { arm, against },
        deciding.map(({ target }) => target),
      ),
    ]
    return {
      arm,
      against,
      deciding:
        mean === null
          ? null
          : {
              ...intervalOf(mean.resampled, level),
              ...test(
                mean,
                onMeans.shift()!,
                [...lacking, ...deciding.flatMap(({ doubts }) => doubts)],
                level,
              ),
              targets: deciding.map(({ target }) => target),
              languages: [
                ...new Set(deciding.flatMap(({ languages }) => languages.map(({ language }) => language))),
              ],
              seeds: mean.seeds.map(({ seed }) => seed),
            },
      targets: targets.map(({ target, decides, languages, mean: gap, doubts }) => ({
        target,
        difference: {
          ...describeGap(gap, level)!,
          ...test(gap, decides ? onTargets.shift()! : null, doubts, level),
        },
        languages: languages.map(({ language }) => language),
      })),
      cells: targets.flatMap(({ target, sound, languages }) =>
        languages.map(({ language, gap, constant }) => ({
          target,
          language,
          difference: describeGap(gap, level)!,
          clear: sound && !constant && excludesZero(gap, level),
        })),
      ),
      groups: options.groupings.map((grouping) => ({
        by: grouping.by,
        results: groupDifferences(targets, grouping, level, lacking.length === 0),
        trends: trends(targets, grouping, options.seed, `${arm} vs ${against}`),
      })),
    }
  })
}

function test(
  gap: Gap,
  adjusted: number | null,
  found: readonly Doubt[],
  level: number,
): Pick<Tested, 'p' | 'adjusted' | 'clear' | 'doubts'> {
  const doubts = [...found, ...disagreement(gap, intervalOf(gap.resampled, level).excludesZero)]
  return {
    p: pValue(gap.resampled),
    adjusted,
    clear: adjusted !== null && adjusted < 1 - level && doubts.length === 0,
    doubts,
  }
}

/** The interval excludes 0 and no seed contradicts it. */
const excludesZero = (gap: Gap, level: number) =>
  intervalOf(gap.resampled, level).excludesZero && disagreement(gap, true).length === 0

const SPOILS: ReadonlySet<Doubt['why']> = new Set(['constant predictions', 'runs at chance'])

function gapsOf(grids: Grids, pair: Pair, { seedMean, level }: PairOptions): TargetGaps[] {
  return grids.flatMap(({ grid, decides }) => {
    const languages = grid.languages.flatMap((language) => {
      const gap = gapIn(grid, pair.arm, pair.against, language, seedMean)
      return gap === null ? [] : [{ language, gap, constant: isConstantIn(grid, pair, language) }]
    })
    const mean = meanGap(languages.map(({ gap }) => gap))
    if (mean === null) return []
    const failed = doubtsOn(grid, pair, level, false)
    const sound = decides && !failed.some(({ why }) => SPOILS.has(why))
    const doubts = restsOnConstant(mean, languages, level) ? doubtsOn(grid, pair, level, true) : failed
    return [{ target: grid.target, decides, sound, languages, mean, doubts }]
  })
}

/** The interval excludes 0 only because of languages in which an arm answers every example alike. */
function restsOnConstant(mean: Gap, languages: TargetGaps['languages'], level: number): boolean {
  const others = languages.filter(({ constant }) => !constant)
  if (others.length === languages.length || !intervalOf(mean.resampled, level).excludesZero) return false
  const rest = meanGap(others.map(({ gap }) => gap))
  if (rest === null) return true
  const { excludesZero: holds, value } = intervalOf(rest.resampled, level)
  return !holds || value > 0 !== mean.resampled.value > 0
}

type GroupDifference = PairResult['groups'][number]['results'][number]

function groupDifferences(
  targets: readonly TargetGaps[],
  grouping: Grouping,
  level: number,
  whole: boolean,
): GroupDifference[] {
  const marked = (gap: Gap, sound: boolean) => ({
    ...intervalOf(gap.resampled, level),
    clear: sound && excludesZero(gap, level),
  })
  const all = [...new Set(targets.flatMap(({ languages }) => languages.map(({ language }) => language)))]
  return groupLanguages(all, grouping).groups.flatMap(({ group, languages: members }) => {
    const parts = targets.flatMap(({ target, decides, sound, languages }) => {
      const inside = languages.filter(({ language }) => members.includes(language))
      const others = languages.filter(
        ({ language }) => !members.includes(language) && grouping.groupOf(language) !== null,
      )
      const gap = meanGap(inside.map((each) => each.gap))
      const isSound = (some: typeof languages) => sound && !some.some(({ constant }) => constant)
      return gap === null
        ? []
        : [
            {
              target,
              decides,
              sound: isSound(inside),
              restSound: isSound(others),
              languages: inside.map(({ language }) => language),
              gap,
              rest: meanGap(others.map((each) => each.gap)),
            },
          ]
    })
    const deciding = parts.filter(({ decides }) => decides)
    const mean = meanGap(deciding.map(({ gap }) => gap))
    const isSound = whole && deciding.every(({ sound }) => sound)
    const contrasted = deciding.flatMap(({ gap, rest }) => (rest === null ? [] : [{ gap, rest }]))
    return [
      ...(mean === null
        ? []
        : [
            {
              target: null,
              group,
              languages: members.filter((code) => deciding.some(({ languages }) => languages.includes(code))),
              difference: marked(mean, isSound),
              others:
                contrasted.length === 0
                  ? null
                  : marked(
                      gapBetween(
                        meanGap(contrasted.map(({ gap }) => gap))!,
                        meanGap(contrasted.map(({ rest }) => rest))!,
                      ),
                      isSound && deciding.every(({ restSound }) => restSound),
                    ),
            },
          ]),
      ...parts.map(({ target, sound, restSound, languages, gap, rest }) => ({
        target,
        group,
        languages,
        difference: marked(gap, sound),
        others: rest === null ? null : marked(gapBetween(gap, rest), sound && restSound),
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
          byLanguage.set(language, [
            ...(byLanguage.get(language) ?? []),
            gap.resampled.value - mean.resampled.value,
          ])
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
