import { groupBy } from '#kernel'
import { benjaminiHochberg, holm } from './adjust.ts'
import type { PairResult } from './comparison.ts'
import { type Contrast, contrast, pValue } from './contrast.ts'
import { type LanguageNoise, languageNoise } from './families.ts'
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
}

interface GroupedPair {
  readonly pair: Pair
  readonly targets: readonly PairOnTarget[]
  /** No deciding target is missing. */
  readonly whole: boolean
}

type Groups = PairResult['groups'][number]

/** A test that is waiting for the others of its family. */
interface Pending {
  readonly gap: Contrast
  readonly languages: LanguageNoise | undefined
  readonly sound: boolean
  readonly declared: boolean
}

/**
 * Differences by group of languages, and trends over an ordered column of them. Three families, over all pairs, groupings
 * and targets: differences within groups, and contrasts between groups with trends, both by Benjamini and Hochberg; and the
 * contrasts and trends that the study declared, by Holm.
 */
export function groupsOf(pairs: readonly GroupedPair[], options: GroupOptions): Groups[][] {
  const drafts = pairs.map((each) => options.groupings.map((grouping) => draftOf(each, grouping, options)))
  const all = drafts.flat()
  const within = adjusted(
    all.flatMap(({ results }) => results.map(({ difference }) => difference)),
    benjaminiHochberg,
  )
  const between = all.flatMap(({ results, trends }) => [
    ...results.flatMap(({ others }) => others ?? []),
    ...trends.map(({ slope }) => slope),
  ])
  const explored = adjusted(
    between.filter(({ declared }) => !declared),
    benjaminiHochberg,
  )
  const declared = adjusted(
    between.filter((each) => each.declared),
    holm,
  )
  const mark = (test: Pending, family: ReadonlyMap<Pending, number>) =>
    marked(test.gap, family.get(test) ?? null, test.sound, options.level, test.languages)
  const markBetween = (test: Pending) => mark(test, test.declared ? declared : explored)
  return drafts.map((groupings) =>
    groupings.map(({ by, results, trends }) => ({
      by,
      results: results.map(({ difference, others, ...rest }) => ({
        ...rest,
        difference: mark(difference, within),
        others: others === null ? null : { ...markBetween(others), declared: others.declared },
      })),
      trends: trends.map(({ slope, ...rest }) => ({
        ...rest,
        slope: markBetween(slope),
        declared: slope.declared,
      })),
    })),
  )
}

function adjusted(tests: readonly Pending[], adjust: typeof holm): Map<Pending, number> {
  const known = tests.flatMap((test) => {
    const p = pValue(test.gap, test.languages)
    return p === null ? [] : [{ test, p }]
  })
  const found = adjust(known.map(({ p }) => p))
  return new Map(known.map(({ test }, at) => [test, found[at]!]))
}

function draftOf({ pair, targets, whole }: GroupedPair, grouping: Grouping, options: GroupOptions) {
  const deciding = targets.filter(({ decides }) => decides)
  const isDeclared = pair.by?.includes(grouping.by) ?? false
  const views = [
    ...(deciding.length === 0 ? [] : [{ target: null, over: deciding, sound: whole, declared: isDeclared }]),
    ...targets.map((each) => ({ target: each.grid.target, over: [each], sound: true, declared: false })),
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
  readonly declared: boolean
}

/** The mean over targets of the means over some languages; null where a target has none of them. */
function measureOver({ over }: View, languages: readonly string[]): Measure {
  const parts = over.flatMap(({ grid, averaged }) => {
    const own = averaged.filter((language) => languages.includes(language))
    return own.length === 0 ? [] : [meanOver(grid, own)]
  })
  return meanOf(parts)
}

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
      return without && (contrast(without, arm, against, options.arms)?.value ?? null)
    })
    return [
      {
        target: view.target,
        group,
        languages,
        difference: { gap: inside, languages: undefined, sound: isSound(view, languages), declared: false },
        others:
          gap === null || noise === null
            ? null
            : { gap, languages: noise, sound: isSound(view, grouped), declared: view.declared },
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
      return without && (contrast(without, arm, against, options.arms)?.value ?? null)
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
        slope: { gap, languages: noise, sound: isSound(view, languages), declared: view.declared },
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
