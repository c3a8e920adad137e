import { listed, percent, plural } from '#kernel'
import { decimal } from '../numbers.ts'
import type { Report } from '../schema.ts'
import { named } from './lookup.ts'

/** What is said of forgetting in sentences. */

export type ForgettingStep = Report['forgetting']['steps'][number]
type Measured = ForgettingStep['changes'][number]

/** Places after the point: points have one, nats two. */
export const digitsOf = (target: string | null) => (target === null ? 2 : 1)

/** Retrieval targets, then null for the masked-LM loss: those that any step has. */
export const measuresOf = ({ forgetting: { steps } }: Report): (string | null)[] => [
  ...new Set(steps.flatMap(({ changes }) => changes.map(({ target }) => target))),
]

export const changeIn = ({ changes }: ForgettingStep, target: string | null) =>
  changes.find((each) => each.target === target)

export const measureTitle = ({ targets }: Report, target: string | null): string =>
  target === null ? 'Masked-LM loss' : (targets.find(({ id }) => id === target)?.title ?? target)

/**
 * What became of the arm that forgets most on its whole way: by the masked-LM loss where there is one, else by retrieval.
 * Under a head that began anew, a loss says more of the head than of the encoder: such an arm comes last.
 */
export function forgettingLead(report: Report): string {
  const { steps } = report.forgetting
  const measures = measuresOf(report)
  const byLoss = measures.includes(null)
  const isNew = ({ step }: { readonly step: ForgettingStep }) => byLoss && step.head === 'new'
  const deciding = byLoss ? null : measures[0]!
  const ways = steps
    .filter((step) => step.from === 0 && !steps.some(({ arm, to }) => arm === step.arm && to > step.to))
    .flatMap((step) => {
      const mean = changeIn(step, deciding)?.mean
      return mean ? [{ step, forgotten: byLoss ? mean.change : -mean.change }] : []
    })
    .toSorted((a, b) => Number(isNew(a)) - Number(isNew(b)) || b.forgotten - a.forgotten)
  const [most] = ways
  if (most === undefined) return 'Nothing but English was measured before and after stages.'
  const { step, forgotten } = most
  const comparable = ways.filter((way) => isNew(way) === isNew(most))
  const clauses = step.changes.flatMap((measured) => clauseOf(report, step, measured))
  const stages = step.to === 1 ? 'stage' : `${step.to} stages`
  return [
    `After its ${stages}, ${step.arm} ${clauses.join(', and ')}.`,
    amongOthers(forgotten, ways.length - comparable.length, comparable.length, byLoss),
  ]
    .filter(Boolean)
    .join(' ')
}

/** How the arm that forgets most stands among so many; `anew`: arms beside, whose head began anew. */
function amongOthers(forgotten: number, anew: number, arms: number, byLoss: boolean): string {
  const which = anew === 0 ? 'with stages' : 'whose masked-LM head did not begin anew'
  if (forgotten <= 0) return `${byLoss ? 'Masked-LM loss rises' : 'Retrieval falls'} in no arm ${which}.`
  return arms === 1
    ? ''
    : `Of ${arms} arms ${which}, ${byLoss ? 'its masked-LM loss rises' : 'it loses'} most.`
}

function clauseOf(report: Report, { head }: ForgettingStep, { target, mean, averaged }: Measured): string[] {
  if (mean === null) return []
  const digits = digitsOf(target)
  const { before, after, change, spread, seeds } = mean
  const details = [
    averaged.length === 1
      ? named(report.languages, averaged[0]!)
      : `mean of ${plural(averaged.length, 'language')}`,
    spread === null ? 'one seed, so this run alone' : `±${decimal(spread, digits)} between ${seeds} seeds`,
    ...(spread !== null && Math.abs(change) <= spread ? ['no more than its seeds differ'] : []),
    ...(target === null && head === 'new' ? ['under a head that began anew'] : []),
  ].join(', ')
  const size = decimal(Math.abs(change), digits)
  const same = Number(size) === 0
  if (target === null) {
    const way = same
      ? `stays at ${decimal(after, digits)}`
      : `${change > 0 ? 'rises' : 'falls'} from ${decimal(before, digits)} to ${decimal(after, digits)}`
    return [`its masked-LM loss ${way} nats (${details})`]
  }
  const several = measuresOf(report).filter((each) => each !== null).length > 1
  const how = same ? 'as much as before' : `${size} points ${change > 0 ? 'more' : 'less'}`
  return [`retrieves ${how}${several ? ` on ${measureTitle(report, target)}` : ''} (${details})`]
}

/** How the masked-LM loss was measured, and what it does not say; null where it was not. */
export function howLossIsMeasured({ forgetting: { text, hidden, steps } }: Report): string | null {
  if (hidden === null) return null
  const anew = steps.some(({ head }) => head === 'new')
    ? ' Where a stage with masked-LM comes after one without, its head begins anew: the loss then tells how far that head has come, too, and is no measure of forgetting.'
    : ''
  const { share, tokens } = hidden
  return `The masked-LM loss is that of hidden tokens (${percent(share)} of all, ${plural(tokens, 'token')} a language) in text of ${listed(text)} that was kept out of training, in nats: lower is better. Every encoder sees the same tokens hidden. A stage without masked-LM leaves no head, so its encoder is measured under the last head before it: the loss says how far the encoder has moved away from that head, not what a head that is trained again would reach.${anew}`
}

/** What was not measured, and why; null where nothing is missing. */
export function forgettingGaps({
  forgetting: { text, hidden, withoutHead, missing },
}: Report): string | null {
  const reasons = [
    ...(text.length === 0
      ? [
          'The masked-LM loss was not measured: neither the study ("forgetting") nor a recipe of its model names text for it.',
        ]
      : []),
    ...(withoutHead === 0
      ? []
      : hidden === null
        ? [
            'The masked-LM loss was not measured: the model came without a masked-LM head that the engine can run.',
          ]
        : [
            `${plural(withoutHead, 'masked-LM loss', 'masked-LM losses')} could not be measured: the encoders had no masked-LM head yet.`,
          ]),
    ...(missing === 0
      ? []
      : [
          `${plural(missing, 'measurement')} of forgetting ${missing === 1 ? 'is' : 'are'} not in the store.`,
        ]),
  ]
  return reasons.length === 0 ? null : reasons.join(' ')
}
