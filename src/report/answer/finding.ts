import { plural } from '#kernel'
import type { MeasuredReport } from '../measured.ts'
import {
  type Compared,
  cellsOf,
  deciding,
  doubtsOf,
  isTwoRuns,
  originalOf,
  roleOf,
  verdict,
  verdictOf,
} from './compared.ts'
import { adjustments, couldBeFound, extentWords, points, type Told } from './words.ts'

/** One comparison in a sentence or two, after the answer. */
export function findingOf(
  measured: MeasuredReport,
  pair: MeasuredReport['comparisons'][number],
  told: Told,
): string {
  if (deciding(measured).length === 0) return 'Undecided: no target is above chance.'
  if (pair.difference === null) return 'No result to compare.'
  return `${chanceWords(measured, pair as Compared)}${finding(measured, pair as Compared, told)}`
}

function chanceWords(measured: MeasuredReport, pair: Compared): string {
  const role = roleOf(measured, pair)
  if (role === 'own') return ''
  const again = [pair.arm, pair.against].find((name) => originalOf(measured, name) !== name)!
  const alone = role === 'control' ? ', so that all is chance' : ''
  return `Control for chance (${again} is ${originalOf(measured, again)} with other seeds${alone}). `
}

function finding(measured: MeasuredReport, pair: Compared, told: Told): string {
  const size = points(pair.difference, told)
  const extent = extentWords(measured, pair)
  if (verdict(pair) === 'undecided')
    return isTwoRuns(pair)
      ? `Two runs, which differ by ${size} ${extent}; with one seed nothing is said about the arms.`
      : `Undecided, because ${doubtsOf(pair).join('; ')}. The numbers differ by ${size} ${extent}.`
  const { length } = pair.extent.targets
  const over = length === 1 ? '' : ` on the mean over ${length} targets`
  // An arm is neither better nor worse than itself.
  const [better, worse] =
    roleOf(measured, pair) === 'control' ? ['Clear difference', 'Clear difference'] : ['Better', 'Worse']
  const how = { improves: better, harms: worse, 'no-clear-effect': 'No clear difference', undecided: '' }
  const open = verdict(pair) === 'no-clear-effect' ? couldBeFound([pair]) : ''
  return `${how[verdict(pair)]}: ${size}${over}.${adjustments(measured, [pair])}${open}${alone(measured, pair)}`
}

/** How many languages stand on their own. */
function alone(measured: MeasuredReport, pair: Compared): string {
  const targets = deciding(measured).filter(({ id }) => pair.extent.targets.includes(id))
  const cells = targets.flatMap((target) => cellsOf(measured, pair, target))
  if (cells.length < 2) return ''
  const count = (way: 'improves' | 'harms') =>
    cells.filter(({ difference }) => verdictOf(difference) === way).length
  const of =
    targets.length === 1 ? plural(cells.length, 'language') : `${cells.length} pairs of target and language`
  const [better, worse] = [count('improves'), count('harms')]
  return roleOf(measured, pair) === 'control'
    ? ` Of ${of}, ${better + worse} with a clear difference.`
    : ` Of ${of}, ${better} clearly better and ${worse} clearly worse.`
}
