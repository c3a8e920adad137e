import type { Cell, Difference, Report, Verdict } from './schema.ts'
import { listed, plural, signed, someOf, spoken } from './wording.ts'

/** What has been measured, before anything is said about it. */
export type Measured = Pick<
  Report,
  'level' | 'baseline' | 'seeds' | 'targets' | 'languages' | 'means' | 'cells' | 'missing'
> & {
  readonly arms: readonly {
    readonly name: string
    readonly path: string
    readonly difference: Difference | null
  }[]
}

type Compared = Measured['arms'][number] & { readonly difference: Difference }
type Target = Report['targets'][number]

/** What an interval allows to say. */
export function verdictOf(difference: Difference | null): Verdict {
  if (difference === null) return 'undecided'
  if (!difference.significant) return 'no-clear-effect'
  return difference.value > 0 ? 'improves' : 'harms'
}

const deciding = (measured: Measured) => measured.targets.filter((target) => target.decides)
const intermediate = (measured: Measured) => measured.arms.filter((arm) => arm.name !== measured.baseline)

const points = (difference: Difference, level: number) =>
  `${signed(difference.value)} points (${level} % interval ${spoken(difference)})`

/** Languages in any deciding target. */
const languageCount = (measured: Measured) =>
  new Set(deciding(measured).flatMap((target) => target.languages)).size

const extent = (measured: Measured) => {
  const targets = deciding(measured)
  const over = targets.length === 1 ? `on ${targets[0]!.title}` : `on the mean over ${targets.length} targets`
  return `${over}, ${plural(languageCount(measured), 'language')} and ${plural(measured.seeds.length, 'seed')}`
}

/** The answer to the study's question, in the words that its intervals allow. */
export function answerOf(measured: Measured): Report['answer'] {
  const compared = intermediate(measured).filter((arm): arm is Compared => arm.difference !== null)
  const best = compared.toSorted((a, b) => b.difference.value - a.difference.value)[0]
  if (deciding(measured).length === 0 || best === undefined) return undecided(measured)
  return {
    verdict: verdictOf(best.difference),
    sentence: sentenceOf(measured, best, compared),
    where: whereOf(measured, best),
    arm: best.name,
    difference: best.difference,
    facts: facts(measured, best),
  }
}

function undecided(measured: Measured): Report['answer'] {
  const none = deciding(measured).length === 0
  return {
    verdict: 'undecided',
    sentence: none
      ? `Undecided: the ${measured.baseline} arm is at chance on ${measured.targets.length === 1 ? measured.targets[0]!.title : `all ${measured.targets.length} targets`}, so differences between arms say nothing about transfer.`
      : `Undecided: no arm has enough results to be compared with the ${measured.baseline} arm.`,
    where: none
      ? 'A larger encoder, more pretraining or an easier target would be needed.'
      : 'What is missing, and why, stands under "All values by language".',
    arm: null,
    difference: null,
    facts: facts(measured, undefined),
  }
}

function sentenceOf(measured: Measured, best: Compared, compared: readonly Compared[]): string {
  const { level } = measured
  const several = compared.length > 1
  const others = compared.filter((arm) => arm !== best)
  const size = `${points(best.difference, level)} ${extent(measured)}`
  switch (verdictOf(best.difference)) {
    case 'improves': {
      const also = others.filter((arm) => verdictOf(arm.difference) === 'improves').length
      const rest =
        also === 0
          ? ''
          : also === others.length
            ? ' The other arms improve it too, by less.'
            : ` ${also === 1 ? 'One other arm improves' : `${also} other arms improve`} it too, by less.`
      const picked = several
        ? ` It is the best of ${compared.length} arms, so its true gain is likely smaller.`
        : ''
      return `Yes, on this evidence: ${several ? `the best arm, ${best.name},` : best.name} improves on the ${measured.baseline} arm by ${size}.${costOf(measured, best)}${several ? rest : ''}${picked}`
    }
    case 'harms':
      return `No, the detour harms here: ${several ? `even the best arm, ${best.name},` : best.name} differs from the ${measured.baseline} arm by ${size}.`
    default: {
      const harm = others.filter((arm) => verdictOf(arm.difference) === 'harms')
      const rest =
        harm.length === 0
          ? ''
          : ` Worse than the ${measured.baseline} arm: ${listed(harm.map((arm) => `${arm.name} (${signed(arm.difference.value)} points)`))}.`
      return several
        ? `No detour clearly helps here: the best arm, ${best.name}, differs from the ${measured.baseline} arm by ${size}.${rest}`
        : `No clear effect at this size: ${best.name} differs from the ${measured.baseline} arm by ${size}.`
    }
  }
}

/** What the best arm loses: a mean can hide that one target pays for another. */
function costOf(measured: Measured, best: Compared): string {
  const lost = deciding(measured).flatMap((target) => {
    const difference = measured.means.find(
      (cell) => cell.arm === best.name && cell.target === target.id,
    )?.difference
    return difference && verdictOf(difference) === 'harms'
      ? [`${target.title} (${signed(difference.value)} points)`]
      : []
  })
  return lost.length === 0 ? '' : ` It loses on ${listed(lost)}.`
}

const cellsOf = (measured: Measured, arm: string, target: string) =>
  measured.cells.filter(
    (cell) => cell.arm === arm && cell.target === target && cell.difference !== null,
  ) as (Cell & {
    readonly difference: Difference
    readonly language: string
  })[]

function whereOf(measured: Measured, best: Compared): string {
  const found = deciding(measured)
    .flatMap((target) => {
      const difference = measured.means.find(
        (cell) => cell.arm === best.name && cell.target === target.id,
      )?.difference
      return difference ? [{ target, difference }] : []
    })
    .sort((a, b) => Math.abs(b.difference.value) - Math.abs(a.difference.value))
  const largest = found[0]
  if (largest === undefined) return ''
  const start =
    found.length === 1
      ? `On ${largest.target.title}`
      : `The effect of ${best.name} is largest on ${largest.target.title}: ${points(largest.difference, measured.level)}. There`
  return `${start}, ${byLanguage(measured, best.name, largest.target)}.`
}

function byLanguage(measured: Measured, arm: string, target: Target): string {
  const cells = cellsOf(measured, arm, target.id).toSorted((a, b) => b.difference.value - a.difference.value)
  const names = (some: typeof cells) =>
    someOf(
      some.map((cell) => measured.languages[cell.language] ?? cell.language),
      3,
    )
  const gains = cells.filter((cell) => verdictOf(cell.difference) === 'improves')
  const losses = cells.filter((cell) => verdictOf(cell.difference) === 'harms').reverse()
  const parts = [
    gains.length === cells.length
      ? `all ${plural(cells.length, 'language')} gain (most: ${names(gains.slice(0, 3))})`
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

function facts(measured: Measured, best: Compared | undefined): Report['answer']['facts'] {
  const all = measured.targets.length
  const able = deciding(measured).length
  const languages = new Set(measured.targets.flatMap((target) => target.languages)).size
  const missing = measured.missing.reduce((sum, each) => sum + each.languages.length, 0)
  return [
    ...(best
      ? [
          {
            label: `points, ${best.name} against ${measured.baseline}, with ${measured.level} % interval`,
            value: `${signed(best.difference.value)} [${signed(best.difference.low)}, ${signed(best.difference.high)}]`,
          },
        ]
      : []),
    {
      label: able === all ? 'targets, all above chance' : 'targets above chance; the others decide nothing',
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

/** One arm in a sentence or two. */
export function findingOf(measured: Measured, arm: Measured['arms'][number]): string {
  if (arm.name === measured.baseline) return 'Reference of all differences: no intermediate stage.'
  const targets = deciding(measured)
  if (targets.length === 0) return 'Undecided: no target is above chance.'
  if (arm.difference === null) return 'No result to compare.'
  const verdict = {
    improves: 'Improves',
    harms: 'Harms',
    'no-clear-effect': 'No clear effect',
    undecided: 'Undecided',
  }[verdictOf(arm.difference)]
  const cells = targets.flatMap((target) => cellsOf(measured, arm.name, target.id))
  const better = cells.filter((cell) => verdictOf(cell.difference) === 'improves').length
  const worse = cells.filter((cell) => verdictOf(cell.difference) === 'harms').length
  const pairs = targets.length === 1 ? 'languages' : 'pairs of target and language'
  return `${verdict}: ${points(arm.difference, measured.level)}${targets.length === 1 ? '' : ` on the mean over ${targets.length} targets`}. Of ${cells.length} ${pairs}, ${better} clearly better, ${worse} clearly worse.`
}
