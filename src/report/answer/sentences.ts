import { groupBy, listed } from '#kernel'
import type { MeasuredReport } from '../measured.ts'
import { signed } from '../numbers.ts'
import type { EffectVerdict } from '../schema.ts'
import {
  type Compared,
  deciding,
  doubtsOf,
  isTwoRuns,
  meanOn,
  originalOf,
  roleOf,
  verdict,
  verdictOf,
} from './compared.ts'
import { adjustments, armWords, couldBeFound, extentWords, points, sizes, type Told } from './words.ts'

/** What the answer begins with: comparisons of which the same is to be said. */
export function leadSentence(measured: MeasuredReport, leads: readonly Compared[], told: Told): string {
  const lead = leads[0]!
  const extent = extentWords(measured, lead)
  if (roleOf(measured, lead) === 'control') return controlSentence(measured, lead, told, ` ${extent}`)
  const against = armWords(measured, lead.against)
  switch (verdict(lead)) {
    case 'improves':
    case 'harms':
      return `${clearClause(measured, lead, told)} ${extent}.${lossesOf(measured, lead)}${pickedAmong(measured, lead)}`
    case 'no-clear-effect':
      return `No clear difference to ${against}: ${sizes(leads, told)} ${extent}.${adjustments(measured, leads)}${couldBeFound(leads)}`
    case 'undecided':
      return isTwoRuns(lead)
        ? `${twoRuns(measured, leads, told)} ${extent}; with one seed nothing is said about the arms.`
        : `${undecidedBetween(measured, leads)}. The numbers differ${sizesBesides(leads, told)} ${extent}; that is not to be taken for an effect.`
  }
}

function clearClause(measured: MeasuredReport, { arm, against, difference }: Compared, told: Told): string {
  const way = difference.value > 0 ? 'better' : 'worse'
  return `${armWords(measured, arm)} is ${way} than ${armWords(measured, against)}: ${points(difference, told)}`
}

/** `These two runs, a and b, differ by ...` */
function twoRuns(measured: MeasuredReport, pairs: readonly Compared[], told: Told): string {
  const { arm, against, difference, extent } = pairs[0]!
  return pairs.length === 1
    ? `These two runs, ${arm} and ${against} with seed ${extent.seeds[0]}, differ by ${points(difference, told)}`
    : `These runs with seed ${extent.seeds[0]} differ from that of ${armWords(measured, against)}: ${sizes(pairs, told)}`
}

const sizesBesides = (pairs: readonly Compared[], told: Told) =>
  pairs.length === 1 ? ` by ${points(pairs[0]!.difference, told)}` : `: ${sizes(pairs, told)}`

function undecidedBetween(measured: MeasuredReport, pairs: readonly Compared[]): string {
  const { against } = pairs[0]!
  const arms = listed(pairs.map(({ arm }) => arm))
  const between =
    pairs.length === 1
      ? `${arms} and ${armWords(measured, against)}`
      : `${armWords(measured, against)} and each of ${arms}`
  return `Undecided between ${between}, because ${doubtsOf(pairs[0]!).join('; ')}`
}

/** What a better arm loses: a mean can hide that one target pays for another. */
function lossesOf(measured: MeasuredReport, pair: Compared): string {
  const lost = deciding(measured).flatMap((target) => {
    const difference = meanOn(measured, pair, target)
    return difference && verdictOf(difference) === 'harms'
      ? [`${target.title} (${signed(difference.value)} points)`]
      : []
  })
  return pair.difference.value < 0 || lost.length === 0 ? '' : ` It loses on ${listed(lost)}.`
}

/** The best of several is picked after looking. */
function pickedAmong(measured: MeasuredReport, lead: Compared): string {
  const among = measured.comparisons.filter(
    (pair) =>
      pair.difference !== null &&
      pair.difference.doubts.length === 0 &&
      roleOf(measured, pair as Compared) === 'own',
  )
  return measured.declared || among.length < 2 || lead.difference.value < 0
    ? ''
    : ` It is the largest gain of ${among.length} arms, picked after looking, so its true gain is likely smaller; the arms were not compared with each other.`
}

/** Which sentence a comparison is told in, in their order. */
const PLACE: Readonly<Record<EffectVerdict, number>> = {
  improves: 0,
  harms: 0,
  'no-clear-effect': 1,
  undecided: 2,
}

/** Everything but the lead: what is clear, what is not, what is undecided and why, what shows chance, what is left out. */
export function restSentences(
  measured: MeasuredReport,
  compared: readonly Compared[],
  leads: readonly Compared[],
  told: Told,
): string[] {
  const rest = compared.filter((pair) => !leads.includes(pair))
  const own = rest
    .filter((pair) => roleOf(measured, pair) === 'own')
    .toSorted((a, b) => PLACE[verdict(a)] - PLACE[verdict(b)])
  const groups = groupBy(own, (pair) => {
    const place = PLACE[verdict(pair)]
    return JSON.stringify([place, place === 0 ? '' : pair.against, pair.difference.doubts])
  })
  return [
    ...[...groups.values()].map((pairs) => also(measured, pairs, told, leads)),
    ...rest
      .filter((pair) => roleOf(measured, pair) === 'repetition')
      .map((pair) => repetitionSentence(measured, pair, told)),
    ...rest
      .filter((pair) => roleOf(measured, pair) === 'control')
      .map((pair) => controlSentence(measured, pair, told, '')),
    ...notCompared(measured),
    ...leftOut(measured),
    ...onlyEnglish(measured),
  ]
}

/** Comparisons of which the same is to be said, in a few words. */
function also(
  measured: MeasuredReport,
  pairs: readonly Compared[],
  told: Told,
  leads: readonly Compared[],
): string {
  const [first] = pairs
  const isFirst = !leads.some((lead) => PLACE[verdict(lead)] === 0)
  switch (verdict(first!)) {
    case 'improves':
    case 'harms':
      return `${isFirst ? 'Clear' : 'Also clear'}: ${listed(pairs.map((pair) => clearClause(measured, pair, told)))}.`
    case 'no-clear-effect':
      return `No clear difference to ${armWords(measured, first!.against)}: ${sizes(pairs, told)}.${adjustments(measured, pairs)}${couldBeFound(pairs)}`
    case 'undecided':
      return isTwoRuns(first!)
        ? `Nor is anything said about others: ${listed(pairs.map((pair) => `${pair.arm} and ${pair.against} differ by ${points(pair.difference, told)}`))}.`
        : `${undecidedBetween(measured, pairs)}.`
  }
}

const AS_SAID: Readonly<Record<EffectVerdict, string>> = {
  improves: 'better',
  harms: 'worse',
  'no-clear-effect': 'no clear difference',
  undecided: 'undecided',
}

/** A replicate against another arm. */
function repetitionSentence(measured: MeasuredReport, pair: Compared, told: Told): string {
  const repeats = [pair.arm, pair.against].filter((name) => originalOf(measured, name) !== name)
  const what = listed(repeats.map((name) => `${name} is ${originalOf(measured, name)} with other seeds`))
  const why = verdict(pair) === 'undecided' ? `, because ${doubtsOf(pair).join('; ')}` : ''
  return `Control for chance: ${what}; ${pair.arm} against ${pair.against} ${points(pair.difference, told)}, ${AS_SAID[verdict(pair)]}${why}.`
}

/** An arm against itself with other seeds. */
function controlSentence(measured: MeasuredReport, pair: Compared, told: Told, extent: string): string {
  const { arm, against, difference } = pair
  const original = originalOf(measured, arm)
  const [again, other] = arm === original ? [against, arm] : [arm, against]
  const what =
    other === original
      ? `${again} is ${original} trained again with other seeds`
      : `${again} and ${other} are ${original} trained again with other seeds`
  const verdicts = {
    improves: '. The mark is false: chance alone made a clear difference, and may have made others',
    harms: '. The mark is false: chance alone made a clear difference, and may have made others',
    'no-clear-effect': ', no clear difference, as it should be',
    undecided: `, undecided, because ${doubtsOf(pair).join('; ')}`,
  }[verdict(pair)]
  return `Control for chance: ${what}, so that nothing but chance is in their difference of ${points(difference, told)}${extent}${verdicts}.`
}

/** Comparisons without a result. */
function notCompared({ comparisons }: MeasuredReport): string[] {
  const lacking = comparisons.filter(({ difference }) => difference === null)
  return lacking.length === 0 ? [] : [`No result to compare: ${listed(lacking.map(({ title }) => title))}.`]
}

function leftOut({ targets }: MeasuredReport): string[] {
  const out = targets.filter(({ decides }) => !decides).map(({ title }) => title)
  return out.length === 0 ? [] : [`Left out: ${listed(out)}, where no arm is above chance.`]
}

function onlyEnglish(measured: MeasuredReport): string[] {
  const only = deciding(measured).filter(({ averaged }) => averaged.join() === 'en')
  return only.length === 0
    ? []
    : [
        `${listed(only.map(({ title }) => title))} ${only.length === 1 ? 'was' : 'were'} scored in English alone: nothing zero-shot was measured there.`,
      ]
}
