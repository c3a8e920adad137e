import { capital, listed, own, plural } from '#kernel'
import type { MeasuredReport } from '../measured.ts'
import { decimal, inSentence, signed, spoken } from '../numbers.ts'
import type { ReportedDifference } from '../schema.ts'
import type { Compared } from './compared.ts'

const COVERS: Readonly<Record<ReportedDifference['covers'], string>> = {
  examples: 'test examples',
  'examples and runs': 'test examples and training runs',
}

/** What has been said of intervals so far: what they cover is told the first time, and where it is something else. */
export interface Told {
  readonly level: number
  readonly covers: ReportedDifference['covers'] | null
}

/** `+1.9 points (95 % interval over test examples and training runs +1.0 to +2.8)`, later `+1.9 points (+1.0 to +2.8)`. */
export function points(difference: ReportedDifference, { level, covers }: Told): string {
  const said = difference.covers === covers
  const what = said ? '' : `${level} % interval over ${COVERS[difference.covers]} `
  const digits = digitsOf(difference)
  return `${signed(difference.value, digits)} points (${what}${spoken(difference, digits)})`
}

/** One more where an interval that excludes 0 would be printed with an end of 0.0. */
function digitsOf({ low, high, significant }: ReportedDifference): number {
  return significant && [low, high].some((end) => Math.abs(end) < 0.05) ? 2 : 1
}

/** `a +1.9 points (...) and b +0.3 points (...)`; what the first interval covers is said of all. */
export function sizes(pairs: readonly Compared[], told: Told): string {
  const covers = pairs[0]?.difference.covers ?? null
  return listed(
    pairs.map(
      ({ arm, difference }, at) => `${arm} ${points(difference, at === 0 ? told : { ...told, covers })}`,
    ),
  )
}

export const armWords = ({ baseline }: MeasuredReport, name: string): string =>
  name === baseline ? `the ${baseline} arm` : name

const MOST_METRICS = 3

/** What a comparison is over: only what both arms have. */
export function extentWords(measured: MeasuredReport, { extent }: Compared): string {
  const targets = measured.targets.filter(({ id }) => extent.targets.includes(id))
  const metrics = [...new Set(targets.map((target) => inSentence(target.metric.title)))]
  const by = metrics.length > MOST_METRICS ? '' : ` (${listed(metrics)})`
  const [only] = extent.languages
  const apart = targets.flatMap(({ languages, averaged }) =>
    languages.filter((code) => !averaged.includes(code)),
  )
  const without =
    apart.length === 0 ? '' : ` without ${listed([...new Set(apart)].map((code) => nameIn(measured, code)))}`
  const languages =
    extent.languages.length === 1
      ? `in ${nameIn(measured, only!)}`
      : `mean over ${plural(extent.languages.length, 'language')}${without}`
  const seeds = extent.seeds.length < 2 ? '' : ` and ${plural(extent.seeds.length, 'seed')}`
  return targets.length === 1
    ? `on ${targets[0]!.title}${by}, ${languages}${seeds}`
    : `on the mean over ${targets.length} targets${by}, ${languages.replace('mean over ', '')}${seeds}`
}

export const nameIn = ({ languages }: MeasuredReport, code: string): string => own(languages, code) ?? code

const HUNDRED = 100

/** What differences could have been found, where none was; of several comparisons, what holds of all. */
export function couldBeFound(pairs: readonly Compared[]): string {
  const noisy = pairs.filter(
    ({ difference: { detectable, errors } }) =>
      detectable !== null && (errors.examples > 0 || errors.runs! > 0),
  )
  if (noisy.length === 0)
    return pairs.every(({ difference: { value, detectable } }) => value === 0 && detectable === 0)
      ? ' The scores are the same on every test example.'
      : ''
  const largest = Math.max(...noisy.map(({ difference }) => difference.detectable!))
  const size = `a true difference of ${decimal(Math.max(0.1, largest))} points would have been found with a chance of 80 %`
  const each = pairs.length > 1 ? ', of each of them' : ''
  return ` ${capital(size)}${each}${largest <= 1 ? '' : `; ${forOnePoint(noisy)}`}.`
}

function forOnePoint(pairs: readonly Compared[]): string {
  const seeds = pairs.map(({ difference }) => difference.seedsForOnePoint)
  if (!seeds.includes(null)) return `1 point would take about ${Math.max(...(seeds as number[]))} seeds`
  const few = pairs.some(
    ({ difference: { seedsForOnePoint, errors }, extent }) =>
      seedsForOnePoint === null && errors.examples > errors.runs! * Math.sqrt(extent.seeds.length / HUNDRED),
  )
  return few
    ? 'more seeds would not help to find 1 point: the test examples are too few'
    : `1 point would take more than ${HUNDRED} seeds`
}

/** Why differences whose intervals exclude 0 are still not called clear. */
export function adjustments(measured: MeasuredReport, pairs: readonly Compared[]): string {
  const tested = measured.comparisons.filter(({ difference }) => (difference?.p ?? null) !== null).length
  return pairs
    .filter(({ difference }) => difference.significant && !difference.clear)
    .map(
      ({ arm, difference }) =>
        ` The interval of ${arm} excludes 0, but that is not enough after adjusting for ${tested} comparisons (Holm: p = ${decimal(difference.adjusted ?? 1, 3)}).`,
    )
    .join('')
}
