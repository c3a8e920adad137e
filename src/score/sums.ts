import type { Metric, Outcomes } from './metric.ts'

type Column = Float32Array | Float64Array

interface SumMetric extends Omit<Metric, 'value' | 'resampler'> {
  /** What is summed over the examples, one array a sum. Default: the columns. */
  terms?(outcomes: Outcomes): readonly Column[]
  /** The metric from the sums of the terms and the number of examples, in the official order of operations. */
  fromSums(sums: readonly number[], examples: number): number
}

/** A metric that is a function of sums over examples: most are. */
export function sumMetric({ terms, fromSums, ...rest }: SumMetric): Metric {
  const resampler = (outcomes: Outcomes) => {
    const columns = readColumns(rest, outcomes)
    const summed = terms === undefined ? columns : terms(outcomes)
    const length = columns[0]!.length
    const sums = new Array<number>(summed.length)
    return (counts?: Int32Array) => {
      for (let at = 0; at < summed.length; at++) sums[at] = weightedSum(summed[at]!, counts)
      return fromSums(sums, countExamples(length, counts))
    }
  }
  return { ...rest, resampler, value: (outcomes, counts) => resampler(outcomes)(counts) }
}

/** The columns of a metric; throws when one is not there, is empty or has another length. */
export function readColumns(
  { id, columns }: Pick<Metric, 'id' | 'columns'>,
  outcomes: Outcomes,
): Float32Array[] {
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

function weightedSum(column: Column, counts: Int32Array | undefined): number {
  let sum = 0
  if (counts === undefined) for (let at = 0; at < column.length; at++) sum += column[at]!
  else for (let at = 0; at < column.length; at++) sum += counts[at]! * column[at]!
  return sum
}
