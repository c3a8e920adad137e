import type { Http } from '#net'
import type { SourceId } from '../bundle/protocol.ts'
import { openAclAnthology } from './acl-anthology.ts'
import { openArxiv } from './arxiv.ts'
import { openCrossref } from './crossref.ts'
import { openFolder } from './folder.ts'
import { openOpenAlex } from './openalex.ts'
import { openSemanticScholar } from './semantic-scholar.ts'
import type { Source } from './source.ts'

interface SourceOptions {
  readonly sources: readonly SourceId[]
  /** Local folders, for `folder` and `acl-anthology`. */
  readonly folders: readonly string[]
  readonly http: Http
}

const OPEN: { readonly [id in SourceId]: (options: SourceOptions) => Source } = {
  arxiv: ({ http }) => openArxiv(http),
  openalex: ({ http }) => openOpenAlex(http),
  'semantic-scholar': ({ http }) => openSemanticScholar(http),
  crossref: ({ http }) => openCrossref(http),
  'acl-anthology': ({ folders }) => openAclAnthology(folders),
  folder: ({ folders }) => openFolder(folders),
}

/** The named sources, in the order of their names given. Nothing is read or asked before the first search. */
export const openSources = (options: SourceOptions): Source[] =>
  options.sources.map((id) => OPEN[id](options))
