import { own } from '#kernel'
import { languageName } from '../language-name.ts'
import type { ComparedPair, Report, ReportedCell, ReportedDifference, ReportedGrouping } from '../schema.ts'

/** Ways of reading a report that every rendering needs. */

export function cellOf(
  report: Report,
  arm: string,
  target: string,
  language: string | null,
): ReportedCell | undefined {
  const among = language === null ? report.means : report.cells
  return among.find((cell) => cell.arm === arm && cell.target === target && cell.language === language)
}

/** `Swahili (sw)`. */
export const named = (languages: Report['languages'], code: string): string =>
  `${own(languages, code) ?? languageName(code)} (${code})`

/** The difference of a comparison on a target, in one language or (null) the mean over its languages. */
export function differenceOn(
  report: Report,
  { arm, against }: Pick<ComparedPair, 'arm' | 'against'>,
  target: string,
  language: string | null,
): ReportedDifference | undefined {
  return report.pairs.find(
    (pair) =>
      pair.arm === arm && pair.against === against && pair.target === target && pair.language === language,
  )?.difference
}

/** The difference of a comparison in a language group, on a target or (null) over the deciding targets. */
export function groupDifference(
  grouping: ReportedGrouping,
  { arm, against }: Pick<ComparedPair, 'arm' | 'against'>,
  group: string,
  target: string | null,
): ReportedGrouping['differences'][number] | undefined {
  return grouping.differences.find(
    (each) => each.arm === arm && each.against === against && each.group === group && each.target === target,
  )
}

export const isSeveral = (report: Report) => report.targets.filter((target) => target.decides).length > 1

/** Languages of a target by their name. */
export const languagesByName = (
  { languages: names }: Report,
  { languages }: Pick<Report['targets'][number], 'languages'>,
): string[] => languages.toSorted((a, b) => named(names, a).localeCompare(named(names, b), 'en'))

/** Languages of a target, those that gain most over all comparisons first. */
export function languagesByEffect(report: Report, target: Report['targets'][number]): string[] {
  const effect = new Map(
    target.languages.map((code) => {
      const known = report.comparisons.flatMap((pair) => differenceOn(report, pair, target.id, code) ?? [])
      return [code, known.reduce((sum, each) => sum + each.value, 0) / Math.max(1, known.length)]
    }),
  )
  return languagesByName(report, target).sort((a, b) => effect.get(b)! - effect.get(a)!)
}

/** What a mark on a mean says, for captions: the tests that were adjusted for are those with an adjusted p value. */
export function meaningOfMarks({ comparisons, pairs }: Report): string {
  const means = comparisons.filter(({ difference }) => difference !== null).length
  const single = pairs.filter(({ difference }) => difference.adjusted !== null).length
  return `the difference is clear: its interval excludes 0${
    Math.max(means, single) > 1
      ? `, also after adjusting for the number of comparisons (Holm: ${means} for the mean over targets, ${single} for single targets)`
      : ''
  }, and nothing speaks against it`
}
