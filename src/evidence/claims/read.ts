import type { Claim } from '../bundle/claims.ts'
import { metricsIn, namesIn, settingIn, splitIn } from '../language/lexicon.ts'
import { type NumberMention, numbersIn } from '../language/numbers.ts'
import { type Difference, differenceIn } from './difference.ts'
import { isAttributed, isHedged, kindOf, polarityOf } from './manner.ts'
import { directionOf, sidesOf } from './sides.ts'

export type Reading = Pick<Claim, 'kind' | 'polarity' | 'hedged' | 'attributed' | 'slots'>

/**
 * What an English sentence says, as far as its words tell: null and empty lists where it is silent, and where it says
 * more than one thing of a kind.
 */
export function readClaim(text: string): Reading {
  const { subject, comparator } = sidesOf(text)
  const metrics = metricsIn(text)
  const value = mainNumber(text, differenceIn(text))
  const names = namesIn(text)
  const kind = kindOf(text)
  const of = (kind: string) => [
    ...new Set(names.filter((name) => name.kind === kind).map(({ name }) => name)),
  ]
  return {
    kind,
    polarity: polarityOf(text),
    hedged: isHedged(text),
    attributed: isAttributed(text),
    slots: {
      subject,
      comparator,
      metric: metrics.length === 1 ? metrics[0]! : null,
      value: value?.value ?? null,
      unit: value?.unit ?? null,
      // What is asked or built is not yet better than anything.
      direction: kind === 'method' ? null : directionOf(text),
      scope: {
        tasks: of('task'),
        languages: of('language'),
        models: of('model'),
        split: splitIn(text),
        setting: settingIn(text),
      },
    },
  }
}

/** The one number that the sentence is about: a difference before a score, a score before a count. */
function mainNumber(text: string, difference: Difference | null) {
  if (difference !== null) return { value: Math.abs(difference.value), unit: difference.unit }
  const quantities = numbersIn(text).filter(
    ({ role, high, noun }) => role === 'quantity' && high === null && noun !== 'p',
  )
  const classes: readonly ((mention: NumberMention) => boolean)[] = [
    ({ unit, change }) => unit !== 'count' && change !== null,
    ({ unit }) => unit === 'points' || unit === 'percent',
    ({ unit }) => unit === 'times' || unit === 'ratio',
    ({ unit, decimals }) => unit === 'other' && decimals > 0,
    ({ unit }) => unit === 'count',
  ]
  const found = classes.map((belongs) => quantities.filter(belongs)).find((list) => list.length > 0)
  return found?.length === 1 ? found[0]! : null
}
