import type { Protocol, SourceId } from '../bundle/protocol.ts'
import type { Search, SourceRecord } from '../bundle/works.ts'

/** What one query to one source gave: a row of the search log, and the records it names. */
export interface SearchResult {
  readonly search: Search
  readonly records: readonly SourceRecord[]
}

/** A database or folder of publications. */
export interface Source {
  readonly id: SourceId
  /**
   * All hits of one query, up to `limits.recordsPerSource`. Never throws for what the source does wrong: that is a
   * search with `stopped: "failed"` and the problem in words. Throws on abort only.
   */
  search(query: string, protocol: Protocol, signal?: AbortSignal): Promise<SearchResult>
}
