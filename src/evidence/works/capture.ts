import type { SourceId } from '../bundle/protocol.ts'
import type { Work } from '../bundle/works.ts'

/** How many works there may be, from how far two sources overlap. */
export interface CaptureRecapture {
  readonly sources: [SourceId, SourceId]
  readonly first: number
  readonly second: number
  readonly both: number
  /** Works that there are, by Chapman's estimator, with its 95 % interval; never fewer than were found. */
  readonly estimate: number
  readonly low: number
  readonly high: number
}

/**
 * Estimate of the literature from the two sources that share most works; null where no two share any. It takes sources
 * to find works independently of each other, which databases do not quite: read it as a lower bound.
 * D. Chapman 1951; variance after G. Seber 1970.
 */
export function captureRecapture(works: readonly Pick<Work, 'sources'>[]): CaptureRecapture | null {
  const sources = [...new Set(works.flatMap((work) => work.sources))].sort()
  let best: { pair: [SourceId, SourceId]; both: number } | null = null
  for (const [at, one] of sources.entries())
    for (const other of sources.slice(at + 1)) {
      const both = works.filter((work) => work.sources.includes(one) && work.sources.includes(other)).length
      if (both > (best?.both ?? 0)) best = { pair: [one, other], both }
    }
  if (best === null) return null
  const { pair, both } = best
  const [first, second] = pair.map((id) => works.filter((work) => work.sources.includes(id)).length) as [
    number,
    number,
  ]
  const product = (first + 1) * (second + 1)
  const estimate = product / (both + 1) - 1
  const deviation = Math.sqrt((product * (first - both) * (second - both)) / ((both + 1) ** 2 * (both + 2)))
  const found = works.length
  return {
    sources: pair,
    first,
    second,
    both,
    estimate: Math.max(found, estimate),
    low: Math.max(found, estimate - 1.96 * deviation),
    high: Math.max(found, estimate + 1.96 * deviation),
  }
}
