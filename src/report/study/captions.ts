import type { Report, ReportedDifference } from '../schema.ts'

/** What captions say of intervals and marks, the same under every table and figure. */

/** `95 % intervals over other test examples and other training runs`. */
export function intervals({ level, pairs }: Report, more = ''): string {
  const covers = new Set(pairs.map(({ difference }) => difference.covers))
  const over = !covers.has('examples')
    ? 'over other test examples and other training runs'
    : covers.has('examples and runs')
      ? 'over other test examples, and over other training runs where there are several seeds'
      : 'over other test examples only (one seed)'
  return `${level} % intervals ${over}${more}`
}

/** No seed has another beside it, so that no test says anything about arms. */
export const isOneSeed = ({ pairs }: Report): boolean =>
  pairs.length > 0 && pairs.every(({ difference }) => difference.p === null)

const ONE_SEED = 'Nothing is marked: with one seed nothing is said about the arms.'

/** What a mark says: which tests were adjusted for are those with an adjusted p value. */
export function clearIn(report: Report): string {
  const { comparisons, pairs, level } = report
  const means = comparisons.filter(({ difference }) => difference !== null).length
  const single = tests(pairs.filter(({ language }) => language === null))
  const adjusted =
    Math.max(means, single) > 1
      ? ` after adjusting for all tests (Holm: ${means} for the mean over targets, ${single} for single targets)`
      : ''
  return `clear at the ${level} % level${adjusted}, and nothing speaks against it`
}

/** The legend of marks on declared comparisons. */
export const marks = (report: Report): string =>
  isOneSeed(report) ? ONE_SEED : `▲ better and ▼ worse: ${clearIn(report)}.`

/** The legend of marks on what is only looked at. */
export function exploratoryMarks(
  report: Report,
  differences: readonly { readonly difference: ReportedDifference | null }[],
  what: string,
  [up, down]: readonly [string, string] = ['better', 'worse'],
): string {
  if (isOneSeed(report)) return ONE_SEED
  return `▲ ${up} and ▼ ${down}: clear at the ${report.level} % level after adjusting for all ${tests(differences)} ${what} that were looked at (Benjamini and Hochberg).`
}

const tests = (differences: readonly { readonly difference: ReportedDifference | null }[]) =>
  differences.filter(({ difference }) => (difference?.adjusted ?? null) !== null).length

const best = (of: string) =>
  `Bold: the highest value of its ${of}, clear or not, among arms with all languages and seeds.`
export const BEST = best('column')
export const BEST_OF_LANGUAGE = best('language')
