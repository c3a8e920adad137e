import type { Metric, Outcomes } from './metric.ts'

interface SumMetric extends Omit<Metric, 'value' | 'withoutEach'> {
  /** What is summed over the examples, one array a sum. Default: the columns. */
  terms?(outcomes: Outcomes): readonly Outcomes[string][]
  /** The metric from the sums of the terms and the number of examples, in the official order of operations. */
  fromSums(sums: readonly number[], examples: number): number
}

/** A metric that is a function of sums over examples: most are. */
export function sumMetric({ terms, fromSums, ...rest }: SumMetric): Metric {
  const read = (outcomes: Outcomes) => {
    const columns = readColumns(rest, outcomes)
    return terms?.(outcomes) ?? columns
  }
  return {
    ...rest,
    value(outcomes, counts) {
      const summed = read(outcomes)
      return fromSums(
        summed.map((term) => sumOf(term, counts)),
        countExamples(summed[0]!.length, counts),
      )
    },
    withoutEach(outcomes, clusters, size) {
      const summed = read(outcomes)
      const totals = summed.map((term) => sumOf(term))
      const sizes = sumsBy(clusters, size)
      const parts = summed.map((term) => sumsBy(clusters, size, term))
      const left = new Array<number>(totals.length)
      return Float64Array.from(sizes, (examples, cluster) => {
        if (examples === clusters.length) throw new RangeError(`metric ${rest.id} of no examples`)
        for (let at = 0; at < left.length; at++) left[at] = totals[at]! - parts[at]![cluster]!
        return fromSums(left, clusters.length - examples)
      })
    },
  }
}

/** A metric that has to be taken anew without each cluster. `prepare(outcomes)(counts)` is its value. */
export const withoutEachOf =
  (prepare: (outcomes: Outcomes) => (counts: Int32Array) => number): Metric['withoutEach'] =>
  (outcomes, clusters, size) => {
    const value = prepare(outcomes)
    const counts = new Int32Array(clusters.length)
    return Float64Array.from({ length: size }, (_, cluster) => {
      for (let at = 0; at < counts.length; at++) counts[at] = clusters[at] === cluster ? 0 : 1
      return value(counts)
    })
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
function sumOf(term: Outcomes[string], counts?: Int32Array): number {
  let sum = 0
  for (let at = 0; at < term.length; at++) sum += (counts === undefined ? 1 : counts[at]!) * term[at]!
  return sum
}

/** Sums of a term by cluster; of ones where there is none. */
function sumsBy(clusters: Int32Array, size: number, term?: Outcomes[string]): Float64Array {
  const sums = new Float64Array(size)
  for (let at = 0; at < clusters.length; at++) sums[clusters[at]!]! += term === undefined ? 1 : term[at]!
  return sums
}
