import type { HostRules } from '#net'
import type { Part, Protocol } from '../bundle/protocol.ts'
import type { Search, SourceRecord } from '../bundle/works.ts'
import type { ResultPage } from './pages.ts'

/** What one query to one source gave: a row of the search log, and the records it names. */
export interface SearchResult {
  readonly search: Search
  readonly records: readonly SourceRecord[]
}

/** A database or folder of publications, opened. */
export interface LiteratureSource {
  readonly id: Search['source']
  /**
   * All hits of one query, up to `limits.recordsPerSource`. Never throws for what the source does wrong: that is a
   * search with `stopped: "failed"` and the problem in words. Throws on abort only.
   */
  search(query: string, protocol: Protocol, signal?: AbortSignal): Promise<SearchResult>
  /** Records that a citation may mean; where it is missing, `search` gives all that there is. */
  cited?(citation: Cited, signal?: AbortSignal): Promise<readonly SourceRecord[]>
}

/** How a work is cited: by an id with its scheme, such as `acl:2020.acl-main.1`, or by its first author and year. */
export type Cited = { readonly id: string } | { readonly family: string; readonly year: number }

/**
 * Who may know title, authors, venue and links, the best first: the venue itself, the registry to which publishers
 * report, an index that gathers from others, the authors before publication, a file of unknown making.
 */
export const DESCRIBED_BY = ['venue', 'registry', 'index', 'authors', 'file'] as const
/** Where an abstract may come from, the best first; `rebuilt` out of an index of its words. */
export const ABSTRACT_FROM = ['authors', 'venue', 'registry', 'index', 'rebuilt', 'file', 'nobody'] as const

interface Defined<Id extends string> {
  /** As it is written in `--sources` and in the files of a review. */
  readonly id: Id
  /** As it is called in sentences. */
  readonly name: string
  /** Whose word its descriptions are, where records of one work disagree. */
  readonly describedBy: (typeof DESCRIBED_BY)[number]
  readonly abstractFrom: (typeof ABSTRACT_FROM)[number]
  /** The query, in its own syntax, for works with all of these parts, each in so many of its names at most. */
  readonly query: (parts: readonly Part[], ways: number) => string
}

/** A database that answers queries page by page over the network; searched unless the user names others. */
export interface OnlineSource<Id extends string = string> extends Defined<Id> {
  readonly online: true
  /** What is asked, as the search log names it. */
  readonly platform: string
  /** Where it is asked, unless the environment names a mirror: see `addressVariable`. */
  readonly address: string
  /** Environment variables that may hold its key; the first that is set counts. */
  readonly keys: readonly string[]
  /** What its hosts, and those below their names, want of visitors. */
  readonly hosts: HostRules
  readonly mostPerPage: number
  /** The total is an estimate: a tenth less is no shortfall. */
  readonly estimates?: boolean
  /** What is added to the query, as the search log shows it. */
  readonly filters: (protocol: Protocol) => Record<string, string>
  /** Where paging may begin; the later ones are for recordings that were made with or without a key. */
  readonly starts: (key: string | undefined) => readonly string[]
  /** Address of a page of hits: at most `size` of them, from `at` on, which is a start or `next` of a page. */
  readonly buildUrl: (
    base: string,
    query: string,
    protocol: Protocol,
    at: string,
    size: number,
    key?: string,
  ) => string
  /** Headers that carry the key. */
  readonly headers?: (key: string) => Readonly<Record<string, string>>
  /** Content types of its answers. */
  readonly accept: readonly string[]
  /** Reads a page. Throws PageError. */
  readonly parse: (body: string) => ResultPage
}

/** Files of local folders; searched where the user names folders. */
export interface LocalSource<Id extends string = string> extends Defined<Id> {
  readonly online: false
  /** Names of the files that it reads. */
  readonly files: RegExp
  readonly open: (folders: readonly string[]) => LiteratureSource
}
