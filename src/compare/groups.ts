import { groupBy } from '#kernel'
import type { PairResult } from './comparison.ts'
import { contrast } from './contrast.ts'
import { languageNoise } from './families.ts'
import type { Test, TestFamily } from './family.ts'
import { type Grouping, groupLanguages } from './grouping.ts'
import { marked } from './marked.ts'
import { less, type Measure, meanOf, meanOver } from './measure.ts'
import type { Pair, PairOnTarget } from './pairs.ts'
import { spearmanOf } from './spearman.ts'

export interface GroupOptions {
  readonly arms: readonly string[]
  readonly level: number
  readonly groupings: readonly Grouping[]
  /** Related languages are no independent cases. */
  readonly familyOf: (language: string) => string
  /** All that is looked at and was not declared. */
  readonly explored: TestFamily
  /** Contrasts between groups and trends that the study declared. */
  readonly declared: TestFamily
}

type Groups = PairResult['groups'][number]

/**
 * Differences by group of languages, and trends over an ordered column of them: contrasts and trends that the study declared
 * are a family of their own, the others and the differences within groups join what is explored.
 *
 * @returns the results, once all tests have been added
 */
export function draftGroups(
  pair: Pair,
  targets: readonly PairOnTarget[],
  whole: boolean,
  options: GroupOptions,
): () => Groups[] {
  const { level, explored, declared } = options
  const drafts = options.groupings.map((grouping) => draftOf(pair, targets, whole, grouping, options))
  return () =>
    drafts.map(({ by, results, trends }) => ({
      by,
      results: results.map(({ difference, others, ...rest }) => ({
        ...rest,
        difference: marked(difference, explored, level),
        others: others && {
          ...marked(others, others.declared ? declared : explored, level),
          declared: others.declared,
        },
      })),
      trends: trends.map(({ slope, ...rest }) => ({
        ...rest,
        slope: marked(slope, slope.declared ? declared : explored, level),
        declared: slope.declared,
      })),
    }))
}

function draftOf(
  pair: Pair,
  targets: readonly PairOnTarget[],
  whole: boolean,
  grouping: Grouping,
  options: GroupOptions,
) {
  const deciding = targets.filter(({ decides }) => decides)
  const isDeclared = pair.by?.includes(grouping.by) ?? false
  const views: View[] = [
    ...(deciding.length === 0
      ? []
      : [{ target: null, over: deciding, sound: whole, decides: true, declared: isDeclared }]),
    ...targets.map((each) => ({
      target: each.grid.target,
      over: [each],
      sound: true,
      decides: each.decides,
      declared: false,
    })),
  ]
  return {
    by: grouping.by,
    results: views.flatMap((view) => groupResults(pair, view, grouping, options)),
    trends: views.flatMap((view) => trendsOf(pair, view, grouping, options)),
  }
}

interface View {
  readonly target: string | null
  readonly over: readonly PairOnTarget[]
  readonly sound: boolean
  readonly decides: boolean
  readonly declared: boolean
}

/** Adds a test to its family; what a target that decides nothing shows is not tested. */
function added<T extends Test & { readonly declared?: boolean }>(
  test: T,
  { decides }: View,
  { explored, declared }: GroupOptions,
): T {
  if (!decides) return test
  return (test.declared ? declared : explored).add(test)
}

/** The mean over targets of the means over some languages; null where a target has none of them. */
function measureOver({ over }: View, languages: readonly string[]): Measure {
  const parts = over.flatMap(({ grid, averaged }) => {
    const own = averaged.filter((language) => languages.includes(language))
    return own.length === 0 ? [] : [meanOver(grid, own)]
  })
  return meanOf(parts)
}

/** A measure of the pair by its differences in single languages. */
const numberOf = ({ over }: View, measure: Measure): number =>
  measure.reduce((sum, { grid, language, weight }) => {
    const on = over.find((each) => each.grid === grid)!
    return sum + weight * on.languages.find((each) => each.language === language)!.gap.value
  }, 0)

const languagesIn = ({ over }: View) => [...new Set(over.flatMap(({ averaged }) => averaged))]

const isSound = ({ over, sound }: View, languages: readonly string[]) =>
  sound &&
  over.every(
    (each) =>
      each.sound &&
      !each.languages.some(({ language, constant }) => constant && languages.includes(language)),
  )

function groupResults({ arm, against }: Pair, view: View, grouping: Grouping, options: GroupOptions) {
  const { groups } = groupLanguages(languagesIn(view), grouping)
  const grouped = groups.flatMap(({ languages }) => languages)
  return groups.flatMap(({ group, languages }) => {
    const inside = contrast(measureOver(view, languages), arm, against, options.arms)
    if (inside === null) return []
    const others = grouped.filter((language) => !languages.includes(language))
    const apart = (some: readonly string[], rest: readonly string[]) => {
      // Over the same targets on both sides: else the groups would differ by their targets.
      const both = { ...view, over: view.over.filter((each) => has(each, some) && has(each, rest)) }
      return both.over.length === 0 ? null : less(measureOver(both, some), measureOver(both, rest))
    }
    const measure = apart(languages, others)
    const gap = measure && contrast(measure, arm, against, options.arms)
    const noise = languageNoise([...languages, ...others], options.familyOf, (left) => {
      const without = apart(
        languages.filter((language) => left.includes(language)),
        others.filter((language) => left.includes(language)),
      )
      return without && numberOf(view, without)
    })
    return [
      {
        target: view.target,
        group,
        languages,
        difference: added({ gap: inside, sound: isSound(view, languages) }, view, options),
        others:
          gap === null || noise === null
            ? null
            : added(
                { gap, languages: noise, sound: isSound(view, grouped), declared: view.declared },
                view,
                options,
              ),
      },
    ]
  })
}

const has = ({ averaged }: PairOnTarget, languages: readonly string[]) =>
  averaged.some((language) => languages.includes(language))

/** Fewer languages have too few orders for a trend to mean much. */
const FEWEST_LANGUAGES = 5

function trendsOf({ arm, against }: Pair, view: View, { columns = {} }: Grouping, options: GroupOptions) {
  return Object.entries(columns).flatMap(([column, read]) => {
    const known = languagesIn(view).flatMap((language) => {
      const x = read(language)
      return x === null ? [] : [{ language, x }]
    })
    const slope = slopeOf(view, known)
    if (known.length < FEWEST_LANGUAGES || slope === null) return []
    const gap = contrast(slope, arm, against, options.arms)
    const languages = known.map(({ language }) => language)
    const noise = languageNoise(languages, options.familyOf, (left) => {
      const without = slopeOf(
        view,
        known.filter(({ language }) => left.includes(language)),
      )
      return without && numberOf(view, without)
    })
    const rho = spearmanOf(
      known.map(({ x }) => x),
      known.map(({ language }) => gapIn(view, language)),
    )
    if (gap === null || noise === null || rho === null) return []
    return [
      {
        target: view.target,
        column,
        languages: languages.length,
        families: groupBy(languages, options.familyOf).size,
        rho,
        slope: added(
          { gap, languages: noise, sound: isSound(view, languages), declared: view.declared },
          view,
          options,
        ),
      },
    ]
  })
}

interface Known {
  readonly language: string
  readonly x: number
}

/** A language's difference, each target less its mean: else a trend would be which language has which targets. */
function gapIn({ over }: View, language: string): number {
  const own = over.flatMap(({ averaged, languages, mean }) =>
    averaged.includes(language)
      ? [languages.find((each) => each.language === language)!.gap.value - mean.value]
      : [],
  )
  return own.reduce((sum, value) => sum + value, 0) / own.length
}

/** Least-squares slope of the languages' differences, centred by target, on a column; null where all have one value. */
function slopeOf({ over }: View, known: readonly Known[]): Measure | null {
  const targetsOf = (language: string) => over.filter(({ averaged }) => averaged.includes(language)).length
  const middle = known.reduce((sum, { x }) => sum + x, 0) / known.length
  const squares = known.reduce((sum, { x }) => sum + (x - middle) ** 2, 0)
  if (!(squares > 0)) return null
  const pull = new Map(
    known.map(({ language, x }) => [language, (x - middle) / squares / targetsOf(language)]),
  )
  return over.flatMap(({ grid, averaged }) => {
    const all = averaged.reduce((sum, language) => sum + (pull.get(language) ?? 0), 0)
    return averaged.map((language) => ({
      grid,
      language,
      weight: (pull.get(language) ?? 0) - all / averaged.length,
    }))
  })
}
