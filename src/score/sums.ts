import type { Metric, Outcomes } from './metric.ts'

interface SumMetric extends Omit<Metric, 'value' | 'resampler'> {
  /** What is summed over the examples, one array a sum. Default: the columns. */
  terms?(outcomes: Outcomes): readonly Outcomes[string][]
  /** The metric from the sums of the terms and the number of examples, in the official order of operations. */
  fromSums(sums: readonly number[], examples: number): number
}

/** A metric that is a function of sums over examples: most are. */
export function sumMetric({ terms, fromSums, ...rest }: SumMetric): Metric {
  const resampler = (outcomes: Outcomes) => {
    const columns = readColumns(rest, outcomes)
    // All of one array class: the inner loop stays monomorphic.
    const summed = (terms?.(outcomes) ?? columns).map((term) => Float64Array.from(term))
    const length = columns[0]!.length
    const sums = summed.map(sumOf)
    const resampled = [...sums]
    return (counts?: Int32Array, total = countExamples(length, counts)) => {
      if (counts === undefined) return fromSums(sums, total)
      for (let at = 0; at < summed.length; at++) resampled[at] = weightedSum(summed[at]!, counts)
      return fromSums(resampled, total)
    }
  }
  return { ...rest, resampler, value: (outcomes, counts) => resampler(outcomes)(counts) }
}

/** The columns of a metric; throws when one is not there, is empty or has another length. */
export function readColumns(
  { id, columns }: Pick<Metric, 'id' | 'columns'>,
  outcomes: Outcomes,
): Outcomes[string][] {
  const read = columns.map((name) => {
    const column = outcomes[name]
    if (column === undefined) throw new RangeError(`metric ${id} needs the outcomes "${name}"`)
    return column
  })
  const length = read[0]!.length
  if (length === 0) throw new RangeError(`metric ${id} of no examples`)
  if (read.some((column) => column.length !== length))
    throw new RangeError(`metric ${id}: columns of unequal length`)
  return read
}

/** Number of examples in a resample. */
export function countExamples(length: number, counts: Int32Array | undefined): number {
  if (counts === undefined) return length
  if (counts.length !== length) throw new RangeError(`${counts.length} counts for ${length} examples`)
  let total = 0
  for (let at = 0; at < length; at++) total += counts[at]!
  if (total === 0) throw new RangeError('a resample of no examples')
  return total
}

/** In the order of the examples, as official scorers add. */
function sumOf(term: Float64Array): number {
  let sum = 0
  for (let at = 0; at < term.length; at++) sum += term[at]!
  return sum
}

/** Four sums side by side: an addition need not wait for the one before it. */
function weightedSum(term: Float64Array, counts: Int32Array): number {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  let at = 0
  for (const end = term.length - 3; at < end; at += 4) {
    a += counts[at]! * term[at]!
    b += counts[at + 1]! * term[at + 1]!
    c += counts[at + 2]! * term[at + 2]!
    d += counts[at + 3]! * term[at + 3]!
  }
  for (; at < term.length; at++) a += counts[at]! * term[at]!
  return a + b + (c + d)
}
