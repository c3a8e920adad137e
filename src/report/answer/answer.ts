import type { MeasuredReport } from '../measured.ts'
import type { Report } from '../schema.ts'
import { type Compared, deciding, isTwoRuns, roleOf, verdict } from './compared.ts'
import { facts } from './facts.ts'
import { leadSentence, restSentences } from './sentences.ts'
import { whereOf } from './where.ts'

const UNDECIDED = { verdict: 'undecided', arm: null, against: null, difference: null } as const

/**
 * The answer to the study's question, in the words that its intervals allow. First what is clear, harm too, then what is not.
 * Where the study declares its comparisons the first of them leads, whatever it says; a comparison with a replicate only
 * where there is nothing else.
 */
export function answerOf(measured: MeasuredReport): Report['answer'] {
  const compared = measured.comparisons.filter((pair): pair is Compared => pair.difference !== null)
  const leads = leadsOf(measured, compared)
  const [lead] = leads
  if (deciding(measured).length === 0) return atChance(measured)
  if (lead === undefined)
    return { ...UNDECIDED, ...nothingCompared(measured, compared), facts: facts(measured) }
  const told = { level: measured.level, covers: null }
  const after = { ...told, covers: lead.difference.covers }
  return {
    verdict: verdict(lead),
    sentence: [leadSentence(measured, leads, told), ...restSentences(measured, compared, leads, after)].join(
      ' ',
    ),
    where: verdict(lead) === 'undecided' ? whatWouldSettle(lead) : whereOf(measured, leads, after),
    arm: lead.arm,
    against: lead.against,
    difference: lead.difference,
    facts: facts(measured, lead),
  }
}

/**
 * The comparisons that the answer begins with: one where something is clear or declared, else all of which the same is to be
 * said, so that none is picked for numbers that say nothing.
 */
function leadsOf(measured: MeasuredReport, compared: readonly Compared[]): readonly Compared[] {
  const of = (role: ReturnType<typeof roleOf>) => compared.filter((pair) => roleOf(measured, pair) === role)
  const pool = [of('own'), of('repetition'), of('control')].find(({ length }) => length > 0) ?? []
  if (measured.declared) {
    const first = measured.comparisons.find(
      (pair) => pool.length === 0 || roleOf(measured, pair) === roleOf(measured, pool[0]!),
    )
    return pool.filter((pair) => pair === first)
  }
  const those = (what: ReturnType<typeof verdict>) => pool.filter((pair) => verdict(pair) === what)
  const byValue = (a: Compared, b: Compared) => b.difference.value - a.difference.value
  const best = those('improves').toSorted(byValue)[0]
  const worst = those('harms').toSorted(byValue).at(-1)
  const clear = best ?? worst
  if (clear !== undefined) return [clear]
  const open = those('undecided')
  return open.length > 0 ? open.filter((pair) => isAlike(pair, open[0]!)) : those('no-clear-effect')
}

const isAlike = (one: Compared, other: Compared) =>
  one.against === other.against && one.difference.doubts.join() === other.difference.doubts.join()

function atChance(measured: MeasuredReport): Report['answer'] {
  const { targets } = measured
  const what = targets.length === 1 ? targets[0]!.title : `any of the ${targets.length} targets`
  return {
    ...UNDECIDED,
    sentence: `Undecided: no arm is above chance on ${what}, so differences between arms say nothing about transfer.`,
    where: 'A larger encoder, more pretraining or an easier target would be needed.',
    facts: facts(measured),
  }
}

function nothingCompared(measured: MeasuredReport, compared: readonly Compared[]) {
  const first = measured.comparisons[0]
  const what =
    measured.declared && first !== undefined
      ? `${first.arm} and ${first.against} have not enough results to be compared`
      : `no arm has enough results to be compared with the ${measured.baseline} arm`
  const told = { level: measured.level, covers: null }
  return {
    sentence: [`Undecided: ${what}.`, ...restSentences(measured, compared, [], told)].join(' '),
    where: 'What is missing, and why, stands under "All values by language".',
  }
}

const whatWouldSettle = (lead: Compared) =>
  isTwoRuns(lead)
    ? 'What would settle it: more seeds; two tell little, three or five more. All values by language are below.'
    : 'What would settle it: the runs that are missing or failed, or more seeds. Learning curves and all values by language are below.'
