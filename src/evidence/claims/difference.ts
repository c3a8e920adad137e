import { numbersIn } from '../language/numbers.ts'

/** A change of a score that a sentence reports; not the score itself. */
export interface Difference {
  /** Signed: negative where it is a drop. */
  readonly value: number
  readonly unit: 'points' | 'percent'
}

/**
 * The difference in a score that a sentence reports: "improves by 8.2 points", "+3.1", "from 71.2 to 75.3". null where
 * it reports none, more than one, or only a bound such as "up to 5 points".
 */
export function differenceIn(text: string): Difference | null {
  const ends = endpoints(text)
  if (ends !== null) return ends
  const [only, ...others] = numbersIn(text.replace(INTERVAL, '')).filter(
    ({ role, unit }) => role === 'quantity' && (unit === 'points' || unit === 'percent'),
  )
  // Beside other numbers of its kind nothing tells which of the tasks and metrics around are its own.
  if (only === undefined || others.length > 0 || only.change === null || only.high !== null) return null
  if (only.bound !== 'exact' && only.bound !== 'about') return null
  const value = only.change === 'down' ? -Math.abs(only.value) : Math.abs(only.value)
  return { value, unit: only.unit === 'percent' ? 'percent' : 'points' }
}

/** "improves F1 from 71.2 to 75.3" */
function endpoints(text: string): Difference | null {
  const found = [
    ...text.matchAll(
      /\bfrom (\d+(?:\.\d+)?)\s?(%|points?|percent)? to (\d+(?:\.\d+)?)(?!\d)\s?(%|points?|percent)?/g,
    ),
  ]
  const [only] = found
  if (only === undefined || found.length > 1) return null
  if (!/\b(?:improv|increas|rais|ris|boost|drop|decreas|reduc|fall|fell|declin|go(?:es)?\b|went)/i.test(text))
    return null
  const [, from, , to, unit] = only
  if (unit === undefined && !/\./.test(`${from}${to}`)) return null
  const value = Number((Number(to) - Number(from)).toFixed(6))
  return { value, unit: 'points' }
}

/** "95% CI [1.2, 3.4]", "95% confidence interval: 1.2 to 3.4" */
const INTERVAL =
  /95\s?% (?:CI|confidence interval|CrI)[\s:=,]*(?:of |from )?[[(]?\s*([-−+]?\d+(?:\.\d+)?)\s*(?:,|to|;|–|-)\s*([-−+]?\d+(?:\.\d+)?)/
