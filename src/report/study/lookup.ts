import { listed, own, plural } from '#kernel'
import { languageName } from '../language-name.ts'
import { decimal } from '../numbers.ts'
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

type Target = Report['targets'][number]

/** Languages of a target that no mean is over: it was trained in them. */
export const controlsOf = ({ languages, averaged }: Pick<Target, 'languages' | 'averaged'>): string[] =>
  languages.filter((code) => !averaged.includes(code))

/** `without English`, of the languages that no mean of these targets is over; empty where means are over all. */
export function withoutControls(
  { languages: names }: Pick<Report, 'languages'>,
  targets: readonly Target[],
): string {
  const controls = [...new Set(targets.flatMap(controlsOf))]
  return controls.length === 0 ? '' : ` without ${listed(controls.map((code) => names[code] ?? code))}`
}

/** `14 languages without English`. */
export const averagedText = (report: Report, target: Target): string =>
  `${plural(target.averaged.length, 'language')}${withoutControls(report, [target])}`

/** Languages of a target by their name, the controls last. */
export function languagesByName({ languages: names }: Report, target: Target): string[] {
  const sorted = (codes: readonly string[]) =>
    codes.toSorted((a, b) => named(names, a).localeCompare(named(names, b), 'en'))
  return [...sorted(target.averaged), ...sorted(controlsOf(target))]
}

/** Languages of a target, those that gain most over all comparisons first, the controls last. */
export function languagesByEffect(report: Report, target: Target): string[] {
  const effect = new Map(
    target.languages.map((code) => {
      const known = report.comparisons.flatMap((pair) => differenceOn(report, pair, target.id, code) ?? [])
      return [code, known.reduce((sum, each) => sum + each.value, 0) / Math.max(1, known.length)]
    }),
  )
  const byEffect = languagesByName(report, target).sort((a, b) => effect.get(b)! - effect.get(a)!)
  const isAveraged = (code: string) => target.averaged.includes(code)
  return [...byEffect.filter(isAveraged), ...byEffect.filter((code) => !isAveraged(code))]
}

/**
 * Whether an arm has the highest value of a target as it is printed, on the mean or in one language. Only arms that have all
 * languages and seeds are weighed: none is best for what it lacks.
 */
export function isBest(report: Report, target: Target, cell: ReportedCell): boolean {
  const all =
    cell.language === null
      ? report.means.filter(({ languages }) => languages.length === target.averaged.length)
      : report.cells
  const rivals = all.filter(
    ({ target: id, language, seeds }) =>
      id === target.id && language === cell.language && seeds.length === report.seeds.length,
  )
  const best = Math.max(...rivals.map(({ value }) => value.value))
  return (
    target.decides &&
    rivals.length > 1 &&
    rivals.some(({ arm }) => arm === cell.arm) &&
    decimal(cell.value.value) === decimal(best)
  )
}
