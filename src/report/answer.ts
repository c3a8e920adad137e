import { listed, own, plural, someOf } from '#kernel'
import { decimal, inSentence, signed, spoken } from './numbers.ts'
import type { ComparedPair, EffectVerdict, PairDifference, Report, ReportedDifference } from './schema.ts'

/** What has been measured, before anything is said about it. */
export type MeasuredReport = Pick<
  Report,
  | 'level'
  | 'baseline'
  | 'seeds'
  | 'targets'
  | 'languages'
  | 'arms'
  | 'declared'
  | 'means'
  | 'cells'
  | 'pairs'
  | 'transferGaps'
  | 'groups'
  | 'selections'
  | 'details'
  | 'benchmarks'
  | 'missing'
> & {
  readonly comparisons: readonly Pick<ComparedPair, 'arm' | 'against' | 'title' | 'difference' | 'extent'>[]
}

type Compared = MeasuredReport['comparisons'][number] & {
  readonly difference: ReportedDifference
  readonly extent: NonNullable<ComparedPair['extent']>
}
type Target = Report['targets'][number]

/** What an interval, or the adjusted p value where there is one, allows to say, and nothing where it is in doubt. */
export function verdictOf(difference: ReportedDifference | null): EffectVerdict {
  if (difference === null || difference.doubts.length > 0) return 'undecided'
  if (!difference.clear) return 'no-clear-effect'
  return difference.value > 0 ? 'improves' : 'harms'
}

const deciding = (measured: MeasuredReport) => measured.targets.filter((target) => target.decides)

const points = (difference: ReportedDifference, level: number) =>
  `${signed(difference.value)} points (${level} % interval ${spoken(difference)})`

const MOST_METRICS = 3

/** What a comparison is over: only what both arms have. */
const extentOf = (measured: MeasuredReport, { extent }: Compared) => {
  const targets = measured.targets.filter(({ id }) => extent.targets.includes(id))
  const metrics = [...new Set(targets.map((target) => inSentence(target.metric.title)))]
  const by = metrics.length > MOST_METRICS ? '' : ` (${listed(metrics)})`
  const over = targets.length === 1 ? `on ${targets[0]!.title}` : `on the mean over ${targets.length} targets`
  return `${over}${by}, ${plural(extent.languages.length, 'language')} and ${plural(extent.seeds.length, 'seed')}`
}

/** The answer to the study's question, in the words that its intervals allow. */
export function answerOf(measured: MeasuredReport): Report['answer'] {
  const compared = measured.comparisons.filter((pair): pair is Compared => pair.difference !== null)
  const lead = measured.declared
    ? compared.find((pair) => pair === measured.comparisons[0])
    : leadOf(compared)
  if (deciding(measured).length === 0 || lead === undefined) return undecided(measured)
  if (verdictOf(lead.difference) === 'undecided') return doubted(measured, lead, compared)
  return {
    verdict: verdictOf(lead.difference),
    sentence: measured.declared
      ? declaredSentence(measured, lead, compared)
      : bestSentence(measured, lead, compared),
    where: whereOf(measured, lead),
    arm: lead.arm,
    against: lead.against,
    difference: lead.difference,
    facts: facts(measured, lead),
  }
}

const byGain = (a: Compared, b: Compared) => b.difference.value - a.difference.value
const isSound = ({ difference }: Compared) => difference.doubts.length === 0

/** The sound arm with the largest gain if it improves; else one in doubt, because it may be the one that does. */
function leadOf(compared: readonly Compared[]): Compared | undefined {
  const best = compared.filter(isSound).toSorted(byGain)[0]
  const open = compared.filter((pair) => !isSound(pair)).toSorted(byGain)[0]
  return best !== undefined && (open === undefined || verdictOf(best.difference) === 'improves') ? best : open
}

const because = ({ difference }: Compared) => `because ${difference.doubts.join('; ')}`

/** The answer where something speaks against the leading comparison. */
function doubted(measured: MeasuredReport, lead: Compared, compared: readonly Compared[]): Report['answer'] {
  const others = compared.filter((pair) => pair !== lead)
  const numbers = `Their numbers differ by ${points(lead.difference, measured.level)} ${extentOf(measured, lead)}; that is not to be taken for an effect.`
  return {
    verdict: 'undecided',
    sentence: `Undecided between ${lead.arm} and ${lead.against}, ${because(lead)}. ${numbers}${alsoCompared(others)}${notCompared(measured)}`,
    where:
      'What would settle it: the runs that are missing or failed, or more seeds. Learning curves and all values by language are below.',
    arm: lead.arm,
    against: lead.against,
    difference: lead.difference,
    facts: facts(measured, lead),
  }
}

function undecided(measured: MeasuredReport): Report['answer'] {
  const none = deciding(measured).length === 0
  const first = measured.comparisons[0]
  const what =
    measured.declared && first !== undefined
      ? `${first.arm} and ${first.against} have not enough results to be compared`
      : `no arm has enough results to be compared with the ${measured.baseline} arm`
  return {
    verdict: 'undecided',
    sentence: none
      ? `Undecided: no arm is above chance on ${measured.targets.length === 1 ? measured.targets[0]!.title : `any of the ${measured.targets.length} targets`}, so differences between arms say nothing about transfer.`
      : `Undecided: ${what}.`,
    where: none
      ? 'A larger encoder, more pretraining or an easier target would be needed.'
      : 'What is missing, and why, stands under "All values by language".',
    arm: null,
    against: null,
    difference: null,
    facts: facts(measured, undefined),
  }
}

/** Why a difference whose interval excludes 0 is still not called clear. */
function adjustmentOf(measured: MeasuredReport, { difference }: Compared): string {
  return difference.significant && !difference.clear
    ? ` The interval excludes 0, but that is not enough after adjusting for ${measured.comparisons.length} comparisons (Holm: p = ${decimal(difference.adjusted ?? 1, 3)}).`
    : ''
}

/** First the first declared comparison, then the others in a few words each. */
function declaredSentence(measured: MeasuredReport, lead: Compared, compared: readonly Compared[]): string {
  const size = `${points(lead.difference, measured.level)} ${extentOf(measured, lead)}`
  const said = {
    improves: `Yes, on this evidence: ${lead.arm} is better than ${lead.against} by ${size}.${costOf(measured, lead)}`,
    harms: `No, on this evidence: ${lead.arm} is worse than ${lead.against}: ${size}.`,
    'no-clear-effect': `No clear difference between ${lead.arm} and ${lead.against}: ${size}.${adjustmentOf(measured, lead)}`,
    undecided: '',
  }[verdictOf(lead.difference)]
  return `${said}${alsoCompared(compared.filter((pair) => pair !== lead))}${notCompared(measured)}`
}

const IN_SHORT: Readonly<Record<EffectVerdict, string>> = {
  improves: 'better',
  harms: 'worse',
  'no-clear-effect': 'no clear difference',
  undecided: 'undecided',
}

function alsoCompared(others: readonly Compared[]): string {
  const each = others.map(({ arm, against, difference }) => {
    const why = difference.doubts.length === 0 ? '' : `: ${difference.doubts.join('; ')}`
    return `${arm} against ${against} ${signed(difference.value)} points (${IN_SHORT[verdictOf(difference)]}${why})`
  })
  return each.length === 0 ? '' : ` Also compared: ${listed(each)}.`
}

/** Comparisons without a result. */
function notCompared({ comparisons }: MeasuredReport): string {
  const lacking = comparisons.filter(({ difference }) => difference === null)
  return lacking.length === 0 ? '' : ` No result to compare: ${listed(lacking.map(({ title }) => title))}.`
}

/** The arm with the largest gain, where every arm is compared with the baseline. */
function bestSentence(measured: MeasuredReport, best: Compared, all: readonly Compared[]): string {
  const open = all.filter((pair) => !isSound(pair))
  const left = open.map((pair) => ` Undecided: ${pair.arm}, ${because(pair)}.`).join('')
  const name = open.length === 0 ? 'the best arm' : 'the best arm without a doubt against it'
  return `${soundSentence(measured, best, all.filter(isSound), name)}${left}${notCompared(measured)}`
}

function soundSentence(
  measured: MeasuredReport,
  best: Compared,
  compared: readonly Compared[],
  bestName: string,
): string {
  const { level } = measured
  const several = compared.length > 1
  const others = compared.filter((arm) => arm !== best)
  const size = `${points(best.difference, level)} ${extentOf(measured, best)}`
  switch (verdictOf(best.difference)) {
    case 'improves': {
      const improving = others.filter((arm) => verdictOf(arm.difference) === 'improves')
      const also = improving.length
      const tied = improving.some((arm) => arm.difference.value === best.difference.value)
      const byMuch = tied ? 'by as much or less' : 'by less'
      const rest =
        also === 0
          ? ''
          : also === others.length
            ? ` The other ${others.length === 1 ? 'arm improves' : 'arms improve'} it too, ${byMuch}.`
            : ` ${also === 1 ? 'One other arm improves' : `${also} other arms improve`} it too, ${byMuch}.`
      const picked = several
        ? ` It is the best of ${compared.length} arms, so its true gain is likely smaller.`
        : ''
      return `Yes, on this evidence: ${several ? `${bestName}, ${best.arm},` : best.arm} improves on the ${measured.baseline} arm by ${size}.${costOf(measured, best)}${several ? rest : ''}${picked}`
    }
    case 'harms':
      return `No, the detour harms here: ${several ? `even the best arm, ${best.arm},` : best.arm} differs from the ${measured.baseline} arm by ${size}.`
    default: {
      const harm = others.filter((arm) => verdictOf(arm.difference) === 'harms')
      const rest =
        harm.length === 0
          ? ''
          : ` Worse than the ${measured.baseline} arm: ${listed(harm.map((arm) => `${arm.arm} (${signed(arm.difference.value)} points)`))}.`
      const adjusted = adjustmentOf(measured, best)
      return several
        ? `No detour clearly helps here: the best arm, ${best.arm}, differs from the ${measured.baseline} arm by ${size}.${adjusted}${rest}`
        : `No clear effect at this size: ${best.arm} differs from the ${measured.baseline} arm by ${size}.`
    }
  }
}

const meanOn = (measured: MeasuredReport, { arm, against }: Compared, target: Target) =>
  measured.pairs.find(
    (pair) =>
      pair.arm === arm && pair.against === against && pair.target === target.id && pair.language === null,
  )?.difference

/** What a better arm loses: a mean can hide that one target pays for another. */
function costOf(measured: MeasuredReport, pair: Compared): string {
  const lost = deciding(measured).flatMap((target) => {
    const difference = meanOn(measured, pair, target)
    return difference && verdictOf(difference) === 'harms'
      ? [`${target.title} (${signed(difference.value)} points)`]
      : []
  })
  return lost.length === 0 ? '' : ` It loses on ${listed(lost)}.`
}

const cellsOf = (
  measured: MeasuredReport,
  { arm, against }: Pick<Compared, 'arm' | 'against'>,
  target: string,
) =>
  measured.pairs.filter(
    (pair) =>
      pair.arm === arm && pair.against === against && pair.target === target && pair.language !== null,
  ) as (PairDifference & { readonly language: string })[]

function whereOf(measured: MeasuredReport, lead: Compared): string {
  const found = deciding(measured)
    .flatMap((target) => {
      const difference = meanOn(measured, lead, target)
      return difference ? [{ target, difference }] : []
    })
    .sort((a, b) => Math.abs(b.difference.value) - Math.abs(a.difference.value))
  const largest = found[0]
  if (largest === undefined) return ''
  const what = measured.declared ? 'difference' : `effect of ${lead.arm}`
  const start =
    found.length === 1
      ? `On ${largest.target.title}`
      : `The ${what} is largest on ${largest.target.title}: ${points(largest.difference, measured.level)}. There`
  const doubts = largest.difference.doubts
  const open = doubts.length === 0 ? '' : ` That target alone is undecided, because ${doubts.join('; ')}.`
  return `${start}, ${byLanguage(measured, lead, largest.target)}.${open}`
}

function byLanguage(measured: MeasuredReport, pair: Compared, target: Target): string {
  const cells = cellsOf(measured, pair, target.id).toSorted((a, b) => b.difference.value - a.difference.value)
  const names = (some: typeof cells) =>
    someOf(
      some.map((cell) => own(measured.languages, cell.language) ?? cell.language),
      3,
    )
  const gains = cells.filter((cell) => verdictOf(cell.difference) === 'improves')
  const losses = cells.filter((cell) => verdictOf(cell.difference) === 'harms').reverse()
  const parts = [
    gains.length === cells.length
      ? cells.length === 1
        ? `its only language gains (${names(gains)})`
        : `all ${plural(cells.length, 'language')} gain (most: ${names(gains.slice(0, 3))})`
      : gains.length > 0
        ? `${gains.length} of ${plural(cells.length, 'language')} ${gains.length === 1 ? 'gains' : 'gain'} (${gains.length > 3 ? `most: ${names(gains.slice(0, 3))}` : names(gains)})`
        : `none of ${plural(cells.length, 'language')} clearly gains`,
    losses.length > 0
      ? `${losses.length} ${losses.length === 1 ? 'loses' : 'lose'} (${losses.length > 3 ? `most: ${names(losses.slice(0, 3))}` : names(losses)})`
      : gains.length === cells.length
        ? ''
        : 'none clearly loses',
  ]
  return listed(parts.filter(Boolean))
}

function facts(measured: MeasuredReport, best: Compared | undefined): Report['answer']['facts'] {
  const all = measured.targets.length
  const able = deciding(measured).length
  const languages = new Set(measured.targets.flatMap((target) => target.languages)).size
  const missing = measured.missing.reduce((sum, each) => sum + each.languages.length, 0)
  return [
    ...(best
      ? [
          {
            label: `points, ${best.arm} against ${best.against}, with ${measured.level} % interval`,
            value: `${signed(best.difference.value)} [${signed(best.difference.low)}, ${signed(best.difference.high)}]`,
          },
        ]
      : []),
    {
      label: able === all ? 'targets' : 'targets that decide; on the others no arm is above chance',
      value: able === all ? String(all) : `${able} of ${all}`,
    },
    { label: 'languages scored', value: String(languages) },
    {
      label: measured.seeds.length === 1 ? 'seed: no spread between runs is known' : 'seeds',
      value: String(measured.seeds.length),
    },
    ...(missing > 0
      ? [{ label: missing === 1 ? 'result missing' : 'results missing', value: String(missing) }]
      : []),
  ]
}

/** One comparison in a sentence or two. */
export function findingOf(measured: MeasuredReport, pair: MeasuredReport['comparisons'][number]): string {
  const targets = deciding(measured)
  if (targets.length === 0) return 'Undecided: no target is above chance.'
  if (pair.difference === null) return 'No result to compare.'
  if (!isSound(pair as Compared)) {
    const found = pair as Compared
    return `Undecided, ${because(found)}. The numbers differ by ${points(found.difference, measured.level)} ${extentOf(measured, found)}.`
  }
  const { arm, against } = pair
  const verdict = {
    improves: measured.declared ? `${arm} is better` : 'Improves',
    harms: measured.declared ? `${against} is better` : 'Harms',
    'no-clear-effect': measured.declared ? 'No clear difference' : 'No clear effect',
    undecided: 'Undecided',
  }[verdictOf(pair.difference)]
  const over = (pair as Compared).extent.targets
  const cells = over.flatMap((target) => cellsOf(measured, pair, target))
  const better = cells.filter((cell) => verdictOf(cell.difference) === 'improves').length
  const worse = cells.filter((cell) => verdictOf(cell.difference) === 'harms').length
  const pairs =
    over.length === 1 ? plural(cells.length, 'language') : `${cells.length} pairs of target and language`
  return `${verdict}: ${points(pair.difference, measured.level)}${over.length === 1 ? '' : ` on the mean over ${over.length} targets`}.${adjustmentOf(measured, pair as Compared)} Of ${pairs}, ${better} ${better === 1 ? 'has its' : 'have their'} interval above 0 and ${worse} below.`
}
