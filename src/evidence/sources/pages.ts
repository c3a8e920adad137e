import { type Exchange, type Http, problemOf, RequestProblem } from '#net'
import type { Protocol, SourceId } from '../bundle/protocol.ts'
import type { Search, SourceRecord } from '../bundle/works.ts'
import type { LiteratureSource, OnlineSource, SearchResult } from './source.ts'

/** One page of hits. */
export interface ResultPage {
  /** Hits of the whole query, as the source says. */
  readonly total: number | null
  /** Hits on this page, readable or not. */
  readonly received: number
  readonly records: readonly SourceRecord[]
  /** Hits that could not be read: which and why. */
  readonly unreadable: readonly string[]
  /** What leads to the next page; null after the last. */
  readonly next: string | null
}

/** A body that is no page: an error of the source, or no document at all. */
export class PageError extends Error {
  /** Whether the same request may bring a page the next time. */
  readonly again: boolean
  constructor(reason: string, again = false) {
    super(reason)
    this.name = 'PageError'
    this.again = again
  }
}

const MOST_NAMED = 5

/** Environment variable that names a mirror of an online source: `POLYVIA_ARXIV_URL`. */
export const addressVariable = (id: string): string => `POLYVIA_${id.toUpperCase().replaceAll('-', '_')}_URL`

/** Searches such a database to the end, to the limit of the protocol, or until it fails. */
export const openPaged = (source: OnlineSource<SourceId>, http: Http): LiteratureSource => ({
  id: source.id,
  search: (query, protocol, signal) => new Paging(source, http, query, protocol, signal).run(),
})

class Paging {
  readonly #source: OnlineSource<SourceId>
  readonly #base: string
  readonly #key: string | undefined
  readonly #http: Http
  readonly #query: string
  readonly #protocol: Protocol
  readonly #signal: AbortSignal | undefined
  readonly #exchanges: Exchange[] = []
  readonly #records = new Map<string, SourceRecord>()
  readonly #unreadable: string[] = []
  #received = 0
  #total: number | null = null

  constructor(
    source: OnlineSource<SourceId>,
    http: Http,
    query: string,
    protocol: Protocol,
    signal: AbortSignal | undefined,
  ) {
    this.#source = source
    this.#base = (process.env[addressVariable(source.id)] || source.address).replace(/\/+$/, '')
    this.#key = source.keys.map((name) => process.env[name]).find(Boolean)
    this.#http = http
    this.#query = query
    this.#protocol = protocol
    this.#signal = signal
  }

  async run(): Promise<SearchResult> {
    const limit = this.#protocol.limits.recordsPerSource
    try {
      const more = await this.#readPages(limit)
      const cut = this.#records.size > limit || (more && this.#received >= limit)
      return cut ? this.#result('limit', []) : this.#reconcile()
    } catch (thrown) {
      if (thrown instanceof RequestProblem) this.#exchanges.push(thrown.exchange)
      else if (!(thrown instanceof PageError)) throw thrown
      const where = this.#received === 0 ? '' : `after ${this.#received} hits: `
      return this.#result('failed', [where + problemOf(thrown, this.#signal)])
    }
  }

  /** Whether there are more hits than were read. */
  async #readPages(limit: number): Promise<boolean> {
    const seen = new Set<string>()
    for (let at: string | undefined; ; ) {
      const page = at === undefined ? await this.#readFirst(limit) : await this.#read(at, limit)
      this.#total = page.total ?? this.#total
      this.#received += page.received
      for (const record of page.records) this.#records.set(record.id, record)
      this.#unreadable.push(...page.unreadable)
      if (this.#received >= limit)
        return this.#total === null ? page.next !== null : this.#total > this.#received
      if (page.next === null || page.received === 0) return false
      if (seen.has(page.next)) throw new PageError('its pages lead in a circle')
      seen.add(page.next)
      at = page.next
    }
  }

  async #readFirst(limit: number): Promise<ResultPage> {
    const starts = this.#source.starts(this.#key)
    for (const [attempt, start] of starts.entries()) {
      try {
        return await this.#read(start, limit)
      } catch (thrown) {
        const recorded = !(thrown instanceof RequestProblem && thrown.kind === 'not-recorded')
        if (recorded || attempt === starts.length - 1) throw thrown
      }
    }
    throw new TypeError('a paged source needs a start')
  }

  async #read(at: string, limit: number): Promise<ResultPage> {
    const { mostPerPage, accept, headers, buildUrl, parse } = this.#source
    const size = Math.min(mostPerPage, limit)
    const { status, body, exchange } = await this.#http.request({
      url: buildUrl(this.#base, this.#query, this.#protocol, at, size, this.#key),
      ...(headers === undefined || this.#key === undefined ? {} : { headers: headers(this.#key) }),
      accept,
      api: true,
      signal: this.#signal,
      check: (arrived) => {
        try {
          parse(arrived.toString('utf8'))
          return null
        } catch (thrown) {
          if (!(thrown instanceof PageError)) throw thrown
          return { reason: thrown.message, again: thrown.again }
        }
      },
    })
    this.#exchanges.push(exchange)
    if (status !== 200) throw new PageError(`HTTP ${status}`)
    return parse(body.toString('utf8'))
  }

  /** Complete means: as many different hits as the source claims. */
  #reconcile(): SearchResult {
    const different = this.#records.size + this.#unreadable.length
    const wanted = (this.#total ?? different) * (this.#source.estimates === true ? 0.9 : 1)
    const twice = this.#received - different
    const notes = twice > 0 ? [`${twice} of its hits came twice`] : []
    if (different < wanted)
      return this.#result('failed', [`it reports ${this.#total} hits, but gave ${different}`, ...notes])
    if (this.#total !== null && different < this.#total)
      notes.unshift(`it estimated ${this.#total} hits, and gave ${different}`)
    return this.#result('complete', notes)
  }

  #result(stopped: Search['stopped'], notes: readonly string[]): SearchResult {
    const records = [...this.#records.values()].slice(0, this.#protocol.limits.recordsPerSource)
    const named = this.#unreadable.slice(0, MOST_NAMED).join('; ')
    const others = this.#unreadable.length > MOST_NAMED ? '; ...' : ''
    const unreadable =
      this.#unreadable.length === 0
        ? []
        : [`${this.#unreadable.length} hits could not be read (${named}${others})`]
    const problem = [...notes, ...unreadable].join('; ')
    return {
      search: {
        source: this.#source.id,
        platform: `${this.#source.platform}, ${new URL(this.#base).host}`,
        query: this.#query,
        filters: this.#source.filters(this.#protocol),
        reported: this.#total,
        retrieved: records.length,
        stopped,
        problem: problem === '' ? null : problem,
        records: records.map(({ id }) => id),
        exchanges: this.#exchanges,
      },
      records,
    }
  }
}

/** Reads the hits of a page one by one: one that cannot be read is named, and the others stay. */
export function readHits<T>(
  hits: readonly T[],
  nameOf: (hit: T) => unknown,
  read: (hit: T) => SourceRecord,
): Pick<ResultPage, 'received' | 'records' | 'unreadable'> {
  const records: SourceRecord[] = []
  const unreadable: string[] = []
  for (const [index, hit] of hits.entries()) {
    try {
      records.push(read(hit))
    } catch (thrown) {
      const name = nameOf(hit)
      unreadable.push(typeof name === 'string' && name !== '' ? name : `hit ${index + 1} of a page`)
      if (!(thrown instanceof Error)) throw thrown
    }
  }
  return { received: hits.length, records, unreadable }
}

/** Parses JSON. Throws PageError for anything else. */
export function parseReply(body: string): unknown {
  try {
    return JSON.parse(body) as unknown
  } catch {
    throw new PageError('it answers with something that is not JSON')
  }
}

/** First and last day that count, for filters of a source; null where both are open. */
export const span = ({ from, until }: Protocol): { from: string; until: string } | null =>
  from === null && until === null ? null : { from: from ?? '', until: until ?? '' }
